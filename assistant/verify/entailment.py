"""How probably evidence says what a claim says, judged by a model or by signs in the words."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from assistant.verify.evidence import Evidence
from assistant.verify.passages import PassageIndex
from assistant.verify.reading import read_wording
from assistant.verify.score import probability, signs_of


class Entailment(Protocol):
    """Judges whether evidence entails claims, many pairs at once."""

    supported: float
    """From which probability on a claim counts as supported."""
    contradicted: float
    """From which probability of a contradiction on a claim is removed."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float]]:
        """For each (claim, evidence): how probably it is supported, and contradicted.

        A claim is one sentence, its evidence at most some 130 words.
        """
        ...


class WordSigns:
    """The judgement without a model: words found, exchanged and turned round, with fitted weights.

    It tells true paraphrases from false ones only a little better than chance, so it seldom
    supports one, and it never says that a claim is contradicted.
    """

    supported = 0.8
    contradicted = 1.1

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float]]:
        """The probabilities; that of a contradiction is always 0."""
        return [(probability(word_signs(claim, evidence)), 0.0) for claim, evidence in pairs]


def word_signs(claim: str, evidence: str) -> dict[str, float]:
    """What speaks for and against a claim, as counts of words; see `score.py`."""
    return signs_of(read_wording(claim, (Evidence(evidence),)), ())


@cache
def open_entailment() -> Entailment:
    """The learned model if its file is installed, else the judgement by words."""
    return load_model() or WordSigns()


def load_model() -> Entailment | None:
    """The learned model; None where its file is not installed."""
    return None


def evidence_for(claim: str, index: PassageIndex, within: frozenset[int] | None = None) -> str:
    """The best sentences for a claim, of all the evidence or of some pieces, in their order."""
    return " ".join(passage.text for passage in index.select(claim, within))
