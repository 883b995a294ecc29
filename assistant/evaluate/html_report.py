"""A report as one HTML file that needs nothing else: figures, plots, and every failure in full."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import LibraryError
from assistant.evaluate.figures import judged
from assistant.evaluate.plots import bar_plot, curve_plot, time_plot
from assistant.evaluate.results import Comparison, Figure, Outcome, Report, save_report
from assistant.evaluate.statistics import reliability, risk_coverage
from assistant.evaluate.text_report import number
from assistant.export.templates import render_page

PAGE = "index.html"


def write_report(report: Report, folder: Path, comparison: Comparison | None = None) -> Path:
    """Write the page and, beside it, the JSON that a later run can be compared with.

    Raises:
        LibraryError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_report(report, folder)
        page = folder / PAGE
        page.write_text(report_html(report, comparison), encoding="utf-8")
    except OSError as error:
        raise LibraryError(
            f"{folder}: the report cannot be written there; name a folder that can be"
        ) from error
    return page


def report_html(report: Report, comparison: Comparison | None = None) -> str:
    """The HTML of the page."""
    failed = sum(bool(o.faults) for o in report.outcomes)
    about = [f"{len(report.outcomes)} cases, {failed} failed"]
    about += [f"{key}: {value}" for key, value in report.about.items()]
    sections = [_section(name, report) for name in dict.fromkeys(o.set for o in report.outcomes)]
    return render_page(
        "evaluate/report.html",
        title="Evaluation",
        about=about,
        comparison=comparison,
        sections=sections,
        number=number,
    )


def _section(name: str, report: Report) -> dict[str, Any]:
    """What the template shows of one set of cases."""
    from markupsafe import Markup

    outcomes = [o for o in report.outcomes if o.set == name]
    figures = [f for f in report.figures if f.set == name]
    return {
        "name": name,
        "figures": [f for f in figures if f.kind == "all"],
        "plots": [(heading, Markup(plot)) for heading, plot in _plots(figures, outcomes)],
        "failures": [o for o in outcomes if o.faults],
        "cases": len(outcomes),
    }


def _plots(figures: Sequence[Figure], outcomes: Sequence[Outcome]) -> Iterator[tuple[str, str]]:
    """The plots of one set, each with its heading."""
    for name in dict.fromkeys(f.name for f in figures if f.kind != "all"):
        rows = [(f.kind, f.estimate) for f in figures if f.name == name and f.kind != "all"]
        yield f"{name}, by kind", bar_plot(rows)
    points = risk_coverage([o.attempt for o in judged(outcomes)])
    if points:
        curve = curve_plot("share right", "share answered, most confident first", {"": points})
        yield "Risk and coverage", curve
    known = [o for o in outcomes if o.truth is not None]
    if len({o.truth for o in known}) == 2:
        bins = reliability([o.confidence for o in known], [bool(o.truth) for o in known])
        yield (
            "Confidence against answerability",
            curve_plot(
                "share answerable",
                "confidence",
                {"": [(b.confidence, b.right) for b in bins]},
                sizes=[b.of for b in bins],
                diagonal=True,
            ),
        )
    times = [o.scores["milliseconds"] for o in outcomes if "milliseconds" in o.scores]
    if times:
        yield "Time per answer", time_plot(times)
