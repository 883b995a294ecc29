"""Lines that say which paper it is."""

import re
from collections.abc import Sequence

from assistant.article import Span
from assistant.corpus.prose import count_words, ends_sentence, folded, is_title_case

# What newspapers and stations are called, everywhere that English is printed.
_OUTLET_WORDS = frozenset(
    "times post herald tribune gazette chronicle courier journal daily news press mail mirror "
    "globe star sun standard telegraph observer examiner bulletin dispatch review monitor weekly "
    "radio tv broadcasting television network guardian independent inquirer enquirer register "
    "record echo argus sentinel today magazine newspaper newspapers express advertiser mercury "
    "beacon messenger reporter fm".split()
)
_SECTION_WORDS = frozenset(
    "world breaking latest top local national international business sports sport politics "
    "political opinion culture science health technology tech travel money lifestyle "
    "entertainment arts weather video more us uk asia europe africa americas regional general "
    "other headline headlines good bad fake old new daily news and the press record review post "
    "star radio tv magazine today".split()
)
_EDITION = re.compile(
    r"\s+[-–|]\s+(?:[A-Z]{2,3}|International|Online|Edition|US edition|UK edition)$"
)
_HOLDER = re.compile(
    r"(?:(?:copyright|\(c\)|©)[\s,]*){1,3}(?:(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?)?[\s,]*(?:by )?"
    r"(?P<holder>(?:The )?[A-Z][^.,;|()]{2,60}?)"
    r"(?=\.|,|;|\||\(|$| LLC| Ltd| Inc| All rights| all rights| and/or| and its| - )",
    re.IGNORECASE,
)
_WIRES = re.compile(
    r"associated press|reuters|agence france|\bAFP\b|\bAP\b|getty|syndicate|bloomberg|creators"
    r"|tribune content",
    re.IGNORECASE,
)
_NAME = r"(?P<name>(?:The )?[A-Z][\w.&]*(?: [A-Z][\w.&]*){0,3})"
_SOURCE = re.compile(rf"Sources?\s*:\s*{_NAME}(?=\s*$|,| and | with |/)")
_OWN_REPORTERS = re.compile(
    rf"{_NAME}['’]s? [A-Z][^.!?]{{3,200}}\bcontributed (?:reporting )?to this (?:report|story"
    rf"|article)"
)
_MOST_WORDS = 6


def read_masthead(line: str, above_headline: Sequence[str]) -> str | None:
    """The paper's name in a line above a headline, and None where the line is no masthead.

    It is one where it stands there twice, or is called as papers are. The mark of an edition
    ("- UK") is left off.
    """
    if not 1 <= count_words(line) <= _MOST_WORDS or ends_sentence(line) or not is_title_case(line):
        return None
    words = folded(line).split()
    if is_section(line):
        return None
    name = _EDITION.sub("", line).strip()
    twice = sum(folded(other) == folded(line) for other in above_headline) > 1 and len(words) > 1
    called = folded(name).split()[-1] in _OUTLET_WORDS or "www." in line
    return name if (twice or called) and len(name) > 2 else None


def is_section(line: str) -> bool:
    """Whether all words of a line are those that sections of papers are called by."""
    return _SECTION_WORDS.issuperset(folded(line).split())


def read_copyright_holder(text: str, start: int, end: int) -> Span | None:
    """Who holds the copyright, where it is called as papers are and is no wire or syndicate."""
    match = _HOLDER.match(text[start:end].lstrip(" [("))
    if match is None or _WIRES.search(match["holder"]):
        return None
    if not _OUTLET_WORDS & set(folded(match["holder"]).split()):
        return None
    at = text.find(match["holder"], start, end)
    if not match["holder"][:1].isupper():
        return None
    return Span(at, at + len(match["holder"].rstrip()))


def read_own_source(text: str, start: int, end: int) -> Span | None:
    """The paper that a line under the article names as its own: "Source: ...", "X's reporter"."""
    match = _OWN_REPORTERS.match(text, start, end) or _SOURCE.match(text, start, end)
    if match is None or _WIRES.search(match["name"]):
        return None
    return Span(match.start("name"), match.start("name") + len(match["name"].rstrip()))


def read_dated_masthead(text: str, start: int, end: int, date_start: int) -> Span | None:
    """The paper's name in front of the date: "The Daily Example, Friday 3 May 2021"."""
    front = text[start:date_start].rstrip(" ,|–—-·")
    if is_section(front) or read_masthead(front, ()) is None:
        return None
    return Span(start, start + len(front))
