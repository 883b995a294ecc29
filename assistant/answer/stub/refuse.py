"""Reasons to doubt that what was found answers the question, each in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.stub.features import SPOKEN, Scored
from assistant.answer.stub.office import holder
from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.speech import is_named
from assistant.answer.stub.terms import Term, coverage, covers
from assistant.answer.stub.types import counts_head, holds, names_in
from assistant.text.names import is_country
from assistant.text.question import Question

_SOUGHT = {
    "person": "who that is",
    "organisation": "which one that is",
    "place": "where that is",
    "date": "when that was",
    "duration": "how long that took",
    "count": "how many there are",
    "money": "how much money that is",
    "percent": "what share that is",
    "measure": "the measure asked for",
    "reason": "why that is",
    "quotation": "what was said about it",
}
_TYPED = frozenset({"measure", "money", "percent", "count", "duration", "date"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the excerpts may not hold the answer, and by what it lessens the confidence."""

    reason: str
    factor: float


def find_doubt(question: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> Doubt | None:
    """The gravest doubt, or None: a name that stands nowhere near, a type that is not there."""
    doubts = [
        doubt
        for look in (_unnamed, _unheld, _untyped, _uncounted, _unsaid, _off_topic)
        if (doubt := look(question, terms, ranked)) is not None
    ]
    return min(doubts, key=lambda doubt: doubt.factor, default=None)


def _unnamed(question: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> Doubt | None:
    """A name of the question stands neither in the best sentences nor around them."""
    if question.kind in {"compare", "summary"}:
        return None
    near = max(
        (s.sentence.stems | s.sentence.stems_before | s.sentence.titled for s in ranked[:2]),
        key=lambda stems: coverage([term for term in terms if term.named], stems),
    )
    around = frozenset().union(*(s.sentence.around for s in ranked[:3]))
    for term in terms:
        if term.named and not covers(term, around):
            return Doubt(f"“{term.text}” stands in none of the excerpts that come near", 0.2)
    best = ranked[0].sentence
    for term in terms:
        if term.named and is_country(term.text) and not covers(term, near) and _other_country(best):
            return Doubt(f"what comes near is about another country than “{term.text}”", 0.4)
        if term.named and not covers(term, near):
            return Doubt(f"the excerpts that come near say nothing of “{term.text}” there", 0.6)
    return None


def _other_country(sentence: Sentence) -> bool:
    return any(is_country(name.text) for name in names_in(sentence.text))


def _unheld(question: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> Doubt | None:
    """Nobody is called what the question calls the one it asks for."""
    held = max(holder(question, terms, scored.sentence) for scored in ranked[:3])
    return None if held >= 0.65 else Doubt("the excerpts give no one's name for that", 0.3)


def _untyped(question: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> Doubt | None:
    """Nothing of the sought type stands in the sentences that hold the question's words."""
    best = ranked[0].measures["with_before"]
    near = [s for s in ranked[:4] if s.measures["with_before"] >= 0.75 * best]
    if any(holds(question, s.sentence.text) for s in near):
        return None
    factor = 0.2 if question.sought in _TYPED else 0.6
    return Doubt(f"the excerpts do not tell {_SOUGHT.get(question.sought, 'it')}", factor)


def _uncounted(question: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> Doubt | None:
    """No number in the best sentences counts what the question counts."""
    if question.sought != "count" or question.head is None:
        return None
    if any(counts_head(question, s.sentence.text) for s in ranked[:3]):
        return None
    return Doubt(f"the excerpts give no number of {question.head}", 0.4)


def _unsaid(question: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> Doubt | None:
    """The speaker asked for is not quoted where the question's topic stands."""
    if question.kind != "quote" or question.speaker is None:
        return None
    if not is_named(question.speaker):
        return None
    if any(s.measures["speaks"] >= SPOKEN for s in ranked):
        return None
    return Doubt(f"the excerpts do not quote {question.speaker} on that", 0.15)


def _off_topic(question: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> Doubt | None:
    """The heaviest words of the question stand nowhere in the excerpts that come near.

    That is a reason to give, no reason to doubt: how many of the words are there is measured.
    """
    if question.kind in {"compare", "summary"} or not terms:
        return None
    around = frozenset().union(*(s.sentence.around for s in ranked[:3]))
    share = coverage(terms, around)
    if share >= 0.6:
        return None
    absent = next(
        term for term in sorted(terms, key=lambda t: -t.weight) if not covers(term, around)
    )
    return Doubt(f"nothing near is about “{absent.text}”", 1.0)
