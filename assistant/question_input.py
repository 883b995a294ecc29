"""A question on its way in: its text, its filters, and the line of a file that asks it.

`assistant batch` and `assistant search` read one JSON object a line:

{"id": "q1", "q": "And after it?", "history": ["How many before?"], "documents": null,
 "filters": {"publishers": [], "from": "2022-01-01", "to": null, "sources": []}}
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.article import is_iso_date
from assistant.errors import QuestionError
from assistant.reply import Filters, Turn

LONGEST_QUESTION = 4000


def askable(question: str) -> str:
    """The question on its way in: control characters become spaces, the ends are trimmed.

    Raises:
        QuestionError: no word is left, or it is longer than 4,000 characters.
    """
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in question)
    plain = " ".join(plain.split())
    if not plain:
        raise QuestionError("The question is empty; write what you want to know")
    if not any(c.isalnum() for c in plain):
        raise QuestionError("The question has no words; write what you want to know")
    if len(plain) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(plain):,} characters; ask it in {LONGEST_QUESTION:,} or fewer"
        )
    return plain


@dataclass(frozen=True)
class Asked:
    """One question with all that was given with it.

    `history` holds earlier questions that are still to be answered (strings), or turns as they
    were. `documents` are the only sources where given; None asks the library.
    """

    id: object
    question: str
    history: tuple[str | Turn, ...] = ()
    documents: tuple[Mapping[str, Any], ...] | None = None
    filters: Filters = field(default_factory=Filters)


def read_asked(record: Mapping[str, Any]) -> Asked:
    """The question that a line asks.

    Raises:
        QuestionError: a field is missing or of another kind than it has to be.
    """
    question = record.get("q")
    if not isinstance(question, str):
        raise QuestionError('"q" is missing or no text; it holds the question')
    return Asked(
        id=record.get("id"),
        question=question,
        history=tuple(_turn(turn) for turn in _list(record, "history")),
        documents=None if record.get("documents") is None else _documents(record),
        filters=read_filters(record.get("filters") or {}),
    )


def read_filters(record: Mapping[str, Any]) -> Filters:
    """The filters that `{"publishers", "from", "to", "sources"}` name, each optional.

    Raises:
        QuestionError: a name is none of these, or a date is not an ISO date.
    """
    if not isinstance(record, Mapping):
        raise QuestionError('"filters" is an object, or null')
    unknown = sorted(set(record) - {"publishers", "from", "to", "sources"})
    if unknown:
        raise QuestionError(f'"{unknown[0]}" is no filter; there are publishers, from, to, sources')
    return Filters(
        publishers=_strings(record, "publishers"),
        date_from=check_date(record.get("from")),
        date_to=check_date(record.get("to")),
        sources=_strings(record, "sources"),
    )


def check_date(value: object) -> str | None:
    """An ISO date, whole or partial (`2022-05`), unchanged; None if none is given.

    Raises:
        QuestionError: it is anything else.
    """
    if value is None:
        return None
    if isinstance(value, str) and is_iso_date(value):
        return value
    raise QuestionError(f"{value!r} is no date; write it as 2022-12-31, 2022-12 or 2022")


def _list(record: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = record.get(name)
    if value is None:
        return ()
    if isinstance(value, list):
        return value
    raise QuestionError(f'"{name}" is a list, or null')


def _strings(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = tuple(_list(record, name))
    if all(isinstance(value, str) for value in values):
        return values
    raise QuestionError(f'"{name}" is a list of texts')


def _turn(turn: object) -> str | Turn:
    if isinstance(turn, str):
        return turn
    if isinstance(turn, Mapping) and isinstance(turn.get("content"), str):
        if turn.get("role") == "user":
            return Turn("user", turn["content"])
        if turn.get("role") == "assistant":
            return Turn("assistant", turn["content"])
    raise QuestionError(
        '"history" holds questions, or {"role": "user" or "assistant", "content": text}'
    )


def _documents(record: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    documents = tuple(_list(record, "documents"))
    for number, document in enumerate(documents):
        _check_document(number, document)
    return documents


def _check_document(number: int, document: object) -> None:
    if not isinstance(document, Mapping) or not isinstance(document.get("text"), str):
        raise QuestionError(f'documents#{number} has no "text"')
    for name in ("title", "publisher", "published"):
        if not isinstance(document.get(name), str | None):
            raise QuestionError(f'documents#{number}: "{name}" is a text, or null')
