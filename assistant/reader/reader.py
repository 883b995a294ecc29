"""The seam for a reader: what scores sentences as answers to a question."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

Weights = Mapping[str, float]
"""The weight of each measure of a weighted sum, and its `intercept`."""


@dataclass(frozen=True, slots=True)
class Passage:
    """An excerpt as a reader's input: a line about its article, and its sentences."""

    header: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassageScores:
    """Logits for one passage.

    `sentences` has one for each sentence; 0 is the logit of "no excerpt answers". `excerpt` is
    high where the passage answers at all.
    """

    sentences: tuple[float, ...]
    excerpt: float


class Reader(ABC):
    """Scores sentences as answers; it also owns the weights that were fitted to its scores.

    `weights` has those of `first`, which orders the sentences, of `sentence`, which orders them
    again after the best were read side by side, and of `confidence`. `bench/training/calibrate.py`
    fits and prints them.
    """

    weights: Mapping[str, Weights]

    @abstractmethod
    def read(self, question: str, passages: Sequence[Passage]) -> list[PassageScores]:
        """Score every sentence of every passage; the same input always gives the same scores."""


def shipped_weights() -> dict[str, dict[str, float]]:
    """The weights that were fitted to the scores of the reader that ships with the program."""
    text = (files("assistant.reader") / "weights.json").read_text(encoding="utf-8")
    return {name: dict(weights) for name, weights in json.loads(text).items()}


def weighted(weights: Weights, measures: Mapping[str, float]) -> float:
    """The weighted sum of measures."""
    return weights["intercept"] + sum(
        weight * measures[key] for key, weight in weights.items() if key != "intercept"
    )
