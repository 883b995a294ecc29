"""Finds the files of folders, and streams the texts of their articles."""

import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any, NamedTuple

from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.corpus.loaded import (
    Loaded,
    LoadedText,
    LoadFailure,
    Skipped,
    encodable,
    with_failures,
)
from assistant.corpus.readers.registry import reader_of, skipped_kind
from assistant.errors import LoadError

_MAX_CHARACTERS = 20_000_000
"""Ten times the longest newspaper of a day: cleaning a longer text would take minutes."""
_SECOND_NAME = "link to a file that is read"


def find_articles(
    paths: Iterable[Path | str], name: str | None = None, fields: Fields = NO_FIELDS
) -> Iterator[LoadedText | LoadFailure]:
    """The articles in these files and folders, in a stable order.

    A file in a folder is named by its path relative to that folder, a file given by itself by its
    file name, a record by `file#id`. With `name`, these names start with `name/`. In a folder,
    hidden files, README, LICENSE and NOTICE, and formats that are not read are skipped; a folder
    or a file is read once, however many links lead to it. A file that cannot be read gives a
    `LoadFailure`, and the others are read. `fields` names the fields of records where they cannot
    be guessed.

    Raises:
        LoadError: a path does not exist.
    """
    for found in find_files(paths, name):
        for loaded in read_articles(found.file, found.source, fields):
            if not isinstance(loaded, Skipped):
                yield loaded


class FoundFile(NamedTuple):
    """A file, the root it was found under (itself if it was given by itself), and its name."""

    root: Path
    file: Path
    source: str


class Apart(NamedTuple):
    """A folder, by its device and inode, and the names in it that are passed over uncounted."""

    folder: tuple[int, int]
    names: frozenset[str]


def find_files(
    paths: Iterable[Path | str],
    name: str | None = None,
    skipped: Counter[str] | None = None,
    apart: Apart | None = None,
) -> Iterator[FoundFile]:
    """The files that `find_articles` reads, not yet opened.

    `skipped` counts the other files of the folders by kind: `{".pptx": 3, "hidden": 1}`. What is
    set `apart` is neither found nor counted.

    Raises:
        LoadError: a path does not exist.
    """
    prefix = f"{name}/" if name else ""
    counted: Counter[str] = Counter() if skipped is None else skipped
    for path in map(Path, paths):
        if path.is_dir():
            for file in _Walk(path.resolve(), counted, apart).below(path):
                yield FoundFile(path, file, prefix + file.relative_to(path).as_posix())
        elif path.exists():
            yield FoundFile(path, path, prefix + path.name)
        else:
            raise LoadError(f"{path}: there is no such file or folder; check the path")


@dataclass(frozen=True)
class _Walk:
    """A walk through the folder `root`, with the folders and linked files that it came to."""

    root: Path
    skipped: Counter[str]
    apart: Apart | None
    visited: set[tuple[int, int]] = field(default_factory=set)

    def below(self, folder: Path) -> Iterator[Path]:
        """The files below a folder, by name; a folder that was visited before is skipped."""
        try:
            status = folder.stat()
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except OSError:
            yield folder
            return
        identity = (status.st_dev, status.st_ino)
        if identity in self.visited:
            return
        self.visited.add(identity)
        passed_over = self.apart.names if self.apart and self.apart.folder == identity else ()
        for entry in entries:
            if entry.name not in passed_over:
                yield from self._at(entry)

    def _at(self, entry: Path) -> Iterator[Path]:
        """The files at one entry of a folder: itself, those below it, or none."""
        if not entry.name.startswith(".") and entry.is_dir():
            yield from self.below(entry)
            return
        kind = skipped_kind(entry.name)
        if kind is None and entry.is_symlink() and self._is_read_elsewhere(entry):
            kind = _SECOND_NAME
        if kind is None:
            yield entry
        else:
            self.skipped[kind] += 1

    def _is_read_elsewhere(self, link: Path) -> bool:
        """Whether the file that a link leads to is also read under another name."""
        try:
            target = link.resolve(strict=True)
            status = target.stat()
        except (OSError, RuntimeError):  # a circle of links is a RuntimeError up to Python 3.12
            return False
        if target.is_relative_to(self.root):
            folders = target.relative_to(self.root).parts[:-1]
            is_hidden = any(name.startswith(".") for name in folders)
            if not is_hidden and skipped_kind(target.name) is None:
                return True
        identity = (status.st_dev, status.st_ino)
        is_known = identity in self.visited
        self.visited.add(identity)
        return is_known


def read_articles(file: Path, source: str, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The articles of one file; an error in it gives a `LoadFailure`."""
    seen: set[str] = set()
    for loaded in with_failures(source, _read(file, source, fields)):
        loaded = replace(_encodable(loaded), source=encodable(loaded.source))
        yield _with_unused_name(_bounded(loaded), seen)


def _read(file: Path, source: str, fields: Fields) -> Iterator[Loaded]:
    check_readable(file, source)
    reader = reader_of(file.name, fields)
    is_empty = True
    if file.is_dir():
        raise LoadError("the folder cannot be opened; give yourself the right to read it")
    with file.open("rb") as stream:
        for loaded in reader(source, stream):
            is_empty = False
            yield loaded
    if is_empty:
        raise LoadError("there is no article in it; check its content")


def check_readable(file: Path, source: str) -> None:
    """Refuse a file that must not be opened or cannot be named.

    Raises:
        LoadError: the path is not UTF-8 or not printable, or it is a pipe, a socket or a device.
        OSError: the file does not exist or cannot be accessed.
    """
    if encodable(str(file)) != str(file):
        raise LoadError("the file's path is not valid UTF-8; rename the file or its folder")
    if not source.isprintable():
        raise LoadError("the file's name holds characters that cannot be shown; rename it")
    mode = file.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise LoadError(
            "neither a file nor a folder (a pipe, socket or device); save its content as a file"
        )


def _bounded(loaded: Loaded) -> Loaded:
    """The same, or a failure in place of an article of more than 20 million characters."""
    if isinstance(loaded, LoadedText) and len(loaded.text) > _MAX_CHARACTERS:
        why = f"its text is longer than {_MAX_CHARACTERS // 1_000_000} million characters; split it"
        return LoadFailure(loaded.source, why)
    return loaded


def _with_unused_name(loaded: Loaded, seen: set[str]) -> Loaded:
    """The article under its name, or under `name#2` where the file gives a name twice."""
    if not isinstance(loaded, LoadedText):
        return loaded
    name, number = loaded.source, 1
    while name in seen:
        number += 1
        name = f"{loaded.source}#{number}"
    seen.add(name)
    return replace(loaded, source=name)


def _encodable(loaded: Loaded) -> Loaded:
    """The same, with U+FFFD for each half of a surrogate pair; offsets do not change."""
    if isinstance(loaded, Skipped):
        return loaded
    if isinstance(loaded, LoadFailure):
        return replace(loaded, why=encodable(loaded.why))
    text, record = encodable(loaded.text), loaded.record
    values: dict[str, Any] = {
        each.name: encodable(value)
        for each in fields_of(record)
        if isinstance(value := getattr(record, each.name), str)
    }
    return replace(loaded, text=text, record=replace(record, **values))
