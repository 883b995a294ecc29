"""The state of each library: computed once per change, shared by all windows.

Slow work is done in background threads, so that the page is drawn at once: opening the indexes,
and trying out questions to suggest. Suggestions give way to answers that are being written.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from weakref import WeakKeyDictionary

import streamlit as st

from assistant import Assistant, AssistantError, Filters, SourceSummary, Status
from ui.date_format import news_date, shown_dates
from ui.server_state import count_writing
from ui.session import Session

_LOG = logging.getLogger(__name__)
_MOST_SUGGESTIONS = 10
_SELECTIONS = 20  # remembered
_TOPICS = 200  # remembered: the articles of so many answers
_STATUS_SECONDS = 10.0  # how old the status that is shown may be
# Seconds without an answer being written before questions are tried out: long enough for a page
# to be drawn, whose reader would otherwise wait for the processor.
_QUIET = 1.0
_ONE_AT_A_TIME = threading.Lock()


@dataclass
class SelectedArticles:
    """The articles that pass some filters, and questions they answer, as far as these are found."""

    sources: Sequence[SourceSummary]
    suggestions: tuple[str, ...] = ()
    wanted: int = 0
    exhausted: bool = False
    candidates: Iterator[str] | None = None
    searching: bool = False

    @property
    def has_enough(self) -> bool:
        """Whether no more suggestions are wanted, or there are none."""
        return self.exhausted or len(self.suggestions) >= self.wanted


@dataclass(frozen=True)
class Topic:
    """Where questions to suggest come from, and how sure their answers have to be.

    `about` names sources; without any, all articles that pass the filters are meant.
    """

    filters: Filters
    about: tuple[str, ...] = ()
    threshold: float | None = None


@dataclass
class LibraryState(SelectedArticles):
    """A library at one revision; its status is None until it has been read.

    `changed` is when the change was noticed; None if the library is as it was at the start.
    """

    revision: int = 0
    limited: dict[Filters, SelectedArticles] = field(default_factory=dict)
    topics: dict["Topic", SelectedArticles] = field(default_factory=dict)
    status: Status | None = None
    changed: datetime | None = None
    looked: float = field(default_factory=time.monotonic)

    @cached_property
    def by_id(self) -> Mapping[str, SourceSummary]:
        """The current articles by their ids."""
        return {one.article_id: one for one in self.sources}

    @property
    def publishers(self) -> list[str]:
        """Its publishers, each once."""
        return sorted({one.publisher for one in self.sources if one.publisher})


@st.cache_resource(show_spinner=False)
def _known() -> WeakKeyDictionary[Assistant, LibraryState]:
    return WeakKeyDictionary()


def library_state(assistant: Assistant) -> LibraryState:
    """The state of this library now."""
    found, revision = _known(), assistant.revision()
    known = found.get(assistant)
    if known is None or known.revision != revision:
        before = known
        known = found[assistant] = LibraryState(assistant.sources(), revision=revision)
        if before:
            known.status, known.changed = before.status, datetime.now().astimezone()
        _in_background(lambda: _look(assistant, known))
    elif time.monotonic() - known.looked > _STATUS_SECONDS:
        known.looked = time.monotonic()
        _in_background(lambda: _look(assistant, known))
    return known


def selected(assistant: Assistant, filters: Filters) -> SelectedArticles:
    """The articles that pass these filters; the whole library where there are none."""
    known = library_state(assistant)
    if not filters:
        return known
    if filters not in known.limited:
        if len(known.limited) >= _SELECTIONS:
            known.limited.clear()
        known.limited[filters] = SelectedArticles(assistant.sources(filters))
    return known.limited[filters]


def suggesting(assistant: Assistant, topic: Topic, count: int) -> SelectedArticles:
    """The selected articles; so many questions to suggest are looked for in the background."""
    selection = _on(assistant, topic)
    selection.wanted = max(selection.wanted, min(count, _MOST_SUGGESTIONS))
    selection.exhausted |= not selection.sources
    if not selection.searching and not selection.has_enough:
        selection.searching = True
        _in_background(lambda: _suggest(assistant, topic, selection))
    return selection


def _on(assistant: Assistant, topic: Topic) -> SelectedArticles:
    whole = selected(assistant, topic.filters)
    if topic == Topic(topic.filters):
        return whole
    topics = library_state(assistant).topics
    if topic not in topics:
        if len(topics) >= _TOPICS:
            del topics[next(iter(topics))]
        topics[topic] = SelectedArticles(whole.sources)
    return topics[topic]


@st.cache_data(show_spinner=False, max_entries=2000)
def independent_of(_assistant: Assistant, article_ids: tuple[str, ...]) -> int | None:
    """How many independent texts these articles are; None if one was purged."""
    try:
        return _assistant.independent(article_ids)
    except AssistantError:
        return None


def _suggest(assistant: Assistant, topic: Topic, selection: SelectedArticles) -> None:
    time.sleep(_QUIET)
    try:
        with _ONE_AT_A_TIME:
            if selection.candidates is None:
                selection.candidates = assistant.suggestions(
                    topic.filters,
                    about=topic.about,
                    threshold=topic.threshold,
                    before_each=_give_way,
                )
            while not selection.has_enough:
                question = next(selection.candidates, None)
                selection.exhausted = question is None
                selection.suggestions += (question,) if question else ()
    except Exception:
        selection.exhausted = True
        raise
    finally:
        selection.searching = False


def _give_way() -> None:
    """Wait while an answer is being written, and until its page has been drawn."""
    while count_writing():
        time.sleep(_QUIET)


def _look(assistant: Assistant, known: LibraryState) -> None:
    known.status = assistant.status()


def _in_background(find: Callable[[], None]) -> None:
    def run() -> None:
        try:
            find()
        except Exception:  # noqa: BLE001 - a courtesy: the page lives without it, the log says why
            _LOG.exception("the state of the library could not be found")

    threading.Thread(target=run, daemon=True).start()


def library_line(session: Session, filters: Filters) -> list[str]:
    """The number of articles that pass the filters, the number of publishers, and their dates."""
    t, sources = session.t, selected(session.assistant, filters).sources
    publishers = {source.publisher for source in sources if source.publisher}
    news = (news_date(source.published, source.reported) for source in sources)
    dates = [date for date in news if date]
    line = [t("state.articles", n=len(sources))]
    if publishers:
        line.append(t("ask.publishers", n=len(publishers)))
    if dates:
        line.append(shown_dates(dates, t, "ask.from_to"))
    return line
