"""The result of reading a file: texts with their metadata, failures, and skipped files."""

import errno
import os
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from assistant.article import Article, Provenance, Span
from assistant.errors import LoadError

# Half of a surrogate pair can be neither stored nor embedded.
_HALF_PAIR = re.compile("[\ud800-\udfff]")
# Errors that parsing libraries raise on damaged files.
_DAMAGE = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError),
    *(RecursionError, NotImplementedError, EOFError, MemoryError, zlib.error, struct.error),
)
A_GUESS = "a guess from the page's markup"
"""The place of a value that a page does not state explicitly."""
AN_ORGANIZATION = "JSON-LD, where an organization is the author"
"""The place of a byline that names no person."""


def encodable(words: str) -> str:
    """The same words, with U+FFFD for each half of a surrogate pair; offsets do not change."""
    return _HALF_PAIR.sub("\ufffd", words)


@dataclass(frozen=True, slots=True)
class Record:
    """The metadata of an article in its record or file; None for an unknown field.

    `published` is an ISO date, possibly partial (`2021-03`). `url` is the canonical address.
    `places` names where the values of some fields were found: `{"title": "JSON-LD"}`.
    """

    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def note_on(self, name: str) -> str:
        """Where the value of a field was found, in plain words."""
        return f"from {self.places.get(name, 'the record')}"


@dataclass(frozen=True, slots=True)
class LoadedText:
    """The text of one article, and the name it is cited by.

    Offsets count in `text`: for a text file `bytes.decode(encoding)`, for a record its text field,
    for other formats what the reader extracted.
    """

    source: str
    text: str
    encoding: str = "utf-8"
    record: Record = Record()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """A file or record that cannot be read as an article: the problem, and what to do."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file inside an archive or a mail that is not read; `kind` is `.pptx`, `hidden`, ..."""

    source: str
    kind: str


Loaded = LoadedText | LoadFailure | Skipped
Reader = Callable[[str, BinaryIO], Iterator[Loaded]]
"""Takes the name of a source and its open bytes.

Raises LoadError if the bytes are of another format, damaged, encrypted or too large, or hold no
text.
"""


_FIELDS = ("title", "byline", "publisher", "published", "reported", "url")


def articles_of(documents: Sequence[Mapping[str, Any]]) -> list[Article]:
    """The documents of a question as articles `documents#0`, `documents#1`, ..., all of it kept."""
    return [_article(number, document) for number, document in enumerate(documents)]


def _article(number: int, document: Mapping[str, Any]) -> Article:
    known: dict[str, Any] = {
        name: encodable(value) if isinstance(value, str) else value
        for name in _FIELDS
        if (value := document.get(name))
    }
    text = encodable(document["text"])
    return Article(
        source=f"documents#{number}",
        text=text,
        evidence={name: Provenance(value, "record") for name, value in known.items()},
        kept=(Span(0, len(text)),) if text.strip() else (),
        **known,
    )


def with_failures(source: str, part: Iterable[Loaded]) -> Iterator[Loaded]:
    """Read a file or one of its parts; an error becomes a failure, and other parts can be read."""
    try:
        yield from part
    except LoadError as error:
        yield LoadFailure(shown_name(source), str(error))
    except OSError as error:
        why = os.strerror(error.errno or errno.EIO).lower()
        yield LoadFailure(shown_name(source), f"it cannot be read ({why}); check its permissions")
    except _DAMAGE as error:
        why = f"it is damaged in an unknown way ({type(error).__name__}); save or export it again"
        yield LoadFailure(shown_name(source), why)


def shown_name(source: str) -> str:
    """The name, with escapes for characters that cannot be shown or encoded."""
    name = source.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name if name.isprintable() else name.encode("unicode_escape").decode("ascii")
