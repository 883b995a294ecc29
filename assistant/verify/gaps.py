"""The stretches of a claim that were not found in the evidence, with what it has in their place.

A negation that only one of the two has is found here too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.verify.align import Alignment
from assistant.verify.fault import Fault
from assistant.verify.tokens import Token, lemma

# So many words beside a gap are looked at.
REACH = 4
# Words that deny without a negation: "failed to", "unable to", "lack of".
DENYING = frozenset(
    lemma(word) for word in "fail failure lack unable inability refuse decline absence".split()
)
# "Found no trace" is "did not find any trace": so far, in words, a negation may move.
_MOVES = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a claim that was not found, and what the evidence has in its place.

    `dropped` says that the evidence's words are a whole clause that the claim leaves out; `near`
    are its words on both sides where the alignment goes elsewhere. `sentences` are those of the
    evidence that stand around it; `ends_open` says that a clause begins where the two meet again.
    `at` is the gap's place among the claim's tokens; `then` the claim's token behind it, if any.
    """

    claim: Sequence[Token]
    evidence: Sequence[Token]
    near: Sequence[Token] = ()
    dropped: bool = False
    sentences: frozenset[int] = frozenset()
    ends_open: bool = False
    at: int = 0
    then: Token | None = None


def find_gaps(alignment: Alignment) -> Iterator[Gap]:
    """The stretches of a claim that were not found, or in whose place more stands."""
    found = [at for at, place in enumerate(alignment.places) if place is not None]
    if not found:
        yield Gap(alignment.claim, ())
        return
    first, last = found[0], found[-1]
    if first:
        around = _sentences_at(alignment, first)
        then = alignment.claim[first]
        there = before_place(alignment, first)
        yield Gap(alignment.claim[:first], there, sentences=around, then=then)
    for left, right in pairwise(found):
        gap = _gap_between(alignment, left, right)
        if gap.claim or gap.evidence:
            yield gap
    if last + 1 < len(alignment.claim):
        around = _sentences_at(alignment, last)
        at = last + 1
        yield Gap(alignment.claim[at:], behind_place(alignment, last), sentences=around, at=at)


def _gap_between(alignment: Alignment, left: int, right: int) -> Gap:
    start, end = _place(alignment, left), _place(alignment, right)
    at, then = left + 1, alignment.claim[right]
    missing = alignment.claim[at:right]
    tokens = alignment.tokens
    around = _sentences_at(alignment, left, right)
    if end > start and in_one_sentence(alignment, start, end):
        between = tokens[start + 1 : end]
        dropped = bool(between) and between[0].opens and tokens[end].opens
        return Gap(missing, between, (), dropped, around, tokens[end].opens, at, then)
    near = [*behind_place(alignment, left), *before_place(alignment, right)]
    return Gap(missing, (), near=near, sentences=around, at=at, then=then)


def _place(alignment: Alignment, at: int) -> int:
    """The place of a token that has one."""
    place = alignment.places[at]
    return -1 if place is None else place


def _sentences_at(alignment: Alignment, *found: int) -> frozenset[int]:
    return frozenset(alignment.piece.sentence_of[_place(alignment, at)] for at in found)


def before_place(alignment: Alignment, at: int) -> Sequence[Token]:
    """The evidence's words in front of where a token of the claim was found."""
    place = _place(alignment, at)
    starts = [
        p for p in range(max(0, place - REACH), place) if in_one_sentence(alignment, p, place)
    ]
    return [alignment.tokens[p] for p in starts]


def behind_place(alignment: Alignment, at: int) -> Sequence[Token]:
    """Those behind it."""
    place = _place(alignment, at)
    last = min(len(alignment.tokens), place + 1 + REACH)
    return [
        alignment.tokens[p] for p in range(place + 1, last) if in_one_sentence(alignment, p, place)
    ]


def in_one_sentence(alignment: Alignment, left: int, right: int) -> bool:
    """Whether two places of the evidence are in one sentence."""
    return alignment.piece.sentence_of[left] == alignment.piece.sentence_of[right]


def find_negations(gaps: Sequence[Gap], alignment: Alignment) -> Iterator[Fault]:
    """A negation that only one of the two has, and that did not move within its phrase."""
    added = [gap for gap in gaps if _is_added(gap)]
    lost = [gap for gap in gaps if _is_lost(gap)]
    for gap in added:
        moved = any(_are_near(gap, other) for other in lost)
        if not moved and not _negated_before(gap, alignment):
            mine = _negations(gap.claim)
            why = f"the answer says “{mine[0].text}”, the excerpt does not"
            yield Fault("negation", why, mine[0].start, mine[-1].end)
    for gap in lost:
        if not any(_are_near(gap, other) for other in added):
            there = _negations(gap.evidence)[0].text
            at = gap.claim[0].start if gap.claim else 0
            why = f"the excerpt says “{there}”, the answer does not"
            yield Fault("negation", why, at, at, there)


def _is_added(gap: Gap) -> bool:
    theirs = [] if gap.dropped else _negations(gap.evidence)
    rivals = [*theirs, *_negations(gap.near)]
    return len(_negations(gap.claim)) > len(rivals) and not _denies([*gap.evidence, *gap.near])


def _is_lost(gap: Gap) -> bool:
    theirs = [] if gap.dropped or len(gap.evidence) > REACH else _negations(gap.evidence)
    return bool(theirs) and not _negations(gap.claim) and not _denies(gap.claim)


def _negated_before(gap: Gap, alignment: Alignment) -> bool:
    """Whether the evidence denies the word in front of a gap: "has not found" for "found no"."""
    place = alignment.places[gap.at - 1] if gap.at else None
    if place is None:
        return False
    return any(
        alignment.tokens[at].is_negation and at not in alignment.places
        for at in range(max(0, place - REACH), place)
        if in_one_sentence(alignment, at, place)
    )


def _are_near(left: Gap, right: Gap) -> bool:
    first, second = sorted((left, right), key=lambda gap: gap.at)
    return second.at - (first.at + len(first.claim)) <= _MOVES


def _negations(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.is_negation]


def _denies(tokens: Sequence[Token]) -> bool:
    return any(token.key in DENYING for token in tokens)
