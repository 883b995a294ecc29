"""Answers in the formats that people read: plain text, Markdown, and a web page."""

import re
from collections.abc import Iterator, Sequence

from assistant.export.answered_question import (
    AnsweredQuestion,
    ArticleOf,
    article_if_kept,
    reference,
    unconfirmed,
)
from assistant.export.templates import render_page
from assistant.reply import MARKER, Answer, Citation
from assistant.text.quotes import in_marks

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|$~^&]|:(?=//)|^[#+\-])|(?<=^\d)([.)])")
_ESCAPED_MARKER = re.compile(r"\\\[(\d+)\\\]")
_AROUND = 300  # code points of the article shown on each side of the quoted words


def with_footnotes(answer: Answer) -> str:
    """The answer as plain text, a line for each unconfirmed sentence, then its citations."""
    notes = [
        f"[{one.marker}] {in_marks(' '.join(one.quote.split()))} — {reference(one)}"
        for one in answer.citations
    ]
    return "\n\n".join(
        part for part in (answer.answer, "\n".join(unconfirmed(answer)), "\n".join(notes)) if part
    )


def as_markdown(title: str, turns: Sequence[AnsweredQuestion]) -> str:
    """A heading for each question, its answer, and its citations as footnotes.

    Every character of answers and articles is literal: none of them becomes markup.
    """
    parts = [f"# {_plain(title)}"]
    for number, turn in enumerate(turns, 1):
        answer = _ESCAPED_MARKER.sub(rf"[^{number}-\1]", _plain(turn.answer.answer))
        remarks = [f"*{_plain(remark)}*" for remark in turn.remarks]
        notes = [_note(number, citation) for citation in turn.answer.citations]
        parts += [p for p in (f"## {_plain(turn.question)}", answer, *remarks, *notes) if p]
    return "\n\n".join(parts) + "\n"


def _note(number: int, citation: Citation) -> str:
    place = f"characters {citation.start} to {citation.end}"
    return (
        f"[^{number}-{citation.marker}]: {in_marks(_plain(citation.quote))} — "
        f"{_plain(reference(citation))}, {place}"
    )


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def as_webpage(title: str, turns: Sequence[AnsweredQuestion], article_of: ArticleOf) -> str:
    """One HTML file: each answer, and each citation with its words marked in their context.

    It loads no script, font or image.
    """
    return render_page(
        "export/answers.html",
        title=title,
        turns=turns,
        pieces=_pieces,
        context=lambda citation: _context(citation, article_of),
        reference=reference,
    )


def _pieces(answer: Answer) -> Iterator[tuple[str, str | None]]:
    """The answer as pairs of some text and the marker after it; the last has no marker."""
    known = {str(citation.marker) for citation in answer.citations}
    at = 0
    for marker in MARKER.finditer(answer.answer):
        if marker[1] in known:
            yield answer.answer[at : marker.start()], marker[1]
            at = marker.end()
    yield answer.answer[at:], None


def _context(citation: Citation, article_of: ArticleOf) -> tuple[str, str]:
    """The article's words before and after the quote; empty if the article was purged."""
    article = article_if_kept(citation, article_of)
    if article is None:
        return "", ""
    text = article.text
    first = max(0, citation.start - _AROUND)
    before, after = text[first : citation.start], text[citation.end : citation.end + _AROUND]
    ends = citation.end + _AROUND < len(text)
    return ("…" if first else "") + before, after + ("…" if ends else "")
