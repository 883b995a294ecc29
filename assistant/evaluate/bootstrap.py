"""How sure a figure is: bootstrap intervals, over cases or over groups of them."""

import math
import random
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.evaluate.metrics import quantile

T = TypeVar("T")

ROUNDS = 1000
_SEED = 20260101


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
        """Whether a gain of this size is not chance."""
        return self.low > 0 or self.high < 0


def estimate_mean(
    values: Sequence[float], groups: Sequence[Hashable] | None = None, rounds: int = ROUNDS
) -> Estimate:
    """The mean with its percentile bootstrap interval over the values, or over their groups."""
    return estimate(_mean, values, groups, rounds)


def estimate_gain(
    ours: Sequence[float],
    theirs: Sequence[float],
    groups: Sequence[Hashable] | None = None,
    rounds: int = ROUNDS,
) -> Estimate:
    """The paired bootstrap: the mean gain of `ours` over `theirs`, case by case."""
    return estimate_mean([a - b for a, b in zip(ours, theirs, strict=True)], groups, rounds)


def estimate(
    statistic: Callable[[Sequence[T]], float],
    cases: Sequence[T],
    groups: Sequence[Hashable] | None = None,
    rounds: int = ROUNDS,
) -> Estimate:
    """A statistic of cases with its percentile bootstrap interval.

    Where `groups` names each case's document or conversation, whole groups are drawn, since the
    cases within one are not independent. Draws in which the statistic is not defined are left out.
    The same cases give the same interval.
    """
    drawn = _draws(cases, groups, rounds)
    values = [v for v in map(statistic, drawn) if not math.isnan(v)]
    value = statistic(cases) if cases else float("nan")
    return Estimate(value, quantile(values, 0.025), quantile(values, 0.975), len(cases))


def _draws(cases: Sequence[T], groups: Sequence[Hashable] | None, rounds: int) -> Iterator[list[T]]:
    """Samples with replacement, of cases or of whole groups; none of no cases."""
    chance = random.Random(_SEED)
    members: dict[Hashable, list[T]] = {}
    for place, case in enumerate(cases):
        members.setdefault(place if groups is None else groups[place], []).append(case)
    blocks = list(members.values())
    for _ in range(rounds if blocks else 0):
        yield [case for block in chance.choices(blocks, k=len(blocks)) for case in block]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")
