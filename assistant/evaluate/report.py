"""A report as one self-contained HTML file: figures, plots, and every failure in full.

Everything that comes from questions, articles and models is escaped; the file loads nothing.
"""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from assistant.errors import LibraryError
from assistant.evaluate.compare import Change, Comparison
from assistant.evaluate.metrics import reliability
from assistant.evaluate.outcome import Figure, Outcome, Report, save_report
from assistant.evaluate.plots import bar_plot, reliability_plot, time_plot
from assistant.evaluate.table import number

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
    """The page's own text."""
    style = files("assistant.evaluate").joinpath("report.css").read_text(encoding="utf-8")
    body = [
        "<h1>Evaluation</h1>",
        _about(report),
        *(_comparison(comparison) if comparison else ()),
        *(
            part
            for name in dict.fromkeys(o.set for o in report.outcomes)
            for part in _set(name, report)
        ),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Evaluation</title><style>{style}</style></head><body>"
        + "\n".join(body)
        + "</body></html>\n"
    )


def _about(report: Report) -> str:
    failed = sum(bool(o.faults) for o in report.outcomes)
    said = [f"{key}: {value}" for key, value in report.about.items()]
    counts = f"{len(report.outcomes)} cases, {failed} failed"
    return f'<p class="quiet">{escape(" · ".join([counts, *said]))}</p>'


def _set(name: str, report: Report) -> Iterator[str]:
    outcomes = [o for o in report.outcomes if o.set == name]
    figures = [f for f in report.figures if f.set == name]
    yield f"<h2>{escape(name)}</h2>"
    yield _table([f for f in figures if f.kind == "all"])
    yield from _plots(figures, outcomes)
    failures = [o for o in outcomes if o.faults]
    yield f"<h3>{len(failures)} of {len(outcomes)} failed</h3>"
    yield from map(_failure, failures)


def _table(figures: Sequence[Figure]) -> str:
    rows = "".join(
        f"<tr><td>{escape(f.name)}</td><td>{number(f.estimate.value)}</td>"
        f"<td>{number(f.estimate.low)} to {number(f.estimate.high)}</td>"
        f"<td>{f.estimate.of}</td></tr>"
        for f in figures
    )
    head = "<tr><th>figure</th><th>value</th><th>95 % interval</th><th>cases</th></tr>"
    return f'<div class="scroll"><table>{head}{rows}</table></div>'


def _plots(figures: Sequence[Figure], outcomes: Sequence[Outcome]) -> Iterator[str]:
    for name in dict.fromkeys(f.name for f in figures if f.kind != "all"):
        rows = [(f.kind, f.estimate) for f in figures if f.name == name and f.kind != "all"]
        yield f"<h3>{escape(name)}, by kind</h3>{bar_plot(rows)}"
    known = [o for o in outcomes if o.truth is not None]
    if len({o.truth for o in known}) == 2:
        curve = reliability([o.confidence for o in known], [bool(o.truth) for o in known])
        yield f"<h3>Confidence against correctness</h3>{reliability_plot(curve)}"
    times = [o.scores["milliseconds"] for o in outcomes if "milliseconds" in o.scores]
    if times:
        yield f"<h3>Time an answer takes</h3>{time_plot(times)}"


def _failure(outcome: Outcome) -> str:
    shown = "".join(
        f"<dt>{escape(s.source)}{escape(f' · {s.title}' if s.title else '')}</dt>"
        f"<dd><blockquote>{escape(s.text)}</blockquote></dd>"
        for s in outcome.shown
    )
    reason = f"<dt>reason</dt><dd>{escape(outcome.reason)}</dd>" if outcome.reason else ""
    return (
        f"<details><summary>{escape(outcome.question)} "
        f'<span class="fault">{escape("; ".join(outcome.faults))}</span></summary><dl>'
        f"<dt>case</dt><dd>{escape(f'{outcome.id} · {outcome.kind}')}</dd>"
        f"<dt>answer, confidence {outcome.confidence:.2f}</dt><dd>{escape(outcome.answer)}</dd>"
        f"{reason}{shown}</dl></details>"
    )


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield "<h2>What changed</h2>"
    rows = "".join(
        f"<tr><td>{escape(g.set)}</td><td>{escape(g.name)}</td><td>{escape(str(g.estimate))}</td>"
        f"<td>{'' if g.estimate.excludes_zero else 'may be chance'}</td></tr>"
        for g in comparison.gains
    )
    yield f'<div class="scroll"><table>{rows}</table></div>'
    yield from _changed("Mended", comparison.mended)
    yield from _changed("Broken", comparison.broken)


def _changed(title: str, changes: Sequence[Change]) -> Iterator[str]:
    yield f"<h3>{title}: {len(changes)}</h3>"
    for change in changes:
        yield (
            f"<details><summary>{escape(change.now.question)}</summary><dl>"
            f"<dt>before</dt><dd>{escape(change.before.answer)} "
            f'<span class="fault">{escape("; ".join(change.before.faults))}</span></dd>'
            f"<dt>now</dt><dd>{escape(change.now.answer)} "
            f'<span class="fault">{escape("; ".join(change.now.faults))}</span></dd></dl></details>'
        )
