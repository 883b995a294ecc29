"""Reads header blocks: lines of `Key: value` with the metadata of an article.

Markdown front matter, saved pages and the exports of news databases have them. The codes are those
of Factiva (`HD`, `PD`, `SN`); the names are those of Nexis, ProQuest and others.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from assistant.article import Span
from assistant.corpus.fields import NAMES_OF_FIELDS
from assistant.corpus.head_dates import is_stamp_line
from assistant.corpus.head_lines import (
    people_in,
    read_byline,
    read_names,
    without_by,
    without_place,
)
from assistant.corpus.prose import count_words, is_prose
from assistant.text.sentences import split_lines, split_paragraphs

# The field of a record that each key gives; the keys without a field are only left out.
_KEYS = {
    " ".join(key.split()): "" if field == "none" else field
    for field, keys in NAMES_OF_FIELDS["headers"].items()
    for key in keys.split(",")
}
_KEYED = re.compile(
    r"[*_]{0,2}(?P<key>[A-Za-z][A-Za-z -]{1,24}?)[*_]{0,2}\s*:[*_]{0,2}\s*(?P<value>.*)", re.DOTALL
)
_CODED = re.compile(r"(?P<key>[A-Z]{2,3})(?:[ \t]+(?P<value>\S.*))?", re.DOTALL)
_CODES = frozenset(
    "HD BY WC PD ET SN SC ED PG LA CY LP TD CO IN NS RE IPC IPD PUB AN SE VOL CR CLM RF CT".split()
)
_FRONT_MATTER = re.compile(r"---\r?\n(?:.{0,500}\r?\n){1,60}?---[ \t]*(?:\r?\n|$)")
# A label in front of the first paragraph of a section, as Factiva and ProQuest put it.
_SECTION_LABEL = re.compile(r"(?P<label>LP|TD|Full text:)[ \t]+(?=\S)")
# A single line may be a sentence that only looks like a field ("Source: ...").
_FEWEST_FIELDS = 2
# Fields are among so many first paragraphs, or so many last ones.
_REACH, _FOOT = 25, 12
_LABELS = (
    *("body", "text", "full text", "fulltext", "td", "lp", "correction appended"),
    *("classification", "graphic"),
)


@dataclass(frozen=True, slots=True)
class Header:
    """A header block: the spans of its values by field, and the positions of its paragraphs."""

    values: Mapping[str, Span]
    lines: frozenset[int]


def split_article(text: str) -> list[Span]:
    """The paragraphs of a text; each line of front matter counts as one.

    A byte order mark belongs to none of them.
    """
    start = mark_length(text)
    front = _FRONT_MATTER.match(text, start)
    if front is None:
        return _paragraphs(text, start)
    return split_lines(text, start, front.end()) + _paragraphs(text, front.end())


def mark_length(text: str) -> int:
    """The length of the byte order mark in front of a text: 1 or 0."""
    return int(text.startswith("\ufeff"))


def _paragraphs(text: str, start: int = 0) -> list[Span]:
    """The paragraphs; the label of a section before its first one counts as one."""
    found: list[Span] = []
    for span in split_paragraphs(text, start):
        label = _SECTION_LABEL.match(text, span.start, span.end)
        if label is None:
            found.append(span)
        else:
            found += [Span(*label.span("label")), Span(label.end(), span.end)]
    return found


def read_header(text: str, paragraphs: Sequence[Span]) -> Header:
    """The header block at the beginning of a text; empty if there is none.

    It has at least two fields, one of them with a value for the record. Fields below the article
    ("Load-Date: ...") belong to it as well.
    """
    last = len(paragraphs)
    near = sorted({*range(min(_REACH, last)), *range(max(0, last - _FOOT), last)})
    found = {i: field for i in near if (field := _field(text, paragraphs[i]))}
    named = [key for key, _ in found.values() if _KEYS[key]]
    values: dict[str, Span] = {}
    for key, value in found.values():
        if _KEYS[key] and value is not None:
            values.setdefault(_KEYS[key], value)
    lines = set(found)
    if "length" in (key for key, _ in found.values()):
        lines |= read_unkeyed(text, paragraphs, found, values)
    elif not named:
        lines |= read_factiva(text, paragraphs, values)
    if len(lines) < _FEWEST_FIELDS or not values:
        return Header({}, frozenset())
    bare = {field: _bare(text, field, span) for field, span in values.items()}
    return Header(bare, frozenset(lines | _fences(text, paragraphs)))


def _bare(text: str, field: str, span: Span) -> Span:
    """The byline without "By" and agencies, and the publisher without the place of its edition."""
    words = span.of(text)
    if field == "byline":
        return people_in(text, span.end - len(without_by(words)), span.end)
    if field == "publisher":
        return Span(span.start, span.start + len(without_place(words)))
    return span


def is_header_line(line: str) -> bool:
    """Whether a line has a known key and its value."""
    return _field(line, Span(0, len(line))) is not None


def _field(text: str, span: Span) -> tuple[str, Span | None] | None:
    """The key of a line in lower case, and the span of its value."""
    line = span.of(text)
    if len(line) > 2_000:
        return None
    match = _CODED.fullmatch(line) if line[:2].isupper() else None
    if match is None or match["key"] not in _CODES:
        match = _KEYED.fullmatch(line)
    key = match["key"].strip().lower() if match else line.strip().lower()
    if key not in _KEYS or (match is None and key not in _LABELS):
        return None
    value = match["value"] if match else None
    if not value or not value.strip():
        return key, None
    if key in _LABELS and count_words(value) > 12:
        return None
    start = span.start + line.rindex(value)
    quotes = "\"'" if value[0] in "\"'" and value[-1] == value[0] else ""
    return key, Span(start + len(quotes[:1]), start + len(value.rstrip()) - len(quotes[:1]))


def _fences(text: str, paragraphs: Sequence[Span]) -> set[int]:
    """The positions of front matter, with its two fences."""
    lines = [span.of(text) for span in paragraphs[:_REACH]]
    fences = [i for i, line in enumerate(lines) if len(line) > 2 and set(line) in ({"-"}, {"+"})]
    return set(range(fences[1] + 1)) if len(fences) > 1 and fences[0] == 0 else set()


_MOST_NAME_WORDS = 10
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]m)?(?: [A-Z]{2,4})?", re.IGNORECASE)
# Factiva has the word count among the first lines, and so many fields below it.
_FACTIVA_REACH = 8
_FACTIVA_FIELDS = 10
# The name of a section has fewer words than a headline.
_HEADLINE_WORDS = 3


def read_unkeyed(
    text: str, paragraphs: Sequence[Span], keyed: Container[int], values: dict[str, Span]
) -> set[int]:
    """Read the lines without a key above the fields of LexisNexis into `values`.

    In Nexis Uni these are title, publisher and date; in older exports publisher, date, edition and
    title. Returns their positions.
    """
    above = next((i for i in range(len(paragraphs)) if i in keyed), 0)
    dated = next((i for i in range(min(3, above)) if is_stamp_line(text, paragraphs[i])), None)
    if not dated:
        return set()
    name = paragraphs[dated - 1].of(text)
    if not 1 <= count_words(name) <= _MOST_NAME_WORDS or is_prose(name):
        return set()
    values.setdefault("publisher", paragraphs[dated - 1])
    values.setdefault("published", paragraphs[dated])
    lines = {dated - 1, dated}
    title = 0 if dated == 2 else above - 1
    if title not in lines and not _is_copyright(paragraphs[title].of(text)):
        values.setdefault("title", paragraphs[title])
        lines |= set(range(dated + 1, above)) if dated == 1 else {0}
    return lines


def read_factiva(text: str, paragraphs: Sequence[Span], values: dict[str, Span]) -> set[int]:
    """Read the default layout of Factiva into `values`, and return the positions of its lines.

    They are title, byline, word count, date, time, publisher, codes and copyright.
    """
    lines = [span.of(text) for span in paragraphs[: _FACTIVA_REACH + _FACTIVA_FIELDS]]
    count = next((i for i, line in enumerate(lines) if _is_word_count(line)), None)
    if count is None or not 1 <= count <= _FACTIVA_REACH or count + 2 >= len(lines):
        return set()
    last = next((i for i in range(count, len(lines)) if _is_copyright(lines[i])), None)
    if last is None or not is_stamp_line(text, paragraphs[count + 1]):
        return set()
    paper = count + 2 + bool(_CLOCK.fullmatch(lines[count + 2]))
    byline = _factiva_byline(text, paragraphs[:count])
    title = count - 1 - (byline is not None or lines[count - 1].lower().startswith("by "))
    if title < 0 or paper >= last:
        return set()
    if byline is not None:
        values.setdefault("byline", byline)
    values.setdefault("title", paragraphs[title])
    values.setdefault("published", paragraphs[count + 1])
    values.setdefault("publisher", paragraphs[paper])
    return set(range(last + 1))


def _factiva_byline(text: str, above: Sequence[Span]) -> Span | None:
    """The names in the last line above the word count; without "By" they are below a headline."""
    last, before = above[-1], above[-2].of(text) if len(above) > 1 else ""
    is_below_headline = count_words(before) >= _HEADLINE_WORDS
    return read_byline(text, last) or (read_names(text, last) if is_below_headline else None)


def _is_copyright(line: str) -> bool:
    return line.lower().startswith(("(c)", "©", "copyright"))


def _is_word_count(line: str) -> bool:
    number, _, unit = line.lower().partition(" ")
    return unit == "words" and bool(number) and not number.strip("0123456789.,")
