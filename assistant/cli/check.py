"""`assistant check`: does a document support a claim?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.cli.lines import map_lines
from assistant.cli.options import LinesOut, QuestionsIn
from assistant.errors import QuestionError


def check(claims: QuestionsIn, out: LinesOut = Path("-")) -> None:
    """Does a document support a claim?

    A JSON object a line in ("id", "document", "claim"), one a line out ("id", "supported",
    "score", "why"), in the same order.
    """
    map_lines(claims, out, _judge)


def _judge(record: Mapping[str, Any]) -> dict[str, Any]:
    from assistant.answer.verify import check_against_document

    for name in ("document", "claim"):
        if not isinstance(record.get(name), str):
            raise QuestionError(f'"{name}" is missing or no text')
    verdict = check_against_document(record["document"], record["claim"])
    return {"supported": verdict.supported, "score": verdict.score, "why": verdict.why}
