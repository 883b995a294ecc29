"""A real chat model's client against a scripted server: the wire may fail, the answer not lie."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage

from assistant.answer import judge, stream
from assistant.answer.stream import BROKEN_OFF
from assistant.assistant import Assistant
from assistant.embedders.opening import OpenedEmbedder
from assistant.errors import ModelError
from assistant.reply import Answer, ClaimChecked, ExcerptsFound, Finished, Turn
from assistant.settings import load_settings

STORY = (
    "The council of Farnham voted 9 to 4 on Monday to close the old bridge. "
    "“We cannot wait for an accident,” said Mayor Ada Brook. "
    "Repairs will cost 2 million pounds, the engineer told the council."
)
DOCUMENTS = [{"title": "Council closes bridge", "text": STORY, "published": "2021-03-02"}]
QUESTION = "Why did the council of Farnham vote to close the bridge?"


@pytest.fixture
def ask(scripted_model, tmp_path: Path, monkeypatch) -> Callable[..., Answer]:
    monkeypatch.setattr(stream, "_sleep", lambda seconds, stopped: None)
    settings = load_settings(home=tmp_path, model="openai:scripted", threshold=0.0)
    assistant = Assistant(None, None, OpenedEmbedder(None), settings)
    return lambda **given: assistant.ask(QUESTION, documents=DOCUMENTS, **given)


def test_a_streamed_answer_is_shown_with_its_citations(ask, scripted_model):
    scripted_model.pieces = ["The council vot", "ed 9 to 4 to close the old bridge [", "1]. "]
    answer = ask()
    assert answer.answer == "The council voted 9 to 4 to close the old bridge [1]."
    assert answer.citations[0].quote == STORY[: STORY.index(" “")]
    assert STORY[answer.citations[0].start : answer.citations[0].end] == answer.citations[0].quote


VOTE = "The council of Farnham voted 9 to 4 to close the old bridge"
COST = "The engineer told the council that repairs will cost 2 million pounds"
FORMS = {
    "parentheses": f"{VOTE} (1). {COST} (1).",
    "carets": f"{VOTE}^1. {COST}^1.",
    "superscripts": f"{VOTE}¹. {COST}¹.",
    "named sources": f"{VOTE} (Source 1). {COST} (Source 1).",
    "links": f"{VOTE} [[1]](#1). {COST} [[1]](#1).",
    "daggers": f"{VOTE}【1†source】. {COST}【1†source】.",
    "attributions": f"According to excerpt 1, {VOTE}. According to excerpt 1, {COST}.",
    "a given base": f"Based on the excerpts, {VOTE} [1]. {COST} [1].",
    "preamble and closing line": (
        f"Here is what the excerpts say:\n\n{VOTE} [1]. {COST} [1].\n\n"
        "Let me know if you need more."
    ),
    "reasoning": f"<think>It cost 3 million pounds [1].</think>{VOTE} [1]. {COST} [1].",
    "headings": f"## The vote\n\n{VOTE} [1].\n\n**The cost**\n\n{COST} [1].",
    "a table": f"| Fact | Source |\n|---|---|\n| {VOTE} | [1] |\n| {COST} | 1 |\n",
    "italics": f"*{VOTE}* [1]. _{COST}_ [1].",
    "JSON": json.dumps({"answer": f"{VOTE} [1]. {COST} [1]."}),
}


@pytest.mark.parametrize("form", FORMS)
def test_in_no_form_is_a_true_sentence_lost_or_filler_a_claim(ask, scripted_model, form):
    scripted_model.pieces = re.findall(r"(?s).{1,9}", FORMS[form])
    answer = ask()
    assert [claim.text for claim in answer.claims] == [f"{VOTE}.", f"{COST}."]
    assert all(claim.markers for claim in answer.claims)
    assert not answer.removed
    assert len(scripted_model.requests) == 1


def test_a_marker_to_nothing_is_moved_to_the_excerpt_that_proves_the_sentence(ask, scripted_model):
    scripted_model.pieces = ["The council voted 9 to 4 to close the old bridge [7]."]
    answer = ask()
    assert answer.answer == "The council voted 9 to 4 to close the old bridge [1]."
    assert "The citation of one sentence was moved to the article that says it." in answer.notices


def test_a_sentence_with_a_marker_to_nothing_that_no_excerpt_proves_is_removed(ask, scripted_model):
    scripted_model.pieces = ["The old bridge was dear to the people of the town [7]."]
    answer = ask()
    assert answer.abstained
    assert answer.removed[0].why == "[7] points to no excerpt; there are 1"


def test_a_sentence_that_is_not_proved_is_shown_and_marked(ask, scripted_model):
    scripted_model.pieces = ["People say the council voted to close an old and dear bridge [1]."]
    (claim,) = ask().claims
    assert (claim.verdict, claim.supported) == ("unconfirmed", False)
    assert claim.nearest in STORY
    assert claim.markers == (1,)


def test_a_sentence_that_is_not_proved_can_be_hidden(scripted_model, tmp_path):
    settings = load_settings(
        home=tmp_path, model="openai:scripted", threshold=0.0, unconfirmed="hide"
    )
    scripted_model.pieces = ["People say the council voted to close an old and dear bridge [1]."]
    answer = Assistant(None, None, OpenedEmbedder(None), settings).ask(
        QUESTION, documents=DOCUMENTS
    )
    assert answer.abstained
    assert answer.removed[0].why.startswith("could not be confirmed: ")


def test_a_repair_that_repeats_its_prompt_adds_nothing(ask, scripted_model):
    scripted_model.pieces = ["Repairs will cost 3 million pounds [1]."]
    scripted_model.others = {"You correct sentences": "Removed because: it costs 2 million [1]"}
    assert ask().abstained


def test_reasoning_whose_start_is_missing_is_in_no_answer(ask, scripted_model):
    scripted_model.pieces = [
        "The council voted 9 to 4. Repairs will cost 3 million pounds. Let me write that. ",
        "</think>The council voted 9 to 4 to close the old bridge [1].",
    ]
    answer = ask()
    assert answer.answer == "The council voted 9 to 4 to close the old bridge [1]."
    assert not answer.removed


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Der Stadtrat stimmte am Montag mit 9 zu 4 Stimmen für die Schließung", "unconfirmed"),
        ("Die Reparatur der Brücke kostet 2 Mio. Pfund, sagt der Ingenieur", "unconfirmed"),
        ("Die Reparatur der Brücke kostet 2.000.000 Pfund, sagt der Ingenieur", "unconfirmed"),
        ("Les réparations du pont coûteront 2 000 000 de livres selon lui", "unconfirmed"),
        ("Die Reparatur der Brücke kostet 3 Mio. Pfund, sagt der Ingenieur", "removed"),
        ("Les réparations du pont coûteront 3 000 000 de livres selon lui", "removed"),
        ("„Wir können nicht auf einen Unfall warten“, sagte Ada Brook", "removed"),
    ],
)
def test_an_answer_in_another_language_is_judged_by_its_facts(ask, scripted_model, said, verdict):
    scripted_model.pieces = [f"{said} [1]."]
    answer = ask()
    assert [claim.verdict for claim in answer.claims] == ["unconfirmed"] * (verdict != "removed")
    assert bool(answer.removed) == (verdict == "removed")


def test_a_real_model_rewrites_once_what_the_check_removed(ask, scripted_model):
    scripted_model.pieces = ["Repairs will cost 3 million pounds [1]."]
    scripted_model.others = {"You correct sentences": "Repairs will cost 2 million pounds [1]."}
    answer = ask()
    assert answer.answer == "Repairs will cost 2 million pounds [1]."
    assert [r.text for r in answer.removed] == ["Repairs will cost 3 million pounds."]


def test_a_repair_that_fails_the_check_is_not_repaired_again(ask, scripted_model):
    scripted_model.pieces = ["Repairs will cost 3 million pounds [1]."]
    scripted_model.others = {"You correct sentences": "Repairs will cost 4 million pounds [1]."}
    answer = ask()
    assert answer.abstained
    assert len(scripted_model.requests) == 2


def test_an_invented_quotation_removes_its_sentence(ask, scripted_model):
    scripted_model.pieces = ["“The bridge is lovely,” said Mayor Ada Brook [1]."]
    answer = ask()
    assert answer.abstained
    assert "The bridge is lovely" in answer.removed[0].text
    assert "is in no excerpt" in answer.removed[0].why


JUDGE = "You check one sentence"


@pytest.fixture
def ask_judged(scripted_model, tmp_path: Path) -> Callable[..., Answer]:
    """Both model and judge talk to the scripted server, which tells them by their prompts."""
    settings = load_settings(
        home=tmp_path, model="openai:scripted", judge="openai:stern", threshold=0.0
    )
    assistant = Assistant(None, None, OpenedEmbedder(None), settings)
    return lambda **given: assistant.ask(QUESTION, documents=DOCUMENTS, **given)


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        ("no: nobody says why.", "the judge openai:stern objects: nobody says why"),
        ("Yes, but not why.", "the judge openai:stern objects: not backed by the excerpts"),
        ("Perhaps.", "the judge openai:stern objects: not backed by the excerpts"),
    ],
)
def test_a_sentence_that_a_judge_does_not_confirm_is_marked(
    ask_judged, scripted_model, verdict, reason
):
    scripted_model.pieces = ["The council voted 9 to 4 to close the old bridge [1]."]
    scripted_model.others = {JUDGE: verdict}
    answer = ask_judged()
    assert [(c.verdict, c.why) for c in answer.claims] == [("unconfirmed", reason)]


def test_a_judge_restores_nothing_that_the_check_removes(ask_judged, scripted_model):
    scripted_model.pieces = [
        "The council voted 9 to 4 to close the old bridge [1]. ",
        "Repairs will cost 3 million pounds [1].",
    ]
    scripted_model.others = {JUDGE: "Yes."}
    answer = ask_judged()
    assert answer.answer == "The council voted 9 to 4 to close the old bridge [1]."
    judged = [r for r in scripted_model.requests if JUDGE in str(r["messages"][0]["content"])]
    assert len(judged) == 1


def test_all_calls_of_a_judge_are_within_the_time_of_the_turn(
    ask_judged, scripted_model, monkeypatch
):
    deadlines = []

    def answered(chat, messages, name, deadline):
        deadlines.append(deadline.ends)
        return AIMessage("Yes.")

    monkeypatch.setattr(judge, "call", answered)
    scripted_model.pieces = [
        "The council voted 9 to 4 to close the old bridge [1]. ",
        "The engineer told the council that repairs will cost 2 million pounds [1].",
    ]
    assert len(ask_judged().claims) == 2
    assert len(deadlines) == 2
    assert len(set(deadlines)) == 1


def test_the_stub_cannot_judge(tmp_path: Path):
    settings = load_settings(home=tmp_path, judge="stub")
    assistant = Assistant(None, None, OpenedEmbedder(None), settings)
    with pytest.raises(ModelError, match="ASSISTANT_JUDGE=stub: the stub cannot judge"):
        assistant.ask(QUESTION, documents=DOCUMENTS)


def test_a_servers_error_is_one_sentence(ask, scripted_model):
    scripted_model.status = 500
    with pytest.raises(ModelError, match=r"^The model openai:scripted failed: .*out of order"):
        ask()


def test_a_stream_that_is_cut_keeps_what_was_checked(ask, scripted_model):
    scripted_model.pieces = [
        "The council voted 9 to 4 to close the old bridge [1]. ",
        "Repairs will",
    ]
    scripted_model.cut = True
    answer = ask()
    assert answer.answer == "The council voted 9 to 4 to close the old bridge [1]."
    assert f"{BROKEN_OFF[:-1]} (the connection broke off)." in answer.notices


def test_a_stream_that_is_cut_before_its_first_sentence_is_an_error(ask, scripted_model):
    scripted_model.pieces = ["The council"]
    scripted_model.cut = True
    with pytest.raises(ModelError, match="The model openai:scripted failed"):
        ask()


def test_the_server_is_given_the_excerpts_and_the_rewritten_question(ask, scripted_model):
    rewritten = "Why did Farnham's council close the bridge?"
    scripted_model.others = {"You rewrite the last question": rewritten}
    scripted_model.pieces = ["The council voted 9 to 4 to close the old bridge [1]."]
    ask(history=[Turn("user", "What did the council do?"), Turn("assistant", "It voted.")])
    rewriting, answering = scripted_model.requests
    assert "It voted." in rewriting["messages"][-1]["content"]
    assert rewritten in answering["messages"][-1]["content"]
    assert STORY in answering["messages"][-1]["content"]


@pytest.mark.parametrize("model", ["stub", "openai:scripted"])
def test_a_small_budget_still_holds_the_best_excerpt(scripted_model, tmp_path: Path, model):
    text = " ".join([STORY, *(f"Councillor Number{n} spoke for {n} minutes." for n in range(30))])
    settings = load_settings(home=tmp_path, model=model, threshold=0.0, prompt_tokens=500)
    scripted_model.pieces = ["The council voted 9 to 4 to close the old bridge [1]."]
    answer = Assistant(None, None, OpenedEmbedder(None), settings).ask(
        QUESTION, documents=[{"title": "Council closes bridge", "text": text}]
    )
    assert not answer.abstained
    assert answer.citations


def test_what_the_model_was_given_around_the_found_excerpt_is_checked_and_cited(
    scripted_model, tmp_path: Path
):
    far = "The ferry to Oxney will sail 11 times a day from Thursday."
    filler = " ".join(f"Councillor Number{n} spoke for {n} minutes." for n in range(90))
    text = f"{STORY} {filler} {far}"
    settings = load_settings(home=tmp_path, model="openai:scripted", threshold=0.0, excerpts=1)
    scripted_model.pieces = ["The ferry to Oxney will sail 11 times a day from Thursday [1]."]
    answer = Assistant(None, None, OpenedEmbedder(None), settings).ask(
        QUESTION, documents=[{"title": "Council closes bridge", "text": text}]
    )
    assert text in scripted_model.requests[0]["messages"][-1]["content"]
    assert [claim.verdict for claim in answer.claims] == ["supported"]
    assert [(c.quote, c.start, c.end) for c in answer.citations] == [
        (far, text.index(far), text.index(far) + len(far))
    ]


def test_sentences_are_told_while_the_model_still_writes(scripted_model, tmp_path: Path):
    scripted_model.pieces = [
        "The council voted 9 to 4 to close the old bridge [1]. ",
        "Repairs will cost 2 million pounds [1]. ",
    ]
    settings = load_settings(home=tmp_path, model="openai:scripted", threshold=0.0)
    assistant = Assistant(None, None, OpenedEmbedder(None), settings)
    events = list(assistant.stream(QUESTION, documents=DOCUMENTS))
    kinds = [type(event) for event in events]
    assert kinds.index(ExcerptsFound) < kinds.index(ClaimChecked)
    assert kinds.count(ClaimChecked) == 2
    assert kinds[-1] is Finished


def test_an_answer_that_is_stopped_keeps_what_was_shown(scripted_model, tmp_path: Path):
    scripted_model.pieces = ["The council voted 9 to 4 to close the old bridge [1]. Repairs ", "wi"]
    settings = load_settings(home=tmp_path, model="openai:scripted", threshold=0.0)
    assistant = Assistant(None, None, OpenedEmbedder(None), settings)
    *_, last = assistant.stream(QUESTION, documents=DOCUMENTS, stopped=lambda: True)
    assert last.answer.notices[-1] == "Stopped before the end."
    assert len(last.answer.claims) <= 1
