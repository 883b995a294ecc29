"""Recognises the dates in an article's head, with the labels in front of them."""

import re
from dataclasses import dataclass

from assistant.article import Span
from assistant.text.dates import DateMention, find_dates, resolve
from assistant.text.lexicon import FOREIGN_MONTHS, WEEKDAYS, any_of, phrase_patterns, read_data

HEAD = read_data(__package__, "head.toml")
"""The words in the head of an article."""
_pattern = phrase_patterns({**HEAD["dates"], "weekday": "\n".join(WEEKDAYS)})

_LABEL = _pattern("(?P<first>{published})|(?P<later>{changed})")
# Times are often glued to their figures: "4:05pm", "18h30".
_FILLING = _pattern(r"(?<![^\W\d_])(?:{filling}|{weekday})\b")
# Scraped pages lose the space between two stamps: "8:05 a.m. EDTUpdated 9:10 a.m.".
_GLUED = re.compile(r"(?<=[A-Za-z0-9])(?=[A-Z][a-z])")
# The place of the desk after the time: "09:15 am IST - New Delhi".
_PLACE = re.compile(r"\s[-–|]\s(?:[A-Z][\w.]+[\s,]*){1,3}$")
_LONGEST = 160
# "14. März 2022", "1er mars 2022", "8 de noviembre de 2022"
_FOREIGN_DATE = re.compile(
    r"(?<![\w.])(?P<day>3[01]|[12]\d|0?[1-9])(?:er|º|°|\.)?\s(?:de\s)?"
    rf"(?P<month>{any_of(FOREIGN_MONTHS)})\.?\s(?:de\s)?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in the head of a text.

    `label` is the word before it ("Published"), or None; `later` is true for the date of a change.
    """

    mention: DateMention
    label: str | None
    later: bool

    @property
    def iso(self) -> str:
        """The ISO date."""
        period = resolve(self.mention, None)
        assert period is not None
        return period.first.isoformat()


def read_stamps(text: str, span: Span) -> list[Stamp]:
    """The complete dates in a line, each with the label in front of it."""
    stamps: list[Stamp] = []
    at = span.start
    for mention in _dates(text, span):
        if _is_whole(mention):
            label = list(_LABEL.finditer(text, at, mention.start))[-1:]
            words = label[0].group() if label else None
            stamps.append(Stamp(mention, words, bool(label and label[0]["later"])))
        at = mention.end
    return stamps


def is_stamp_line(text: str, span: Span) -> bool:
    """Whether a line holds a complete date, and besides only labels and times of day."""
    if span.end - span.start > _LONGEST:
        return False
    rest, at = "", span.start
    mentions = _dates(text, span)
    for mention in mentions:
        rest, at = rest + text[at : mention.start] + " ", mention.end
    rest = _GLUED.sub(" ", rest + text[at : span.end])
    if _LABEL.match(text, span.start):
        rest = _PLACE.sub("", rest)
    left = _FILLING.sub("", _LABEL.sub("", rest))
    return any(map(_is_whole, mentions)) and not any(c.isalpha() for c in left)


def _is_whole(mention: DateMention) -> bool:
    return mention.kind == "day" and resolve(mention, None) is not None


def _dates(text: str, span: Span) -> list[DateMention]:
    """The dates in a line, with those in other languages."""
    english = find_dates(text, span.start, span.end)
    whole = [mention for mention in english if _is_whole(mention)]
    foreign = [
        mention
        for match in _FOREIGN_DATE.finditer(text, span.start, span.end)
        if not _overlaps(mention := _foreign_date(match), whole)
    ]
    others = [mention for mention in english if not _overlaps(mention, foreign)]
    return sorted(foreign + others, key=lambda mention: mention.start)


def _overlaps(mention: DateMention, others: list[DateMention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def _foreign_date(match: re.Match[str]) -> DateMention:
    month = FOREIGN_MONTHS[match["month"].lower()]
    year, day = int(match["year"]), int(match["day"])
    return DateMention(
        match.start(), match.end(), match.group(), "day", year=year, month=month, day=day
    )
