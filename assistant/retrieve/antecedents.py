"""What a pronoun of a follow-up may stand for: the first that agrees with it, or none."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.retrieve.kinds import is_body
from assistant.retrieve.phrases import NEWS, NO_NOUN, in_plural, is_plural, noun_phrases
from assistant.retrieve.thread import REGARDING, Thread, joined
from assistant.text.dates import find_dates
from assistant.text.names import is_country
from assistant.text.verbs import verbs_in
from assistant.text.words import words

_PASSIVE = re.compile(r"\W*(?:when|where|why|how)\s+(?:is|are|was|were)\b", re.IGNORECASE)
_EVENT = 2  # so many of its words tell which
_FEW = 4  # names that one says in a row
_WHERE = re.compile(r"\W*where\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Use:
    """How a pronoun is used: as the subject, as somebody who does or owns something, and which.

    `told` says that it stands behind "about" or another preposition, `happens` that it is said of
    it that it took place or began.
    """

    subject: bool
    acts: bool
    told: bool
    happens: bool
    word: str


def _person(thread: Thread, use: Use) -> str | None:
    """Who "she" may be: whom the question asks for, or names, or somebody from before it."""
    speaker = [thread.asked.speaker] if thread.asked.speaker else []
    named = [*thread.people_asked, *(name.text for name in thread.asked_names)]
    named = [*speaker, *sorted(named, key=lambda name: name not in thread.itself)]
    told = [name for name in named if _may_be_one(thread, name)]
    if thread.office in thread.people and not any(name in thread.itself for name in told):
        told.insert(0, thread.office)
    found = [*thread.people, *told] if thread.asked.sought == "person" else [*told, *thread.people]
    return next(iter(found), None)


def _may_be_one(thread: Thread, name: str) -> bool:
    """Whether a name may be a person's by what it is not: a body, a country, where it was."""
    if name in thread.people:
        return True
    known = name in (n.text for n in thread.asked_names) and len(name.split()) == 1
    other = is_country(name) or is_body(name) or thread.is_where(name)
    other = other or thread.is_owned(name) or name in (thread.office or "")
    return known and not other and f"the {name}".lower() not in thread.question.lower()


def _several(thread: Thread, use: Use) -> str | None:
    """What "they" may be: what was listed, who does something, or what is in the plural."""
    if thread.asked.kind == "list" and 0 < len(thread.listed) <= _FEW:
        return joined(thread.listed)
    if (told := _told(thread)) is not None:
        return told
    acting = [phrase for phrase in _acting(thread) if use.acts]
    side = thread.asked_side_by_side or thread.things_side_by_side
    if side and not thread.speakers & set(acting):
        return joined(side)
    plural = [p for p in thread.things if is_plural(p) and not thread.is_owned(p)]
    bodies = [phrase for phrase in thread.things if is_body(phrase)]
    named = [phrase for phrase in thread.things if phrase.endswith("s") and not phrase.islower()]
    if found := acting or plural or bodies or named or _in_general(thread):
        return found[0]
    return _several(thread.before, use) if thread.before is not None else None


def _told(thread: Thread) -> str | None:
    """Who it was, where the question asked for that: several, or a body of people."""
    names = thread.answered_names
    if not names and thread.asked.sought == "person":
        return next(filter(is_plural, noun_phrases(thread.answer.lower())), None)
    if thread.asked.sought not in ("person", "organisation") or not 0 < len(names) <= _FEW:
        return None
    one = len(names) == 1 and thread.asked.sought == "person" and not is_body(names[0])
    return None if one else joined(names)


def _in_general(thread: Thread) -> list[str]:
    """Those of whom a question speaks as one of many, and the answer as of many: "a marshal"."""
    one = [p for p in thread.things if p.islower() and not (is_plural(p) or thread.is_owned(p))]
    several = (in_plural(phrase) for phrase in one if not phrase.startswith("the "))
    answered = {word.text.lower() for word in words(thread.answer)}
    return [phrase for phrase in several if phrase.split()[-1] in answered]


def _acting(thread: Thread) -> list[str]:
    """Those of a question who can do something together: who speaks, or a body that is named."""
    speaker = thread.asked.speaker
    told = [speaker] if speaker and not _may_be_one(thread, speaker) else []
    return told + [phrase for phrase in thread.things if is_body(phrase)]


def _thing(thread: Thread, use: Use) -> str | None:
    if use.happens:
        return _happening(thread)
    if (answered := _answered(thread)) is not None:
        return answered
    things = _that_may_be_it(thread)
    if not things and thread.itself != thread.question:
        return next(iter(_topics_that_may_be_it(thread)), None)
    head = thread.asked.head if thread.asked.sought == "thing" else None
    if head and head in thread.question and _is_one_thing(head):
        return next((p for p in things if p.lower().split()[-1] == head), f"the {head}")
    if not things:
        return _thing_before(thread, use)
    named = [p for p in things if any(name.text in p for name in thread.asked_names)]
    if use.subject:
        return next(iter(named), things[0])
    return things[0] if _PASSIVE.match(thread.question) else things[-1]


def _is_one_thing(head: str) -> bool:
    return not is_plural(head) and head not in NO_NOUN and [head] not in NEWS


def _answered(thread: Thread) -> str | None:
    """The one thing that was told: the body or place asked for, or whose head somebody is."""
    sought, names = thread.asked.sought, thread.answered_names
    if sought == "person" and not thread.things:
        names = [name for name in names if name not in thread.people]
        return names[0] if len(names) == 1 else None
    asked = sought in ("organisation", "place") and not _WHERE.match(thread.question)
    one = len(names) == 1 and len(thread.listed) < 2 and thread.defined is None
    return names[0] if asked and one else None


def _happening(thread: Thread) -> str | None:
    """What may have happened or begun: no body of people, and none of several."""
    found = [
        phrase
        for phrase in (*thread.things, *thread.topics)
        if not (is_body(phrase) or is_plural(phrase) or is_country(phrase))
        and phrase not in thread.people
    ]
    if found or thread.before is None:
        return next(iter(found), None)
    return _happening(thread.before)


def _thing_before(thread: Thread, use: Use) -> str | None:
    """What "it" is where the question holds no thing: its last name, or what came before it."""
    told = thread.leans or bool(verbs_in(thread.question))
    unlikely = thread.speakers | frozenset(thread.people if told else ())
    if thread.happened:
        return thread.happened[0]
    others = [name.text for name in thread.asked_names if name.text not in unlikely]
    beside = [name for name in others if not thread.is_where(name)]
    if beside or thread.before is None:
        return next(reversed(beside or others), None)
    told_of = next(iter(_topics_that_may_be_it(thread)), None) if use.told else None
    return told_of or _thing(thread.before, use) or next(reversed(others), None)


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
    elsewhere = [phrase for phrase in things if not thread.is_where(phrase)]
    things = elsewhere if elsewhere or thread.before is not None else things
    leant = REGARDING in thread.question and all(map(is_country, things))
    return [] if leant else things


def _topics_that_may_be_it(thread: Thread) -> list[str]:
    """The topics that are neither persons nor several, countries last."""
    topics = [t for t in thread.topics if t not in thread.people and not is_plural(t)]
    return sorted(topics, key=is_country)


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
