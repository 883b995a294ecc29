"""The programs in examples/ run, and the LangChain parts keep their promises."""

import runpy
from pathlib import Path

import pytest
from langchain_core.messages import ToolMessage

from assistant.assistant import open_assistant
from assistant.builders import as_retriever, as_runnable, as_tool
from assistant.reply import Answer, Turn
from assistant.settings import load_settings

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))
QUESTION = "Who vetoed the resolution?"


@pytest.fixture
def assistant(seeded_home):
    with open_assistant(load_settings(home=seeded_home)) as opened:
        yield opened


@pytest.mark.parametrize("program", EXAMPLES, ids=lambda path: path.name)
def test_every_example_runs(program, seeded_home, monkeypatch, capsys):
    monkeypatch.setenv("ASSISTANT_HOME", str(seeded_home))
    monkeypatch.setenv("ASSISTANT_THRESHOLD", "0")
    monkeypatch.setattr("sys.argv", [str(program)])
    runpy.run_path(str(program), run_name="__main__")
    assert len(capsys.readouterr().out.strip()) > 40


def test_annotations_point_at_sentences_and_sources(assistant):
    message = as_runnable(assistant).invoke({"question": QUESTION, "threshold": 0.0})
    answer = assistant.ask(QUESTION, threshold=0.0)
    assert message.text == answer.answer
    annotations = message.content_blocks[0]["annotations"]
    assert len(annotations) == sum(len(claim.markers) for claim in answer.claims) > 0
    sentences = {claim.text.rstrip(".!?…") for claim in answer.claims}
    for one in annotations:
        assert message.text[one["start_index"] : one["end_index"]] in sentences
        text = assistant.article(one["extras"]["source"]).text
        assert text[one["extras"]["start"] : one["extras"]["end"]] == one["cited_text"]


def test_a_retriever_takes_k_when_it_is_made_and_when_it_is_called(assistant):
    retriever = as_retriever(assistant, k=2)
    assert len(retriever.invoke(QUESTION)) == 2
    documents = retriever.invoke(QUESTION, k=3)
    assert len(documents) == 3
    one = documents[0]
    text = assistant.article(one.metadata["source"]).text
    assert text[one.metadata["start"] : one.metadata["end"]] == one.page_content


def test_a_tool_gives_text_for_the_model_and_the_answer_for_the_program(assistant):
    tool = as_tool(assistant)
    call = {"name": tool.name, "args": {"question": QUESTION}, "id": "1", "type": "tool_call"}
    message = tool.invoke(call)
    assert isinstance(message, ToolMessage)
    assert message.content.startswith(message.artifact.answer)


def test_history_is_turns_or_pairs_of_a_role_and_words():
    given = {}

    class Recorder:
        def ask(self, question, **options):
            given.update(options)
            return Answer(question, question, "", abstained=True, reason=None, confidence=0.0)

    history = [("human", "Who resigned?"), ("ai", "The mayor."), Turn("user", "When?")]
    as_runnable(Recorder()).invoke({"question": "Why?", "history": history})
    assert given["history"] == [
        Turn("user", "Who resigned?"),
        Turn("assistant", "The mayor."),
        Turn("user", "When?"),
    ]
