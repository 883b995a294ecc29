"""How much of a file is read before it is taken for damaged or hostile."""

from collections.abc import Iterator
from typing import BinaryIO

from assistant.errors import LoadError

MEBIBYTE = 1024 * 1024
# The longest newspaper of a day is some 2 MB of text; a scanned PDF of it some 50 MB.
MAX_DOCUMENT = 64 * MEBIBYTE
# No article: a line this long is a damaged file, and would fill the memory.
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
        raise LoadError("the file is empty")
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
