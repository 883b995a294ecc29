"""The object that `ask --json` prints and `batch` writes a line of."""

import json
import re
from datetime import date
from itertools import islice, pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import open_assistant
from assistant.cli.commands import app
from assistant.settings import load_settings

ROOT = Path(__file__).parents[2]
KEYS = {
    "question", "standalone_question", "answer", "abstained", "reason", "confidence", "claims",
    "removed", "notices", "citations", "model", "usage", "timings_ms",
}  # fmt: skip
QUESTIONS = (
    "Who vetoed the resolution on sanctions?",
    "How many council members supported it?",
    "What did China's ambassador say about flexibility?",
    "When did the envoy meet Rosemary DiCarlo?",
    "Compare what the articles say about the oil imports.",
    "Why did China oppose the resolution?",
    "Summarise what happened at the Security Council.",
)
NOT_HELD = "Which striker won the football cup final in Lisbon last night?"


@pytest.fixture(scope="module", params=QUESTIONS)
def answer(request: pytest.FixtureRequest, seeded_home):
    """The object of one question, asked once for the tests that read it."""
    words = ["ask", request.param, "--json", "--threshold", "0", "--home", str(seeded_home)]
    done = CliRunner().invoke(app, words, prog_name="assistant")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def markers(answer) -> list[int]:
    return [int(n) for n in re.findall(r"\[(\d+)\]", answer["answer"])]


def test_an_answer_has_the_keys_of_the_contract(answer):
    assert set(answer) >= KEYS
    assert answer["model"] == "stub"
    assert set(answer["usage"]) >= {"input_tokens", "output_tokens"}
    assert set(answer["timings_ms"]) >= {"rewrite", "retrieve", "generate", "verify", "total"}
    assert 0 <= answer["confidence"] <= 1


def test_markers_count_from_1_in_the_order_of_their_appearance(answer):
    first = list(dict.fromkeys(markers(answer)))
    assert first == list(range(1, len(first) + 1))


def test_each_marker_has_one_citation_and_each_citation_its_marker(answer):
    assert [c["marker"] for c in answer["citations"]] == sorted(set(markers(answer)))


def test_a_quote_stands_at_its_offsets_in_the_file(answer, seeds):
    for cited in answer["citations"]:
        text = (seeds / cited["source"]).read_bytes().decode("utf-8")
        assert text[cited["start"] : cited["end"]] == cited["quote"]
        assert cited["quote"].strip()


def test_a_citation_has_the_keys_of_the_contract(answer):
    for cited in answer["citations"]:
        assert set(cited) >= {
            "marker", "source", "article_id", "title", "publisher", "published", "quote", "start",
            "end",
        }  # fmt: skip
        assert cited["published"] is None or date.fromisoformat(f"{cited['published']}-01-01"[:10])


def test_claims_are_the_sentences_of_the_answer_in_order_without_markers(answer):
    plain = re.sub(r" ?\[\d+\]", "", answer["answer"])
    at = [plain.find(re.sub(r" ?\[\d+\]", "", claim["text"])) for claim in answer["claims"]]
    assert -1 not in at
    assert all(a < b for a, b in pairwise(at))
    for claim in answer["claims"]:
        assert set(claim) >= {"text", "markers", "supported", "score"}
        assert claim["supported"]
        assert set(claim["markers"]) <= set(markers(answer))
        assert not re.search(r"\[\d+\]", claim["text"])


def test_what_the_articles_do_not_hold_is_declined(asked):
    declined = asked(NOT_HELD)
    assert declined["abstained"]
    assert declined["reason"]
    assert declined["answer"].strip()
    assert declined["citations"] == []
    assert not markers(declined)


def test_a_name_that_no_article_has_is_the_reason_for_declining(asked):
    declined = asked("Who won the regatta in Trondheim for Kjersti Aagaard?")
    assert declined["reason"] == "No relevant passage mentions “Trondheim” or “Kjersti Aagaard”."


