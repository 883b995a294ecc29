"""Reads files and lines within bounds of size."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from assistant.errors import LoadError

MEBIBYTE = 1024 * 1024
# A newspaper of one day has up to 2 MB of text, or 50 MB as a scanned PDF.
MAX_DOCUMENT = 64 * MEBIBYTE
# A longer line is no article but a damaged file, and would fill the memory.
MAX_LINE = 16 * MEBIBYTE
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


def read_lines(stream: BinaryIO, limit: int = MAX_LINE) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank, with their numbers from 1; None for one beyond `limit` bytes.

    Never holds more than one line.

    Raises:
        LoadError: there is nothing but blank lines for longer than any file has them.
    """
    number = blank = 0
    while line := stream.readline(limit + 1):
        number += 1
        blank = 0 if line.strip() else blank + 1
        if blank > _MOST_BLANK_LINES:
            raise LoadError(f"nothing but blank lines up to line {number}; it may be hostile")
        if blank:
            continue
        yield number, line if len(line) <= limit else None
        while len(line) > limit and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)


class Rejoined(io.RawIOBase):
    """A stream whose first bytes were read, with these bytes in front again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        """True: it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as possible; 0 at the end."""
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
