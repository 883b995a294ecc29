"""A report as text for the terminal: the figures, the number of failures, and what changed."""

import math
from collections.abc import Iterable, Iterator

from assistant.evaluate.results import CaseChange, Comparison, Figure, Report

_HEADINGS = ("set", "kind", "figure", "value", "95 % interval", "cases")


def render(report: Report, comparison: Comparison | None = None) -> str:
    """The figures as a table, the number of failures, and the comparison if there is one."""
    rows = [_row(figure) for figure in report.figures]
    failed = sum(bool(outcome.faults) for outcome in report.outcomes)
    lines = [*_aligned([_HEADINGS, *rows]), "", f"{failed} of {len(report.outcomes)} cases failed."]
    return "\n".join([*lines, *(_changes(comparison) if comparison else ())])


def markdown_table(figures: Iterable[Figure]) -> str:
    """Figures as a Markdown table, for documents that quote them."""
    rows = [_row(figure) for figure in figures]
    lines = ["| " + " | ".join(row) + " |" for row in [_HEADINGS, *rows]]
    lines.insert(1, "| " + " | ".join("---" for _ in _HEADINGS) + " |")
    return "\n".join(lines)


def number(value: float) -> str:
    """A figure with three decimals, or one if it is 10 or more."""
    if math.isnan(value):
        return "–"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _row(figure: Figure) -> tuple[str, ...]:
    estimate = figure.estimate
    interval = f"{number(estimate.low)} to {number(estimate.high)}"
    return (
        figure.set, figure.kind, figure.name, number(estimate.value), interval, str(estimate.of),
    )  # fmt: skip


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _changes(comparison: Comparison) -> Iterator[str]:
    yield from ("", "Gains over the other run (paired, with 95 % interval):")
    for gain in comparison.gains:
        mark = "" if gain.estimate.excludes_zero else "  (may be chance)"
        yield f"  {gain.set}, {gain.name}: {gain.estimate}{mark}"
    yield from _changed("Mended", comparison.mended)
    yield from _changed("Broken", comparison.broken)


def _changed(title: str, changes: tuple[CaseChange, ...]) -> Iterator[str]:
    yield from ("", f"{title}: {len(changes)}")
    for change in changes:
        faults = "; ".join(change.now.faults or change.before.faults)
        yield f"  {change.now.id}  {change.now.question[:80]}  ({faults})"
