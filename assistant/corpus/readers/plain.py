"""Text and Markdown files: an article each, its text exactly as it stands."""

from collections.abc import Iterator
from typing import BinaryIO

from assistant.corpus.loaded import Loaded, LoadedText
from assistant.corpus.readers.bounds import read_whole
from assistant.corpus.readers.encoding import decode, warning_about
from assistant.corpus.readers.exports import split_export
from assistant.errors import LoadError


def read_text(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The file as one article, or as many where a news database has put them into it.

    Raises:
        LoadError: the file is empty, binary or too large.
    """
    data = read_whole(stream)
    text, encoding = decode(data)
    if not text.strip("\ufeff \t\r\n"):
        raise LoadError("the file is empty")
    warnings = warning_about(data, text, encoding)
    yield from split_export(LoadedText(source, text, encoding, warnings=warnings))
