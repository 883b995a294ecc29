"""Header blocks: lines of `Key: value` that say of an article what it is.

Markdown front matter, pages saved with a header, and the exports of news databases have them; the
codes are those of Factiva (`HD`, `PD`, `SN`), the names those of Nexis, ProQuest and the like.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assistant.article import Span
from assistant.corpus.prose import count_words
from assistant.corpus.unkeyed import read_factiva, read_unkeyed
from assistant.text.sentences import split_paragraphs, trimmed

_KEYS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("title", "headline", "document title", "hd"), "title"),
        **dict.fromkeys(("byline", "author", "authors", "by", "written by"), "byline"),
        **dict.fromkeys(
            (
                "publication",
                "publication title",
                "publisher",
                "source",
                "newspaper",
                "outlet",
                "sn",
            ),
            "publisher",
        ),
        **dict.fromkeys(
            ("date", "published", "publication date", "publish date", "pub date", "pd"), "published"
        ),
        **dict.fromkeys(("url", "link", "document url", "permalink"), "url"),
        **dict.fromkeys(("language", "language of publication", "la"), "language"),
        **dict.fromkeys(
            (
                *(
                    "publication info",
                    "section",
                    "length",
                    "wc",
                    "sc",
                    "cy",
                    "se",
                    "ed",
                    "pg",
                    "vol",
                    "lp",
                    "td",
                    "body",
                ),
                *(
                    "copyright",
                    "load-date",
                    "dateline",
                    "issn",
                    "document type",
                    "place of publication",
                ),
                *(
                    "country of publication",
                    "proquest document id",
                    "database",
                    "subject",
                    "location",
                ),
                *("people", "company", "classification", "edition", "page", "pages", "highlight"),
                *(
                    "graphic",
                    "words",
                    "category",
                    "tags",
                    "keywords",
                    "an",
                    "ns",
                    "re",
                    "ipd",
                    "ipc",
                ),
                *(
                    "pub",
                    "co",
                    "in",
                    "full text",
                    "fulltext",
                    "text",
                    "last updated",
                    "credit",
                    "layout",
                ),
                *("et", "art", "cr", "clm", "rf", "ct", "or"),
                *("publication-type", "journal code", "document-type", "correction appended"),
                *("draft", "slug", "description", "summary", "id", "abstract", "links"),
            ),
            "",
        ),
    }
)
_KEYED = re.compile(
    r"[*_]{0,2}(?P<key>[A-Za-z][A-Za-z -]{1,24}?)[*_]{0,2}\s*:[*_]{0,2}\s*(?P<value>.*)", re.DOTALL
)
_CODED = re.compile(r"(?P<key>[A-Z]{2,3})(?:[ \t]+(?P<value>\S.*))?", re.DOTALL)
_CODES = frozenset(
    "HD BY WC PD ET SN SC ED PG LA CY LP TD CO IN NS RE IPC IPD PUB AN SE VOL CR CLM RF CT".split()
)
_FRONT_MATTER = re.compile(r"\ufeff?---\r?\n(?:.{0,500}\r?\n){1,60}?---[ \t]*(?:\r?\n|$)")
_LINE = re.compile(r"[^\r\n]+")
_SECTION_CODE = re.compile(r"(?:LP|TD)[ \t]+(?=\S)")
_FENCE = re.compile(r"-{3,}|\+{3,}")
# A single line may be a sentence that happens to begin so ("Source: ...").
_FEWEST_FIELDS = 2
_REACH = 25
_LABELS = ("body", "text", "full text", "fulltext", "td", "lp", "correction appended")


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of an article's header block, each where its value stands, and all its lines.

    `lines` are positions of paragraphs.
    """

    values: Mapping[str, Span]
    lines: frozenset[int]


def split_lines(text: str) -> list[Span]:
    """The paragraphs of a text, those of its front matter line by line."""
    front = _FRONT_MATTER.match(text)
    if front is None:
        return _paragraphs(text)
    lines = [
        trimmed(text, line.start(), line.end()) for line in _LINE.finditer(text, 0, front.end())
    ]
    return [line for line in lines if line] + _paragraphs(text, front.end())


def _paragraphs(text: str, start: int = 0) -> list[Span]:
    """The paragraphs; Factiva's code in front of the first of a section is one by itself."""
    found: list[Span] = []
    for span in split_paragraphs(text, start):
        code = _SECTION_CODE.match(text, span.start, span.end)
        if code is None:
            found.append(span)
        else:
            found += [Span(span.start, span.start + 2), Span(code.end(), span.end)]
    return found


def read_header(text: str, paragraphs: Sequence[Span]) -> Header:
    """The header block that a text begins with, empty where it has none.

    It has at least two fields, one of which is more than a count or a class. Fields under the
    article ("Load-Date: ...") belong to it as well.
    """
    found = {i: field for i in _within_reach(paragraphs) if (field := _field(text, paragraphs[i]))}
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
    return Header(values, frozenset(lines | _fences(text, paragraphs)))


def is_header_line(line: str) -> bool:
    """Whether a line by itself reads as one of a header block: a known key, and its value."""
    return _field(line, Span(0, len(line))) is not None


def _within_reach(paragraphs: Sequence[Span]) -> list[int]:
    last = len(paragraphs)
    return sorted({*range(min(_REACH, last)), *range(max(0, last - 6), last)})


def _field(text: str, span: Span) -> tuple[str, Span | None] | None:
    """The key of a line, in lower case, and where its value stands."""
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
    """The lines of front matter: the two fences and what stands between them."""
    fences = [
        i
        for i, span in enumerate(paragraphs[:_REACH])
        if _FENCE.fullmatch(span.of(text).lstrip("\ufeff"))
    ]
    return set(range(fences[1] + 1)) if len(fences) > 1 and fences[0] == 0 else set()
