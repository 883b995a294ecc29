"""Recognises the lines of an article's head: bylines, names of publishers, dates."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.article import Span
from assistant.corpus.head_dates import HEAD, read_stamps
from assistant.corpus.prose import count_words, ends_clause, folded, is_title_case
from assistant.text.lexicon import MONTHS, SHORT_MONTHS, WEEKDAYS, any_of, phrase_patterns
from assistant.text.words import simple_words

_WORDS = {name: frozenset(words.split()) for name, words in HEAD["words"].items()}
_OUTLETS = _WORDS["outlets"] | _WORDS["german-outlets"]
_NOT_IN_PAPERS = _WORDS["roles"] | _WORDS["role-words"] - {"news"}
_pattern = phrase_patterns(
    {
        **HEAD["lines"],
        "months": any_of(map(str.capitalize, (*MONTHS, *SHORT_MONTHS))),
        "weekdays": any_of(map(str.capitalize, WEEKDAYS)),
        "agency": any_of(HEAD["agencies"]),
        "foreign_by": any_of(HEAD["by"]),
    }
)
_BY = _pattern("{by}")
_STAMP = _pattern(r"[\s|•·,–—-]*{stamp}", re.NOFLAG)
_BETWEEN_NAMES = _pattern("{between_names}")
_IN_MAIL = _pattern(r"\S+@\S+\s*\((?P<name>[^()]+)\)|(?P<front>[^<>]+?)\s*<\S+@\S+>")
_FOREIGN_BY = _pattern(r"[*_]*(?P<by>{foreign_by})(?::|\b) ?", re.NOFLAG)
_FOREIGN_PEOPLE = _pattern("{foreign_names}(?:(?:,| und| et| y| e) {foreign_names})*", re.NOFLAG)
_FOREIGN_TITLE = _pattern("{foreign_title}", re.NOFLAG)
_AGENCY = _pattern(r"(?:the )?{agency}\b")
_AGENCIES = _pattern(r"(?:(?:the )?{agency}\b(?:[\s,/&]|and\b)*)+")
_EDITION = _pattern(r"\s+[-–|]\s+{edition}$", re.NOFLAG)
_EDITION_PLACE = _pattern(r"\s*\((?:[A-Z][\w.'’-]*(?:,?\s)?){1,4}\)$", re.NOFLAG)
_HOLDER = _pattern("{holder}")
_SOURCE = _pattern(r"Sources?\s*:\s*{source}(?=\s*$|,| and | with |/)", re.NOFLAG)
_OWN_REPORTERS = _pattern(
    r"{source}['’]s? [A-Z][^.!?]{3,200}\bcontributed (?:reporting )?to this "
    r"(?:report|story|article)",
    re.NOFLAG,
)
_PLACE_LINE = _pattern(
    r"[*_]*(?:[A-Z][A-Z .'’-]+|[A-Z][a-z]+)(?:, [A-Z][\w. ]{1,20})?,\s*", re.NOFLAG
)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’\-]*\.?")
_COLLECTIVE_WORDS = _WORDS["collectives"] | _WORDS["with-collectives"]
_MOST_WORDS = 30
_LONGEST_BYLINE = 500  # characters


def read_byline(text: str, span: Span) -> Span | None:
    """The span of the names in a byline; None if the line is not a byline.

    "By Jane Doe and John Roe, Paris Correspondent" gives "Jane Doe and John Roe", and so does "By
    Jane Doe and John Roe, The Example Herald". A sentence that begins with "By" is not a byline,
    because its words are not names. Without "By", an agency follows full names: "Jane Doe, AP".
    """
    line, start = span.of(text), span.start
    if len(line) > _LONGEST_BYLINE or len(line.split()) > _MOST_WORDS:
        return None
    by = _BY.match(line)
    begin = by.end() if by else 0
    if _is_collective(line) and not is_office(line):
        return _trimmed(text, start + begin, span.end)
    stamp = _STAMP.search(line, begin)
    stop = stamp.start() if stamp else len(line)
    people = people_in(line, begin, _before_role(line, begin, stop))
    names = people.of(line).strip(" ,;|-–—*_\u00a0")
    is_byline = _are_names(names) if by else _are_agency_writers(line, people, stop)
    return _trimmed(text, start + people.start, start + people.end) if is_byline else None


def people_in(text: str, start: int, end: int) -> Span:
    """The span of the names in a byline without the agencies before and after them.

    "Jane Doe and Reuters" gives "Jane Doe". A byline that names agencies alone stays whole.
    """
    people = [
        part for part in _names_between(text, start, end) if not _is_collective(part.of(text))
    ]
    return Span(people[0].start, people[-1].end) if people else Span(start, end)


def without_agencies(names: str) -> str:
    """The names in a byline, without the agencies between them; unchanged where there are none."""
    parts = [part.of(names) for part in _names_between(names, 0, len(names))]
    people = [part for part in parts if not _is_collective(part)]
    return ", ".join(people) if people and len(people) < len(parts) else names


def _names_between(text: str, start: int, end: int) -> list[Span]:
    """The parts of a byline between its commas and its words such as "and"."""
    gaps = [match.span() for match in _BETWEEN_NAMES.finditer(text, start, end)]
    parts = [Span(a[1], b[0]) for a, b in pairwise([(start, start), *gaps, (end, end)])]
    return [part for part in parts if part.of(text)]


def _is_collective(part: str) -> bool:
    """Whether a part of a byline names an agency or a staff, and no person."""
    words = set(simple_words(part.lower()))
    return words <= _COLLECTIVE_WORDS and not _WORDS["collectives"].isdisjoint(words)


def _are_agency_writers(line: str, people: Span, stop: int) -> bool:
    """Whether the names are full names of people, with a comma and only an agency behind them."""
    names = people.of(line)
    each = [name.strip() for name in re.split(r",|\band\b", names)]
    return (
        line[people.end : stop].startswith(",")
        and read_agency(line, Span(people.end, stop)) is not None
        and all(read_names(name, Span(0, len(name))) for name in each)
        and (_WORDS["places"] | _OUTLETS).isdisjoint(folded(names).split())
        and not _FOREIGN_BY.match(names)
    )


def read_names(text: str, span: Span) -> Span | None:
    """The span of a line that holds nothing but the names of one to three people."""
    line = span.of(text).strip()
    words = line.split()
    if not 2 <= len(words) <= 10 or not _are_names(line) or not line[0].isupper():
        return None
    return span


def is_bare_byline(text: str, span: Span, names: Span) -> bool:
    """Whether a byline is an agency, or names and an agency, as the credits of photos are."""
    line = span.of(text).strip(" .*_")
    is_agency = _AGENCIES.fullmatch(line) or names.of(text).strip(" .*_") != line
    return bool(is_agency) and not (_BY.match(line) or _FOREIGN_BY.match(line))


def continues(text: str, above: Span, span: Span) -> bool:
    """Whether only a line break, in the middle of a sentence, separates a line from that above."""
    return text.count("\n", above.end, span.start) == 1 and not ends_clause(above.of(text))


def without_by(names: str) -> str:
    """The names in a byline, without the "By" or "Written by" in front."""
    by = _BY.match(names)
    return names[by.end() :] if by else names


def name_of_author(author: str) -> str | None:
    """The name in the field of an author, without "By" and e-mail address; None without a name."""
    mail = _IN_MAIL.fullmatch(author.strip())
    name = without_by((mail["name"] or mail["front"]).strip(' "') if mail else author)
    return None if "@" in name and " " not in name else name or None


def without_place(publisher: str) -> str:
    """The name of a publisher without the place of its edition: "The Daily Lamp (London)"."""
    return _EDITION_PLACE.sub("", publisher) or publisher


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


def read_foreign_byline(text: str, span: Span) -> tuple[Span, str] | None:
    """The names in "Von Anna Bergmann und Jan Kern", and the language in which it is a byline.

    Agencies before and after the people are left out.
    """
    by = _FOREIGN_BY.match(text, span.start, span.end)
    if by is None or span.end - span.start > _LONGEST_BYLINE:
        return None
    whole = _trimmed(text, by.end(), span.end)
    people = people_in(text, whole.start, whole.end)
    found = people.of(text)
    if _FOREIGN_PEOPLE.fullmatch(found) is None and not _is_collective(found):
        return None
    return people, HEAD["by"][by["by"]]


def read_agency(text: str, names: Span) -> Span | None:
    """The agency that a byline names in place of people: "Reuters" of "Reuters Staff"."""
    if not _COLLECTIVE_WORDS.issuperset(simple_words(names.of(text).lower())):
        return None
    match = _AGENCY.search(text, names.start, names.end)
    return Span(*match.span()) if match else None


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


_MOST_NAME_WORDS = 6


def read_masthead(line: str, above_headline: Sequence[str]) -> str | None:
    """The name of the publisher in a line above a headline; None if the line is not a masthead.

    A masthead occurs twice, or ends in a word of publishers' names. The mark of an edition
    ("- UK") is left out.
    """
    if (
        not 1 <= count_words(line) <= _MOST_NAME_WORDS
        or ends_clause(line)
        or not (is_title_case(line) or _is_foreign_title(line))
    ):
        return None
    words = folded(line).split()
    if is_section(line):
        return None
    name = _EDITION.sub("", line).strip()
    twice = sum(folded(other) == folded(line) for other in above_headline) > 1 and len(words) > 1
    called = folded(name).split()[-1] in _OUTLETS or "www." in line or _is_foreign_title(name)
    return name if (twice or called) and len(name) > 2 else None


def _is_foreign_title(name: str) -> bool:
    """Whether a name has the word for a paper in front: "Le Journal de Larkham"."""
    match = _FOREIGN_TITLE.fullmatch(name)
    return match is not None and match["kind"].lower() in _WORDS["foreign-outlets"]


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
    return any(wire in lowered for wire in HEAD["wires"]) or bool(
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


def is_place_and_date(text: str, span: Span) -> bool:
    """Whether a line is a place and the day of writing: "LARKHAM, 3 May 2021"."""
    stamps = read_stamps(text, span)
    if len(stamps) != 1 or text[stamps[0].mention.end : span.end].strip(" .*_"):
        return False
    return _PLACE_LINE.fullmatch(text, span.start, stamps[0].mention.start) is not None
