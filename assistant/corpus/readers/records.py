"""JSON and JSON Lines: one article a record."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from assistant.corpus.fields import NO_FIELDS, Fields, read_record
from assistant.corpus.loaded import Loaded, LoadedText, LoadFailure
from assistant.corpus.readers.bounds import MAX_LINE, MEBIBYTE, read_lines, read_whole
from assistant.corpus.readers.encoding import decode
from assistant.corpus.readers.streams import narrowed
from assistant.errors import LoadError


def read_json_lines(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The records as articles, named `source#id`, or `source#L12` where they have no id.

    A bad line becomes a failure, and the others go on.
    """
    seen: set[str] = set()
    for number, line in read_lines(narrowed(stream)):
        if line is None or line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _article(source, number, line, seen, fields)


def read_json(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The records of a JSON document: a list of them, an object that holds one, or a single one.

    They are named `source#id`, or `source#1` by their place. A single record goes by the name of
    the file.

    Raises:
        LoadError: the file is no JSON, or holds no records.
    """
    content = _document(read_whole(stream))
    if isinstance(content, dict) and not (listed := _listed(content)):
        yield _single(source, content, fields)
        return
    records = content if isinstance(content, list) else listed
    seen: set[str] = set()
    for place, values in enumerate(records, 1):
        try:
            if not isinstance(values, dict):
                raise LoadError("it is no JSON object with fields")
            yield article_of_record(source, str(place), values, seen, fields)
        except LoadError as error:
            yield LoadFailure(f"{source}#{place}", str(error))


def _document(data: bytes) -> list[Any] | dict[str, Any]:
    try:
        content = json.loads(decode(data)[0].lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise LoadError("the file is not valid JSON; one record a line goes by .jsonl") from error
    if not isinstance(content, list | dict) or not content:
        raise LoadError("the file holds no records")
    return content


def _listed(content: Mapping[str, Any]) -> list[Any]:
    """The longest list of objects among an object's values: `{"articles": [...]}`."""
    lists = [v for v in content.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
    texts = any(isinstance(content.get(key), str) for key in ("text", "body", "content"))
    return [] if texts else max(lists, key=len, default=[])


def _single(source: str, values: Mapping[str, Any], fields: Fields) -> Loaded:
    _, text, record = read_record(values, fields)
    return LoadedText(source, text, record=record)


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
