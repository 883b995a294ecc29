"""The sentences of the evidence that speak of what a claim says, best first."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from assistant.article import Span
from assistant.text.words import words
from assistant.verify.evidence import Evidence, Indexed, index_all

# So much evidence says what one sentence can say.
_MOST_SENTENCES = 5
_MOST_WORDS = 130
# What belongs together in an article is at most so many sentences apart.
_REACH = 2
_HEAD = 60


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """One sentence of the evidence, and the share of the claim's weighted words that it has.

    `piece` is the evidence's number, `at` the sentence's number in it.
    """

    piece: int
    at: int
    span: Span
    text: str
    score: float


class PassageIndex:
    """Every sentence of some evidence, weighted by how rare its words are in the evidence."""

    def __init__(self, pieces: Sequence[Indexed]) -> None:
        self.pieces = pieces
        self._sentences = [
            (number, at, span, _stems_of(piece.text, span))
            for number, piece in enumerate(pieces)
            for at, span in enumerate(piece.sentences)
        ]
        self._seen: dict[str, int] = {}
        self._cut: dict[tuple[int, int], Indexed] = {}
        for *_, stems in self._sentences:
            for stem in stems:
                self._seen[stem] = self._seen.get(stem, 0) + 1

    def weights(self, claim: str, leave_out: frozenset[str] = frozenset()) -> dict[str, float]:
        """The claim's content stems with their idf weights; a word of no sentence weighs most."""
        total = len(self._sentences)
        return {
            word.stem: math.log(1 + total / (1 + self._seen.get(word.stem, 0)))
            for word in words(claim)
            if not word.is_stop and word.stem not in leave_out
        }

    def ranked(self, claim: str, leave_out: frozenset[str] = frozenset()) -> list[RankedSentence]:
        """The sentences that share a word with the claim, best first; earlier pieces win ties."""
        weights = self.weights(claim, leave_out)
        whole = sum(weights.values()) or 1.0
        found = [
            RankedSentence(number, at, span, span.of(self.pieces[number].text), shared / whole)
            for number, at, span, stems in self._sentences
            if (shared := sum(weight for stem, weight in weights.items() if stem in stems)) > 0
        ]
        return sorted(found, key=lambda passage: -passage.score)

    def windows(
        self, claim: str, leave_out: frozenset[str], least: float
    ) -> Iterator[tuple[float, Indexed]]:
        """The sentences with their neighbours, best first, and their shares of the claim.

        Stops where a window has less than the share `least` of what the best one has.
        """
        weights = self.weights(claim, leave_out)
        whole = sum(weights.values()) or 1.0
        found = [
            (sum(weight for stem, weight in weights.items() if stem in stems) / whole, number, at)
            for number, at, stems in self._windows
        ]
        best = max((share for share, *_ in found), default=0.0)
        for share, number, at in sorted(found, reverse=True):
            if share < least * best or not share:
                return
            yield share, self._window(number, at)

    @cached_property
    def _windows(self) -> list[tuple[int, int, frozenset[str]]]:
        by_piece: dict[int, list[frozenset[str]]] = {}
        for number, _, _, stems in self._sentences:
            by_piece.setdefault(number, []).append(stems)
        return [
            (number, at, frozenset().union(*stems[max(0, at - _REACH) : at + _REACH + 1]))
            for number, stems in by_piece.items()
            for at in range(len(stems))
        ]

    def _window(self, number: int, at: int) -> Indexed:
        """A sentence with two neighbours on each side, as evidence of its own.

        The first words of the excerpt count as its byline: they may name the author.
        """
        if (number, at) not in self._cut:
            piece = self.pieces[number]
            around = piece.sentences[max(0, at - _REACH) : at + _REACH + 1]
            text = piece.text[around[0].start : around[-1].end]
            head = piece.text[:_HEAD] if around[0].start else ""
            byline = " \n".join(filter(None, (piece.evidence.byline, head)))
            self._cut[number, at] = Indexed(replace(piece.evidence, text=text, byline=byline))
        return self._cut[number, at]

    def select(self, claim: str, within: frozenset[int] | None = None) -> list[RankedSentence]:
        """The few sentences that together cover most of the claim, in the order of the evidence.

        Each one is chosen for what it adds to those before it. At most five sentences and 130
        words; a first sentence that is longer than that is given whole.
        """
        weights = self.weights(claim)
        left = [row for row in self._sentences if within is None or row[0] in within]
        chosen: list[tuple[int, int, Span, frozenset[str]]] = []
        covered: frozenset[str] = frozenset()
        budget = _MOST_WORDS
        while left and len(chosen) < _MOST_SENTENCES:
            best = max(left, key=lambda row: _gain(weights, row[3], covered))
            gain = _gain(weights, best[3], covered)
            length = len(best[2].of(self.pieces[best[0]].text).split())
            if gain <= 0:
                break
            left.remove(best)
            if chosen and length > budget:
                continue
            chosen.append(best)
            covered |= best[3]
            budget -= length
        whole = sum(weights.values()) or 1.0
        return [
            RankedSentence(
                number, at, span, span.of(self.pieces[number].text),
                sum(w for stem, w in weights.items() if stem in stems) / whole,
            )
            for number, at, span, stems in sorted(chosen, key=lambda row: row[:2])
        ]  # fmt: skip


def _gain(weights: dict[str, float], stems: frozenset[str], covered: frozenset[str]) -> float:
    """What a sentence adds; words that are covered already count a little, to keep near ones."""
    return sum(
        weight * (0.1 if stem in covered else 1.0)
        for stem, weight in weights.items()
        if stem in stems
    )


@lru_cache(maxsize=4096)
def _stems_of(text: str, span: Span) -> frozenset[str]:
    return frozenset(word.stem for word in words(text, span.start, span.end) if not word.is_stop)


@lru_cache(maxsize=64)
def index_passages(evidence: tuple[Evidence, ...]) -> PassageIndex:
    """The sentences of some evidence; the same evidence is indexed once."""
    return PassageIndex(index_all(evidence))
