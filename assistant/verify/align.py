"""Aligns the tokens of a claim with those of the evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.text.dates import DateMention
from assistant.text.numbers import Number, same_number
from assistant.text.quotes import is_saying
from assistant.verify.check_dates import same_mention
from assistant.verify.evidence import Indexed
from assistant.verify.tokens import Token

# The scores of the alignment. A word that is found adds to the score, one that is not found costs.
# Continuing with the next word is free, skipping words costs a little, and a jump elsewhere costs
# more than one word adds, so that no exchanged word is matched far away.
_WORTH = 1.0
_WORTH_HARMLESS = 0.12
_MISSED = 0.35
_MISSED_HARMLESS = 0.03
_SKIP = 0.25
_SKIP_EACH = 0.03
_JUMP = 2.2
_JUMP_TO_CLAUSE = 1.6
_FAR = -1e9
_APART = 1e4
_BEGINNING = -1
_SKIPPED = -2
_FEW = 3
# Small words are matched this near to content words, unless those are very frequent.
_BESIDE = 3
_TOO_COMMON = 60

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
_NOWHERE: Places = np.array([], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each token of a claim its position among the evidence's tokens, or None."""

    claim: Sequence[Token]
    piece: Indexed
    places: tuple[int | None, ...]

    @property
    def tokens(self) -> Sequence[Token]:
        """The evidence's tokens."""
        return self.piece.tokens


def align(claim: Sequence[Token], piece: Indexed) -> Alignment:
    """The best alignment of a claim with the evidence, token by token.

    Viterbi over the positions of the evidence; the state is the position of the last match. Small
    words are only matched beside content words.
    """
    candidates = list(_candidates(claim, piece))
    field = _Field.of(piece, candidates)
    if not len(field.places):
        return Alignment(claim, piece, (None,) * len(claim))
    traced = _trace(list(_steps(claim, candidates, field)), field)
    return Alignment(claim, piece, _without_fetched(claim, piece, traced))


@dataclass(frozen=True, slots=True)
class _Field:
    """The positions that any token can match, in order, with their sentences and clause starts."""

    places: Places
    sentences: Places
    openings: NDArray[np.bool_]

    @classmethod
    def of(cls, piece: Indexed, candidates: Sequence[Places]) -> "_Field":
        places = np.unique(np.concatenate([_NOWHERE, *candidates]))
        sentences = [piece.sentence_of[place] for place in places]
        opens = [piece.tokens[place].opens for place in places]
        return cls(places, np.array(sentences, dtype=np.int64), np.array(opens, dtype=bool))


@dataclass(frozen=True, slots=True)
class _Step:
    """One token: the scores before it, and the predecessor of each of its spots.

    A spot is an index into the field's places. `came` maps a spot to the one before it, to
    `_BEGINNING` at the beginning of the claim, to `_SKIPPED` where words were skipped. `last` is
    the best spot after the step.
    """

    scores: Floats
    came: dict[int, int]
    last: int


def _steps(claim: Sequence[Token], candidates: Sequence[Places], field: _Field) -> Iterator[_Step]:
    """The forward pass, one step for each token."""
    scores = np.full(len(field.places), _FAR)
    nothing_yet = 0.0
    for token, places in zip(claim, candidates, strict=True):
        missed = _MISSED_HARMLESS if token.is_harmless else _MISSED
        worth = _WORTH_HARMLESS if token.is_harmless else _WORTH
        best = int(scores.argmax())
        best = best if scores[best] > nothing_yet else _BEGINNING
        top = nothing_yet if best == _BEGINNING else float(scores[best])
        after = scores - missed
        came: dict[int, int] = {}
        if len(places):
            spots = np.searchsorted(field.places, places)
            values, origins = _ways(token, field, spots, scores, top, best)
            better = values + worth > after[spots]
            after[spots[better]] = values[better] + worth
            came = dict(zip(spots[better].tolist(), origins[better].tolist(), strict=True))
        nothing_yet -= missed
        last = int(after.argmax())
        yield _Step(scores, came, last if after[last] > nothing_yet else _BEGINNING)
        scores = after


