"""Elliptical questions made whole: "And after it?", "Why?", "And the Herald?"."""

import re

from assistant.retrieve.references import (
    AUXILIARY,
    PRONOUN,
    resolve_ordinals,
    resolve_pronouns,
)
from assistant.retrieve.thread import REGARDING, Thread, carries_content, joined, regarding
from assistant.text.dates import find_dates
from assistant.text.names import find_names, is_country

ASK = (
    r"who|whom|whose|what|which|when|where|why"
    r"|how(?:\s+(?:many|much|long|far|old|often|big|large))?"
)
_TIMES = ("before", "after", "during", "since", "until")
_PLACES = ("in", "at", "on", "near", "outside", "inside")
_OTHERS = ("with", "for", "from", "to", "against", "about", "by", "under", "without", "between")
LINKS = _TIMES + _PLACES + _OTHERS
_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|or|ok|okay|then|also|now|well)\b[\s,]*)*"
    r"(?P<about>(?:what|how)\s+about\b|what\s+of\b)?\s*(?P<rest>.*?)[\s?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_JOINS = re.compile(r"^\W*(?:and|but|so|or|then)\b", re.IGNORECASE)
_REASK = re.compile(
    rf"(?:(?:by|to|from|with|for|on|in|at|about|against|under|of)\s+)?(?:{ASK})(?:\s+(?:not|exactly))?"
    r"|(?:by|to|from|with|for|in|at|on|under)\s+(?:how (?:many|much)|what|which)\s+[a-z]+",
    re.I,
)
# What is asked for is what is spoken of: "How many jobs are at risk?".
_OF_WHICH = re.compile(
    r"\W*(?i:which|what|how\s+(?:many|much))\s+(?P<noun>[a-z][a-z -]*?)\s+"
    r"(?P<be>is|are|was|were)\s+"
    r"(?P<rest>(?!(?:the|an?|this|that|he|she|it|they|his|her|their|its)\b)[a-z].*)"
)
_WHICH_ONES = re.compile(r"which(?:\s+ones?)?", re.IGNORECASE)
_OF_SEVERAL = re.compile(
    rf"\W*(?P<do>{AUXILIARY})\s+(?:(?:any|the|some)\s+)?(?P<noun>(?:[a-z]+\s+){{0,2}}[a-z]+s)\s+(?P<rest>[a-z].*)",
    re.IGNORECASE,
)
_WHITHER = re.compile(r"(?P<ask>where|who|what)\s+(?P<prep>to|from|by|for|with)", re.IGNORECASE)
ASKS = re.compile(rf"\b(?:{ASK}|{AUXILIARY})\b", re.IGNORECASE)
_ASKED = re.compile(
    rf"\W*(?:(?:by|to|from|with|for|in|at|on)\s+)?(?:{ASK})\b[^,]*?\s(?=(?:{AUXILIARY})\b)", re.I
)
# "How much after the reform?": a question word and a phrase, and nothing asked of it.
_ASKED_PHRASE = re.compile(
    rf"(?:how (?:many|much)|what|who|which)\s+(?P<prep>{'|'.join(_TIMES + _PLACES)})"
    r"\s+(?P<what>.+)",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"^\W*(?i:(?:and|but)\s+)?(?i:do|does|did)\s+(?P<who>(?:the\s+)?[A-Z][^,?]*?)\s+(?:also\s+)?"
    r"(?:say|report|agree|write|confirm)(?:\s+(?:the same|that|so|it|this|too|as well))*\W*$"
)
_OTHER_ONE = re.compile(rf"(?:(?:{ASK})\s+(?:{AUXILIARY})\s+)?the\s+(?P<which>[\w-]+)\s+ones?\b")
# A noun's nationality or name in front of it: "the Swiss minister".
_QUALIFIED = re.compile(r"(?<=\bthe\s)[A-Z][\w-]+(?=\s+[a-z]+)")
_DESCRIBED = re.compile(r"(?<=\bthe\s)[a-z][\w-]+(?=\s+[a-z]+)")
# What somebody does is no name or date to exchange: "paying in cash".
_DOING = re.compile(r"[a-z]{3,}ing\s+\w")
_PREPOSITION = re.compile(rf"(?P<prep>{'|'.join(LINKS)})\s+(?P<what>.+)", re.I)
# What holds more than one thing: "photos in the air".
_JOINED = re.compile(rf"\b(?:{'|'.join(LINKS)}|of|and|or)\b", re.I)
_PHRASES = re.compile(
    rf"\b(?P<prep>{'|'.join(LINKS)})\s+"
    rf"(?P<what>(?:(?!\s(?:{'|'.join(LINKS)})\s)[^,?])+)",
    re.IGNORECASE,
)
# A question with fewer words of content than this, and no name, leans on what was said before.
STANDS = 3


def complete_fragment(question: str, thread: Thread) -> str | None:
    """What an elliptical question asks in full, or None where it is a whole question."""
    if agrees := _AGREES.match(question):
        return f"{thread.question.rstrip(' ?.!')}, according to {agrees['who']}?"
    match = _OPENING.match(question)
    rest = match["rest"] if match else ""
    if not rest:
        return None
    if _REASK.fullmatch(rest):
        return reask(rest, thread)
    if _WHICH_ONES.fullmatch(rest) and (several := _OF_SEVERAL.match(thread.question)):
        return f"Which {several['noun']} {several['do'].lower()} {several['rest'].rstrip(' ?.!')}?"
    if whither := _WHITHER.fullmatch(rest):
        return _ending(reask(whither["ask"], thread), whither["prep"])
    if other := _OTHER_ONE.match(rest):
        return _with_other_one(other["which"], thread)
    if asked := _ASKED_PHRASE.fullmatch(rest):
        return _with_phrase(asked["prep"], asked["what"], thread)
    elliptical = bool(match and match["about"]) or bool(_JOINS.match(question))
    phrase = _PREPOSITION.fullmatch(rest)
    if not (elliptical or phrase) or ASKS.search(rest) or len(rest.split()) > 8:
        return None
    if phrase:
        return _with_phrase(phrase["prep"], phrase["what"], thread)
    return _with_swap(rest, thread)


