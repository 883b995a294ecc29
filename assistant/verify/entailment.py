"""How probably the evidence entails a paraphrase, by a few signs with fitted weights.

The signs tell a true paraphrase from a false one only a little better than chance, so the
threshold is high. `bench/fit_checking.py` fits weights and threshold, `bench/checking.py` measures
what they are worth.
"""

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import chain, compress, pairwise
from typing import Any

from assistant.reader.sentence_evidence import logistic, rarity
from assistant.verify.aliases import others_for
from assistant.verify.align import same_value
from assistant.verify.contradictions import OPPOSITES, WORDING, find_contradictions, low, words_of
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault, Kind
from assistant.verify.passages import PassageIndex
from assistant.verify.tokens import Token

FOR = ("pairs",)  # the share of neighbouring words that are neighbours in the best sentence too
AGAINST = (
    "tail",  # how many words at the end of the claim the chosen sentences lack
    "name",  # names that are at another place in the evidence
    "before",  # the claim says "before" or the like, the chosen sentences do not
    "cause",  # the claim names a cause, the chosen sentences do not
    "opposite",  # the nearest sentences have the contrary of a word that none of the chosen has
)
# The weights and the threshold, from bench/fit_checking.py
_FITTED: dict[str, Any] = json.loads((files(__package__) / "weights.json").read_text("utf-8"))
_MOST_NAMES = 3
_VALUE_RARITY = 6.0
_NEARLY_BEST = 0.6
# A sentence this close to the best one, with half of the claim's telling words, can contradict it.
_CLOSE = 0.75
_HALF = 0.5
_FEWEST = 2  # telling words: a claim with fewer says nothing that can be checked


class Paraphrase:
    """A claim beside the few sentences of the evidence that say most of it.

    Its content words are compared with each sentence. `differences` are the faults found when the
    claim was aligned with the evidence.
    """

    def __init__(self, claim: Indexed, index: PassageIndex, differences: Sequence[Fault]) -> None:
        self._claim = claim.tokens
        self._differences = differences
        self._telling = [token for token in claim.tokens if not token.is_harmless]
        chosen = [passage for _, passage in index.select(claim.text)]
        self._chosen = [index.pieces[p.piece].tokens_of(p.at) for p in chosen]
        # For each chosen sentence: which content words of the claim it has, and their share
        self._found = [
            [any(_same(mine, their) for their in tokens) for mine in self._telling]
            for tokens in self._chosen
        ]
        weights = [_rarity(token) for token in self._telling]
        self._shares = [sum(compress(weights, row)) for row in self._found]
        self.signs = self._measure()

    @property
    def probability(self) -> float:
        """How probably the evidence entails the claim."""
        weights = _FITTED["weights"]
        return logistic(weights["intercept"] + sum(weights[s] * v for s, v in self.signs.items()))

    @property
    def is_entailed(self) -> bool:
        """Whether that is probable enough, of a claim with enough words, to support it."""
        return len(self._telling) >= _FEWEST and bool(self.probability >= _FITTED["entailed"])

    @property
    def faults(self) -> Iterator[Fault]:
        """What keeps the claim from being supported, although it may be true.

        Negations at another place than in the evidence, denials and strong quantifiers that the
        evidence does not have, and names where the best sentence says all the rest of another name.
        """
        yield from (fault for fault in self._differences if fault.kind == "negation")
        denials, strong = WORDING["denials"], WORDING["strong"]
        near, around = words_of(self._nearest), words_of(self._around)
        for token in self._claim:
            if low(token) in denials and not near & denials:
                yield _unsaid("negation", token)
            elif low(token) in strong and not around & strong:
                yield _unsaid("word", token)
        yield from self._said_of_others()

    def _said_of_others(self) -> Iterator[Fault]:
        """A fault if a sentence says all but the claim's names, and says it of other names."""
        names = [token.text[:1].isupper() for token in self._telling]
        if not any(names) or len(names) - sum(names) < _FEWEST:
            return
        mine = list(compress(self._telling, names))
        for tokens, found in zip(self._chosen, self._found, strict=True):
            theirs = [token.text for token in tokens[1:] if token.text[:1].isupper()]
            says_rest = all(is_name or has for is_name, has in zip(names, found, strict=True))
            if theirs and says_rest and sum(compress(found, names)) <= len(mine) / 2:
                why = f"the excerpt says it of “{theirs[0]}”, the answer of “{mine[0].text}”"
                yield Fault("name", why, mine[0].start, mine[-1].end, is_hard=False)

    @property
    def contradictions(self) -> Iterator[Fault]:
        """Words of the claim that the sentences closest to it contradict."""
        best = max(self._shares, default=0.0)
        half = _HALF * len(self._telling)
        close = (
            share >= _CLOSE * best and sum(row) >= half
            for share, row in zip(self._shares, self._found, strict=True)
        )
        return find_contradictions(self._claim, list(compress(self._chosen, close)))

    def _measure(self) -> dict[str, float]:
        """The signs named in `FOR` and `AGAINST`, as numbers."""
        covered = [any(row[at] for row in self._found) for at in range(len(self._telling))]
        said, around = words_of(self._claim), words_of(self._around)
        near = words_of(self._nearest)
        names = sum(fault.kind == "name" for fault in self._differences)
        return {
            "pairs": _share_of_pairs(self._telling, self._best),
            "tail": float(_run_at_end(covered)),
            "name": float(min(_MOST_NAMES, names)),
            "before": float(bool(said & WORDING["before"] - around)),
            "cause": float(bool(said & WORDING["cause"] - around)),
            "opposite": float(any(OPPOSITES.get(w, frozenset()) & near for w in said - around)),
        }

    @property
    def _best(self) -> list[Token]:
        return self._chosen[self._shares.index(max(self._shares))] if self._shares else []

    @property
    def _nearest(self) -> list[Token]:
        """The tokens of the best sentence, and of those that say nearly as much."""
        least = _NEARLY_BEST * max(self._shares, default=0.0)
        near = compress(self._chosen, (share >= least for share in self._shares))
        return list(chain.from_iterable(near))

    @property
    def _around(self) -> list[Token]:
        return list(chain.from_iterable(self._chosen))


def _unsaid(kind: Kind, token: Token) -> Fault:
    why = f"the answer says “{token.text}”, the excerpts do not"
    return Fault(kind, why, token.start, token.end, is_hard=False)


def _same(mine: Token, theirs: Token) -> bool:
    """Whether two tokens say the same: by stem, by value, or as names of one thing."""
    if mine.key == theirs.key:
        return True
    if mine.value is not None and mine.kind == theirs.kind:
        return same_value(mine, theirs) or same_value(theirs, mine)
    return mine.text[:1].isupper() and theirs.text in others_for(mine.text)


def _rarity(token: Token) -> float:
    return rarity(token.key) if token.kind == "word" else _VALUE_RARITY


def _share_of_pairs(claim: Sequence[Token], sentence: Sequence[Token]) -> float:
    mine, theirs = [t.key for t in claim], [t.key for t in sentence if not t.is_harmless]
    there = set(pairwise(theirs))
    pairs = list(pairwise(mine))
    return sum(pair in there for pair in pairs) / max(1, len(pairs))


def _run_at_end(covered: Sequence[bool]) -> int:
    return next((at for at, is_there in enumerate(reversed(covered)) if is_there), len(covered))