def _ways(
    token: Token, field: _Field, spots: Places, scores: Floats, top: float, best: int
) -> tuple[Floats, Places]:
    """For each spot the best score on arrival, and the spot before it."""
    places, sentences = field.places[spots], field.sentences[spots]
    clause = field.openings[spots] & token.opens
    jumped = top - np.where(clause, _JUMP_TO_CLAUSE, _JUMP)
    # The best spot before in the same sentence: a running maximum, sentences set far apart.
    spread = scores + _SKIP_EACH * field.places + _APART * field.sentences
    before = np.maximum(spots - 1, 0)
    inside = (spots > 0) & (field.sentences[before] == sentences)
    running = np.maximum.accumulate(spread)[before]
    skipped = running - _APART * sentences - _SKIP - _SKIP_EACH * places
    skipped = np.where(inside, skipped, _FAR)
    beside = np.where(inside & (field.places[before] == places - 1), scores[before], _FAR)
    values = np.maximum(np.maximum(jumped, skipped), beside)
    origins = np.where(values == beside, before, np.where(values == skipped, _SKIPPED, best))
    return values, origins


def _trace(steps: Sequence[_Step], field: _Field) -> tuple[int | None, ...]:
    """The backward pass: the positions, from the last step to the first."""
    places: list[int | None] = []
    spot = steps[-1].last if steps else _BEGINNING
    for step in reversed(steps):
        if spot not in step.came:
            places.append(None)
            continue
        places.append(int(field.places[spot]))
        origin = step.came[spot]
        spot = _skipped_from(step.scores, field, spot) if origin == _SKIPPED else origin
    return tuple(reversed(places))


def _skipped_from(scores: Floats, field: _Field, spot: int) -> int:
    """The best spot before this one in the same sentence, words skipped."""
    start = int(np.searchsorted(field.sentences, field.sentences[spot]))
    behind = scores[start:spot] + _SKIP_EACH * field.places[start:spot]
    return start + int(behind.argmax())


def _without_fetched(
    claim: Sequence[Token], piece: Indexed, places: tuple[int | None, ...]
) -> tuple[int | None, ...]:
    """The positions without short runs matched elsewhere, unless they are a clause there.

    An exchanged name may be elsewhere in the evidence; that does not make it part of this sentence.
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
        if not (begins and (ends or at == len(runs) - 1)):
            for token in run:
                kept[token] = None
    return tuple(kept)


def _runs(places: Sequence[int | None], piece: Indexed) -> Iterator[list[int]]:
    """The claim's matched tokens in runs that move forward within one sentence."""
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


def _candidates(claim: Sequence[Token], piece: Indexed) -> Iterator[Places]:
    """The possible positions of each token of the claim; small words only beside content words."""
    telling = [None if t.is_harmless else _places_of(t, piece) for t in claim]
    near = np.zeros(len(piece.tokens) + 2 * _BESIDE, bool)
    for places in telling:
        if places is not None and len(places) <= _TOO_COMMON:
            for step in range(2 * _BESIDE + 1):
                near[places + step] = True
    near = near[_BESIDE : _BESIDE + len(piece.tokens)]
    for token, places in zip(claim, telling, strict=True):
        if places is None:
            small = piece.places.get(token.key, _NOWHERE)
            yield small[near[small]]
        else:
            yield places


def _places_of(token: Token, piece: Indexed) -> Places:
    exact = piece.places.get(token.key, _NOWHERE)
    if token.kind not in ("number", "date"):
        return exact
    others = [at for at, other in enumerate(piece.tokens) if same_value(token, other)]
    return np.union1d(exact, np.array(others, dtype=np.int64)) if others else exact


def same_value(mine: Token, theirs: Token) -> bool:
    """Whether two numbers or two dates mean the same."""
    if isinstance(mine.value, Number) and isinstance(theirs.value, Number):
        return same_number(mine.value, theirs.value)
    if isinstance(mine.value, DateMention) and isinstance(theirs.value, DateMention):
        return same_mention(mine.value, theirs.value) or same_mention(theirs.value, mine.value)
    return False
