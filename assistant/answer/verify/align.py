"""A claim's tokens laid beside those of the evidence from which they come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer.verify.dates import same_mention
from assistant.answer.verify.evidence import Indexed
from assistant.answer.verify.tokens import Token
from assistant.text.dates import DateMention
from assistant.text.numbers import Number, same_number
from assistant.text.quotes import is_saying

# What a step of the alignment is worth or costs. A word found is worth its weight, one not found
# costs some; going on with the next word is free, passing words over costs a little, and going
# elsewhere costs more than one word is worth, so that no exchanged word is fetched from afar.
_WORTH = 1.0
_WORTH_HARMLESS = 0.12
_MISSED = 0.35
_MISSED_HARMLESS = 0.03
_SKIP = 0.25
_SKIP_EACH = 0.03
_JUMP = 2.2
_JUMP_TO_CLAUSE = 1.6
_FAR = -1e9
_FEW = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each token of a claim its place among the evidence's tokens, None where it has none."""

    claim: Sequence[Token]
    piece: Indexed
    places: tuple[int | None, ...]

    @property
    def tokens(self) -> Sequence[Token]:
        """The evidence's tokens."""
        return self.piece.tokens


def align(claim: Sequence[Token], piece: Indexed) -> Alignment:
    """The best way to read a claim out of the evidence, token by token.

    A dynamic programme over the places of the evidence (Viterbi): its state is the place last
    read. Small words are only looked for beside the words that carry the claim.
    """
    scores = np.full(len(piece.tokens) + 1, _FAR)
    scores[-1] = 0.0  # one place more, behind all others, is where nothing was read yet
    steps: list[dict[int, int]] = []
    candidates = list(_candidates(claim, piece))
    starts = _sentence_starts(piece)
    for token, places in zip(claim, candidates, strict=True):
        missed = _MISSED_HARMLESS if token.is_harmless else _MISSED
        worth = _WORTH_HARMLESS if token.is_harmless else _WORTH
        after = scores - missed
        best = int(np.argmax(scores))
        taken: dict[int, int] = {}
        for place in places:
            came = _best_before(scores, place, starts[place], best, _jump(token, piece, place))
            if came[1] + worth > after[place]:
                after[place] = came[1] + worth
                taken[place] = came[0]
        steps.append(taken)
        scores = after
    traced = _without_fetched(claim, piece, _trace(scores, steps))
    return Alignment(claim, piece, _extended(claim, piece, traced))


def _extended(
    claim: Sequence[Token], piece: Indexed, places: tuple[int | None, ...]
) -> tuple[int | None, ...]:
    """The same with words that go on a run to its left or right, which cost a step to begin."""
    found = list(places)
    for at in [*range(len(claim) - 1, -1, -1), *range(len(claim))]:
        for beside, step in ((at + 1, -1), (at - 1, 1)):
            place = found[beside] if 0 <= beside < len(claim) else None
            if found[at] is not None or place is None:
                continue
            wanted = place + step
            if (
                0 <= wanted < len(piece.tokens)
                and wanted not in found
                and piece.tokens[wanted].key == claim[at].key
                and piece.sentence_of[wanted] == piece.sentence_of[place]
            ):
                found[at] = wanted
    return tuple(found)


def _best_before(
    scores: NDArray[np.float64], place: int, start: int, best: int, jump: float
) -> tuple[int, float]:
    """The place from which one comes best to `place`, and the score that one brings."""
    came, score = best, float(scores[best]) - jump
    if place > start:
        behind = scores[start:place] - _SKIP - _SKIP_EACH * np.arange(place - start, 0, -1)
        near = int(np.argmax(behind))
        if behind[near] > score:
            came, score = start + near, float(behind[near])
        if scores[place - 1] > score:
            came, score = place - 1, float(scores[place - 1])
    return came, score


