"""JSON Lines: one article a line."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from assistant.corpus.fields import NO_FIELDS, Fields, read_record
from assistant.corpus.loaded import Loaded, LoadedText, LoadFailure
from assistant.corpus.readers.bounds import MAX_LINE, MEBIBYTE, read_lines
from assistant.corpus.readers.encoding import decode
from assistant.errors import LoadError


def read_json_lines(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The records as articles, named `source#id`, or `source#L12` where they have no id.

    A bad line becomes a failure, and the others go on.
    """
    seen: set[str] = set()
    for number, line in read_lines(stream):
        if line is None or line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _article(source, number, line, seen, fields)


def _article(
    source: str, number: int, line: bytes | None, seen: set[str], fields: Fields
) -> Loaded:
    where = f"{source}#L{number}"
    try:
        values = _parsed(line)
        return article_of_record(source, f"L{number}", values, seen, fields)
    except LoadError as error:
        return LoadFailure(where, str(error))


def article_of_record(
    source: str, place: str, values: Mapping[str, Any], seen: set[str], fields: Fields
) -> LoadedText:
    """The article in a record, named by its id, or by `place` where it has none.

    `seen` holds the names given so far, and takes this one.

    Raises:
        LoadError: the record holds no text, or its id already names another.
    """
    identity, text, record = read_record(values, fields)
    name = f"{source}#{identity or place}"
    if name in seen:
        raise LoadError(f"its id {identity!r} already names an earlier record; make ids differ")
    seen.add(name)
    return LoadedText(name, text, record=record)


def _parsed(line: bytes | None) -> Mapping[str, Any]:
    if line is None:
        raise LoadError(f"the line is longer than {MAX_LINE // MEBIBYTE} MiB, which no article is")
    try:
        values = json.loads(decode(line)[0].lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise LoadError("the line is not valid JSON") from error
    if not isinstance(values, dict):
        raise LoadError("the line is no JSON object with fields")
    return values
