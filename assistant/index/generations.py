"""Versions of an index: each is a folder that never changes, and one pointer names the current.

A folder is written completely before the pointer is switched to it, so a crash never leaves a
partly written index.
"""

import json
import os
import re
import shutil
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import IndexDamaged, LibraryError
from assistant.index.server import Server, collection_of, drop_unused

_POINTER = "published.json"
_LEASE = "lease"
_BLOCK = 1 << 20

Kind = Literal["words", "vectors"]
_KINDS: tuple[Kind, ...] = ("words", "vectors")


@dataclass(frozen=True, slots=True)
class Generation:
    """One index folder, and the state of the library that it was made from.

    `revision` is the library's. `last_vector` and `embedder_id` identify the vectors included.
    `files` has the sizes and checksums of the files that must not change. `strays` are the chunks
    that approximate search cannot reach; they are compared one by one. `server` is the address of
    the Chroma server that holds the vectors, if any; `form` names their projection.
    """

    folder: str
    revision: int
    chunks: int
    files: Mapping[str, tuple[int, int]]
    embedder_id: str | None = None
    last_vector: int = 0
    strays: Sequence[str] = ()
    server: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """The current word and vector index; None if there is none yet."""

    number: int
    library_id: str
    words: Generation | None = None
    vectors: Generation | None = None


class Generations:
    """The folder with the generations of one library's indexes.

    With a server, the folder of a vector index only names its collection on the server.
    """

    def __init__(self, home: Path, server: Server = None) -> None:
        self.root = home / "index"
        self.server = server

    @property
    def where(self) -> str:
        """The address of the server with the vectors; empty if they are in the home folder."""
        return self.server.address if self.server else ""

    def published(self) -> Publication | None:
        """The current publication, or None if there is none or the pointer cannot be read."""
        try:
            found = json.loads((self.root / _POINTER).read_text("utf-8"))
            words, vectors = (found[kind] and Generation(**found[kind]) for kind in _KINDS)
            return Publication(int(found["number"]), str(found["library_id"]), words, vectors)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def stamp(self) -> tuple[int, int]:
        """A value that changes with every publication; cheap enough to read for every question."""
        try:
            status = (self.root / _POINTER).stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def publish(self, publication: Publication) -> None:
        """Make this the current publication, durably; the next question uses it."""
        with _mapped(self.root):
            aside = self.root / f"{_POINTER}.part"
            with aside.open("w", encoding="utf-8") as file:
                json.dump(asdict(publication), file)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self.root / _POINTER)
            _sync_folder(self.root)

    def new_folder(self, kind: Kind) -> Path:
        """Create an empty folder with a name that was not used before."""
        with _mapped(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            numbers = [int(name.rpartition("-")[2]) for name in self._folders()]
            folder = self.root / f"{kind}-{max(numbers, default=0) + 1:08d}"
            folder.mkdir()
            (folder / _LEASE).touch()
        return folder

    def path(self, generation: Generation) -> Path:
        """The folder of a generation."""
        return self.root / generation.folder

    def sealed(self, folder: Path) -> dict[str, tuple[int, int]]:
        """Sync a folder to disk; returns the sizes and checksums of the files that never change."""
        with _mapped(folder):
            files = {}
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                with path.open("rb") as file:
                    os.fsync(file.fileno())
                if _is_fixed(path):
                    files[path.relative_to(folder).as_posix()] = _checksum(path)
            for inner in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
                _sync_folder(inner)
            _sync_folder(self.root)
        return files

    def verify(self, generation: Generation) -> None:
        """Compare a generation's files with their checksums at publication.

        Raises:
            IndexDamaged: a file is missing or was changed.
        """
        folder = self.path(generation)
        for name, expected in generation.files.items():
            try:
                same = _checksum(folder / name) == tuple(expected)
            except OSError:
                same = False
            if not same:
                raise IndexDamaged(f"the index file {folder / name} is missing or damaged")

    def sweep(self) -> None:
        """Remove the folders that are neither published nor read by any process."""
        published = self.published()
        kept = {
            generation.folder
            for generation in (published and (published.words, published.vectors)) or ()
            if generation
        }
        used = [collection_of(self.root / name) for name in kept]
        for name in self._folders():
            folder = self.root / name
            if name in kept or not _is_free(folder):
                continue
            if drop_unused(self.server, folder, used):
                shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> list[str]:
        if not self.root.is_dir():
            return []
        names = (path.name for path in self.root.iterdir() if path.is_dir())
        return [name for name in names if re.fullmatch(r"(words|vectors)-\d+", name)]


def copy_generation(old: Path, new: Path, *, link: bool) -> None:
    """Copy a generation's files; `link` hard-links those that the engine replaces as a whole."""
    with _mapped(new):
        for path in old.rglob("*"):
            target = new / path.relative_to(old)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            elif path.name != _LEASE and not path.name.endswith(".lock"):
                _copy(path, target, link=link and path.suffix != ".json")


@contextmanager
def lease(folder: Path) -> Iterator[None]:
    """Protect a folder from being swept while it is read.

    Raises:
        IndexDamaged: the folder is gone.
    """
    try:
        file = (folder / _LEASE).open("rb")
    except OSError as error:
        raise IndexDamaged(f"the index folder {folder} is gone") from error
    with file:
        if sys.platform != "win32":  # where open files cannot be removed anyway
            import fcntl

            fcntl.flock(file, fcntl.LOCK_SH)
        if not (folder / _LEASE).exists():
            raise IndexDamaged(f"the index folder {folder} is gone")
        yield


def _is_free(folder: Path) -> bool:
    """Whether nobody holds a lease on a folder."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        with (folder / _LEASE).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _is_fixed(path: Path) -> bool:
    """Whether a file never changes; Chroma writes to its database each time it opens it."""
    return not (path.name.startswith((".", "chroma.sqlite3")) or path.name == _LEASE)


def _checksum(path: Path) -> tuple[int, int]:
    size = crc = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            size, crc = size + len(block), zlib.crc32(block, crc)
    return size, crc


def _copy(path: Path, target: Path, *, link: bool) -> None:
    if link:
        try:
            target.hardlink_to(path)
        except OSError:
            link = False
    if not link:
        shutil.copyfile(path, target)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _mapped(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"the index {where} cannot be written: {(error.strerror or str(error)).lower()}; "
            "make room or give yourself the right to write there, then run the same command again"
        ) from error
