"""What the library keeps: articles in versions, and the chunks that are searched."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` (inclusive) to `end` (exclusive) of a source's own text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand there."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Omission:
    """A span that does not count as reporting, and why: `masthead`, `photo caption`, ..."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How something is known of an article.

    `origin` says where it was found: in the article's own `text` (then `start` and `end` are
    offsets into it), in the `record` or file metadata that came with it, or `derived` from other
    evidence, which `note` then names in words a reader understands. `edited`: a person wrote it.
    """

    value: str
    origin: Literal["text", "record", "derived", "edited"]
    start: int | None = None
    end: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Article:
    """One version of one article: its source's own text, and what is known of it.

    `text` is exactly what the source holds; nothing is normalised. `kept` are the spans that count
    as reporting, `omitted` those that do not; together they cover all but white space, in order
    and without overlap. `published` and `reported` (the day the article reports on) are ISO dates,
    partial where only part is known (`2022-05`), and None where they cannot be told. `evidence` is
    keyed by the names of the fields: `title`, `byline`, `publisher`, `published`, `reported`,
    `url`, `language`. `extracted` holds what was found for each field that a person has edited,
    None where nothing was.
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
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    kept: tuple[Span, ...] = ()
    omitted: tuple[Omission, ...] = ()
    warnings: tuple[str, ...] = ()
    extracted: Mapping[str, Evidence | None] = field(default_factory=dict)

    @cached_property
    def article_id(self) -> str:
        """Names this version: 16 hexadecimal digits of the hash of its source and text."""
        content = f"{self.source}\0{self.text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole neighbouring sentences of one article, small enough for the embedder to read.

    `start` and `end` are offsets into the article's text; the span crosses nothing omitted.
    `headline` is put in front of the words where a chunk is embedded or indexed, never quoted.
    """

    article_id: str
    position: int
    start: int
    end: int
    text: str
    headline: str | None = None

    @property
    def chunk_id(self) -> str:
        """Names the chunk in every index: the article's id and the chunk's place in it."""
        return f"{self.article_id}-{self.position:04d}"

    @property
    def indexed_text(self) -> str:
        """What is embedded and what the words index holds."""
        return f"{self.headline}\n{self.text}" if self.headline else self.text
