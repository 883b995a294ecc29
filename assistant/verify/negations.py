"""What the evidence affirms the claim affirms, and what it denies the claim denies."""

from collections.abc import Iterator, Sequence

from assistant.verify.align import Alignment
from assistant.verify.fault import Fault
from assistant.verify.gaps import REACH, Gap, in_one_sentence
from assistant.verify.tokens import Token, lemma

# Words that deny without a negation: "failed to", "unable to", "lack of".
DENYING = frozenset(
    lemma(word) for word in "fail failure lack unable inability refuse decline absence".split()
)
# "Found no trace" is "did not find any trace": so far, in words, a negation may move.
_MOVES = 3


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
