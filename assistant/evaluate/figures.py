"""The figures of an evaluation, with their intervals: by set, and the main ones also by kind."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from assistant.evaluate.results import Figure, Outcome
from assistant.evaluate.statistics import (
    Attempt,
    Decision,
    auc,
    balanced_accuracy,
    calibration_error,
    estimate,
    f1,
    false_pass,
    false_strip,
    precision,
    quantile,
    recall,
    reliability,
    right_in_confident_half,
    risk_coverage_area,
)

# Measures that are means over cases, in the order of the table.
_MEANS = {
    "passed": "passed",
    "valid": "citations valid",
    "evidence_f1": "token F1, annotated sentences",
    "reference_f1": "token F1, reference answers",
    "sentences": "sentences per answer",
    "removed": "sentences removed by the check",
    "words": "words per answer",
    "hit_4": "Hits@4",
    "hit_10": "Hits@10",
    "map_10": "MAP@10",
    "mrr_10": "MRR@10",
    "all_gold_10": "all gold articles in 10",
}
_BY_KIND = ("passed", "hit_4", "all_gold_10")

Statistic = Callable[[Sequence[Outcome]], float]


def figures_of(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """All figures that apply to the outcomes, set by set."""
    found: list[Figure] = []
    for name in dict.fromkeys(o.set for o in outcomes):
        members = [o for o in outcomes if o.set == name]
        found += _figures_of_set(name, members)
    return tuple(found)


def _figures_of_set(name: str, outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    for score, label in _MEANS.items():
        yield from _mean_figures(name, score, label, outcomes)
    if any(o.task == "check" for o in outcomes):
        yield from _checking_figures(name, outcomes)
    else:
        yield from _declining_figures(name, outcomes)
        yield from _risk_coverage_figures(name, outcomes)
    timed = [o for o in outcomes if "milliseconds" in o.scores]
    for share, label in ((0.5, "median"), (0.95, "95th percentile")):
        if timed:
            yield _figure(name, f"milliseconds, {label}", partial(_time, share=share), timed)


def _mean_figures(
    name: str, score: str, label: str, outcomes: Sequence[Outcome]
) -> Iterator[Figure]:
    scored = [o for o in outcomes if score in o.scores]
    if not scored:
        return
    mean = partial(_mean, score=score)
    yield _figure(name, label, mean, scored)
    kinds = sorted({o.kind for o in scored})
    for kind in kinds if score in _BY_KIND and len(kinds) > 1 else ():
        yield _figure(name, label, mean, [o for o in scored if o.kind == kind], kind)


def _declining_figures(name: str, outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    known = [o for o in outcomes if o.truth is not None]
    if len({o.truth for o in known}) < 2:
        return
    yield _figure(name, "answerable, area under the curve", _auc, known)
    yield _figure(name, "confidence, calibration error", _calibration, known)
    for label, statistic in (("precision", precision), ("recall", recall), ("F1", f1)):
        yield _figure(name, f"refusal {label}", _over(statistic, refusals), known)


def judged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes that rules have judged: only of these is it known which are right."""
    return [o for o in outcomes if "passed" in o.scores]


def _risk_coverage_figures(name: str, outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    if known := judged(outcomes):
        half, area = _over_attempts(right_in_confident_half), _over_attempts(risk_coverage_area)
        yield _figure(name, "right, of the most confident half", half, known)
        yield _figure(name, "risk-coverage, area (1 is best)", area, known)


def _checking_figures(name: str, outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    yield _figure(name, "balanced accuracy", _over(balanced_accuracy, verdicts), outcomes)
    yield _figure(name, "false pass", _over(false_pass, verdicts), outcomes)
    yield _figure(name, "false strip", _over(false_strip, verdicts), outcomes)
    yield _figure(name, "supported, area under the curve", _auc, outcomes)


def refusals(outcomes: Sequence[Outcome]) -> list[Decision]:
    """Which questions were declined, and which are unanswerable."""
    return [Decision(not o.said, not o.truth) for o in outcomes]


def verdicts(outcomes: Sequence[Outcome]) -> list[Decision]:
    """Which claims were judged as supported, and which are."""
    return [Decision(o.said, bool(o.truth)) for o in outcomes]


def _figure(
    name: str, label: str, statistic: Statistic, outcomes: Sequence[Outcome], kind: str = "all"
) -> Figure:
    groups = [o.group or o.id for o in outcomes]
    return Figure(name, kind, label, estimate(statistic, outcomes, groups))


def _over(
    statistic: Callable[[Sequence[Decision]], float],
    decisions: Callable[[Sequence[Outcome]], list[Decision]],
) -> Statistic:
    return lambda outcomes: statistic(decisions(outcomes))


def _over_attempts(statistic: Callable[[Sequence[Attempt]], float]) -> Statistic:
    return lambda outcomes: statistic([o.attempt for o in outcomes])


def _mean(outcomes: Sequence[Outcome], score: str) -> float:
    return sum(o.scores[score] for o in outcomes) / len(outcomes)


def _auc(outcomes: Sequence[Outcome]) -> float:
    return auc([o.confidence for o in outcomes], [bool(o.truth) for o in outcomes])


def _calibration(outcomes: Sequence[Outcome]) -> float:
    curve = reliability([o.confidence for o in outcomes], [bool(o.truth) for o in outcomes])
    return calibration_error(curve)


def _time(outcomes: Sequence[Outcome], share: float) -> float:
    return quantile([o.scores["milliseconds"] for o in outcomes], share)
