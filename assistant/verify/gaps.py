"""The stretches of a claim that were not found in the evidence, with what it has in their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.verify.align import Alignment
from assistant.verify.tokens import Token

# So many words beside a gap are looked at.
REACH = 4


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
