"""Archives (.zip, .gz, .wacz): their members are read as if unpacked, within bounds."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.corpus.loaded import Loaded, Skipped, with_failures
from assistant.corpus.readers.registry import reader_of, skipped_kind
from assistant.corpus.readers.streams import MEBIBYTE, joined, pieces_of
from assistant.errors import LoadError

# News text is compressed to a fifth, JSON with many field names to a twentieth.
_MOST_RATIO = 200
_UNSUSPECTED = 64 * MEBIBYTE
_MOST_MEMBERS = 200_000
_DAMAGED = "the archive is damaged or incomplete; copy it again"
_BOMB = "it unpacks to a size that no article has; it may be hostile"


def read_gzip(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The articles of a gzipped file, which is read by its name without `.gz`."""
    reader = reader_of(PurePosixPath(source).stem, fields)
    packed = _Counted(stream)
    unpacked = gzip.GzipFile(fileobj=cast(BinaryIO, packed), mode="rb")
    try:
        yield from reader(source, joined(_bounded(unpacked, lambda: packed.given)))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise LoadError(_DAMAGED) from error


def read_zip(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The articles of a zip archive's members, named `source!path`.

    Nothing is unpacked to disk. A member that leads out of the archive, is encrypted, or unpacks
    to a suspicious size is a failure, and the others go on.
    """
    with _opened(stream) as archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise LoadError(f"the archive holds more than {_MOST_MEMBERS} files; split it")
        for member in members:
            yield from _member(archive, member, source, fields)


def read_wacz(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The articles of the crawls in a WACZ file, named `source!archive/a.warc.gz#address`."""
    with _opened(stream) as archive:
        crawls = [m for m in archive.infolist() if m.filename.endswith((".warc", ".warc.gz"))]
        if not crawls:
            raise LoadError("the file holds no crawl; a .wacz has .warc files inside")
        for member in crawls:
            yield from _member(archive, member, source, NO_FIELDS)


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[ZipFile]:
    try:
        with ZipFile(stream) as archive:
            yield archive
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, UnicodeError) as error:
        raise LoadError(_DAMAGED) from error


def _member(archive: ZipFile, member: ZipInfo, source: str, fields: Fields) -> Iterator[Loaded]:
    name, parts = f"{source}!{member.filename}", _path_of(member).parts
    if any((part[0] == "." and part != "..") or part == "__MACOSX" for part in parts):
        yield Skipped(name, "hidden")
    elif not member.is_dir():
        yield from with_failures(name, _unpacked(archive, member, name, fields))


def _path_of(member: ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _unpacked(archive: ZipFile, member: ZipInfo, name: str, fields: Fields) -> Iterator[Loaded]:
    _check(member)
    kind = skipped_kind(PurePosixPath(member.filename).name)
    if kind is not None:
        yield Skipped(name, kind)
        return
    if member.filename.lower().endswith(".zip"):
        raise LoadError("an archive within an archive is not read; unpack it first")
    try:
        reader = reader_of(member.filename, fields)
        with archive.open(member) as opened:
            yield from reader(name, joined(_bounded(opened, lambda: member.compress_size)))
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        raise LoadError(f"{_DAMAGED} ({str(error)[:80].lower()})") from error


def _check(member: ZipInfo) -> None:
    """Refuse a member with an unsafe path, an encrypted one, or a bomb."""
    path = _path_of(member)
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise LoadError("its path leads out of the archive; it may be hostile")
    if not member.filename.isprintable():
        raise LoadError("the file's name holds characters that cannot be shown; rename it")
    if member.flag_bits & 0x1:
        raise LoadError("it is encrypted; pack it without a password")
    if member.file_size > max(_UNSUSPECTED, _MOST_RATIO * member.compress_size):
        raise LoadError(_BOMB)


class _Counted:
    """A stream that counts the bytes read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.given = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.given += len(data)
        return data


def _bounded(unpacked: IO[bytes] | gzip.GzipFile, packed: Callable[[], int]) -> Iterator[bytes]:
    """The pieces of an unpacked stream, unless it grows too large for its packed size."""
    given = 0
    for piece in pieces_of(unpacked):
        given += len(piece)
        if given > max(_UNSUSPECTED, _MOST_RATIO * packed()):
            raise LoadError(_BOMB)
        yield piece
