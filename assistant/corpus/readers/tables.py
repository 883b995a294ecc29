"""CSV tables: one article a row, the first row names the fields."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.corpus.loaded import Loaded, LoadFailure
from assistant.corpus.readers.bounds import MAX_LINE, MEBIBYTE
from assistant.corpus.readers.encoding import decode
from assistant.corpus.readers.records import article_of_record
from assistant.corpus.readers.streams import Rejoined, narrowed
from assistant.errors import LoadError

_SAMPLE = 256 * 1024
_DELIMITERS = ",;\t|"


def read_table(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The rows as articles, named `source#id`, or `source#L12` by the line where a row ends.

    Raises:
        LoadError: it is no table.
    """
    stream = narrowed(stream)
    sample = stream.read(_SAMPLE)
    if not sample.strip():
        raise LoadError("the file is empty")
    whole = io.BufferedReader(Rejoined(sample, stream))
    text = io.TextIOWrapper(whole, _encoding(sample), errors="replace", newline="")
    csv.field_size_limit(MAX_LINE)
    rows = csv.DictReader(_lines(text), delimiter=_delimiter(sample.decode("latin-1")))
    seen: set[str] = set()
    try:
        for row in rows:
            yield _article(source, f"L{rows.line_num}", row, seen, fields)
    except csv.Error as error:
        raise LoadError(f"line {rows.line_num + 1} is no row of a table: {error}") from error


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines, the ends of lines included.

    Raises:
        LoadError: one is longer than any article.
    """
    while line := text.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise LoadError(
                f"a line is longer than {MAX_LINE // MEBIBYTE} MiB, which no article is"
            )
        yield line


def _article(
    source: str, place: str, row: dict[str, str], seen: set[str], fields: Fields
) -> Loaded:
    try:
        named = {name.lstrip("\ufeff"): value for name, value in row.items() if name}
        return article_of_record(source, place, named, seen, fields)
    except LoadError as error:
        return LoadFailure(f"{source}#{place}", str(error))


def _encoding(sample: bytes) -> str:
    """The encoding of the sample, cut back to whole lines so that no character is cut in two."""
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    return decode(whole)[1]


def _delimiter(sample: str) -> str:
    first = sample.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)
