"""Corrections that people make to an article's title, publisher, author or date.

They are stored by source, beside the values found in the article. A new version of the article
keeps them, another article under the same name does not, and each can be undone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from assistant.article import Article, Provenance, is_iso_date
from assistant.errors import LibraryError
from assistant.library.row_format import details_of_row
from assistant.library.schema import articles, edits
from assistant.text.overlap import is_copy

EDITABLE = ("title", "publisher", "byline", "published")
_LONGEST = 500

Edits = Mapping[str, str | None]
"""The corrected value of each edited field; None corrects a value to "unknown"."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The corrections of a source, and the version of its article that they were made to.

    `current` is the id of the source's current version, or None if it has none.
    """

    values: Edits
    article_id: str
    current: str | None


def checked(values: Edits) -> dict[str, str | None]:
    """The values, each on one line, or None if it is empty.

    Raises:
        LibraryError: a field cannot be edited, a value is too long, or a date is not a date or in
            the future.
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


def corrections_in(connection: Connection) -> dict[str, Correction]:
    """The corrections of each source, with the version that they belong to."""
    corrected, current = {}, {}
    versions = select(articles).where(articles.c.source.in_(select(edits.c.source)))
    for row in connection.execute(versions.order_by(articles.c.added_at)):
        _, _, fields = details_of_row(row._mapping)
        if fields or row.source not in corrected:
            corrected[row.source] = row.id
        if row.current:
            current[row.source] = row.id
    return {
        source: Correction(values, corrected[source], current.get(source))
        for source, values in edits_in(connection).items()
        if source in corrected
    }


def is_same_article(left: Article, right: Article) -> bool:
    """Whether two texts are versions of one article: equal, or much of one is in the other."""
    return left.text == right.text or is_copy(reporting(left), reporting(right))


def reporting(article: Article) -> str:
    """The text without what the pages of a site have in common."""
    return "\n".join(span.of(article.text) for span in article.kept)


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
    if name == "published" and plain > _tomorrow()[: len(plain)]:
        raise LibraryError(f"{plain} is in the future; give the day of publication")
    return plain or None


def _tomorrow() -> str:
    """The last day that has begun somewhere; articles of another time zone may be of it."""
    return (date.today() + timedelta(days=1)).isoformat()


def _evidence(article: Article, name: str) -> Provenance | None:
    """How the value was found; None if there was none."""
    value = getattr(article, name)
    return article.evidence.get(name) or (Provenance(value, "record") if value else None)
