"""An article in the reader: its text with quotes and omissions marked, and edits to its fields.

Offsets count code points of the article's text. The text is cut into pieces here, because
JavaScript counts UTF-16 units.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from assistant import Article, AssistantError, Citation
from ui.components.mount import mount
from ui.date_format import posted_late, read_date, shown_date, written_date
from ui.escaping import shown
from ui.session import Session
from ui.texts import Texts
from ui.translation import translated

# A browser lays out this much without a pause. Of a longer text, the part around the quoted words
# is shown.
_LONGEST = 150_000
# Of the last edit: the number of its attempt, and why it could not be stored, or nothing.
_EDITED = "edited"


@dataclass(frozen=True)
class Opened:
    """An open article, and the quotes to mark in it."""

    article: Article
    quotes: Sequence[Citation] = ()
    now: Citation | None = None
    place: int = 0
    count: int = 0
    known: Sequence[str] = ()
    numbered: bool = True
    editable: bool = False


def reader_data(opened: Opened, t: Texts) -> dict[str, Any]:
    """The data of `reader.js`."""
    article, now = opened.article, opened.now
    return {
        "id": article.article_id,
        "at": f"{article.article_id}:{now.start}:{opened.place}" if now else article.article_id,
        "title": shown(article.title or article.source, 300),
        "language": article.language,
        "meta": [
            shown(article.publisher or t("turn.no_publisher"), 100),
            *([shown(article.byline, 100)] if article.byline else []),
            shown(_date(article, t) or t("turn.no_date")),
        ],
        "known": [shown(line) for line in opened.known],
        "details": [shown(line, 300) for line in _details(article, t)],
        "fields": _fields(article, t) if opened.editable else [],
        "edited": bool(article.extracted),
        "paragraphs": list(_paragraphs(opened, t)),
        "count": opened.count,
        "place": t("reader.place", n=opened.place, all=opened.count),
        "words": {
            **t.section("reader"),
            "reader": t("reader.label"),
            "citation": t("turn.citation"),
        },
    }


def known_lines(article: Article, t: Texts) -> list[str]:
    """Notes above the text: the event date, and which fields a person has edited."""
    late = posted_late(article.published, article.reported)
    on = shown_date(article.reported, t)
    lines = [t("reader.known_reported", date=on)] if article.reported and not late else []
    for name, found in article.extracted.items():
        field, value = t(f"reader.fields.{name}"), (found.value or "") if found else ""
        if name == "published":
            value = shown_date(value, t)
        key = "reader.edited" if value else "reader.edited_unknown"
        lines.append(t(key, field=field, value=value.rstrip(".")))
    return lines


def _date(article: Article, t: Texts) -> str:
    published, reported = shown_date(article.published, t), shown_date(article.reported, t)
    if posted_late(article.published, article.reported):
        return t("reader.posted", published=published, reported=reported)
    return published


def _details(article: Article, t: Texts) -> list[str]:
    """The file, and where derived values come from."""
    notes = [
        t("reader.derived", field=t(f"reader.fields.{name}"), note=_note(evidence.note, t))
        for name, evidence in article.evidence.items()
        if evidence.note and f"reader.fields.{name}" in t
    ]
    return [t("reader.file", name=article.source), *notes]


def _note(note: str, t: Texts) -> str:
    """How a value was found, in the language of the page; a label of the article stays as it is."""
    return t("page.semicolon").join(translated(part, t) for part in note.split("; "))


def _fields(article: Article, t: Texts) -> list[dict[str, str]]:
    """The fields that a person can edit, with their values as they are typed."""
    values = {
        "title": article.title,
        "publisher": article.publisher,
        "byline": article.byline,
        "published": written_date(article.published, t),
    }
    return [
        {
            "id": name,
            "label": t(f"reader.fields.{name}"),
            "value": shown(value),
            "hint": t("reader.date_help") if name == "published" else "",
        }
        for name, value in values.items()
    ]


def _paragraphs(opened: Opened, t: Texts) -> Iterator[list[dict[str, Any]]]:
    """The lines of the text, each in pieces: kept, left out or quoted."""
    article = opened.article
    first, last = _window(opened)
    cuts = _cuts(opened)
    for start, end in _lines(article.text, first, last):
        inside = sorted({start, end, *(cut for cut in cuts if start < cut < end)})
        pieces = [_piece(opened, t, *ends) for ends in itertools.pairwise(inside)]
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


def _piece(opened: Opened, t: Texts, start: int, end: int) -> dict[str, Any]:
    text = shown(opened.article.text[start:end])
    for quote in [*([opened.now] if opened.now else []), *opened.quotes]:
        if quote.start <= start < quote.end:
            begins = opened.numbered and start == quote.start
            marker = quote.marker if begins else 0
            return {"kind": "quote", "text": text, "now": quote is opened.now, "marker": marker}
    for left in opened.article.omitted:
        if left.start <= start < left.end:
            return {"kind": "left", "text": text, "why": shown(translated(left.why, t))}
    return {"kind": "kept", "text": text}


def reader(opened: Opened, t: Texts, act: Callable[[dict[str, Any]], None]) -> None:
    """Show an article; `act` receives what a person does in it."""
    edited = st.session_state.get(_EDITED, {"attempt": 0, "why": ""})
    mount("reader", "reader", {**reader_data(opened, t), "edit": edited}, act)


def apply_edit(session: Session, article: Article, does: dict[str, Any]) -> None:
    """Store the edited fields, or show in the form why they cannot be stored.

    Raises:
        AssistantError: the edits cannot be undone.
    """
    if does["do"] == "undo_edits":
        session.assistant.undo_edits(article.source)
        return
    try:
        why = _store(session, article, does)
    except AssistantError as error:
        why = shown(translated(str(error), session.t))
    st.session_state[_EDITED] = {"attempt": does["attempt"], "why": why}


def _store(session: Session, article: Article, does: dict[str, Any]) -> str:
    """Store the fields that changed; the reason, in the language of the page, if it cannot."""
    typed = {name: str(value).strip() for name, value in does["values"].items()}
    if "published" in typed and typed["published"] == written_date(article.published, session.t):
        del typed["published"]
    values = {n: value for n, value in typed.items() if value != (getattr(article, n) or "")}
    if values.get("published"):
        date = read_date(values["published"], session.t)
        if date is None:
            return session.t("filters.date_wrong")
        values["published"] = date
    if values:
        session.assistant.edit(article.source, values)
    return ""
