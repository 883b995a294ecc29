"""`assistant check`: does a document support a claim?"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.json_lines import map_lines
from assistant.cli.options import LinesOut, QuestionsIn
from assistant.errors import QuestionError

if TYPE_CHECKING:
    from assistant.verify import Evidence


def check(claims: QuestionsIn, out: LinesOut = Path("-")) -> None:
    """Does a document support a claim?

    Reads one JSON object a line ("id", "document", "claim") and writes one a line ("id", "verdict",
    "supported", "score", "why"), in the same order. The verdict is "supported", "unconfirmed" or
    "removed". Instead of "document", a line may have "documents", a list of objects ("title",
    "publisher", "published", "text"), and "cited", the numbers, from 1, of those the claim cites.
    """
    map_lines(claims, out, _judge)


def _judge(record: Mapping[str, Any]) -> dict[str, Any]:
    from assistant.verify import check_claim

    if not isinstance(record.get("claim"), str):
        raise QuestionError('"claim" is missing or is not text')
    given = _evidence_in(record)
    numbers = record.get("cited", list(range(1, len(given) + 1)))
    if not isinstance(numbers, list) or not all(at in range(1, len(given) + 1) for at in numbers):
        raise QuestionError('"cited" is not a list of numbers of the documents, from 1')
    cited = [given[at - 1] for at in sorted(set(numbers))]
    verdict = check_claim(record["claim"], cited, given)
    return {
        "verdict": verdict.outcome,
        "supported": verdict.supported,
        "score": verdict.score,
        "why": verdict.why,
    }


def _evidence_in(record: Mapping[str, Any]) -> "list[Evidence]":
    from assistant.verify import Evidence

    documents = record.get("documents")
    if documents is None:
        if not isinstance(record.get("document"), str):
            raise QuestionError('"document" is missing or is not text')
        return [Evidence(record["document"])]
    if not isinstance(documents, list) or not all(
        isinstance(one, Mapping) and isinstance(one.get("text"), str) for one in documents
    ):
        raise QuestionError('"documents" is not a list of objects with "text"')
    return [
        Evidence(
            one["text"],
            title=one.get("title"),
            publisher=one.get("publisher"),
            published=one.get("published"),
        )
        for one in documents
    ]
