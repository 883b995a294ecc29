"""Questions to suggest are found in the background, and never while an answer is being written."""

import threading
import time
from typing import Any

import pytest

from assistant.reply import Filters
from tests.ui.scripted import ScriptedAssistant
from ui import library_state
from ui.library_state import Topic

MANY = [f"Question {number}?" for number in range(20)]


def wait_until(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A library with twenty questions to suggest; `tried` counts those that were asked for."""
    monkeypatch.setattr(library_state, "_QUIET", 0.01)
    assistant: Any = ScriptedAssistant(tmp_path)
    assistant.tried = 0

    def suggestions(filters=None, *, about=(), threshold=None, before_each=bool):
        for question in MANY:
            before_each()
            assistant.tried += 1
            yield question

    assistant.suggestions = suggestions
    yield assistant
    assistant.close()


def test_no_more_are_tried_than_are_wanted_and_more_follow(library):
    found = library_state.suggesting(library, Topic(Filters()), 4)
    wait_until(lambda: not found.searching)
    assert list(found.suggestions) == MANY[:4]
    assert library.tried == 4
    assert library_state.suggesting(library, Topic(Filters()), 6) is found
    wait_until(lambda: len(found.suggestions) == 6)
    library_state.suggesting(library, Topic(Filters()), 1000)
    wait_until(lambda: not found.searching)
    assert len(found.suggestions) < len(MANY)


def test_the_caller_does_not_wait_for_them(library):
    may_go_on = threading.Event()
    library.suggestions = lambda filters=None, **_: iter(lambda: may_go_on.wait() and "Late?", None)
    found = library_state.suggesting(library, Topic(Filters()), 4)
    assert found.suggestions == ()
    may_go_on.set()
    wait_until(lambda: len(found.suggestions) == 4)


def test_none_is_tried_while_an_answer_is_being_written(library, monkeypatch):
    writing = [1]
    monkeypatch.setattr(library_state, "count_writing", lambda: sum(writing))
    found = library_state.suggesting(library, Topic(Filters()), 4)
    time.sleep(0.2)
    assert library.tried == 0
    writing.clear()
    wait_until(lambda: found.has_enough)
    assert library.tried == 4


def test_a_failure_ends_the_search_and_leaves_the_page_alone(library, caplog):
    library.suggestions = lambda filters=None, **_: 1 / 0
    found = library_state.suggesting(library, Topic(Filters()), 4)
    wait_until(lambda: not found.searching)
    assert found.has_enough
    assert found.suggestions == ()
    wait_until(lambda: "ZeroDivisionError" in caplog.text)  # the log is written last


def test_questions_about_other_articles_are_looked_for_apart(library):
    topics: list[Any] = []

    def suggestions(filters=None, *, about=(), threshold=None, before_each=bool):
        topics.append((about, threshold))
        return iter([f"About {name}?" for name in about])

    library.suggestions = suggestions
    topic = Topic(Filters(), ("ribbon.txt",), 0.7)
    found = library_state.suggesting(library, topic, 2)
    wait_until(lambda: found.has_enough)
    assert found.suggestions == ("About ribbon.txt?",)
    assert topics == [(("ribbon.txt",), 0.7)]
    assert library_state.suggesting(library, topic, 2) is found
    assert library_state.suggesting(library, Topic(Filters()), 1) is not found
