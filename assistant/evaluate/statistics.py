"""Statistics over many cases, and how sure they are: bootstrap 95 % intervals.

A statistic is NaN where it is not defined, such as a precision of no positive prediction.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

ROUNDS = 1000
_SEED = 20260101
_BINS = 10
_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval and the number of cases it rests on."""

    value: float
    low: float
    high: float
    of: int

    def __str__(self) -> str:
        if math.isnan(self.value):
            return "–"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"

    @property
    def excludes_zero(self) -> bool:
        """Whether a gain of this size is significant."""
        return self.low > 0 or self.high < 0


def estimate_mean(
    values: Sequence[float], groups: Sequence[Hashable] | None = None, rounds: int = ROUNDS
) -> Estimate:
    """The mean with its interval, resampling the values, or whole groups of them."""
    return estimate(_mean, values, groups, rounds)


def estimate_gain(
    ours: Sequence[float], theirs: Sequence[float], groups: Sequence[Hashable] | None = None
) -> Estimate:
    """The paired bootstrap: the mean gain of `ours` over `theirs`, case by case."""
    return estimate_mean([a - b for a, b in zip(ours, theirs, strict=True)], groups)


def estimate(
    statistic: Callable[[Sequence[T]], float],
    cases: Sequence[T],
    groups: Sequence[Hashable] | None = None,
    rounds: int = ROUNDS,
) -> Estimate:
    """A statistic with its percentile bootstrap interval.

    `groups` names each case's document or conversation. Whole groups are resampled, because the
    cases within one are not independent. Samples in which the statistic is NaN are left out. The
    same cases always give the same interval.
    """
    samples = _samples(cases, groups, rounds)
    values = [v for v in map(statistic, samples) if not math.isnan(v)]
    value = statistic(cases) if cases else _NAN
    return Estimate(value, quantile(values, 0.025), quantile(values, 0.975), len(cases))


def _samples(
    cases: Sequence[T], groups: Sequence[Hashable] | None, rounds: int
) -> Iterator[list[T]]:
    """Samples of the cases, or of whole groups, with replacement; none if there are no cases."""
    chance = random.Random(_SEED)
    members: dict[Hashable, list[T]] = {}
    for place, case in enumerate(cases):
        members.setdefault(place if groups is None else groups[place], []).append(case)
    blocks = list(members.values())
    for _ in range(rounds if blocks else 0):
        yield [case for block in chance.choices(blocks, k=len(blocks)) for case in block]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else _NAN


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values is, interpolated linearly."""
    import numpy as np

    return float(np.quantile(values, share)) if values else _NAN


# Decisions against the truth


@dataclass(frozen=True, slots=True)
class Decision:
    """A yes or no that was predicted, and the one that is right."""

    predicted: bool
    actual: bool


def precision(decisions: Iterable[Decision]) -> float:
    """The share of positive predictions that are right."""
    return _mean([d.actual for d in decisions if d.predicted])


def recall(decisions: Iterable[Decision]) -> float:
    """The share of positive cases that were predicted."""
    return _mean([d.predicted for d in decisions if d.actual])


def f1(decisions: Sequence[Decision]) -> float:
    """The harmonic mean of precision and recall; 0 if no positive case was predicted."""
    found = sum(d.predicted and d.actual for d in decisions)
    claimed = sum(d.predicted for d in decisions) + sum(d.actual for d in decisions)
    return 2 * found / claimed if claimed else _NAN


def false_pass(decisions: Iterable[Decision]) -> float:
    """The share of false claims that were let through."""
    return _mean([d.predicted for d in decisions if not d.actual])


def false_strip(decisions: Iterable[Decision]) -> float:
    """The share of true claims that were removed."""
    return 1 - recall(decisions)


def balanced_accuracy(decisions: Sequence[Decision]) -> float:
    """The mean of the accuracies over true cases and over false cases."""
    return 1 - (false_pass(decisions) + false_strip(decisions)) / 2


# Confidence against correctness


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The probability that a positive case scores above a negative one, ties counting half."""
    positive, negative = (
        sorted(score for score, label in zip(scores, labels, strict=True) if label == kind)
        for kind in (True, False)
    )
    if not positive or not negative:
        return _NAN
    above = sum(bisect_left(negative, one) + bisect_right(negative, one) for one in positive) / 2
    return above / (len(positive) * len(negative))


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of similar confidence: their mean confidence, the share that is right, how many."""

    confidence: float
    right: float
    of: int


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """The reliability curve: bins of equal width, empty ones left out."""
    groups: dict[int, list[int]] = {}
    for i, confidence in enumerate(confidences):
        groups.setdefault(min(int(confidence * _BINS), _BINS - 1), []).append(i)
    return [
        Bin(
            sum(confidences[i] for i in group) / len(group),
            sum(right[i] for i in group) / len(group),
            len(group),
        )
        for _, group in sorted(groups.items())
    ]


def calibration_error(curve: Sequence[Bin]) -> float:
    """The expected calibration error: the mean gap of confidence and accuracy, by count."""
    count = sum(b.of for b in curve)
    return sum(abs(b.confidence - b.right) * b.of for b in curve) / count if count else _NAN


@dataclass(frozen=True, slots=True)
class Attempt:
    """A question: how confident the answer is, whether it is right; declined where not answered."""

    confidence: float
    right: bool
    answered: bool = True


def risk_coverage(attempts: Sequence[Attempt]) -> list[tuple[float, float]]:
    """The risk-coverage curve: the share of all questions answered, and the share right of those.

    Answers are taken from the most confident one down, so each point is the accuracy at another
    threshold. Declined questions limit the coverage.
    """
    answers = sorted((a for a in attempts if a.answered), key=lambda a: -a.confidence)
    points, right = [], 0
    for count, answer in enumerate(answers, start=1):
        right += answer.right
        points.append((count / len(attempts), right / count))
    return points


def risk_coverage_area(attempts: Sequence[Attempt]) -> float:
    """The mean height of the risk-coverage curve: 1 if every answer is right."""
    return _mean([right for _, right in risk_coverage(attempts)])


def right_in_confident_half(attempts: Sequence[Attempt]) -> float:
    """The share right among the most confident answers, up to half of the questions."""
    half = [right for coverage, right in risk_coverage(attempts) if coverage <= 0.5]
    return half[-1] if half else _NAN