def test_threshold_0_answers_whatever_there_is(asked):
    assert not asked("What was vetoed by China and Russia?", "--threshold", "0")["abstained"]


def test_declining_is_done_and_says_why(call, asked):
    done = call("ask", NOT_HELD)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1].rstrip(".").lower() == asked(NOT_HELD)[
        "reason"
    ].lower().rstrip(".")


def test_an_answer_takes_only_the_sources_that_it_is_told_to(asked, seeds):
    only = sorted(path.name for path in seeds.glob("*.txt"))[2]
    answer = asked(QUESTIONS[0], "--source", only, "--threshold", "0")
    assert {cited["source"] for cited in answer["citations"]} == {only}


@pytest.mark.parametrize(
    "filters", [("--publisher", "Foo"), ("--source", "nope.txt"), ("--from", "2999")]
)
def test_filters_that_no_article_passes_are_the_reason_for_declining(filters, asked, call):
    declined = asked(QUESTIONS[0], *filters)
    assert declined["abstained"]
    assert declined["reason"] == "No article passes the filters; change or remove them."
    assert declined["reason"] in call("ask", QUESTIONS[0], *filters).stdout


def test_articles_without_a_date_fall_out_of_a_period_and_are_counted(asked):
    answer = asked(QUESTIONS[0], "--from", "2022-01-01", "--to", "2022-12-31")
    for cited in answer["citations"]:
        assert "2022-01-01" <= cited["published"] <= "2022-12-31"
    assert any("date" in notice for notice in answer["notices"])


def test_only_articles_that_pass_the_other_filters_are_counted_as_undated(batched):
    documents = [
        {"text": "The council met. It did not vote.", "publisher": "Ash Post"},
        {"text": "The port closed. It is empty.", "publisher": "Bay News"},
    ]
    filters = {"publishers": ["Ash Post"], "from": "2022-01-01"}
    asks = {"q": "Did the council vote?", "documents": documents}
    one, both = batched({**asks, "filters": filters}, {**asks, "filters": {"to": "2022"}})
    assert "1 article without a date was left out." in one["notices"]
    assert "2 articles without a date were left out." in both["notices"]


