"""Whether a follow-up says too little to be about something by itself."""

import re
from collections.abc import Sequence

from assistant.retrieve.fragments import ASKS, STANDS
from assistant.retrieve.phrases import is_plural, noun_phrases
from assistant.retrieve.thread import carries_content
from assistant.text.dates import find_dates
from assistant.text.names import Name, find_names, is_country
from assistant.text.question import analyse

_DEFINITION = re.compile(
    r"^\W*what(?:(?:['’]?s|\s+is|\s+are)\s+(?:an?\s+)?[\w-]+(?:\s+[\w-]+)?"
    r"|\s+do\s+you\s+mean\s+by\b.*"
    r"|\s+(?:do|does)\s+(?:an?\s+)?[\w-]+(?:\s+[\w-]+)?\s+(?:do|mean))\W*$",
    re.IGNORECASE,
)
# What follows is about something else than what went before.
_ASIDE = re.compile(r"^\W*(?:by the way|btw|speaking (?:of|about)|another question)\b", re.I)
# What leaves out a part of the question: "Any limits?", "What about the price? Is it free?"
_ELLIPTICAL = re.compile(
    r"^\W*(?:(?:and|but|so|or|then|also)\s+)*(?:any(?:thing|one|body)?\b|(?:what|how)\s+about\b)",
    re.IGNORECASE,
)
# "How did the US react?"
_DID = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:(?:how|what|why|when)\s+)?(?:did|do|does|has|have|will|would)\b",
    re.IGNORECASE,
)
# Others than those that were spoken of, if not than what the question names itself.
_OTHER = re.compile(r"\b(?:(?<!each )other|others|another|else)\b(?!\s+than\b)", re.IGNORECASE)
_OF_ITS_OWN = re.compile(r"\bthe\s+(?!other)\w+.*\bother\b", re.IGNORECASE)
# Something that must have been spoken of: "the water".
_KNOWN = re.compile(r"the (?:(?:first|last|next|new|old|same|latest|final|whole) )?[a-z-]+")
# Several of a kind, or what somebody says or does: "Which villages were hit?"
_OF_A_KIND = re.compile(
    r"\W*(?:and\s+)?(?:which\s+(?:[a-z]+\s)?[a-z]{3,}s\b|what\s+(?:did|do|does))\b", re.IGNORECASE
)


def leans(question: str) -> bool:
    """Whether a question has to be read with what was said before it.

    It has few words of content and no name, date or quotation; a few more where it speaks of
    others, of something known ("the water"), or of several of a kind.
    """
    if find_dates(question) or _DEFINITION.match(question):
        return False
    names = [name for name in find_names(question) if not _is_plain(question, name)]
    if names:
        return _asks_of_another(question, names)
    if _ASIDE.match(question) or analyse(question).quoted:
        return False
    if is_elliptical(question):
        return True
    asks = ASKS.search(question) or len(question.split()) < STANDS
    return bool(asks) and 0 < carries_content(question) < _stands(question)


def is_elliptical(question: str) -> bool:
    """Whether words leave out a part of the question: "any deaths"."""
    return _ELLIPTICAL.match(question) is not None


def _stands(question: str) -> int:
    """With how many words of content a question without a name stands by itself."""
    if _OTHER.search(question) and not _OF_ITS_OWN.search(question):
        return STANDS + 2
    known = any(_KNOWN.fullmatch(phrase) for phrase in noun_phrases(question))
    return STANDS + 1 if known or _OF_A_KIND.match(question) else STANDS


def _is_plain(question: str, name: Name) -> bool:
    """Whether what looks like a name only opens the question: "Costs?", "Anything else?"."""
    return name.opens and (is_plural(name.text.lower()) or is_elliptical(question))


def _asks_of_another(question: str, names: Sequence[Name]) -> bool:
    """Whether a question only asks what a country or body did, and not in what matter."""
    did = _DID.match(question) is not None and len(names) == 1
    body = did and (is_country(names[0].text) or names[0].is_acronym)
    return body and carries_content(question) <= len(names[0].stems) + 1
