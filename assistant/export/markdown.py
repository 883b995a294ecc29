"""Answers as Markdown with footnotes."""

import re
from collections.abc import Sequence

from assistant.export.said import Said, reference
from assistant.reply import Citation

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|$~^&]|:(?=//)|^[#+\-])|(?<=^\d)([.)])")
_MARKER = re.compile(r"\\\[(\d+)\\\]")


def as_markdown(title: str, turns: Sequence[Said]) -> str:
    """A heading for each question, its answer, and its citations as footnotes.

    Every sign of the answers and articles stands for itself: nothing of them becomes markup.
    """
    parts = [f"# {_plain(title)}"]
    for number, said in enumerate(turns, 1):
        parts += _turn(number, said)
    return "\n\n".join(parts) + "\n"


def _turn(number: int, said: Said) -> list[str]:
    answer = _MARKER.sub(rf"[^{number}-\1]", _plain(said.answer.answer))
    notices = [f"*{_plain(notice)}*" for notice in said.remarks]
    notes = [_note(number, citation) for citation in said.answer.citations]
    return [part for part in (f"## {_plain(said.question)}", answer, *notices, *notes) if part]


def _note(number: int, citation: Citation) -> str:
    place = f"characters {citation.start} to {citation.end}"
    return (
        f"[^{number}-{citation.marker}]: “{_plain(citation.quote)}” — "
        f"{_plain(reference(citation))}, {place}"
    )


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
