"""Recognises the lines of an article's head: bylines, names of publishers, dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.article import Span
from assistant.corpus.prose import count_words, ends_clause, folded, is_title_case
from assistant.text.dates import DateMention, find_dates, resolve
from assistant.text.lexicon import (
    FOREIGN_MONTHS,
    GERMAN_MONTHS,
    MONTHS,
    SHORT_MONTHS,
    WEEKDAYS,
    any_of,
    read_data,
)
from assistant.text.words import simple_words

_HEAD = read_data(__package__, "head.toml")

_WORDS = {name: frozenset(words.split()) for name, words in _HEAD["words"].items()}
_OUTLETS = _WORDS["outlets"] | _WORDS["german-outlets"]
_NOT_IN_PAPERS = _WORDS["roles"] | _WORDS["role-words"] - {"news"}
_BY = re.compile(
    r"[*_]*(?:(?:(?:written|posted|published|story|words|text|report(?:ed)?) )?by|author)"
    r"(?:\s*:\s*|\s+)[*_]*",
    re.IGNORECASE,
)
_MONTHS = (*MONTHS, *SHORT_MONTHS)
# A stamp is often glued to the last name, with no space: "Jane DoePublished : May 3, 2021".
_STAMP = re.compile(
    r"[\s|•·,–—-]*(?:(?:First |Last |Originally )?(?:Published|Updated|Posted|Modified|Created)\b"
    rf"|{any_of(map(str.capitalize, WEEKDAYS))},? |{any_of(map(str.capitalize, _MONTHS))}\.? \d"
    r"|\d{1,2}[ ./](?:\d|[A-Z][a-z]{2})|\d{4}-\d\d|[|•·]|https?:|@|\d+ min)"
)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’\-]*\.?")
_COLLECTIVE_WORDS = _WORDS["collectives"] | _WORDS["with-collectives"]
_MOST_WORDS = 30


def read_byline(text: str, span: Span) -> Span | None:
    """The span of the names in a byline; None if the line is not a byline.

    "By Jane Doe and John Roe, Paris Correspondent" gives "Jane Doe and John Roe", and so does "By
    Jane Doe and John Roe, The Example Herald". A sentence that begins with "By" is not a byline,
    because its words are not names.
    """
    line, start = span.of(text), span.start
    if len(line.split()) > _MOST_WORDS:
        return None
    by = _BY.match(line)
    words = set(simple_words(line.lower()))
    if words <= _COLLECTIVE_WORDS and words & _WORDS["collectives"] and not is_office(line):
        return _trimmed(text, start + (by.end() if by else 0), span.end)
    if by is None:
        return None
    stamp = _STAMP.search(line, by.end())
    stop = stamp.start() if stamp else len(line)
    stop = _before_role(line, by.end(), stop)
    names = line[by.end() : stop].strip(" ,;|-–—*_\u00a0")
    return _trimmed(text, start + by.end(), start + stop) if _are_names(names) else None


def read_names(text: str, span: Span) -> Span | None:
    """The span of a line that holds nothing but the names of one to three people."""
    line = span.of(text).strip()
    words = line.split()
    if not 2 <= len(words) <= 10 or not _are_names(line) or not line[0].isupper():
        return None
    return span


def without_by(names: str) -> str:
    """The names in a byline, without the "By" or "Written by" in front."""
    by = _BY.match(names)
    return names[by.end() :] if by else names


def is_office(line: str) -> bool:
    """Whether a line is the office of a writer, such as "Staff reporter"."""
    *front, last = line.lower().split() or [""]
    return last.removesuffix("s") in _WORDS["offices"] and _WORDS["before-office"].issuperset(front)


def _before_role(line: str, start: int, stop: int) -> int:
    """The end of the names, before the first part that names an office or a paper."""
    for comma in re.finditer(r",\s*(?!and\b)|\s+\(|\s+[-–—]\s+|\n", line[start:stop]):
        part = re.split(r",|\band\b|\)", line[start + comma.end() : stop], maxsplit=1)[0]
        words = simple_words(part.lower())
        if any(
            word in _WORDS["role-words"] or word.removesuffix("s") in _WORDS["roles"]
            for word in words
        ) or _is_paper(part.strip()):
            return start + comma.start()
    return stop


def _is_paper(part: str) -> bool:
    """Whether a part of a byline is the name of a paper, and not an office, agency or person."""
    words = folded(part).split()
    if not _NOT_IN_PAPERS.isdisjoint(words) or any(c.isdigit() for c in part) or _is_wire(part):
        return False
    is_person = len(words) == 2 and words[-1] in _WORDS["surnames"] and words[0] != "the"
    return len(words) > 1 and not is_person and read_masthead(part, ()) is not None


def read_paper_of_byline(text: str, start: int, end: int) -> Span | None:
    """The name of the paper in the rest of a byline, after the names: ", The Example Herald"."""
    for part in re.finditer(r"[^,|()*_\n]+", text[start:end]):
        name = part.group().strip(" -–—.")
        if _is_paper(name):
            at = text.index(name, start + part.start())
            return Span(at, at + len(name))
    return None


_GERMAN_NAME = r"[A-ZÄÖÜ][^\W\d_]+(?:-[A-ZÄÖÜ][^\W\d_]+)?"
_GERMAN_NAMES = rf"{_GERMAN_NAME}(?: (?:von|van|de))?(?: {_GERMAN_NAME}){{1,2}}"
_GERMAN_BYLINE = re.compile(
    rf"[*_]*Von (?P<names>{_GERMAN_NAMES}(?:(?:,| und) {_GERMAN_NAMES})*)[*_]*"
)


def read_german_byline(text: str, span: Span) -> Span | None:
    """The span of the names in "Von Anna Bergmann und Jan Kern"; only sure in a German text."""
    line = span.of(text).rstrip()
    match = _GERMAN_BYLINE.fullmatch(line)
    if match is None:
        return None
    return Span(span.start + match.start("names"), span.start + match.end("names"))


def _are_names(names: str) -> bool:
    words = names.replace(",", " ").replace(";", " ").split()
    if not words or names.endswith(("!", "?", ":")):
        return False
    if names.endswith(".") and not re.search(r"\b(?:[A-Z]|Jr|Sr|Dr)\.$", names):
        return False
    if not all(word in _WORDS["particles"] or _NAME_WORD.fullmatch(word) for word in words):
        return False
    capitals = sum(word[0].isupper() for word in words)
    lower = [
        word for word in words if word[0].islower() and word.lower() not in _WORDS["particles"]
    ]
    return capitals >= 1 and not lower


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" ,;:|\u00a0"))
    return Span(start + left, start + len(piece.rstrip(" ,;|-–—*_\u00a0\r\n")))


_EDITION = re.compile(
    r"\s+[-–|]\s+(?:[A-Z]{2,3}|International|Online|Edition|US edition|UK edition)$"
)
_HOLDER = re.compile(
    r"(?:(?:copyright|\(c\)|©)[\s,]*){1,3}(?:(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?)?[\s,]*(?:by "
    r")?(?P<holder>(?:The )?[A-Z][^.,;|()]{2,60}?)(?=\.|,|;|\||\(|$| LLC| Ltd| Inc| All rights"
    r"| all rights| and/or| and its| - )",
    re.IGNORECASE,
)
_NAME = r"(?P<name>(?:The )?[A-Z][\w.&]*(?: [A-Z][\w.&]*){0,3})"
_SOURCE = re.compile(rf"Sources?\s*:\s*{_NAME}(?=\s*$|,| and | with |/)")
_OWN_REPORTERS = re.compile(
    rf"{_NAME}['’]s? [A-Z][^.!?]{{3,200}}\bcontributed (?:reporting )?to this (?:report|story"
    rf"|article)"
)
_MOST_NAME_WORDS = 6


def read_masthead(line: str, above_headline: Sequence[str]) -> str | None:
    """The name of the publisher in a line above a headline; None if the line is not a masthead.

    A masthead occurs twice, or ends in a word of publishers' names. The mark of an edition
    ("- UK") is left out.
    """
    if (
        not 1 <= count_words(line) <= _MOST_NAME_WORDS
        or ends_clause(line)
        or not is_title_case(line)
    ):
        return None
    words = folded(line).split()
    if is_section(line):
        return None
    name = _EDITION.sub("", line).strip()
    twice = sum(folded(other) == folded(line) for other in above_headline) > 1 and len(words) > 1
    called = folded(name).split()[-1] in _OUTLETS or "www." in line
    return name if (twice or called) and len(name) > 2 else None


def is_section(line: str) -> bool:
    """Whether all words of a line are words for sections of a newspaper."""
    return _WORDS["sections"].issuperset(folded(line).split())


def read_copyright_holder(text: str, span: Span) -> Span | None:
    """The holder of the copyright, if it has the name of a publisher and is not an agency."""
    match = _HOLDER.match(span.of(text).lstrip(" [("))
    if match is None or _is_wire(match["holder"]):
        return None
    if not _OUTLETS & set(folded(match["holder"]).split()):
        return None
    at = text.find(match["holder"], span.start, span.end)
    if not match["holder"][:1].isupper():
        return None
    return Span(at, at + len(match["holder"].rstrip()))


def _is_wire(name: str) -> bool:
    """Whether it is an agency, whose articles many papers publish."""
    lowered = name.lower()
    return any(wire in lowered for wire in _HEAD["wires"]) or bool(
        {"afp", "ap"} & set(lowered.split())
    )


def read_own_source(text: str, span: Span) -> Span | None:
    """The publisher that a line under the article names: "Source: ...", "X's reporter"."""
    line = span.of(text)
    match = _OWN_REPORTERS.match(line) or _SOURCE.match(line)
    if match is None or _is_wire(match["name"]):
        return None
    start = span.start + match.start("name")
    return Span(start, start + len(match["name"].rstrip()))


def read_dated_masthead(text: str, start: int, date_start: int) -> Span | None:
    """The name of the publisher before the date: "The Daily Example, Friday 3 May 2021"."""
    raw = text[start:date_start]
    front = raw.strip(" ,|–—-·*_")
    if is_section(front) or _BY.match(raw):
        return None
    # A comma and a full date behind it leave no doubt: "The Islander, 30 March 2022".
    is_titled = raw.rstrip(" *_").endswith(",") and is_titled_name(front)
    if not is_titled and read_masthead(front, ()) is None:
        return None
    begin = start + raw.index(front)
    return Span(begin, begin + len(front))


def is_titled_name(line: str) -> bool:
    """Whether a line is "The" and one to three capitalized words, as the names of papers are."""
    return re.fullmatch(r"The(?: [A-Z][a-z]+){1,3}", line) is not None and not is_section(line)


_PLACE_LINE = re.compile(r"[*_]*(?:[A-Z][A-Z .'’-]+|[A-Z][a-z]+)(?:, [A-Z][\w. ]{1,20})?,\s*")


def is_place_and_date(text: str, span: Span) -> bool:
    """Whether a line is a place and the day of writing: "LARKHAM, 3 May 2021"."""
    stamps = read_stamps(text, span)
    if len(stamps) != 1 or text[stamps[0].mention.end : span.end].strip(" .*_"):
        return False
    return _PLACE_LINE.fullmatch(text, span.start, stamps[0].mention.start) is not None


_LABEL = re.compile(
    r"(?P<first>first published|originally published|published|posted|publication date|created"
    r"|pub(?:lished)? date|issued?|filed|date|uploaded|released)|(?P<later>(?:last )?updated?"
    r"|(?:last )?modified|edited)",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:on|at|in|of|am|pm|a\.m|p\.m|noon|midnight|gmt|utc|[ecmpabi]s?[ds]?t|cest|cet|ist|jst"
    r"|kst|hkt|sgt|aest|aedt|local time|eastern|pacific|central|standard|daylight|time|hrs?|h"
    rf"|updated?|ago|\d+ min(?:ute)?s?(?: read)?|read|min(?:ute)?s?|{any_of(WEEKDAYS)}"
    r"|print|edition|issue|and|line|last|first|to|date|article|story|this|was"
    r"|comments?|all|news|world|national|business|politics|sports?)\b",
    re.IGNORECASE,
)
# The place of the desk after the time: "09:15 am IST - New Delhi".
_PLACE = re.compile(r"\s[-–|]\s(?:[A-Z][\w.]+[\s,]*){1,3}$")
_LONGEST = 160


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


_GERMAN_DATE = re.compile(
    r"(?<![\w.])(?P<day>3[01]|[12]\d|0?[1-9])\.\s"
    rf"(?P<month>{any_of(map(str.capitalize, GERMAN_MONTHS))})\s(?P<year>(?:19|20)\d\d)(?!\d)"
)


def _dates(text: str, span: Span) -> list[DateMention]:
    """The dates in a line, with those in German: "14. März 2022"."""
    german = [
        DateMention(
            *(m.start(), m.end(), m.group(), "day"),
            year=int(m["year"]),
            month=FOREIGN_MONTHS[m["month"].lower()],
            day=int(m["day"]),
        )
        for m in _GERMAN_DATE.finditer(text, span.start, span.end)
    ]
    others = [
        mention
        for mention in find_dates(text, span.start, span.end)
        if not any(mention.start < date.end and date.start < mention.end for date in german)
    ]
    return sorted(german + others, key=lambda mention: mention.start)


def read_stamps(text: str, span: Span) -> list[Stamp]:
    """The complete dates in a line, each with the label in front of it."""
    stamps: list[Stamp] = []
    at = span.start
    for mention in _dates(text, span):
        if mention.kind == "day" and resolve(mention, None) is not None:
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
    rest += text[at : span.end]
    if _LABEL.match(text, span.start):
        rest = _PLACE.sub("", rest)
    left = _FILLING.sub("", _LABEL.sub("", rest))
    whole = any(m.kind == "day" and resolve(m, None) is not None for m in mentions)
    return whole and not any(c.isalpha() for c in left)
