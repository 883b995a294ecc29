"""Sentences with their spans."""

import re
import string
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from assistant.article import Span
from assistant.text import lexicon
from assistant.text.lexicon import any_of, phrase_patterns, read_data
from assistant.text.page_text import find_link_texts

_DATA = read_data(__package__, "sentences.toml")
_pattern = phrase_patterns(
    {
        **_DATA,
        "months": any_of(map(str.capitalize, lexicon.GERMAN_MONTHS)),
        "says": any_of(lexicon.SURE_SPEECH_VERBS),
    }
)
# A full stop after initials ("U.N.", "J. K.") ends a sentence only before certain words.
_INITIALS = _pattern(r"(?:\b[A-Z]\.){1,}$", re.NOFLAG)
_CLOSES = _pattern("{closes}", re.NOFLAG)
_PLAIN_END = _pattern("{plain_end}", re.NOFLAG)
_GERMAN_QUOTE_END = _pattern("{german_quote_end}", re.NOFLAG)
_GERMAN_ORDINAL = _pattern("{german_ordinal}", re.NOFLAG)
_AFTER_ORDINAL = _pattern("{after_ordinal}", re.NOFLAG)
_SAID = _pattern("{said}", re.NOFLAG)
_ABBREVIATIONS = frozenset(_DATA["abbreviations"].split())
# These may end a sentence, too: "a.m.", "G.R.U.", "Novak Inc."
_LETTERS = _pattern(r"\b(?:[^\W\d_]{1,2}\.){2,}$")
_MAY_BE_LAST = ("co.", "inc.", "jr.", "ltd.", "sr.", *(f"{word}." for word in _ABBREVIATIONS))
# "St" is a saint or a street, not a title.
_NEVER_LAST = frozenset(f"{title.capitalize()}." for title in (*lexicon.SHORT_TITLES, "st"))
_QUOTE_ENDS = tuple("”\"’'")
_QUOTE_STARTS = "“‘\"'("
_FULL_STOPS = ".!?…。！？؟।"
_MAY_FOLLOW_END = lexicon.CLOSING_MARKS + string.whitespace + "\u00a0"
# The longest attribution after a quotation
_AHEAD = 120
_WRAPPED = 0.6
_BREAK = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*|\r\n\s*\r\n\s*")
_LINE = re.compile(r"\r\n|\n|\r")
_WORD = re.compile(r"[^\W\d_]+")
_ROUGH_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, in order, trimmed of white space, as spans of `text`.

    A line break ends a sentence, except in text wrapped to a fixed width. Together the spans cover
    every character that is not white space.
    """
    end = len(text) if end is None else end
    return [
        Span(paragraph.start + first, paragraph.start + last)
        for paragraph in split_paragraphs(text, start, end)
        for first, last in _offsets(paragraph.of(text))
    ]


def split_roughly(text: str) -> list[str]:
    """About the sentences of a text, forty times faster than `split_sentences`.

    Good enough for scores that nobody sees.
    """
    return _ROUGH_END.split(text)


def ends_sentence(text: str, also: str = "") -> bool:
    """Whether the text ends with a full stop or the like, closing marks behind it included.

    `also` holds further signs that count, such as a colon.
    """
    return text.rstrip(_MAY_FOLLOW_END).endswith((*_FULL_STOPS, *also))


def ends_in_abbreviation(text: str) -> bool:
    """Whether the full stop at the end of a text is that of an abbreviation."""
    last_word = (text.rsplit(None, 1) or [""])[-1]
    return _LETTERS.search(text) is not None or last_word.lower() in _MAY_BE_LAST


def split_lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of `text[start:end]` that are not blank, trimmed."""
    return list(_pieces(text, start, end, _LINE))


def split_paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The paragraphs of `text[start:end]`, trimmed: blocks between blank lines, or single lines.

    Single line breaks separate paragraphs unless the block is wrapped to a fixed width, so that
    most of its lines end within a sentence.
    """
    end = len(text) if end is None else end
    paragraphs: list[Span] = []
    for block in _pieces(text, start, end, _BREAK):
        lines = split_lines(text, block.start, block.end)
        paragraphs += [block] if _is_wrapped(text, lines) else lines
    return paragraphs


def _pieces(text: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[Span]:
    """The trimmed, non-empty spans between the separators."""
    at = start
    for match in separator.finditer(text, start, end):
        if (span := trimmed(text, at, match.start())) is not None:
            yield span
        at = match.end()
    if (span := trimmed(text, at, end)) is not None:
        yield span


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends, or None if nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left == len(piece):
        return None
    return Span(start + left, start + len(piece.rstrip()))


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether most lines end within a sentence, so that the next begins in lower case."""
    if len(lines) < 3:
        return False
    body = lines[:-1]
    going_on = sum(
        not text[line.start : line.end].endswith((".", "!", "?", "”", '"', ":", "’"))
        and text[after.start].islower()
        for line, after in zip(body, lines[1:], strict=True)
    )
    return going_on >= max(2, _WRAPPED * len(body) * 0.5)


# While an article is indexed, several steps split the same paragraphs.
@lru_cache(maxsize=2000)
def _offsets(piece: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a paragraph starts and ends in it."""
    from nupunkt import sent_spans  # loading its model takes 0.1 s

    stops = {stop for _, stop in sent_spans(piece)}
    stops |= {m.end() for m in _PLAIN_END.finditer(piece) if m[1].lower() not in _ABBREVIATIONS}
    stops |= {m.end() for m in _GERMAN_QUOTE_END.finditer(piece)}
    for links in find_link_texts(piece):
        stops -= set(range(links.start, links.end + 1))
    ends = [stop for at, stop in _breaks(piece, sorted(stops))]
    spans = (trimmed(piece, at, stop) for at, stop in pairwise([0, *ends, len(piece)]))
    return tuple((span.start, span.end) for span in spans if span is not None)


def _breaks(piece: str, stops: list[int]) -> Iterator[tuple[int, int]]:
    """The segmenter's stops that end a sentence, each with the start of the sentence."""
    at = 0
    for stop in stops:
        if stop >= len(piece) or _ends_here(piece, at, stop):
            yield at, stop
            at = stop


def _ends_here(piece: str, at: int, stop: int) -> bool:
    """Whether a stop of the segmenter really ends a sentence.

    It does not after a title, initials or a German ordinal, before something that belongs to the
    sentence (a bracket, a quotation mark, the dash of an attribution), or between a quotation and
    its attribution.
    """
    before = piece[at:stop].rstrip()
    after = piece[stop : stop + _AHEAD].lstrip()
    if after and (after[0].islower() or _CLOSES.match(after)):
        return False
    last_word = (before.rsplit(None, 1) or [""])[-1]
    if last_word.lstrip(_QUOTE_STARTS) in _NEVER_LAST:
        return False
    if _GERMAN_ORDINAL.search(before) and _AFTER_ORDINAL.match(after):
        return False
    if before.endswith(_QUOTE_ENDS) and ends_sentence(before) and _SAID.match(after):
        return False
    if _INITIALS.search(before):
        word = _WORD.match(after.lstrip(_QUOTE_STARTS))
        return word is None or word.group().lower() in lexicon.OPENERS_AFTER_INITIALS
    return True
