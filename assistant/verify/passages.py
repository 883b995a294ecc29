"""The sentences of the evidence that speak of what a claim says, best first."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from assistant.text.words import words
from assistant.verify.evidence import Indexed

# So much evidence says what one sentence can say.
_MOST_SENTENCES = 5
_MOST_WORDS = 130
# What a chosen sentence has that others have too counts a little, to prefer near ones.
_COVERED = 0.1
# What belongs together in an article is at most so many sentences apart.
_REACH = 2
_HEAD = 60


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """One sentence of the evidence: the number of its piece, its place there, text and stems."""

    piece: int
    at: int
    text: str
    stems: frozenset[str]


class PassageIndex:
    """Every sentence of some evidence, its words weighted by how rare they are there."""

    def __init__(self, pieces: Sequence[Indexed]) -> None:
        self.pieces = pieces
        self._sentences = [
            SourceSentence(number, at, span.of(piece.text), piece.document.sentence_stems[at])
            for number, piece in enumerate(pieces)
            for at, span in enumerate(piece.sentences)
        ]
        self._seen = Counter(stem for sentence in self._sentences for stem in sentence.stems)
        self._windows = {
            (number, at): frozenset[str]().union(*stems[max(0, at - _REACH) : at + _REACH + 1])
            for number, stems in enumerate(piece.document.sentence_stems for piece in pieces)
            for at in range(len(stems))
        }
        self._cut: dict[tuple[int, int], Indexed] = {}

    def _share_of(
        self, claim: str, leave_out: frozenset[str] = frozenset()
    ) -> Callable[[Set[str]], float]:
        """A function: the share of a claim's content words, by their idf, that some stems have."""
        total = len(self._sentences)
        weights = {
            word.stem: math.log(1 + total / (1 + self._seen[word.stem]))
            for word in words(claim)
            if not word.is_stop and word.stem not in leave_out
        }
        whole = sum(weights.values()) or 1.0
        return lambda stems: sum(w for stem, w in weights.items() if stem in stems) / whole

    def ranked(self, claim: str) -> list[tuple[float, SourceSentence]]:
        """The sentences that share a word with the claim, and their shares of it, best first."""
        share_of = self._share_of(claim)
        found = [(share_of(sentence.stems), sentence) for sentence in self._sentences]
        return sorted((pair for pair in found if pair[0] > 0), key=lambda pair: -pair[0])

    def select(
        self, claim: str, within: frozenset[int] | None = None
    ) -> list[tuple[float, SourceSentence]]:
        """The few sentences that together cover most of the claim, in the order of the evidence.

        Each one is chosen for what it adds to those before it. At most five sentences and 130
        words; a first sentence that is longer than that is given whole. `within` are the numbers
        of the pieces to choose from; all if None.
        """
        share_of = self._share_of(claim)
        covered: frozenset[str] = frozenset()

        def gain(pair: tuple[float, SourceSentence]) -> float:
            return pair[0] - (1 - _COVERED) * share_of(pair[1].stems & covered)

        left = [
            (share, sentence)
            for sentence in self._sentences
            if within is None or sentence.piece in within
            if (share := share_of(sentence.stems)) > 0
        ]
        chosen: list[tuple[float, SourceSentence]] = []
        budget = _MOST_WORDS
        while left and len(chosen) < _MOST_SENTENCES:
            best = max(left, key=gain)
            left.remove(best)
            length = len(best[1].text.split())
            if not chosen or length <= budget:
                chosen.append(best)
                covered |= best[1].stems
                budget -= length
        return sorted(chosen, key=lambda pair: (pair[1].piece, pair[1].at))

    def windows(
        self, claim: str, leave_out: frozenset[str], least: float
    ) -> Iterator[tuple[float, Indexed]]:
        """The sentences with their neighbours, best first, and their shares of the claim.

        Stops where a window has less than the share `least` of what the best one has.
        """
        share_of = self._share_of(claim, leave_out)
        found = [(share_of(stems), *place) for place, stems in self._windows.items()]
        best = max((share for share, *_ in found), default=0.0)
        for share, number, at in sorted(found, reverse=True):
            if share < least * best or not share:
                return
            yield share, self._window(number, at)

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
