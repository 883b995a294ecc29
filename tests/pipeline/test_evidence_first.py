"""A model that can keep to a JSON schema gives its evidence first; others write plain markers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.embedders.opening import OpenedEmbedder
from assistant.errors import ModelFault
from assistant.reply import Answer, ClaimChecked, Finished
from assistant.settings import load_settings

VOTE = "The council of Farnham voted 9 to 4 on Monday to close the old bridge."
QUOTE = "“We cannot wait for an accident,” said Mayor Ada Brook."
COST = "Repairs will cost 2 million pounds, the engineer told the council."
FERRY = "A ferry will cross the river 11 times a day until the bridge of Farnham is open again."
DOCUMENTS = [
    {"title": "Council closes bridge", "text": f"{VOTE} {QUOTE} {COST}"},
    {"title": "Ferry instead of bridge", "text": FERRY},
]
QUESTION = "Why did the council of Farnham vote to close the bridge?"
CAN = '{"profile": {"structured_output": true}}'


def sentence(text: str, *evidence: tuple[int, str]) -> dict:
    return {"evidence": [{"excerpt": n, "words": words} for n, words in evidence], "text": text}


def pieces(*sentences: dict, size: int = 7) -> list[str]:
    text = json.dumps({"sentences": sentences}, indent=1)
    return [text[at : at + size] for at in range(0, len(text), size)]


def unfinished(*sentences: dict, rest: str) -> list[str]:
    """The stream of some whole sentences and of one that breaks off."""
    return [json.dumps({"sentences": sentences}).removesuffix("]}"), ", ", rest]


@pytest.fixture
def assistant(scripted_model, tmp_path: Path) -> Assistant:
    settings = load_settings(
        home=tmp_path, model="openai:scripted", threshold=0.0, model_args=CAN, excerpts=2
    )
    return Assistant(None, None, OpenedEmbedder(None), settings)


@pytest.fixture
def ask(assistant) -> Callable[..., Answer]:
    return lambda: assistant.ask(QUESTION, documents=DOCUMENTS)


def quotes(answer: Answer) -> list[str]:
    texts = {document["title"]: document["text"] for document in DOCUMENTS}
    assert all(texts[c.title][c.start : c.end] == c.quote for c in answer.citations)
    return [citation.quote for citation in answer.citations]


def number(scripted_model, words: str) -> int:
    """The number of the excerpt that holds these words in the prompt."""
    before, _, _ = scripted_model.requests[0]["messages"][-1]["content"].partition(words)
    return before.count("<excerpt-")


def test_each_sentence_cites_the_words_that_it_rests_on(ask, scripted_model):
    scripted_model.pieces = pieces(
        sentence(
            "The council voted 9 to 4 to close the old bridge.", (1, "voted 9 to 4 on Monday")
        ),
        sentence(COST, (1, "Repairs will cost 2 million pounds")),
    )
    answer = ask()
    assert answer.answer == (
        f"The council voted 9 to 4 to close the old bridge [1]. {COST[:-1]} [2]."
    )
    assert quotes(answer) == [VOTE, COST]
    assert [claim.verdict for claim in answer.claims] == ["supported", "supported"]
    assert answer.usage == {"input_tokens": 1000, "output_tokens": 100}
    form = scripted_model.requests[0]["response_format"]
    assert form["type"] == "json_schema"
    assert "JSON object" in scripted_model.requests[0]["messages"][0]["content"]


def test_a_model_without_the_flag_is_asked_for_markers(scripted_model, tmp_path):
    settings = load_settings(home=tmp_path, model="openai:scripted", threshold=0.0)
    scripted_model.pieces = ["The council voted 9 to 4 to close the old bridge [1]."]
    plain = Assistant(None, None, OpenedEmbedder(None), settings)
    assert plain.ask(QUESTION, documents=DOCUMENTS).claims
    assert "response_format" not in scripted_model.requests[0]
    assert "`[1]`" in scripted_model.requests[0]["messages"][0]["content"]


def test_sentences_are_shown_while_the_json_is_still_written(assistant, scripted_model):
    scripted_model.pieces = unfinished(
        sentence("The council voted 9 to 4 to close the old bridge.", (1, VOTE)),
        rest='{"evidence": [], "text": "Repairs',
    )
    scripted_model.cut = True
    events = list(assistant.stream(QUESTION, documents=DOCUMENTS))
    assert [type(event) for event in events].count(ClaimChecked) == 1
    assert isinstance(events[-1], Finished)
    assert any("the connection broke off" in notice for notice in events[-1].answer.notices)


def test_words_of_another_excerpt_are_cited_where_they_are(ask, scripted_model):
    words = "A ferry will cross the river 11 times a day"
    scripted_model.pieces = pieces(
        sentence("A ferry will cross the river 11 times a day.", (1, words), (2, words))
    )
    answer = ask()
    assert quotes(answer) == [FERRY]
    wrong = 3 - number(scripted_model, FERRY)
    scripted_model.pieces = pieces(
        sentence("A ferry will cross the river 11 times a day.", (wrong, words))
    )
    assert FERRY in quotes(ask())


def test_words_may_differ_in_marks_and_spaces(ask, scripted_model):
    words = '"We cannot wait  for an accident" , said Mayor Ada Brook'
    scripted_model.pieces = pieces(
        sentence("“We cannot wait for an accident,” said Mayor Ada Brook.", (1, words))
    )
    assert quotes(ask()) == [QUOTE]


def test_invented_words_prove_nothing(ask, scripted_model):
    scripted_model.pieces = pieces(
        sentence("Repairs will cost 3 million pounds.", (1, "Repairs will cost 3 million pounds")),
        sentence("The council voted 9 to 4 to close the old bridge.", (1, "nine wise women")),
    )
    scripted_model.others = {"You correct sentences": "The articles do not say."}
    answer = ask()
    assert [removed.text for removed in answer.removed] == ["Repairs will cost 3 million pounds."]
    assert quotes(answer) == [VOTE]


def test_an_answer_that_declines_is_an_abstention(ask, scripted_model):
    scripted_model.pieces = pieces(sentence("The articles do not say."))
    assert ask().abstained


def test_markers_in_the_text_are_read_too(ask, scripted_model):
    scripted_model.pieces = pieces(sentence(f"{VOTE[:-1]} [1]. {COST[:-1]} [1]."))
    assert quotes(ask()) == [VOTE, COST]


def test_plain_text_from_such_a_model_is_read_as_it_is(ask, scripted_model):
    scripted_model.pieces = ["The council voted 9 to 4 to close ", "the old bridge [1]."]
    assert ask().answer == "The council voted 9 to 4 to close the old bridge [1]."
    assert len(scripted_model.requests) == 1


def test_a_server_that_rejects_the_form_is_asked_for_markers(ask, scripted_model):
    error = {"message": "response_format is not supported"}
    scripted_model.failures = [(400, {}, error)]
    scripted_model.pieces = ["The council voted 9 to 4 to close the old bridge [1]."]
    assert quotes(ask()) == [VOTE]
    first, second = scripted_model.requests
    assert "response_format" in first
    assert "response_format" not in second
    assert "`[1]`" in second["messages"][0]["content"]


def test_a_server_that_rejects_everything_is_asked_twice(ask, scripted_model):
    scripted_model.failures = [(400, {}, {"message": "no"})] * 9
    with pytest.raises(ModelFault) as caught:
        ask()
    assert caught.value.kind == "rejected"
    assert len(scripted_model.requests) == 2


@pytest.mark.parametrize(
    ("finish", "kind", "why"),
    [
        ("length", "length", "it reached its length limit"),
        ("content_filter", "filtered", "its provider's content filter stopped the answer"),
    ],
)
def test_an_answer_that_ends_early_keeps_its_whole_sentences(
    ask, scripted_model, finish, kind, why
):
    whole = sentence("The council voted 9 to 4 to close the old bridge.", (1, VOTE))
    scripted_model.pieces = unfinished(whole, rest='{"evidence": ')
    scripted_model.finish = finish
    answer = ask()
    assert quotes(answer) == [VOTE]
    assert any("The model broke off" in n and why in n for n in answer.notices)
    scripted_model.requests.clear()
    scripted_model.pieces = ['{"sentences": [{"evid']
    with pytest.raises(ModelFault) as caught:
        ask()
    assert caught.value.kind == kind
    assert len(scripted_model.requests) == 1
