import json
from pathlib import Path

import pytest

from assistant.errors import LoadError
from assistant.evaluate.mtrag_distractors import Distractors, domain_of
from assistant.evaluate.question_sets import from_mtrag, read_cases, read_claims
from assistant.reply import Filters, Turn

SETS = Path(__file__).parents[3] / "shared" / "eval"


def write(path, *records):
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def test_a_question_of_the_projects_own_format_keeps_all_that_it_says(tmp_path):
    record = {
        "id": "a",
        "q": "Who?",
        "kind": "fact",
        "must": ["x"],
        "words": 150,
        "history": ["What?"],
        "documents": [{"title": "T", "text": "Body."}],
        "filters": {"from": "2022-01-01"},
    }
    case = read_cases(write(tmp_path / "mine.jsonl", record))[0]
    assert (case.id, case.question, case.set, case.kind) == ("a", "Who?", "mine", "fact")
    assert case.rules.must == ("x",)
    assert case.rules.words == 150
    assert case.history == ("What?",)
    assert case.documents == ({"title": "T", "text": "Body."},)
    assert case.filters == Filters(date_from="2022-01-01")
    assert case.answerable is True


def test_turns_of_a_conversation_are_taken_as_they_were(tmp_path):
    record = {"id": "a", "q": "And?", "history": [{"role": "user", "content": "Who?"}]}
    assert read_cases(write(tmp_path / "q.jsonl", record))[0].history == (Turn("user", "Who?"),)


def test_no_documents_and_an_empty_list_of_them_are_told_apart(tmp_path):
    path = write(
        tmp_path / "q.jsonl", {"id": "a", "q": "?", "documents": []}, {"id": "b", "q": "?"}
    )
    assert [case.documents for case in read_cases(path)] == [(), None]


@pytest.mark.parametrize("line", ["no json", "[1]", '{"id": "a"}'])
def test_a_line_that_is_no_question_is_named_with_its_file(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(LoadError, match="bad"):
        read_cases(path)


def test_a_missing_file_is_one_clear_error(tmp_path):
    with pytest.raises(LoadError, match="cannot be read"):
        read_cases(tmp_path / "none.jsonl")


def test_a_claim_that_lacks_a_field_is_one_clear_error(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_text('{"id": 1, "claim": "It rained.", "supported": true}', encoding="utf-8")
    with pytest.raises(LoadError, match=r"claims\.jsonl: a claim lacks 'document'"):
        read_claims(path)


def turn(name, conversation, question, passages, answerability="ANSWERABLE"):
    return {
        "id": name,
        "conversation_id": conversation,
        "answerability": answerability,
        "unanswerable": answerability == "UNANSWERABLE",
        "reference_answer": "r",
        "history": [{"role": "user", "text": question}],
        "passages": [{"id": key, "title": None, "text": text} for key, text in passages],
    }


def test_a_turn_without_passages_gets_near_ones_of_its_domain():
    records = [
        turn("a", "1", "How do loans work?", [("12-0-9", "Loans are paid back.")]),
        turn("b", "2", "How do clouds work?", [("ibmcld_1-1", "Loans of clouds and servers.")]),
        turn("c", "1", "What do loans cost in Peru?", [], "UNANSWERABLE"),
    ]
    given = {case.id: [d["text"] for d in case.documents] for case in from_mtrag(records)}
    assert given["c"] == ["Loans are paid back."]


def test_thanks_are_no_question():
    assert list(from_mtrag([turn("a", "1", "Thanks!", [], "CONVERSATIONAL")])) == []


def test_the_corpora_of_mtrag_are_told_by_their_ids():
    ids = ("ibmcld_1-2", "842831882_20-30", "162428-0-349", "2946b6131be9cbab-9-1", "?")
    assert [domain_of(i) for i in ids] == ["cloud", "wiki", "finance", "government", "other"]


@pytest.mark.skipif(not SETS.is_dir(), reason="the public sets are not beside this folder")
@pytest.mark.parametrize(
    ("name", "count"), [("clapnq", 298), ("mtrag", 444), ("multihop/queries", 217)]
)
def test_the_public_sets_are_read_whole(name, count):
    cases = read_cases(SETS / f"{name}.jsonl")
    assert len(cases) == count
    assert any(case.answerable for case in cases)
    assert any(case.answerable is False for case in cases)


@pytest.mark.skipif(not SETS.is_dir(), reason="the public sets are not beside this folder")
def test_every_unanswerable_turn_gets_passages():
    cases = read_cases(SETS / "mtrag.jsonl")
    assert all(case.documents for case in cases if not case.answerable)


@pytest.mark.skipif(not SETS.is_dir(), reason="the public sets are not beside this folder")
def test_claims_are_read_with_their_documents():
    claims = read_claims(SETS / "summedits_news.jsonl")
    assert (len(claims), sum(c.supported for c in claims)) == (473, 189)


def test_passages_of_the_own_conversation_come_first():
    records = [
        turn("a", "1", "Taxes?", [("12-0-9", "Taxes are due.")]),
        turn("b", "2", "Rents?", [("13-0-9", "Rents and rents in Peru.")]),
        turn("c", "1", "Rents in Peru?", []),
    ]
    found = Distractors(records).passages(records[2])
    assert [p["id"] for p in found] == ["12-0-9", "13-0-9"]
