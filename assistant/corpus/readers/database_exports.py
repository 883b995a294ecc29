"""Splits the exports of news databases into their articles."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.corpus.head_dates import is_stamp_line
from assistant.corpus.header_fields import read_header, split_article
from assistant.corpus.loaded import LoadedText, Record
from assistant.corpus.prose import is_prose

# A line between two articles.
_BETWEEN = re.compile(
    r"^[ \t]*(?:End of Document|_{10,}|={10,}|\*{10,}"
    r"|(?:AN[ \t]+)?Document [A-Za-z]{2,}\w{8,}|(?:Document )?\d+ of \d+(?: DOCUMENTS)?)"
    r"[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
# A line of a cover page: who searched for what, and when.
_COVER = re.compile(
    r"^[ \t]*(?:User Name|Date and Time|Job Number|Client/Matter|Search (?:Terms|Type)"
    r"|Narrowed by|Documents? \(\d+\)|Content Type)\b.*$",
    re.MULTILINE | re.IGNORECASE,
)
_LISTED = re.compile(r"^[ \t]*1\.[ \t]+(?P<title>\S.*?)[ \t]*\r?$", re.MULTILINE)
_NUMBER = re.compile(
    r"\s*(?:Article|Document|Result|Page) \d+(?: of \d+)?[ \t]*\r?\n", re.IGNORECASE
)
_SUMMARY = re.compile(r"^[ \t]*Search Summary[ \t]*\r?$.*", re.MULTILINE | re.DOTALL)
_FEWEST_COVER_LINES = 2
_FEWEST_ARTICLES = 2
_FEWEST_LETTERS = 40
_HEADER_WITHIN = 6_000


def split_export(loaded: LoadedText) -> Iterator[LoadedText]:
    """The articles of an export, each a text of its own, `source#1`, `source#2`, ...

    A text is an export where, between the lines that databases put there, at least two of its
    parts have a header block, and these are most of the parts. Below a cover page one is enough.
    Any other text stays as it is. The cover page, the search summary, and a part without header or
    prose are not articles.
    """
    parts = [_without_cover(part) for part in _BETWEEN.split(loaded.text)]
    parts = [part for part in parts if sum(map(str.isalpha, part)) >= _FEWEST_LETTERS]
    headed = [p for p in parts if read_header(p, split_article(p[:_HEADER_WITHIN])).values]
    has_cover = len(_COVER.findall(loaded.text)) >= _FEWEST_COVER_LINES
    if len(headed) < (1 if has_cover else _FEWEST_ARTICLES) or len(headed) * 3 < len(parts) * 2:
        yield loaded
        return
    for number, part in enumerate((p for p in parts if p in headed or _has_prose(p)), 1):
        yield replace(
            loaded, source=f"{loaded.source}#{number}", text=part.strip("\r\n"), record=Record()
        )


def is_between(line: str) -> bool:
    """Whether a line is one that exports put between two articles."""
    return _BETWEEN.fullmatch(line) is not None


def _without_cover(part: str) -> str:
    """The part without its number, a cover page above the article, and a summary below it."""
    part = _SUMMARY.sub("", part)
    cover = list(_COVER.finditer(part))
    if len(cover) >= _FEWEST_COVER_LINES:
        part = part[_start_below(part, cover[-1].end()) :]
    return _NUMBER.sub("", part, count=1) if _NUMBER.match(part) else part


def _start_below(part: str, end: int) -> int:
    """Where the article below a cover page begins: with the title that the cover lists first.

    Without a list it begins two lines above its date: with the title, and the name of the paper.
    """
    listed = _LISTED.search(part)
    title = part.find(listed["title"], max(end, listed.end())) if listed else -1
    if title >= 0:
        return title
    lines = [span for span in split_article(part) if span.start >= end]
    first = next((i for i, s in enumerate(lines) if is_stamp_line(part, s)), None)
    return lines[max(0, first - 2)].start if first is not None else end


def _has_prose(part: str) -> bool:
    return any(is_prose(span.of(part)) for span in split_article(part))
