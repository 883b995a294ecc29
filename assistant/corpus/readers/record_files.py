"""Records (.json, .jsonl, .csv): one article each."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from assistant.corpus.fields import NO_FIELDS, Fields, read_record
from assistant.corpus.loaded import Loaded, LoadedText, LoadFailure
from assistant.corpus.readers.day_order import find_day_orders, with_iso_dates
from assistant.corpus.readers.streams import (
    MAX_LINE,
    MEBIBYTE,
    joined,
    pieces_of,
    read_lines,
    read_whole,
)
from assistant.corpus.readers.text_file import decode, narrowed
from assistant.errors import LoadError

# News interfaces put their records so deep into a document.
_DEEPEST = 4


def read_json_lines(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The records as articles, named `source#id`, or `source#L12` where they have no id.

    A bad line becomes a failure, and the others go on.
    """
    seen: set[str] = set()
    for number, line in read_lines(narrowed(stream)):
        if line is None or line.strip(b"\xef\xbb\xbf \t\r\n"):
            values = _parsed(line)
            if isinstance(values, str):
                yield LoadFailure(f"{source}#L{number}", values)
            else:
                yield article_of_record(source, f"L{number}", values, seen, fields)


def read_json(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The records of a JSON document: a list of them, an object that holds one, or a single one.

    They are named `source#id`, or `source#1` by their place. A single record has the name of
    the file.
    """
    content = _document(read_whole(stream))
    if isinstance(content, dict) and _is_record(content, fields):
        yield _single(source, content, fields)
        return
    path, records = _records(content, fields)
    if not records:
        yield _single(source, content if isinstance(content, dict) else {}, fields)
        return
    seen: set[str] = set()
    for place, values in enumerate(records, 1):
        if isinstance(values, dict):
            yield article_of_record(source, str(place), values, seen, _within(path, fields))
        else:
            why = "it is no JSON object with fields; write a list of objects"
            yield LoadFailure(f"{source}#{place}", why)


def _document(data: bytes) -> list[Any] | dict[str, Any]:
    try:
        content = json.loads(decode(data)[0].lstrip("\ufeff"))
    except RecursionError as error:
        raise LoadError("the JSON is nested too deeply to be read; export it again") from error
    except ValueError as error:
        raise LoadError("the file is not valid JSON; one record a line goes by .jsonl") from error
    if not isinstance(content, list | dict) or not content:
        raise LoadError("the file holds no records; export it again")
    return content


def _is_record(content: Mapping[str, Any], fields: Fields) -> bool:
    """Whether an object is itself an article: it has a text, and no list has more of them."""
    if "text" in fields and "." in fields["text"]:
        return False
    own = any(isinstance(content.get(key), str) for key in ("text", "body", "content"))
    return own or (_has_text(content, fields) and not _records(content, fields)[1])


def _records(content: Any, fields: Fields) -> tuple[str, list[Any]]:
    """The path to the list of records in a document, and the list.

    It is the longest list of objects that have a text, or else the longest list of objects.
    """
    lists = list(_lists(content, "", 0))
    with_text = [
        (path, each)
        for path, each in lists
        if isinstance(each[0], dict) and _has_text(each[0], _within(path, fields))
    ]
    return max(with_text or lists, key=lambda found: len(found[1]), default=("", []))


def _lists(value: Any, path: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    """The lists of objects in a document, each with its path: `response.results`."""
    if isinstance(value, list) and value and (depth == 0 or isinstance(value[0], dict)):
        yield path, value
    elif isinstance(value, dict) and depth < _DEEPEST:
        for name, inner in value.items():
            yield from _lists(inner, f"{path}.{name}" if path else name, depth + 1)


def _within(path: str, fields: Fields) -> Fields:
    """The user's field names as they are inside the records at a path."""
    return {key: name.removeprefix(f"{path}.") for key, name in fields.items()}


def _has_text(values: Mapping[str, Any], fields: Fields) -> bool:
    try:
        return bool(read_record(values, fields)[1])
    except LoadError:
        return False


def _single(source: str, values: Mapping[str, Any], fields: Fields) -> Loaded:
    _, text, record = read_record(values, fields)
    return LoadedText(source, text, record=record)


def article_of_record(
    source: str, place: str, values: Mapping[str, Any], seen: set[str], fields: Fields
) -> Loaded:
    """The article in a record, named by its id, or by `place` where it has none.

    `seen` holds the names given so far, and takes this one. A record without text, and one whose
    id names an earlier record, is a failure.
    """
    try:
        identity, text, record = read_record(values, fields)
    except LoadError as error:
        return LoadFailure(f"{source}#{place}", str(error))
    name = f"{source}#{identity or place}"
    if name in seen:
        why = f"its id {identity!r} already names an earlier record; make ids differ"
        return LoadFailure(f"{source}#{place}", why)
    seen.add(name)
    return LoadedText(name, text, record=record)


def _parsed(line: bytes | None) -> Mapping[str, Any] | str:
    """The record in a line, or why there is none."""
    if line is None:
        return f"the line is longer than {MAX_LINE // MEBIBYTE} MiB, which no article is; split it"
    try:
        values = json.loads(decode(line)[0].lstrip("\ufeff"))
    except LoadError as error:
        return str(error)
    except RecursionError:
        return "the JSON is nested too deeply to be read; export it again"
    except ValueError:
        return "the line is not valid JSON; export it again"
    if not isinstance(values, dict):
        return "the line is no JSON object with fields; write one object a line"
    return values


_SAMPLE = 256 * 1024
_DELIMITERS = ",;\t|"


def read_table(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The rows as articles, named `source#id`, or `source#L12` by the line where a row ends."""
    stream = narrowed(stream)
    sample = stream.read(_SAMPLE)
    if not sample.strip():
        raise LoadError("the file is empty; export it again")
    whole = joined(chain([sample], pieces_of(stream)))
    # Cut back to whole lines, so that no character is cut in two.
    whole_lines = sample[: sample.rfind(b"\n") + 1] or sample
    encoding = decode(whole_lines.replace(b"\0", b""))[1].partition("+")[0]
    csv.field_size_limit(MAX_LINE)
    first_line = sample.decode("latin-1").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    orders = _day_orders(_text_of(io.BytesIO(whole_lines), encoding), delimiter)
    rows = csv.DictReader(_lines(_text_of(whole, encoding)), delimiter=delimiter)
    seen: set[str] = set()
    try:
        check_header(rows.fieldnames or (), rows.line_num, fields)
        for row in filter(_is_filled, rows):
            values = with_iso_dates(_named(row), orders)
            yield article_of_record(source, f"L{rows.line_num}", values, seen, fields)
    except csv.Error as error:
        raise LoadError(
            f"line {rows.line_num + 1} is no row of a table ({error}); export it again"
        ) from error


def check_header(names: Iterable[str | None], line: int, fields: Fields) -> None:
    """Refuse a table whose header names no text, such as a title above the real header.

    Raises:
        LoadError: it names none.
    """
    try:
        read_record({name: name for name in names if name and name.strip()}, fields)
    except LoadError as error:
        raise LoadError(f"line {line} was taken as the header; {error}") from error


def _is_filled(row: Mapping[str | None, Any]) -> bool:
    """Whether a row has any words; a spreadsheet writes empty rows as delimiters alone."""
    cells = chain.from_iterable(
        [one] if isinstance(one, str) else one or () for one in row.values()
    )
    return any(map(str.strip, cells))


def _text_of(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding, errors="replace", newline="")


def _day_orders(sample: io.TextIOWrapper, delimiter: str) -> dict[str, bool]:
    """The order of day and month in the columns of a sample; none if it is no table."""
    try:
        return find_day_orders(map(_named, csv.DictReader(_lines(sample), delimiter=delimiter)))
    except csv.Error:
        return {}


def _named(row: Mapping[str | None, str | None]) -> dict[str, str]:
    """The cells of a row that have a name and a value."""
    return {name: value for name, value in row.items() if name and value is not None}


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines, the ends of lines included, without a byte order mark in front of the first.

    Behind the mark, a quotation mark would not be the first character of its field.
    """
    while line := text.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise LoadError(f"a line is longer than {MAX_LINE // MEBIBYTE} MiB; check its quotes")
        yield line.replace("\0", "").lstrip("\ufeff")
