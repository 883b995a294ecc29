"""An article as the reader shows it: its own text, cut where something begins or ends.

Offsets are code points of the article's text; the cutting is done here, since JavaScript counts
otherwise. Pure: values in, data out.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant import Article, Citation
from ui.plain import shown
from ui.texts import Texts

# A browser lays out this much at once without a pause; of a longer text, what stands around the
# quoted words is shown.
_LONGEST = 150_000


@dataclass(frozen=True)
class Opened:
    """An article that is open, and what is marked in it."""

    article: Article
    quotes: Sequence[Citation] = ()
    now: Citation | None = None
    place: int = 0
    count: int = 0
    known: Sequence[str] = ()
    numbered: bool = True


def reader_data(opened: Opened, t: Texts) -> dict[str, Any]:
    """Everything that `reader.js` shows."""
    article, now = opened.article, opened.now
    return {
        "id": article.article_id,
        "at": f"{article.article_id}:{now.start}:{opened.place}" if now else article.article_id,
        "title": shown(article.title or article.source, 300),
        "language": article.language,
        "meta": [
            shown(article.publisher or t("turn.no_publisher"), 100),
            *([shown(article.byline, 100)] if article.byline else []),
            shown(article.published or t("turn.no_date")),
            shown(article.source, 200),
        ],
        "known": [shown(line) for line in opened.known],
        "paragraphs": list(_paragraphs(opened)),
        "count": opened.count,
        "place": t("reader.place", n=opened.place, all=opened.count),
        "words": {
            **t.section("reader"),
            "reader": t("reader.label"),
            "citation": t("turn.citation"),
        },
    }


def known_lines(article: Article, t: Texts) -> list[str]:
    """How the less obvious things are known: the day reported on, and what was derived."""
    lines = [t("reader.known_reported", date=article.reported)] if article.reported else []
    notes = [
        t("reader.derived", field=t(f"reader.fields.{name}"), note=evidence.note)
        for name, evidence in article.evidence.items()
        if evidence.note and f"reader.fields.{name}" in t
    ]
    return lines + notes


def _paragraphs(opened: Opened) -> Iterator[list[dict[str, Any]]]:
    """Lines of the article's text, each in pieces that are kept, left out or quoted."""
    article = opened.article
    first, last = _window(opened)
    cuts = _cuts(opened)
    for start, end in _lines(article.text, first, last):
        inside = sorted({start, end, *(cut for cut in cuts if start < cut < end)})
        pieces = [_piece(opened, *ends) for ends in itertools.pairwise(inside)]
        if pieces:
            yield pieces


def _window(opened: Opened) -> tuple[int, int]:
    length = len(opened.article.text)
    middle = opened.now.start if opened.now else 0
    first = max(0, min(middle - _LONGEST // 2, length - _LONGEST))
    return first, min(length, first + _LONGEST)


def _lines(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    while start < last:
        end = text.find("\n", start, last)
        end = last if end < 0 else end
        if text[start:end].strip():
            yield start, end
        start = end + 1


def _cuts(opened: Opened) -> list[int]:
    quotes = [*opened.quotes, *([opened.now] if opened.now else [])]
    ends = {(one.start, one.end) for one in quotes}
    ends |= {(one.start, one.end) for one in opened.article.omitted}
    return sorted({offset for pair in ends for offset in pair})


def _piece(opened: Opened, start: int, end: int) -> dict[str, Any]:
    text = shown(opened.article.text[start:end])
    for quote in [*([opened.now] if opened.now else []), *opened.quotes]:
        if quote.start <= start < quote.end:
            begins = opened.numbered and start == quote.start
            marker = quote.marker if begins else 0
            return {"kind": "quote", "text": text, "now": quote is opened.now, "marker": marker}
    for left in opened.article.omitted:
        if left.start <= start < left.end:
            return {"kind": "left", "text": text, "why": shown(left.why)}
    return {"kind": "kept", "text": text}
