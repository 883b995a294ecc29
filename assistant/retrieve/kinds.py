"""Of what kind something spoken of is: a person, a body of people, a place."""

import re
from itertools import islice

from assistant.text.names import Name, is_country, is_title
from assistant.text.words import words

_BODY = re.compile(
    r"\b(?:group|party|ministry|department|council|corporation|company|university|bank|agency|union"
    r"|nations|court|committee|association|institute|club|inc|corp|ltd|times|post|news|journal)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z0-9][A-Z0-9.&]+")
KINDS_OF_BODY = frozenset(
    "company firm corporation group organisation organization agency bank party ministry".split()
)
_ACTING = KINDS_OF_BODY | frozenset(
    "airline council government county city team club crew court committee board office university"
    " school hospital parliament senate congress cabinet family band army navy union police".split()
)
_ARTICLE = re.compile(r"\bthe\s+(?=[a-z])", re.IGNORECASE)
_OF_NAME = re.compile(r"\s+of\s+(?:the\s+)?[A-Z][\w-]*(?:\s[A-Z][\w-]*)*")
_PLACED = re.compile(
    r"\b(?:in|at|to|from|near|outside|inside|across)\s+(?:the\s+)?$", re.IGNORECASE
)
_WHO_IS = re.compile(r"\W*who(?:['’]s| is| was| are| were)\s+(.{3,120}?)\W*", re.IGNORECASE)


def is_body(phrase: str) -> bool:
    """Whether a phrase may be one of people who act together: a council, a company, the UN."""
    last = phrase.split()[-1]
    named = _BODY.search(phrase) is not None or _INITIALS.fullmatch(last) is not None
    return named or last.lower() in _ACTING or last.lower().removesuffix("s") in _ACTING


def is_person(text: str, name: Name) -> bool:
    """Whether a name of a text may be a person's."""
    if name.is_acronym or is_country(name.text) or _BODY.search(name.text):
        return False
    if name.title is None and is_placed(text, name.start):
        return False
    if name.title is None and text[: name.start].lower().endswith("the "):
        return False
    return name.title is not None or 2 <= len(name.stems) <= 4


def is_placed(text: str, at: int) -> bool:
    """Whether what stands at an offset is where something is: "in Lindau"."""
    return _PLACED.search(text[:at]) is not None


def office_in(question: str) -> str | None:
    """Somebody whom a question names by an office alone: "the mayor of Lindau"."""
    for article in _ARTICLE.finditer(question):
        for word in islice(words(question, article.end()), 2):
            if is_title(word.text.lower()) and word.text.islower():
                of = _OF_NAME.match(question, word.end)
                return question[article.start() : of.end() if of else word.end]
    return None


def described_in(question: str) -> str | None:
    """`the mayor of Lindau` in "Who is the mayor of Lindau?"."""
    asked = _WHO_IS.fullmatch(question)
    return asked[1] if asked else None