def _ending(question: str, preposition: str) -> str:
    """A question with a preposition at the end of what it asks: "Where were they sent to?"."""
    asked, mark, topics = question.rstrip(" ?.!").partition(REGARDING)
    return f"{asked} {preposition}{mark}{topics}?"


def _with_other_one(which: str, thread: Thread) -> str | None:
    """The question before about another of the same: "And the Austrian one?"."""
    before = thread.question
    named = (_QUALIFIED if which[0].isupper() or which == "other" else _DESCRIBED).search(before)
    return None if named is None else f"{before[: named.start()]}{which}{before[named.end() :]}"


def reask(ask: str, thread: Thread) -> str:
    """The question before with another question word: "Why?" after "When did they meet?"."""
    before = thread.question.rstrip(" ?.!")
    if of := _OF_WHICH.match(before):
        return f"{ask[0].upper()}{ask[1:]} {of['be']} {of['noun']} {of['rest']}?"
    asked = _ASKED.match(before)
    if asked:
        return f"{ask[0].upper()}{ask[1:]} {before[asked.end() :]}?"
    subject = re.match(r"\W*(?:who|(?:which|what)\s+(?P<noun>.+?))\s+(?=\w+ed\b)", before, re.I)
    if subject:
        answered = thread.answered_names[:1]
        who = joined(thread.side_by_side) or subject["noun"] or joined(answered) or "they"
        return f"{ask[0].upper()}{ask[1:]} is it that {who} {before[subject.end() :]}?"
    if re.match(rf"\W*(?:{AUXILIARY})\b", before, re.IGNORECASE):
        return f"{ask[0].upper()}{ask[1:]} {before[0].lower()}{before[1:]}?"
    return f"{ask[0].upper()}{ask[1:]}, regarding {thread.topic or before}?"


def _with_phrase(preposition: str, what: str, thread: Thread) -> str:
    """The question before with another phrase of time or place: "And after it?"."""
    before = thread.question.rstrip(" ?.!")
    alike = next(g for g in (_TIMES, _PLACES, (preposition.lower(),)) if preposition.lower() in g)
    dated = bool(find_dates(f"in {what}"))
    found = [
        match
        for match in _PHRASES.finditer(before)
        if match["prep"].lower() in alike and bool(find_dates(match.group())) == dated
    ]
    if not found:
        what = resolve_pronouns(what, thread)
        return f"{before} {preposition.lower()} {what}?"
    match = found[-1]
    if PRONOUN.fullmatch(what.strip()):
        what = match["what"]
    return f"{before[: match.start()]}{preposition.lower()} {what}{before[match.end() :]}?"


def ask_instead(meant: str, thread: Thread) -> str:
    """The question before with what was meant by it: "I meant the Herald"."""
    if phrase := _PREPOSITION.fullmatch(meant):
        return _with_phrase(phrase["prep"], phrase["what"], thread)
    swapped = None if _JOINED.search(meant) else _swapped(meant, thread)
    return swapped or regarding(thread.question, [meant])


def _with_swap(what: str, thread: Thread) -> str | None:
    """The question before with one of its names or dates exchanged: "And the Herald?"."""
    before = thread.question.rstrip(" ?.!")
    resolved = resolve_pronouns(resolve_ordinals(what, thread), thread)
    doing = _DOING.match(what) is not None
    if not doing and (swapped := _swapped(resolved, thread)):
        return swapped
    short = doing or carries_content(what) < STANDS
    return f"What about {resolved}: {before}?" if short else None


def _swapped(what: str, thread: Thread) -> str | None:
    """The question before with something of the same kind exchanged; None where it has none."""
    span = _alike(what, thread)
    if span is None:
        return None
    before = thread.question.rstrip(" ?.!")
    start, end = span
    if before[:start].lower().endswith(" the "):
        start -= len("the ")
    return f"{before[:start]}{what}{before[end:]}?"


def _alike(what: str, thread: Thread) -> tuple[int, int] | None:
    """Where in the question before something of the same kind stands."""
    if find_dates(what):
        dated = find_dates(thread.question)
        return (dated[-1].start, dated[-1].end) if dated else None
    if (noun := _same_noun(what, thread)) is not None:
        return noun
    named = find_names(what)
    if carries_content(what) > sum(len(name.stems) for name in named) + 1:
        return None
    country = bool(named) and is_country(named[-1].text)
    alike = [name for name in thread.asked_names if is_country(name.text) == country]
    if not named or not alike:
        return None
    return alike[0].start, alike[0].end


def _same_noun(what: str, thread: Thread) -> tuple[int, int] | None:
    """Where the question before speaks of another of the same kind: crude oil, and refined oil."""
    told = what.lower().removeprefix("the ").split()
    for phrase in thread.things:
        known = phrase.split()
        if len(told) < 2 or len(known) < 2 or known[-1].lower() != told[-1]:
            continue
        start = thread.question.find(phrase)
        start += len(phrase) - len(" ".join(known[-2:]))
        return start, start + len(" ".join(known[-2:]))
    return None
