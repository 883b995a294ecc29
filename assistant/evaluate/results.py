"""The results of an evaluation: kept as JSON, read again, and compared with another run's."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from assistant.errors import LoadError
from assistant.evaluate.statistics import Attempt, Estimate, estimate_gain

REPORT_FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Shown:
    """An excerpt that the model was given, or the document that the judge was given."""

    source: str
    title: str | None
    text: str


@dataclass(frozen=True)
class Outcome:
    """The result of one case of a question or claim file.

    `task` is `answer` (then `truth` says whether the sources hold the answer, and is None where
    answering and declining are both right) or `check` (then `truth` says whether the claim is
    supported). `said` is whether the question was answered, or the claim judged as supported;
    `confidence` is that of a yes. `scores` hold the measures that apply to the case, by name.
    `faults` is empty if nothing is wrong; `shown` is filled only if something is.
    """

    id: str
    set: str
    kind: str
    group: str
    task: Literal["answer", "check"]
    question: str
    answer: str
    said: bool
    confidence: float
    truth: bool | None
    reason: str | None = None
    faults: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    shown: tuple[Shown, ...] = ()

    @property
    def attempt(self) -> Attempt:
        """The outcome as a point of the risk-coverage curve."""
        return Attempt(self.confidence, not self.faults, self.said)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over a set of cases, or over one kind of them."""

    set: str
    kind: str
    name: str
    estimate: Estimate


@dataclass(frozen=True)
class Report:
    """Everything that one evaluation found; `about` names the model and the library."""

    outcomes: tuple[Outcome, ...]
    figures: tuple[Figure, ...]
    about: Mapping[str, str] = field(default_factory=dict)


def save_report(report: Report, folder: Path) -> Path:
    """Write the report as JSON, for comparing another one with it later."""
    path = folder / REPORT_FILE
    path.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def load_report(path: Path) -> Report:
    """Read a report that `save_report` wrote; `path` is its file or folder.

    Raises:
        LoadError: there is no such file, or it holds no report.
    """
    path = path / REPORT_FILE if path.is_dir() else path
    try:
        return TypeAdapter(Report).validate_python(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise LoadError(f"{path}: no report; name a folder that --report wrote") from error


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One case in two runs, failed in one of them and passed in the other."""

    before: Outcome
    now: Outcome

    @property
    def is_better(self) -> bool:
        """Whether it failed before and passes now."""
        return bool(self.before.faults)


@dataclass(frozen=True)
class Comparison:
    """Everything that differs: mean gains of each measure, cases mended, cases broken."""

    gains: tuple[Figure, ...]
    mended: tuple[CaseChange, ...]
    broken: tuple[CaseChange, ...]


def compare(before: Report, now: Report) -> Comparison:
    """Compare two runs case by case; a case that only one of them has is left out."""
    earlier = {(o.set, o.id): o for o in before.outcomes}
    pairs = [CaseChange(earlier[o.set, o.id], o) for o in now.outcomes if (o.set, o.id) in earlier]
    turned = [pair for pair in pairs if bool(pair.before.faults) != bool(pair.now.faults)]
    return Comparison(
        gains=tuple(_gains(pairs)),
        mended=tuple(pair for pair in turned if pair.is_better),
        broken=tuple(pair for pair in turned if not pair.is_better),
    )


def _gains(pairs: Sequence[CaseChange]) -> list[Figure]:
    """Paired gains of every measure that a set's cases have in both runs."""
    gains = []
    for name in dict.fromkeys(pair.now.set for pair in pairs):
        members = [pair for pair in pairs if pair.now.set == name]
        right = [(float(not p.now.faults), float(not p.before.faults)) for p in members]
        gains.append(Figure(name, "all", "without fault", _paired(right, members)))
        for score in dict.fromkeys(s for pair in members for s in pair.now.scores):
            scored = [p for p in members if score in p.now.scores and score in p.before.scores]
            both = [(p.now.scores[score], p.before.scores[score]) for p in scored]
            if both:
                gains.append(Figure(name, "all", score, _paired(both, scored)))
    return gains


def _paired(values: Sequence[tuple[float, float]], pairs: Sequence[CaseChange]) -> Estimate:
    groups = [pair.now.group or pair.now.id for pair in pairs]
    return estimate_gain([now for now, _ in values], [before for _, before in values], groups)
