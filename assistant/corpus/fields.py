"""Finds text, title, date and other metadata among the fields of a record."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from assistant.corpus.head_lines import name_of_author, without_place
from assistant.corpus.language import language_code
from assistant.corpus.loaded import Record
from assistant.errors import LoadError
from assistant.text.dates import parse_date
from assistant.text.lexicon import read_data

Fields = Mapping[str, str]
"""The user's field names, such as `{"text": "fulltext"}`; the others are guessed.

A name can be a path through nested objects and lists: `response.results.fields.bodyText`.
"""
NO_FIELDS: Fields = MappingProxyType({})

NAMES_OF_FIELDS: Mapping[str, Any] = read_data(__package__, "fields.toml")
"""What records, header blocks and web pages call the fields of an article."""
_KNOWN = {field: names.split() for field, names in NAMES_OF_FIELDS["records"].items()}
# Exporters write these for an unknown value.
_NOTHING = frozenset(("", "none", "null", "nan", "n/a", "na", "unknown", "undefined", "-"))
# Objects within a record that hold the fields of the article.
_WRAPPERS = frozenset(
    "fields attributes article data properties document doc meta metadata item story payload node "
    "record post".split()
)
# The fields of an object that can hold its words.
_WORDS_OF = ("rendered", "name", "title", "main", "original", "text", "value", "#text", "$oid")
_TEXT_OF = (
    *("rendered", "text", "body", "html", "value", "content", "paragraph", "#text"),
    *("children", "blocks", "data", "items"),
)
_MOST_PARTS = 2_000
# Ten digits are seconds, thirteen are milliseconds, and so on; eight are a date (20210304).
_EPOCH = re.compile(r"\s*(?:\d{9,10}(?:\.\d+)?|\d{12,13}|\d{15,16}|\d{18,19})\s*")
_EARLIEST, _LATEST = 1e8, 4.2e9


def read_record(
    values: Mapping[str, Any], fields: Fields = NO_FIELDS
) -> tuple[str | None, str, Record]:
    """The id, the text and the metadata of a record.

    A list as text is a list of paragraphs. HTML in a field is read as plain text.

    Raises:
        LoadError: no field holds a text.
    """
    by_name = _by_name(values)
    text = _text(_value(values, by_name, "text", fields, _text))
    if text is None:
        names = ", ".join(repr(name[:40]) for name in list(values)[:8]) or "none"
        expected = f'"{fields["text"]}"' if "text" in fields else '"text", "body" or "content"'
        raise LoadError(f"no text under {expected}; its fields are {names}")
    words = {
        key: _words(_value(values, by_name, key, fields, _words))
        for key in _KNOWN
        if key not in ("text", "published")
    }
    published = read_day(_value(values, by_name, "published", fields, read_day))
    record = Record(
        title=words["title"],
        byline=name_of_author(words["byline"]) if words["byline"] else None,
        publisher=without_place(words["publisher"]) if words["publisher"] else None,
        published=published,
        url=words["url"],
        language=language_code(words["language"]),
    )
    return words["id"], text, record


def _folded(name: str) -> str:
    """The name for comparison: "publishedAt", "published-at" and "Published at" are equal."""
    return re.sub(r"[-_ ]", "", name.lower())


def _by_name(values: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """The fields by their folded names, with those of inner objects; outer ones are preferred."""
    found = {_folded(name): value for name, value in values.items()}
    for name, value in values.items() if depth < 3 else ():
        if isinstance(value, Mapping) and (name == "_source" or _folded(name) in _WRAPPERS):
            found = {**_by_name(value, depth + 1), **found}
    return found


def _value(
    values: Mapping[str, Any], by_name: Mapping[str, Any], key: str, fields: Fields, read: Any
) -> Any:
    """The value of the field that `read` accepts: of several, the first."""
    if key in fields:
        found = list(at_path(values, fields[key].split(".")))
        # A path through a list leads to the paragraphs of one text, or to several authors.
        parts = [found] if key in ("text", "byline") else found
        own = [*parts, by_name.get(_folded(fields[key]))]
        return next((value for value in own if read(value) is not None), None)
    held = (by_name[name] for name in map(_folded, _KNOWN[key]) if name in by_name)
    return next((value for value in held if read(value) is not None), None)


def at_path(value: Any, path: list[str]) -> Iterator[Any]:
    """The values at a path through nested objects and the items of lists."""
    if isinstance(value, list):
        for item in value[:_MOST_PARTS]:
            yield from at_path(item, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        if len(path) == 1 and path[0] in value:
            yield value[path[0]]
        elif path[0] in value:
            yield from at_path(value[path[0]], path[1:])


def _text(value: Any) -> str | None:
    """The text in a string, in an object around one, or in a list of paragraphs; or None."""
    from assistant.corpus.html_text import html_to_text

    key = ""
    if isinstance(value, Mapping):
        key = next((key for key in _TEXT_OF if value.get(key)), "")
        value = value.get(key)
    if isinstance(value, Mapping):
        return _text(value)
    if isinstance(value, list):
        parts = [_text(item) for item in value[:_MOST_PARTS]]
        if any(_is_run(item, key) for item in value):
            return "".join(part or " " for part in parts)
        return "\n\n".join(filter(None, parts)) or None
    return html_to_text(value) if isinstance(value, str) and value.strip() else None


def _is_run(item: Any, key: str) -> bool:
    """Whether an item of a list under this key is a part of a paragraph, as editors store them.

    `{"type": "text", "text": "voted "}, {"type": "text", "text": "not", "marks": ...}`
    """
    if not isinstance(item, Mapping) or not isinstance(item.get("text", item.get("value")), str):
        return False
    kind = item.get("type", item.get("nodeType"))
    return kind == "text" or (kind is None and key == "children")


def _words(value: Any) -> str | None:
    """The words of a value: joined for a list, the name of an object; None if it is empty."""
    from assistant.corpus.html_text import plain_line

    if isinstance(value, Mapping):
        value = next((value[key] for key in _WORDS_OF if value.get(key)), None)
    if isinstance(value, list):
        parts = [words for item in value[:50] if (words := _words(item)) is not None]
        return ", ".join(parts) or None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    words = plain_line(str(value)).strip()
    return None if words.lower() in _NOTHING else words


def read_day(value: Any) -> str | None:
    """The ISO date in words, in an object around them, or in a time counted from 1970."""
    if isinstance(value, Mapping):
        keys = ("$date", "$numberLong", "value", "rendered", "iso", "date", "#text")
        value = next((value[key] for key in keys if value.get(key)), None)
        return read_day(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) or (isinstance(value, str) and _EPOCH.fullmatch(value)):
        return _day_of_epoch(float(value))
    words = _words(value)
    return parse_date(words) if words else None


def _day_of_epoch(number: float) -> str | None:
    """The day, in UTC, of seconds, milliseconds, microseconds or nanoseconds since 1970."""
    for unit in (1.0, 1e3, 1e6, 1e9):
        if _EARLIEST <= number / unit < _LATEST:
            return datetime.fromtimestamp(number / unit, UTC).date().isoformat()
    return parse_date(str(int(number))) if number.is_integer() else None
