"""Files into which a news database has put many articles, one behind the other."""

import re
from collections.abc import Iterator

from assistant.corpus.headers import read_header, split_lines
from assistant.corpus.loaded import LoadedText
from assistant.corpus.prose import is_prose

# What stands between two articles, in a line by itself.
_BETWEEN = re.compile(
    r"^[ \t]*(?:End of Document|_{10,}|={10,}|\*{10,}|Document [A-Za-z]{2,}\w{8,}"
    r"|(?:Document )?\d+ of \d+(?: DOCUMENTS)?)[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_FEWEST_ARTICLES = 2
_FEWEST_LETTERS = 40


def split_export(loaded: LoadedText) -> Iterator[LoadedText]:
    """The articles of an export, each a text of its own, `source#1`, `source#2`, ...

    A text is taken for an export where, between lines that exports put there, at least two of its
    parts have a header block each, and they are the most of it. Any other text stays as it is.
    A part without header or prose, as a list of contents, is none.
    """
    parts = [part for part in _BETWEEN.split(loaded.text) if _letters(part) >= _FEWEST_LETTERS]
    headed = [part for part in parts if _has_header(part)]
    if len(headed) < _FEWEST_ARTICLES or len(headed) * 3 < len(parts) * 2:
        yield loaded
        return
    for number, part in enumerate((p for p in parts if p in headed or _has_prose(p)), 1):
        yield LoadedText(f"{loaded.source}#{number}", part.strip("\r\n"), loaded.encoding)


def is_between(line: str) -> bool:
    """Whether a line is one that exports put between two articles."""
    return _BETWEEN.fullmatch(line) is not None


def _letters(part: str) -> int:
    return sum(c.isalpha() for c in part)


def _has_header(part: str) -> bool:
    return bool(read_header(part, split_lines(part[:6_000])).values)


def _has_prose(part: str) -> bool:
    return any(is_prose(span.of(part)) for span in split_lines(part))
