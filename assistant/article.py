"""The types that the library stores: articles, in versions, and their chunks."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

ISO_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
"""An ISO date, whole or partial; its groups are year, month and day."""


def is_iso_date(value: str) -> bool:
    """Whether it is an ISO date, whole or partial: `2022-05-26`, `2022-05` or `2022`.

    The calendar has to have the day: `2022-02-31` is not a date.
    """
    found = ISO_DATE.fullmatch(value)
    if found is None:
        return False
    try:
        date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return False
    return True


METADATA = ("title", "byline", "publisher", "published", "reported", "url", "language")
"""The fields of an article that are found, each with its evidence."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` (inclusive) to `end` (exclusive) of a source's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Omission:
    """A span that is not part of the reporting, and why: `masthead`, `photo caption`, ..."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """A fact about an article, and where it comes from.

    `origin` is `text` if it is in the article's text, with offsets `start` and `end`; `record` if
    it comes from the record or the file's metadata; `derived` if it follows from other evidence,
    which `note` explains to the reader; and `edited` if a person entered it.
    """

    value: str
    origin: Literal["text", "record", "derived", "edited"]
    start: int | None = None
    end: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Article:
    """One version of one article: its source's text and its metadata.

    `text` is exactly the source's; nothing is normalised. `kept` are the spans of reporting and
    `omitted` all others; together they cover everything but white space, in order and without
    overlap. `published` and `reported` (the day that the article reports on) are ISO dates, partial
    if only part is known (`2022-05`), or None if unknown. `evidence` is keyed by field: `title`,
    `byline`, `publisher`, `published`, `reported`, `url`, `language`. `extracted` has, for each
    field that a person edited, what was found automatically, or None.
    """

    source: str
    text: str
    encoding: str = "utf-8"
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    reported: str | None = None
    url: str | None = None
    language: str | None = None
    evidence: Mapping[str, Provenance] = field(default_factory=dict)
    kept: tuple[Span, ...] = ()
    omitted: tuple[Omission, ...] = ()
    warnings: tuple[str, ...] = ()
    extracted: Mapping[str, Provenance | None] = field(default_factory=dict)

    @property
    def is_timely(self) -> bool:
        """Whether it was shown to be published near the events; see `is_timely`."""
        return is_timely({name: found.origin for name, found in self.evidence.items()})

    @property
    def article_id(self) -> str:
        """The id of this version: 16 hexadecimal digits of the hash of its source and text."""
        content = f"{self.source}\0{self.text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole consecutive sentences of one article that fit into the embedder's input.

    `start` and `end` are offsets into the article's text; nothing omitted is between them.
    `headline` precedes the text when a chunk is embedded or indexed. It is never quoted.
    """

    article_id: str
    position: int
    start: int
    end: int
    text: str
    headline: str | None = None

    @property
    def chunk_id(self) -> str:
        """The id in every index."""
        return chunk_id_of(self.article_id, self.position)

    @property
    def indexed_text(self) -> str:
        """The text that is embedded and indexed."""
        return f"{self.headline}\n{self.text}" if self.headline else self.text


def is_timely(origins: Mapping[str, str]) -> bool:
    """Whether an article was shown to be published near the events that it reports.

    `origins` are those of its evidence, by field. An article without a date, or with one that a
    person entered, counts as timely.
    """
    return "reference" in origins or origins.get("published", "edited") == "edited"


def chunk_id_of(article_id: str, position: int) -> str:
    """The id of a chunk: its article's id and its position in the article."""
    return f"{article_id}-{position:04d}"
