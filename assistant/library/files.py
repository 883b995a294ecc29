"""Remembers the state of each file when it was read, so that only changed files are read again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from assistant.corpus.loaded import LoadFailure
from assistant.library.schema import articles, files

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_BLOCK = 1 << 20
# The columns of a file that are fields of `KnownFile`.
_COLUMNS = ("path", "source", "size", "mtime_ns", "digest", "reading")
# The code that decides what is read from a file.
_READING = ("corpus", "text", "library/chunk.py")


@dataclass(frozen=True, slots=True)
class KnownFile:
    """The state of a file when it was last read; `digest` is empty until it was read completely.

    `reading` identifies the code that read it: when the code changes, every file is read again.
    `skipped` counts, by kind, the parts of the file that were not read.
    """

    path: str
    source: str
    size: int = -1
    mtime_ns: int = -1
    digest: bytes = b""
    reading: str = ""
    failures: tuple[LoadFailure, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    file_id: int = 0
    articles: int = 0

    def is_as_it_was(self, size: int, mtime_ns: int, reading: str) -> bool:
        """Whether a file with this size and time is unchanged, so that it need not be opened."""
        now = (size, mtime_ns, reading)
        return bool(self.digest) and (self.size, self.mtime_ns, self.reading) == now


def known_files(connection: Connection) -> dict[str, KnownFile]:
    """The state of every file that was read, by its path."""
    count = (
        select(articles.c.file_id, func.count().label("articles"))
        .where(articles.c.current)
        .group_by(articles.c.file_id)
        .subquery()
    )
    found = select(files, count.c.articles).outerjoin(count, count.c.file_id == files.c.id)
    return {row.path: _known(row) for row in connection.execute(found)}


def put_file(connection: Connection, file: KnownFile) -> KnownFile:
    """Store the state of a file, and return it with its id."""
    row = {name: getattr(file, name) for name in _COLUMNS} | {"failures": _as_json(file)}
    if file.file_id:
        connection.execute(update(files).where(files.c.id == file.file_id).values(**row))
        return file
    made = connection.execute(insert(files).values(**row)).inserted_primary_key
    assert made is not None
    return replace(file, file_id=int(made[0]))


def _as_json(file: KnownFile) -> str:
    failures = [[failure.source, failure.why] for failure in file.failures]
    return json.dumps({"failures": failures, "skipped": dict(file.skipped)})


def _from_json(column: str) -> tuple[tuple[LoadFailure, ...], dict[str, int]]:
    """The failures and the skipped kinds of a file; older libraries stored a list of failures."""
    value = json.loads(column)
    held: dict[str, Any] = {"failures": value, "skipped": {}} if isinstance(value, list) else value
    return tuple(LoadFailure(*failure) for failure in held["failures"]), held["skipped"]


def drop_file(connection: Connection, file_id: int) -> None:
    """Delete the state of a file."""
    connection.execute(delete(files).where(files.c.id == file_id))


def digest_of(path: Path) -> bytes:
    """The hash of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.digest()


def reading_code() -> str:
    """Identifies the code that reads files: the hash of its source."""
    digest = hashlib.sha256()
    for folder in _READING:
        for content in _code(resources("assistant").joinpath(folder)):
            digest.update(content)
    return digest.hexdigest()[:16]


def _code(place: "Traversable") -> "list[bytes]":
    if place.is_dir():
        inner = sorted(place.iterdir(), key=lambda entry: entry.name)
        return [content for entry in inner for content in _code(entry)]
    return [place.read_bytes()] if place.name.endswith((".py", ".toml")) else []


def _known(row: Row[Any]) -> KnownFile:
    failures, skipped = _from_json(row.failures)
    return KnownFile(
        **{name: row._mapping[name] for name in _COLUMNS},
        failures=failures,
        skipped=skipped,
        file_id=row.id,
        articles=row.articles or 0,
    )
