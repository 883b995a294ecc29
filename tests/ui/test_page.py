"""The page's logic, over the scripted assistant."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from assistant.corpus.loaded import LoadFailure
from assistant.errors import AssistantError
from assistant.library.sync import SyncReport
from assistant.reply import Filters
from ui import server_state
from ui.indexing import begin_indexing, is_indexing


def asked(page, question="Who cut the ribbon?"):
    page.run()
    page.chat_input(key="question").set_value(question).run()
    return wait_written(page)


def wait_written(page):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if all(writer.progress.ended for writer in server_state._writers().values()):
            return page.run()
        time.sleep(0.02)
    raise AssertionError("the answer never ended")


def wait_until_indexed(assistant):
    deadline = time.monotonic() + 10
    while is_indexing(assistant):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def messages(assistant):
    [conversation] = assistant.conversations.recent()
    return assistant.conversations.messages(conversation.conversation_id)


def test_the_first_page_says_what_state_the_program_is_in(page):
    page.run()
    assert not page.exception
    shown = " ".join(caption.value for caption in page.caption).replace("\\", "")
    assert "offline" in shown
    assert "built-in model" in shown
    assert "2 articles" in shown


def test_an_unknown_library_in_the_address_is_named_and_taken_out(page):
    page.query_params["library"] = "Nope"
    page.run()
    assert "no library named “Nope”" in page.info[0].value
    assert "library" not in page.query_params
    assert page.run().info


def test_a_question_is_answered_and_kept_under_its_address(page, assistant):
    asked(page)
    assert not page.exception
    [conversation] = assistant.conversations.recent()
    assert page.query_params["c"] == conversation.conversation_id
    question, answer = messages(assistant)
    assert question.content == "Who cut the ribbon?"
    assert answer.state == "done"
    assert len(answer.answer.claims) == 3


def test_a_follow_up_goes_into_the_same_conversation(page, assistant):
    asked(page)
    page.chat_input(key="question").set_value("And then?").run()
    wait_written(page)
    assert [message.role for message in messages(assistant)] == ["user", "assistant"] * 2


def test_an_address_brings_its_conversation_back(page, assistant):
    conversation = assistant.conversations.start("Earlier", filters=Filters(publishers=("Coast",)))
    assistant.conversations.ask(conversation.conversation_id, "Earlier")
    page.query_params["c"] = conversation.conversation_id
    page.run()
    assert not page.exception
    assert page.query_params["publisher"] == "Coast"


@pytest.mark.parametrize("address", [{"c": "nothing"}, {"c": "x", "cite": "y.9"}, {"cite": "..-1"}])
def test_an_address_to_nothing_shows_a_page_that_says_so(page, address):
    for name, value in address.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    assert bool(page.info) == ("c" in address)


def test_a_failing_model_leaves_its_sentence(page, assistant):
    assistant.fails = "The model is away; try later."
    asked(page)
    assert not page.exception
    assert messages(assistant)[1].state == "failed"
    assert messages(assistant)[1].content == "The model is away; try later."


def test_a_bug_leaves_a_sentence_and_no_traceback(page, assistant, monkeypatch, caplog):
    monkeypatch.setattr(assistant, "stream", lambda *args, **kwargs: 1 / 0)
    asked(page)
    assert not page.exception
    assert "Something went wrong" in messages(assistant)[1].content
    assert "ZeroDivisionError" in caplog.text


def test_a_library_that_cannot_be_opened_is_one_sentence(page, monkeypatch):
    def fail(settings):
        raise AssistantError("the library is *newer* than this program; update it")

    monkeypatch.setattr(server_state, "open_assistant", fail)
    page.run()
    assert not page.exception
    assert "newer" in page.error[0].value
    assert "*newer*" not in page.error[0].value


def test_a_date_that_is_none_is_said_so_and_not_used(page):
    page.session_state["wanted_limits"] = True
    page.run()
    page.text_input(key="limit-from-None").set_value("May").run()
    assert page.warning
    assert "from" not in page.query_params
    page.text_input(key="limit-from-None").set_value("2024-03").run()
    assert page.query_params["from"] == "2024-03"


def test_what_is_folded_away_is_not_drawn_before_it_is_wanted(page):
    page.run()
    assert not page.multiselect
    page.session_state["wanted_limits"] = True
    assert page.run().multiselect


def test_a_model_is_chosen_beside_the_question_and_answers_from_then_on(page, assistant):
    assistant.choices = (("openai:gpt-5-mini", ""), ("stub", ""))
    asked(page)
    assert page.selectbox(key="model").value == "openai:gpt-5-mini"
    page.selectbox(key="model").set_value("stub").run()
    assert not page.exception
    page.chat_input(key="question").set_value("And then?").run()
    wait_written(page)
    assert assistant.models_asked == [None, "stub"]
    assert any("offline" in caption.value for caption in page.caption)


def test_a_conversation_keeps_its_model(page, assistant):
    assistant.choices = (("openai:gpt-5-mini", ""), ("stub", ""))
    asked(page)
    first = page.query_params["c"]
    page.selectbox(key="model").set_value("stub").run()
    page.query_params.clear()
    page.run()
    assert page.selectbox(key="model").value == "stub"
    page.selectbox(key="model").set_value("openai:gpt-5-mini").run()
    asked(page)
    assert page.selectbox(key="model").value == "openai:gpt-5-mini"
    page.query_params["c"] = first
    page.run()
    assert not page.exception
    assert page.selectbox(key="model").value == "stub"


def test_how_an_answer_came_about_is_shown_to_whoever_wants_it(page, assistant):
    asked(page)
    assert not page.code
    assistant.preferences.set("traces", "True")
    page.run()
    assert not page.exception
    (lines,) = (code.value for code in page.code)
    assert "Steps: total 27 ms" in lines
    assert "    # Who cut the ribbon?" in lines
    assert "    It opened." in lines
    page.chat_input(key="question").set_value("And then?").run()
    assert len(wait_written(page).code) == 2


def test_a_model_that_cannot_be_used_is_said_so_with_what_to_do(page, assistant):
    assistant.choices = (("openai:gpt-5-mini", "it needs a key; set OPENAI_API_KEY"), ("stub", ""))
    page.run()
    assert not page.exception
    assert "OPENAI\\_API\\_KEY" in page.warning[0].value
    captions = [caption.value for caption in page.caption]
    assert not any("online" in caption for caption in captions)
    assert any("(cannot be used)" in caption for caption in captions)
    page.selectbox(key="model").set_value("stub").run()
    assert not page.warning


def test_there_is_nothing_to_choose_where_only_the_built_in_model_is_configured(page):
    page.run()
    assert not page.selectbox


def test_refused_files_are_counted_by_reason_with_their_names_one_click_away(page, assistant):
    failed = [LoadFailure(f"{n}.txt", "the file is empty") for n in range(3)]
    failed.append(LoadFailure("a.doc", "unsupported file type (.doc); save it as .docx"))
    report = SyncReport(added=("b.txt",), failed=tuple(failed), skipped={".pptx": 3, "hidden": 1})
    assistant.index, assistant.articles = (lambda paths, progress: report), ()
    begin_indexing(assistant, [], "failed")
    wait_until_indexed(assistant)
    page.run()
    assert not page.exception
    words = page.warning[0].value.replace("\\", "")
    assert words.startswith("4 files could not be added")
    assert "3 × the file is empty" in words
    assert "1 × unsupported file type (.doc)" in words
    assert "save it as" not in words
    [names] = [one for one in page.markdown if "2\\.txt" in one.value]
    assert "save it as" in names.value
    assert any("3 .pptx, 1 hidden" in one.value.replace("\\", "") for one in page.caption)


def test_searching_finds_conversations(page, assistant):
    asked(page)
    page.text_input(key="search").set_value("nowhere").run()
    assert not page.exception
    assert assistant.conversations.recent(search="nowhere") == []


def test_the_minimum_confidence_is_written_as_the_language_writes_numbers(assistant):
    def settings_in_german():
        from types import SimpleNamespace

        from ui.screens import settings_screen
        from ui.texts import Texts

        settings_screen._threshold(SimpleNamespace(t=Texts("de"), threshold=0.33))

    slider = AppTest.from_function(settings_in_german, default_timeout=60).run().select_slider[0]
    assert slider.value == 0.33
    assert slider.options[:2] == ["0,00", "0,05"]
    assert "0,33" in slider.options