def test_articles_without_a_date_are_counted_where_the_question_asks_about_a_period(batched):
    documents = [
        {
            "title": "Council",
            "text": "The council met. It did not vote.",
            "published": "2022-05-26",
        },
        {"text": "The port closed. It is empty."},
    ]
    then, never, dated, narrow = batched(
        {"q": "What happened in May 2022?", "documents": documents},
        {"q": "What happened in June 2021?", "documents": documents},
        {"q": "What happened in May 2022?", "documents": documents[:1]},
        {"q": "What happened in May 2022?", "documents": documents, "filters": {"from": "2022"}},
    )
    says = "1 article has no date: it counts only if its text names that time."
    assert not then["abstained"]
    assert never["abstained"]
    assert [says in one["notices"] for one in (then, never, dated, narrow)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "1 article without a date was left out." in narrow["notices"]


def test_the_questions_of_the_documentation_are_answered(batched):
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    texts = "\n".join(page.read_text("utf-8") for page in pages)
    asked = [{"q": q} for q in re.findall(r'assistant ask "([^".]+\?)"', texts)]
    asked += [json.loads(line) for line in re.findall(r'^\{.*"q": .*\}$', texts, re.MULTILINE)]
    ways = re.search(r"Ask for a fact.*?\n\n", texts, re.DOTALL)
    asked += [{"q": " ".join(q.split())} for q in re.findall(r'\("([^"]+)"\)', ways[0])]
    assert len(asked) > 9
    declined = [q["q"] for q, a in zip(asked, batched(*asked), strict=True) if a["abstained"]]
    assert declined == ["Who won the 2018 World Cup?"]  # which shows how it declines


def test_two_articles_with_the_same_words_move_no_citation(batched):
    text = "The bridge closed on Wednesday. However, the council wants to reopen it in May."
    twice = [{"title": "Bridge", "text": text}] * 2
    (answer,) = batched({"q": "Summarise what happened to the bridge", "documents": twice})
    assert answer["claims"]
    assert not any("moved" in notice for notice in answer["notices"])


def test_batch_writes_the_same_object_with_the_id(batched, asked):
    (written,) = batched({"id": "q1", "q": QUESTIONS[0]})
    single = asked(QUESTIONS[0])
    assert written.pop("id") == "q1"
    assert set(written) == set(single)
    assert written["answer"] == single["answer"]
    assert written["citations"] == single["citations"]


def test_a_line_that_cannot_be_answered_does_not_stop_the_others(batched):
    lines = [{"id": 1, "q": QUESTIONS[0]}, {"id": 2, "q": " "}, "{", {"id": 4, "q": QUESTIONS[1]}]
    written = batched(*lines)
    assert [line["id"] for line in written] == [1, 2, None, 4]
    assert [set(line) == {"id", "error"} for line in written] == [False, True, True, False]


def test_documents_are_the_only_source_and_nothing_of_them_is_kept(batched, call):
    text = "A storm hit the port on Monday.\r\nThe mayor, Ana Ruiz, closed the two schools."
    before = call("sources", "--json").stdout
    (answer,) = batched(
        {"id": 1, "q": "Who closed the schools?", "documents": [{"title": "Storm", "text": text}]},
        words=("--threshold", "0"),
    )
    assert {cited["source"] for cited in answer["citations"]} == {"documents#0"}
    for cited in answer["citations"]:
        assert text[cited["start"] : cited["end"]] == cited["quote"]
    assert "Ana Ruiz" in answer["answer"]
    assert call("sources", "--json").stdout == before


def test_no_document_means_no_source(batched):
    (answer,) = batched({"id": 1, "q": QUESTIONS[0], "documents": []})
    assert answer["abstained"]


def test_documents_need_no_library(batched, call, tmp_path):
    words = ("--home", str(tmp_path / "none"), "--threshold", "0")
    record = {"id": 1, "q": "Who fell?", "documents": [{"title": None, "text": "Ada Lee fell."}]}
    (answer,) = batched(record, words=words)
    assert "Ada Lee" in answer["answer"]


@pytest.mark.parametrize(
    "history",
    [
        ["Who vetoed the resolution on sanctions?"],
        [
            {"role": "user", "content": "Who vetoed the resolution on sanctions?"},
            {"role": "assistant", "content": "China and Russia did."},
        ],
    ],
)
def test_history_makes_a_follow_up_stand_alone(batched, history):
    (answer,) = batched({"id": 1, "q": "And how many members supported it?", "history": history})
    assert answer["question"] == "And how many members supported it?"
    assert "resolution" in answer["standalone_question"]


def test_the_same_question_has_the_same_answer(asked):
    first, second = asked(QUESTIONS[2]), asked(QUESTIONS[2])
    for answer in (first, second):
        answer.pop("timings_ms")
    assert json.dumps(first) == json.dumps(second)


def test_questions_suggested_about_an_article_are_answered_from_it(own_home):
    with open_assistant(load_settings(home=own_home)) as assistant:
        for source in [one.source for one in assistant.sources()][:2]:
            suggested = list(islice(assistant.suggestions(about=[source]), 2))
            assert suggested
            for question in suggested:
                answer = assistant.ask(question)
                assert not answer.abstained
                assert source in {cited.source for cited in answer.citations}
        assert not list(assistant.suggestions(about=["gone.txt"]))
        assert not list(assistant.suggestions(about=[source], threshold=1.0))


def test_the_first_questions_suggested_ask_for_four_kinds_of_answer(own_home):
    with open_assistant(load_settings(home=own_home)) as assistant:
        suggested = list(islice(assistant.suggestions(), 4))
        answers = [assistant.ask(question) for question in suggested]
    assert [question.split()[0] for question in suggested] == ["What", "How", "Why", "Compare"]
    assert not any(answer.abstained for answer in answers)
