"""Byte streams of files that are read line by line."""

import codecs
import io
from typing import Any, BinaryIO

from assistant.corpus.readers.encoding import wide_encoding

_PIECE = 64 * 1024


def narrowed(stream: BinaryIO) -> BinaryIO:
    """The stream in an encoding whose lines end in one byte: UTF-16 and UTF-32 become UTF-8."""
    head = stream.read(_PIECE)
    rest = io.BufferedReader(Rejoined(head, stream))
    encoding = wide_encoding(head)
    if encoding is None:
        return rest
    return io.BufferedReader(_Transcoded(rest, encoding))


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


class _Transcoded(io.RawIOBase):
    """A stream in UTF-8, decoded from another encoding piece by piece."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._held = b""

    def readable(self) -> bool:
        """True: it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held:
            piece = self._stream.read(_PIECE)
            text = self._decoder.decode(piece, final=not piece)
            self._held = text.encode("utf-8", "replace")
            if not piece and not self._held:
                return 0
        given = self._held[: len(buffer)]
        self._held = self._held[len(given) :]
        buffer[: len(given)] = given
        return len(given)
