"""Votes become questions that the evaluation reads."""

import json

from assistant.evaluate.question_sets import read_cases
from assistant.export.rated_answers import as_questions
from assistant.library.conversation_store import Message
from assistant.reply import Answer, Citation

QUESTION = Message("q", "c", 0, "user", "Who cut it?")


def voted(vote, abstained=False):
    cited = () if abstained else (Citation(1, "a.txt", "id", None, None, None, "w", 0, 1),)
    answer = Answer("q", "q", "The mayor [1].", abstained, None, 0.9, citations=cited)
    return Message("m", "c", 1, "assistant", "The mayor [1].", "done", answer, vote, "because")


def test_votes_are_read_by_the_evaluation(tmp_path):
    path = tmp_path / "votes.jsonl"
    pairs = [(QUESTION, voted("up")), (QUESTION, voted("down")), (QUESTION, voted("up", True))]
    path.write_text(as_questions(pairs))
    helpful, unhelpful, refused = read_cases(path)
    assert helpful.rules.src == ("a.txt",)
    assert unhelpful.kind == "unhelpful"
    assert refused.rules.abstain


def test_the_reason_is_kept():
    record = json.loads(as_questions([(QUESTION, voted("down"))]))
    assert record["reason"] == "because"
    assert "src" not in record
