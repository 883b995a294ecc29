"""What a reader hands over: a text with what came along with it, or why there is none."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

# Half of a surrogate pair is no character: it can be neither stored nor embedded.
_HALF_PAIR = re.compile("[\ud800-\udfff]")
A_GUESS = "a guess from the page's markup"
"""The place of a date or an author that a page does not give plainly."""


def encodable(words: str) -> str:
    """The same words, with U+FFFD for each half of a surrogate pair; offsets do not change."""
    return _HALF_PAIR.sub("\ufffd", words)


@dataclass(frozen=True, slots=True)
class Record:
    """What a record or a file's metadata says of its article; None where it says nothing.

    `published` is an ISO date, partial where only part is known. `url` is the canonical address.
    `places` names, for some of the fields, where their value stood, in words a reader understands:
    `{"title": "JSON-LD"}`.
    """

    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def note_on(self, name: str) -> str:
        """Where a field's value is from, in words a reader understands."""
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
    """A file or record that holds no article that can be read, and why, in one sentence."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file inside an archive or a mail that is not read, and its kind: `.pptx`, `hidden`."""

    source: str
    kind: str


Loaded = LoadedText | LoadFailure | Skipped
Reader = Callable[[str, BinaryIO], Iterator[Loaded]]
"""Takes the source's name and its open bytes; raises LoadError where nothing can be read."""
