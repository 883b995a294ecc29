"""`assistant eval`: the evaluation over question files, a table and a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import Home, Model, Threshold, opened
from assistant.cli.terminal import note, progress, results, safe_text

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.evaluate.results import Report

Questions = Annotated[
    list[Path],
    typer.Argument(metavar="QUESTIONS...", help="Files of questions or claims, JSON lines."),
]
ReportTo = Annotated[
    Path | None, typer.Option("--report", metavar="DIR", help="Where an HTML report is written.")
]
Other = Annotated[
    Path | None,
    typer.Option("--compare", metavar="DIR", help="The report of another run to compare with."),
]


def run_evaluation(
    questions: Questions,
    home: Home = None,
    model: Model = None,
    threshold: Threshold = None,
    report: ReportTo = None,
    compare: Other = None,
) -> None:
    """The evaluation over question files, a table and a report.

    Reads questions with rules for their answers, CLAPnq, MTRAG, MultiHop-RAG, and claims with
    their documents; prints every figure with its 95 % bootstrap interval.
    """
    from assistant.evaluate.html_report import write_report
    from assistant.evaluate.results import compare as compare_with
    from assistant.evaluate.results import load_report
    from assistant.evaluate.text_report import render

    before = load_report(compare) if compare else None
    with opened(home, model=model, threshold=threshold) as assistant:
        made = _evaluate(assistant, questions)
    comparison = compare_with(before, made) if before else None
    results().print(safe_text(render(made, comparison)))
    if report:
        note(f"The report: {write_report(made, report, comparison)}")


def _evaluate(assistant: "Assistant", questions: list[Path]) -> "Report":
    from assistant.evaluate.run import evaluate

    status = assistant.status()
    about = {"model": status.model, "articles in the library": str(status.articles)}
    with progress() as bar:
        task = bar.add_task("Cases", total=None)
        return evaluate(
            assistant,
            questions,
            about=about,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
