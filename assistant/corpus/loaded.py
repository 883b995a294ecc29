"""What a reader hands over: a text with what came along with it, or why there is none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

A_GUESS = "htmldate's reading of the page"
"""The place of a date that a page does not give plainly."""


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


Loaded = LoadedText | LoadFailure
Reader = Callable[[str, BinaryIO], Iterator[Loaded]]
"""Takes the source's name and its open bytes; raises LoadError where nothing can be read."""
