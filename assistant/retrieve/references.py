"""What a follow-up's words refer to: pronouns, ordinals and demonstratives put in their place."""

import re
from collections.abc import Callable, Sequence

from assistant.retrieve.thread import Thread, noun_phrases
from assistant.text.dates import find_dates
from assistant.text.names import find_names
from assistant.text.words import words

AUXILIARY = (
    r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must"
)
_ORDINAL = re.compile(
    r"\bthe\s+(?:(?P<rank>first|second|third|fourth|fifth|last|other)"
    r"(?:\s+(?:one|of\s+(?:them|these|those|the\s+\w+))\b|(?=['’]s\b|\s*[?.!]|$))"
    r"|(?P<pair>former|latter)\b(?:\s+one\b)?)",
    re.IGNORECASE,
)
_RANKS = {"first": 0, "former": 0, "second": 1, "latter": 1, "other": 1, "third": 2, "fourth": 3,
          "fifth": 4, "last": -1}  # fmt: skip
PRONOUN = re.compile(
    r"\b(?P<person>he|him|his|she|her|hers|himself|herself)\b(?!['’]s\b)"
    r"|\b(?P<many>they|them|their|theirs|themselves)\b"
    r"|\b(?P<thing>it|its|itself)\b"
    r"|\b(?P<place>there)\b(?!\s+(?:is|are|was|were|be|been|any|a|an|some|more|other|to|someone)\b)"
    r"|\b(?P<that>this|that|these|those)\b(?=\s*[?!,]|\W*$|\s+(?:mean|happen|work|change)\b)",
    re.IGNORECASE,
)
_IDLE_IT = re.compile(
    r"\bit(?:['’]s|\s+is|\s+was)?\s+(?:\w+ly\s+|ever\s+|still\s+|not\s+)?(?:possible|true|necessary|legal|illegal|likely"
    r"|ok|okay|worth|important|safe|hard|easy|better|best|common|normal|take[sn]?(?!\s+place)|rains?|snows?"
    r"|seems?|clear|known|said|reported|okay|just|only|that|to|how|why|when|what|who|where|make\s+sense"
    r"|\w+er\s+to)\b",
    re.IGNORECASE,
)
_IDLE_THERE = re.compile(
    rf"\b(?:{AUXILIARY})\s+there\b(?!\s*(?:[?.!]|$))"
    r"|\b(?:how\s+m\w+|what|which|any)\b.*\b(?:is|are|was|were)\s+there\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:go|went|gone|send|sent|come|came|travel\w*|fl[ey]w?|move[ds]?|return\w*)\s*$", re.I
)
_NOUN_THAT = re.compile(
    r"\b(?P<which>this|that|these|those|the\s+same|such)\s+(?P<noun>[a-z][\w-]+)", re.I
)
_PASSIVE = re.compile(r"\W*(?:when|where|why|how)\s+(?:is|are|was|were)\b", re.IGNORECASE)
_HOW_MANY = re.compile(rf"\bhow many\b(?=\s+(?:{AUXILIARY})\b)", re.IGNORECASE)
_WHERE = re.compile(r"\W*where\b", re.IGNORECASE)
_OWNING = frozenset("his its their hers theirs".split())
_SECOND_CLAUSE = re.compile(
    r"[,;:?.!]|\b(?:and|or|but|if|when|because|that|who|which|while)\b", re.I
)


def add_counted(question: str, thread: Thread) -> str:
    """What "how many" counts, where only the question before says it: "How many did it make?"."""
    head = thread.asked.head
    if thread.asked.sought != "count" or head is None:
        return question
    phrases = [re.sub(r"^many\s+", "", phrase) for phrase in thread.things]
    counted = next((phrase for phrase in phrases if phrase.lower().endswith(head)), head)
    return _HOW_MANY.sub(lambda match: f"{match.group()} {counted}", question)


def resolve_ordinals(question: str, thread: Thread) -> str:
    """The question with "the second one" replaced by the second of what was listed."""

    def named(match: re.Match[str]) -> str:
        rank = _RANKS[(match["rank"] or match["pair"]).lower()]
        listed = thread.listed
        return listed[rank] if listed and rank < len(listed) else match.group()

    return _ORDINAL.sub(named, question)


def resolve_pronouns(question: str, thread: Thread) -> str:
    """The question with the first pronoun of each kind replaced by what it refers to."""
    done: set[str] = set()

    def named(match: re.Match[str]) -> str:
        kind = str(match.lastgroup)
        if kind in done or _refers_inside(question, match) or _is_idle(question, match):
            return match.group()
        found = _REFERENTS[kind](thread, _is_subject(question, match))
        if not found:
            return match.group()
        done.add(kind)
        return _inflected(found, match, question)

    return PRONOUN.sub(named, question)


