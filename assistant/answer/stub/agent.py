"""Who did it: whether somebody who is named in a sentence does what the question asks about."""

import re
from collections.abc import Sequence

from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.terms import Term
from assistant.answer.stub.types import names_in
from assistant.text.question import Question
from assistant.text.words import Word, stem, words

_NOT_DONE = frozenset("a an the of in for with no any his her its their our".split())
_BEFORE_VERBS = frozenset("to will would could may might can did not and who".split())
_REACH = 5  # words between somebody and what they do
_UNDONE = 0.2  # what a sentence is worth in which nobody does it


def agency(question: Question, terms: Sequence[Term], sentence: Sentence) -> float:
    """1 where somebody named does what "who did ...?" asks about, or nothing of the kind is asked.

    A verb of the same meaning counts: who rejects a draft may have vetoed it.
    """
    verb = _asked_of_somebody(question)
    if verb is None:
        return 1.0
    meant = next(
        (term.forms for term in terms if term.text.lower() == verb), frozenset({stem(verb)})
    )
    told = sentence.words
    asked = {w.stem for name in question.names for w in words(name)}
    people = [
        at
        for name in names_in(sentence.text)
        for at, word in enumerate(told)
        if name.start <= word.start < name.end and word.stem not in asked
    ]
    done = any(
        word.stem in meant and _is_verb(told, at, verb) and _has_agent(told, at, people)
        for at, word in enumerate(told)
    )
    return 1.0 if done else _UNDONE


def _asked_of_somebody(question: Question) -> str | None:
    """The verb behind "who" or "which ones", where those are the ones who do it."""
    if question.verb is None or question.sought not in {"person", "organisation", "place"}:
        return None
    asked = rf"\b(?:who|(?:which|what)(?:\s[\w-]+){{1,3}})\s{re.escape(question.verb)}\b"
    return question.verb if re.search(asked, question.text, re.IGNORECASE) else None


def _is_verb(told: tuple[Word, ...], at: int, verb: str) -> bool:
    """Whether a word that may be a noun ("the veto") is a verb here."""
    word, before = told[at].text, told[at - 1].text.lower() if at else ""
    if not word.islower() or (before in _NOT_DONE and not word.endswith("ing")):
        return False
    return word == verb or word.endswith(("ed", "ing", "s")) or before in _BEFORE_VERBS


def _has_agent(told: tuple[Word, ...], at: int, people: list[int]) -> bool:
    """Somebody stands shortly before the verb, or behind it with "by"."""
    behind = told[at + 1 : at + 1 + _REACH]
    by = next((at + 1 + n for n, word in enumerate(behind) if word.text.lower() == "by"), None)
    return any(at - _REACH <= person < at for person in people) or (
        by is not None and any(by < person <= by + _REACH for person in people)
    )
