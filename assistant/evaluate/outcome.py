"""What became of each question, the figures over them, and the report that holds both."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from assistant.errors import LoadError
from assistant.evaluate.bootstrap import Estimate

REPORT_FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Shown:
    """Words that were before the model or the judge, and whose they are."""

    source: str
    title: str | None
    text: str


@dataclass(frozen=True)
class Outcome:
    """One case of a question or claim file, and what came of it.

    `task` is `answer` (then `truth` says whether the sources hold the answer, None where both
    will do) or `check` (then `truth` says whether the claim is supported). `said` is what was
    decided, `confidence` how surely it is true. `scores` hold the measures that apply to the case,
    by name. `faults` are empty where nothing is wrong; only then `shown` is empty.
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


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over a set of cases, or over one kind of them."""

    set: str
    kind: str
    name: str
    estimate: Estimate


@dataclass(frozen=True)
class Report:
    """Everything that one evaluation found; `about` says with what it was made."""

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
        LoadError: there is none, or the file is none.
    """
    path = path / REPORT_FILE if path.is_dir() else path
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Report(
            tuple(_outcome(o) for o in stored["outcomes"]),
            tuple(_figure(f) for f in stored["figures"]),
            stored["about"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LoadError(f"{path}: no report; name a folder that --report wrote") from error


def _outcome(stored: dict[str, Any]) -> Outcome:
    shown = tuple(Shown(**s) for s in stored.pop("shown"))
    return Outcome(**stored | {"faults": tuple(stored["faults"]), "shown": shown})


def _figure(stored: dict[str, Any]) -> Figure:
    return Figure(**stored | {"estimate": Estimate(**stored["estimate"])})