def _refers_inside(question: str, match: re.Match[str]) -> bool:
    """Whether what a pronoun refers to stands in front of it in the same question."""
    before = question[: match.start()]
    if match["person"]:
        return bool(find_names(before)) or bool(re.search(r"\b(?:someone|anyone|person)\b", before))
    clauses = _SECOND_CLAUSE.split(before)
    return len(clauses) > 1 and bool(noun_phrases(" ".join(clauses[:-1])))


def _is_idle(question: str, match: re.Match[str]) -> bool:
    if match["thing"]:
        return _IDLE_IT.match(question, match.start()) is not None
    if match["place"]:
        return any(idle.end() == match.end() for idle in _IDLE_THERE.finditer(question))
    return False


def _is_subject(question: str, match: re.Match[str]) -> bool:
    """Whether a pronoun stands where the subject does: right behind an auxiliary, or first."""
    before = question[: match.start()]
    return not before.strip() or bool(re.search(rf"\b(?:{AUXILIARY})\s+$", before, re.IGNORECASE))


def _inflected(found: str, match: re.Match[str], question: str) -> str:
    pronoun = match.group().lower()
    owns = pronoun in _OWNING or (pronoun == "her" and _noun_follows(question, match.end()))
    if match["place"]:
        found = ("to " if _GOING.search(question[: match.start()]) else "in ") + found
    if owns:
        found = found + ("'" if found.endswith("s") else "'s")
    return found[0].upper() + found[1:] if match.group()[0].isupper() else found


def _noun_follows(question: str, at: int) -> bool:
    following = next(words(question, at), None)
    return following is not None and not following.is_stop


def _person(thread: Thread, subject: bool) -> str | None:
    return next(iter(thread.people), None)


def _several(thread: Thread, subject: bool) -> str | None:
    if thread.asked.kind == "list" and thread.listed:
        return joined(thread.listed)
    plural = [phrase for phrase in thread.things if phrase.endswith("s") and " " in phrase]
    return next(iter(plural), None) or _thing(thread, subject)


def _thing(thread: Thread, subject: bool) -> str | None:
    sought = thread.asked.sought in ("organisation", "place") and not _WHERE.match(thread.question)
    if sought and len(thread.answered_names) == 1 and len(thread.listed) < 2:
        return thread.answered_names[0]
    things = _that_may_be_it(thread)
    head = thread.asked.head if thread.asked.sought == "thing" else None
    if head:
        return next((p for p in things if p.lower().split()[-1] == head), f"the {head}")
    if not things:
        others = [n.text for n in thread.asked_names if n.text != thread.asked.speaker]
        return next(reversed(others), None)
    named = [p for p in things if any(name.text in p for name in thread.asked_names)]
    if subject:
        return next(iter(named), things[0])
    return things[0] if _PASSIVE.match(thread.question) else things[-1]


def _that_may_be_it(thread: Thread) -> list[str]:
    """The things of the question without its days, who speaks, and where it was, if more remain."""
    speaker = thread.asked.speaker or ""
    things = [
        phrase
        for phrase in thread.things
        if phrase != speaker and not any(d.text == phrase for d in find_dates(f"in {phrase}"))
    ]
    elsewhere = [phrase for phrase in things if not thread.is_where(phrase)]
    return [phrase for phrase in elsewhere if not _is_many(phrase)] or elsewhere or things


def _is_many(phrase: str) -> bool:
    return phrase.islower() and phrase.endswith(("s", "people")) and not phrase.endswith("ss")


def _place(thread: Thread, subject: bool) -> str | None:
    return next(iter(thread.places), None)


_REFERENTS: dict[str, Callable[[Thread, bool], str | None]] = {
    "person": _person,
    "many": _several,
    "thing": _thing,
    "place": _place,
    "that": _thing,
}


def resolve_demonstratives(question: str, thread: Thread) -> str:
    """Demonstratives: "that resolution" as the resolution that the question before spoke of."""

    def named(match: re.Match[str]) -> str:
        noun = match["noun"].lower()
        full = [p for p in thread.things if p.lower().split()[-1] == noun and " " in p]
        if full:
            return full[-1] + _added(full[-1], thread)
        return thread.called(noun) or match.group()

    return _NOUN_THAT.sub(named, question)


def _added(phrase: str, thread: Thread) -> str:
    """What a preposition and a name add to a phrase: " on Haiti" to "the resolution"."""
    after = thread.question[thread.question.find(phrase) + len(phrase) :]
    link = re.match(r"\s+(?:on|of|for|against|about|in|between)\s+(?:the\s+)?", after)
    names = find_names(after)
    if link is None or not names or names[0].start != link.end():
        return ""
    return after[: names[0].end]


def joined(names: Sequence[str]) -> str:
    """`A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
