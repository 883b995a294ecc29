"""Corrections that people make to an article's title, publisher, author or date.

They are stored by source, beside the values found in the article. A new version of the file keeps
them, and each can be undone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from assistant.article import Article, Provenance, is_iso_date
from assistant.errors import LibraryError
from assistant.library.schema import edits

EDITABLE = ("title", "publisher", "byline", "published")
_LONGEST = 500

Edits = Mapping[str, str | None]
"""The corrected value of each edited field; None corrects a value to "unknown"."""


def checked(values: Edits) -> dict[str, str | None]:
    """The values, each on one line, or None if it is empty.

    Raises:
        LibraryError: a field cannot be edited, a value is too long, or a date is not a date.
    """
    return {name: _checked(name, value) for name, value in values.items()}


def edited(article: Article, values: Edits) -> Article:
    """The article with these corrections, which replace all earlier ones."""
    found = original(article)
    changed: dict[str, Any] = {
        name: value for name, value in values.items() if value != getattr(found, name)
    }
    if not changed:
        return found
    evidence = {name: one for name, one in found.evidence.items() if name not in changed}
    for name, value in changed.items():
        if value is not None:
            evidence[name] = Provenance(value, "edited")
    extracted = {name: _evidence(found, name) for name in changed}
    return replace(found, **changed, evidence=evidence, extracted=extracted)


def original(article: Article) -> Article:
    """The article without corrections."""
    if not article.extracted:
        return article
    values: dict[str, Any] = {
        name: one.value if one else None for name, one in article.extracted.items()
    }
    evidence = {n: one for n, one in article.evidence.items() if n not in article.extracted}
    evidence |= {name: one for name, one in article.extracted.items() if one}
    return replace(article, **values, evidence=evidence, extracted={})


def edits_in(connection: Connection) -> dict[str, dict[str, str | None]]:
    """All corrections, by source and field."""
    found: dict[str, dict[str, str | None]] = {}
    for row in connection.execute(select(edits)):
        found.setdefault(row.source, {})[row.field] = row.value
    return found


def put_edits(connection: Connection, source: str, values: Edits) -> None:
    """Store these corrections of a source; they replace all earlier ones."""
    connection.execute(delete(edits).where(edits.c.source == source))
    rows = [{"source": source, "field": name, "value": value} for name, value in values.items()]
    if rows:
        connection.execute(insert(edits), rows)


def _checked(name: str, value: str | None) -> str | None:
    if name not in EDITABLE:
        raise LibraryError(f"{name} cannot be edited; choose from {', '.join(EDITABLE)}")
    plain = " ".join((value or "").split())
    if len(plain) > _LONGEST:
        raise LibraryError(f"{name} is longer than {_LONGEST} characters; shorten it")
    if name == "published" and plain and not is_iso_date(plain):
        raise LibraryError(f"{plain} is not a date; use 2022-05-26, 2022-05 or 2022")
    return plain or None


def _evidence(article: Article, name: str) -> Provenance | None:
    """How the value was found; None if there was none."""
    value = getattr(article, name)
    return article.evidence.get(name) or (Provenance(value, "record") if value else None)
