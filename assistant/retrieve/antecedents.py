"""What a pronoun of a follow-up may stand for: the first that agrees with it, or none."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.retrieve.phrases import NO_NOUN, is_plural
from assistant.retrieve.thread import Thread, joined
from assistant.text.dates import find_dates
from assistant.text.names import is_country
from assistant.text.verbs import verbs_in

_PASSIVE = re.compile(r"\W*(?:when|where|why|how)\s+(?:is|are|was|were)\b", re.IGNORECASE)
_EVENT = 2  # so many of its words tell which
_FEW = 4  # names that one says in a row
_WHERE = re.compile(r"\W*where\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Use:
    """How a pronoun is used: as the subject, as somebody who does or owns something, and which.

    `told` says that it stands behind "about" or another preposition.
    """

    subject: bool
    acts: bool
    told: bool
    word: str


def _person(thread: Thread, use: Use) -> str | None:
    """Who "she" may be: whom the question asks for, or names, or somebody from before it."""
    speaker = [thread.asked.speaker] if thread.asked.speaker else []
    named = [*thread.people_asked, *(name.text for name in thread.asked_names)]
    named = [*speaker, *sorted(named, key=lambda name: name not in thread.itself)]
    told = [name for name in named if _may_be_one(thread, name)]
    found = [*thread.people, *told] if thread.asked.sought == "person" else [*told, *thread.people]
    return next(iter(found), None)


def _may_be_one(thread: Thread, name: str) -> bool:
    """Whether a name may be a person's by what it is not: a body, a country, where it was."""
    if name in thread.people:
        return True
    known = name in (n.text for n in thread.asked_names) and len(name.split()) == 1
    other = is_country(name) or thread.is_body(name) or thread.is_where(name)
    other = other or thread.is_owned(name)
    return known and not other and f"the {name}".lower() not in thread.question.lower()


def _several(thread: Thread, use: Use) -> str | None:
    """What "they" may be: what was listed, who does something, or what is in the plural."""
    if thread.asked.kind == "list" and 0 < len(thread.listed) <= _FEW:
        return joined(thread.listed)
    acting = [phrase for phrase in _acting(thread) if use.acts]
    side = thread.things_side_by_side or thread.asked_side_by_side
    if side and not thread.speakers & set(acting):
        return joined(side)
    plural = [p for p in thread.things if is_plural(p) and not thread.is_owned(p)]
    bodies = [phrase for phrase in thread.things if thread.is_body(phrase)]
    named = [phrase for phrase in thread.things if phrase.endswith("s") and not phrase.islower()]
    if found := acting or plural or bodies or named:
        return found[0]
    return _several(thread.before, use) if thread.before is not None else None


def _acting(thread: Thread) -> list[str]:
    """Those of a question who can do something together: who speaks, or a body that is named."""
    speaker = thread.asked.speaker
    told = [speaker] if speaker and not _may_be_one(thread, speaker) else []
    return told + [phrase for phrase in thread.things if thread.is_body(phrase)]


def _thing(thread: Thread, use: Use) -> str | None:
    sought = thread.asked.sought in ("organisation", "place") and not _WHERE.match(thread.question)
    if (
        sought
        and thread.defined is None
        and len(thread.answered_names) == 1
        and len(thread.listed) < 2
    ):
        return thread.answered_names[0]
    things = _that_may_be_it(thread)
    if not things and thread.itself != thread.question:
        return next(iter(thread.topics), None)
    head = thread.asked.head if thread.asked.sought == "thing" else None
    if head and head in thread.question and not is_plural(head) and head not in NO_NOUN:
        return next((p for p in things if p.lower().split()[-1] == head), f"the {head}")
    if not things:
        return _thing_before(thread, use)
    named = [p for p in things if any(name.text in p for name in thread.asked_names)]
    if use.subject:
        return next(iter(named), things[0])
    return things[0] if _PASSIVE.match(thread.question) else things[-1]


def _thing_before(thread: Thread, use: Use) -> str | None:
    """What "it" is where the question holds no thing: its last name, or what came before it."""
    told = bool(verbs_in(thread.question))
    unlikely = thread.speakers | frozenset(thread.people if told else ())
    others = [name.text for name in thread.asked_names if name.text not in unlikely]
    if others or thread.before is None:
        return next(reversed(others), None)
    return thread.topics[0] if use.told and thread.topics else _thing(thread.before, use)


def _that_may_be_it(thread: Thread) -> list[str]:
    """The things of the question without its days, who speaks, and where it was, if more remain."""
    several = frozenset(thread.asked_side_by_side)
    things = [
        phrase
        for phrase in thread.things
        if phrase not in thread.speakers
        and phrase in thread.itself
        and phrase not in several
        and not is_plural(phrase)
        and not any(d.text == phrase for d in find_dates(f"in {phrase}"))
    ]
    return [phrase for phrase in things if not thread.is_where(phrase)] or things


def _event(thread: Thread, use: Use) -> str | None:
    """What "that" may be: all the things that the question speaks of; none that is only done."""
    if use.word in ("these", "those"):
        return _several(thread, use)
    if not (use.subject or use.told):
        return None
    told = [
        phrase
        for phrase in thread.things
        if phrase not in thread.speakers and not is_country(phrase)
    ]
    return joined(told[:_EVENT]) or None


def _place(thread: Thread, use: Use) -> str | None:
    return next(iter(thread.places), None)


REFERENTS: dict[str, Callable[[Thread, Use], str | None]] = {
    "person": _person,
    "many": _several,
    "thing": _thing,
    "place": _place,
    "that": _event,
}