def _jump(token: Token, piece: Indexed, place: int) -> float:
    return _JUMP_TO_CLAUSE if token.opens and piece.tokens[place].opens else _JUMP


def _without_fetched(
    claim: Sequence[Token], piece: Indexed, places: tuple[int | None, ...]
) -> tuple[int | None, ...]:
    """The same without a few words fetched from elsewhere, unless they are a clause there.

    An exchanged name may stand elsewhere word for word; that makes it no part of this sentence.
    """
    kept = list(places)
    runs = list(_runs(places, piece))
    for at, run in enumerate(runs):
        telling = [token for token in run if not claim[token].is_harmless]
        if len(telling) > _FEW or len(runs) == 1:
            continue
        first, last = kept[run[0]] or 0, kept[run[-1]] or 0
        begins = piece.tokens[first].marked or at == 0
        ends = last + 1 == len(piece.tokens) or piece.tokens[last + 1].marked
        ends = ends or any(is_saying(claim[token].text) for token in run)
        if not (begins and (ends or at == len(runs) - 1)) or not _parted(claim, run, at, len(runs)):
            for token in run:
                kept[token] = None
    return tuple(kept)


def _runs(places: Sequence[int | None], piece: Indexed) -> Iterator[list[int]]:
    """The claim's tokens in stretches that are read on within one sentence."""
    run: list[int] = []
    before = -1
    for at, place in enumerate(places):
        if place is None:
            continue
        goes_on = place > before >= 0 and piece.sentence_of[place] == piece.sentence_of[before]
        if run and not goes_on:
            yield run
            run = []
        run.append(at)
        before = place
    if run:
        yield run


def _parted(claim: Sequence[Token], run: list[int], at: int, count: int) -> bool:
    """Whether the claim itself parts a stretch from what stands before and behind it."""
    begins = at == 0 or claim[run[0]].opens
    ends = at == count - 1 or any(token.opens for token in claim[run[-1] + 1 : run[-1] + 3])
    return begins and ends


def _trace(scores: NDArray[np.float64], steps: list[dict[int, int]]) -> tuple[int | None, ...]:
    places: list[int | None] = []
    at = int(np.argmax(scores))
    for taken in reversed(steps):
        if at in taken:
            places.append(at)
            at = taken[at]
        else:
            places.append(None)
    return tuple(reversed(places))


def _candidates(claim: Sequence[Token], piece: Indexed) -> Iterator[list[int]]:
    """Where each token of the claim may be read."""
    telling = [[] if token.is_harmless else list(_places_of(token, piece)) for token in claim]
    near = [set[int]() for _ in claim]
    for at, places in enumerate(telling):
        for other in range(max(0, at - 4), min(len(claim), at + 5)):
            near[other].update(
                place + other - at + d for place in places for d in (-2, -1, 0, 1, 2)
            )
    for at, token in enumerate(claim):
        if token.is_harmless:
            yield [p for p in piece.places.get(token.key, ()) if p in near[at]]
        else:
            yield telling[at]


def _places_of(token: Token, piece: Indexed) -> Iterator[int]:
    yield from piece.places.get(token.key, ())
    if token.kind in ("number", "date"):
        for at, other in enumerate(piece.tokens):
            if other.kind == token.kind and other.key != token.key and _same_value(token, other):
                yield at


def _same_value(mine: Token, theirs: Token) -> bool:
    if isinstance(mine.value, Number) and isinstance(theirs.value, Number):
        return same_number(mine.value, theirs.value)
    if isinstance(mine.value, DateMention) and isinstance(theirs.value, DateMention):
        return same_mention(mine.value, theirs.value) or same_mention(theirs.value, mine.value)
    return False


def _sentence_starts(piece: Indexed) -> list[int]:
    """For each token the first token of its sentence."""
    starts: list[int] = []
    for at, sentence in enumerate(piece.sentence_of):
        starts.append(starts[-1] if at and piece.sentence_of[at - 1] == sentence else at)
    return starts
