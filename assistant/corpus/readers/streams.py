"""Reads files and lines within bounds of size."""

import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from assistant.errors import LoadError

MEBIBYTE = 1024 * 1024
# A newspaper of one day has up to 2 MB of text, or 50 MB as a scanned PDF.
MAX_DOCUMENT = 64 * MEBIBYTE
# A longer line is a damaged file, not an article, and would fill the memory.
MAX_LINE = 16 * MEBIBYTE
PIECE = 64 * 1024
_MOST_BLANK_LINES = 100_000


def read_whole(stream: BinaryIO, limit: int = MAX_DOCUMENT) -> bytes:
    """All bytes of a document.

    Raises:
        LoadError: there are more than `limit`, or none.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise LoadError(f"larger than {limit // MEBIBYTE} MiB, which no article is; split it")
    if not data.strip():
        raise LoadError("the file is empty; save it again")
    return data


def read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank, with their numbers from 1; None for one beyond 16 MiB.

    Never holds more than one line.

    Raises:
        LoadError: there is nothing but blank lines for longer than any file has them.
    """
    number = blank = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        blank = 0 if line.strip() else blank + 1
        if blank > _MOST_BLANK_LINES:
            raise LoadError(f"nothing but blank lines up to line {number}; it may be hostile")
        if blank:
            continue
        yield number, line if len(line) <= MAX_LINE else None
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)


def pieces_of(stream: Any) -> Iterator[bytes]:
    """The bytes of a stream, piece by piece."""
    return iter(lambda: stream.read(PIECE), b"")


def joined(pieces: Iterable[bytes]) -> io.BufferedReader:
    """A stream of these pieces; each is made when it is read."""
    return io.BufferedReader(_Pieces(pieces))


class _Pieces(io.RawIOBase):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._held = filter(None, pieces), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._held or next(self._pieces, b"")
        given, self._held = piece[: len(buffer)], piece[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)
