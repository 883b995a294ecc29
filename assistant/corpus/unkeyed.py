"""Header fields that news databases give without a key, by their order alone."""

import re
from collections.abc import Container, Sequence

from assistant.article import Span
from assistant.corpus.bylines import read_byline
from assistant.corpus.prose import count_words, is_prose
from assistant.corpus.stamps import is_stamp_line

_MOST_NAME_WORDS = 10
_WORD_COUNT = re.compile(r"[\d.,]+ words", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]m)?(?: [A-Z]{2,4})?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright)", re.IGNORECASE)
# Factiva puts title, byline and word count so near to the top, and so many fields below them.
_FACTIVA_REACH = 8
_FACTIVA_FIELDS = 10


def read_unkeyed(
    text: str, paragraphs: Sequence[Span], keyed: Container[int], values: dict[str, Span]
) -> set[int]:
    """The lines without a key above the fields of LexisNexis; their values go into `values`.

    In Nexis Uni these are title, paper, and date; in older exports paper, date, edition, and title.
    """
    above = next((i for i in range(len(paragraphs)) if i in keyed), 0)
    dated = next((i for i in range(min(3, above)) if _is_date(text, paragraphs[i])), None)
    if dated is None or dated == 0 or not _is_name(text, paragraphs[dated - 1]):
        return set()
    values.setdefault("publisher", paragraphs[dated - 1])
    values.setdefault("published", paragraphs[dated])
    lines = {dated - 1, dated}
    title = 0 if dated == 2 else above - 1
    if title not in lines and not _COPYRIGHT.match(text, paragraphs[title].start):
        values.setdefault("title", paragraphs[title])
        lines |= set(range(dated + 1, above)) if dated == 1 else {0}
    return lines


def read_factiva(text: str, paragraphs: Sequence[Span], values: dict[str, Span]) -> set[int]:
    """The lines of the default layout of Factiva; their values go into `values`.

    These are title, byline, word count, date, time, paper, codes, and copyright.
    """
    lines = [span.of(text) for span in paragraphs[: _FACTIVA_REACH + _FACTIVA_FIELDS]]
    counts = (i for i in range(len(lines)) if _WORD_COUNT.fullmatch(lines[i]))
    count = next(counts, None)
    if count is None or not 1 <= count <= _FACTIVA_REACH or count + 2 >= len(lines):
        return set()
    last = next((i for i in range(count, len(lines)) if _COPYRIGHT.match(lines[i])), None)
    if last is None or not _is_date(text, paragraphs[count + 1]):
        return set()
    paper = count + 2 + bool(_CLOCK.fullmatch(lines[count + 2]))
    byline = read_byline(text, paragraphs[count - 1].start, paragraphs[count - 1].end)
    title = count - 1 - bool(byline)
    if title < 0 or paper >= last:
        return set()
    if byline is not None:
        values.setdefault("byline", byline)
    values.setdefault("title", paragraphs[title])
    values.setdefault("published", paragraphs[count + 1])
    values.setdefault("publisher", paragraphs[paper])
    return set(range(last + 1))


def _is_date(text: str, span: Span) -> bool:
    return is_stamp_line(text, span.start, span.end)


def _is_name(text: str, span: Span) -> bool:
    """Whether the line can be the name of a paper."""
    line = span.of(text)
    return 1 <= count_words(line) <= _MOST_NAME_WORDS and not is_prose(line)
