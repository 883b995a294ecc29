"""How much of a file is read before it is taken for damaged or hostile."""

from collections.abc import Iterator
from typing import BinaryIO

from assistant.errors import LoadError

MEBIBYTE = 1024 * 1024
# The longest newspaper of a day is some 2 MB of text; a scanned PDF of it some 50 MB.
MAX_DOCUMENT = 64 * MEBIBYTE
# No article: a line this long is a damaged file, and would fill the memory.
MAX_LINE = 16 * MEBIBYTE


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
    """The lines with their numbers, from 1; None for a line of more than `limit` bytes.

    Never holds more than one line.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        yield number, None
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
