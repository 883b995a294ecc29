"""What changed between two evaluations of the same cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluate.bootstrap import Estimate, estimate_gain
from assistant.evaluate.outcome import Outcome, Report


@dataclass(frozen=True, slots=True)
class Change:
    """A case that fails now and did not, or the other way round."""

    before: Outcome
    now: Outcome

    @property
    def is_better(self) -> bool:
        """Whether it was wrong before."""
        return bool(self.before.faults)


@dataclass(frozen=True, slots=True)
class Gain:
    """The mean gain of one measure over the cases of a set that both runs have."""

    set: str
    name: str
    estimate: Estimate


@dataclass(frozen=True)
class Comparison:
    """Everything that differs: gains with paired intervals, cases mended, cases broken."""

    gains: tuple[Gain, ...]
    mended: tuple[Change, ...]
    broken: tuple[Change, ...]


def compare(before: Report, now: Report) -> Comparison:
    """Compare two runs case by case; cases that only one of them has are left out."""
    earlier = {(o.set, o.id): o for o in before.outcomes}
    pairs = [Change(earlier[o.set, o.id], o) for o in now.outcomes if (o.set, o.id) in earlier]
    turned = [pair for pair in pairs if bool(pair.before.faults) != bool(pair.now.faults)]
    return Comparison(
        gains=tuple(_gains(pairs)),
        mended=tuple(pair for pair in turned if pair.is_better),
        broken=tuple(pair for pair in turned if not pair.is_better),
    )


def _gains(pairs: Sequence[Change]) -> list[Gain]:
    """Paired gains of every measure that a set's cases have in both runs."""
    gains = []
    for name in dict.fromkeys(pair.now.set for pair in pairs):
        members = [pair for pair in pairs if pair.now.set == name]
        right = [(float(not p.now.faults), float(not p.before.faults)) for p in members]
        gains.append(Gain(name, "without fault", _paired(right, members)))
        for score in dict.fromkeys(s for pair in members for s in pair.now.scores):
            scored = [p for p in members if score in p.now.scores and score in p.before.scores]
            both = [(p.now.scores[score], p.before.scores[score]) for p in scored]
            if both:
                gains.append(Gain(name, score, _paired(both, scored)))
    return gains


def _paired(values: Sequence[tuple[float, float]], pairs: Sequence[Change]) -> Estimate:
    groups = [pair.now.group or pair.now.id for pair in pairs]
    return estimate_gain([now for now, _ in values], [before for _, before in values], groups)
