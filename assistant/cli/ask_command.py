"""`assistant ask` and `assistant batch`: one answer with its citations, or many."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli import options
from assistant.cli.json_lines import answer_lines
from assistant.cli.terminal import (
    heading_of,
    note,
    notes,
    place_of,
    print_json,
    results,
    safe_line,
    safe_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

    from assistant.answer.trace import Trace
    from assistant.question_input import Asked
    from assistant.reply import Answer, Event

_STEPS = {
    "rewrite": "Reading the question",
    "retrieve": "Looking through the articles",
    "generate": "Writing",
    "verify": "Checking each sentence",
}


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="- reads it from stdin.")],
    home: options.Home = None,
    model: options.Model = None,
    threshold: options.Threshold = None,
    publisher: options.Publishers = None,
    date_from: options.DateFrom = None,
    date_to: options.DateTo = None,
    source: options.Sources = None,
    trace: Annotated[
        bool, typer.Option("--trace", help="Show on stderr how the answer came about.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """One answer, with its citations."""
    filters = options.filters_of(publisher, date_from, date_to, source)
    words = sys.stdin.read() if question == "-" else question
    with options.opened(home, model=model, threshold=threshold) as assistant:
        said = options.say_state(assistant)
        on_trace = _print_trace if trace else None
        answer = _follow(assistant.stream(words, filters=filters, on_trace=on_trace))
    if as_json:
        print_json(answer.as_json())
    else:
        print_answer(answer, said)


def _print_trace(trace: "Trace") -> None:
    from assistant.answer.trace import trace_lines

    for line in trace_lines(trace):
        print(safe_text(line), file=sys.stderr)


def _follow(events: "Iterable[Event]") -> "Answer":
    """The answer at the end of the events; the step that runs is shown in a terminal."""
    from assistant.reply import Finished, StepStarted

    answer = None
    with notes().status("Opening the library", spinner="dots") as status:
        for event in events:
            if isinstance(event, StepStarted):
                status.update(event.note or _STEPS.get(event.step, event.step))
                if event.note:
                    note(event.note)
            elif isinstance(event, Finished):
                answer = event.answer
    if answer is None:
        raise RuntimeError("the events ended without an answer")
    return answer


def print_answer(answer: "Answer", said: tuple[str, ...] = ()) -> None:
    """The answer, its citations as footnotes, its unconfirmed sentences, and new notices."""
    from rich.text import Text

    from assistant.text.quotes import in_marks

    out = results()
    out.print(Text(safe_line(answer.answer), style="bold" if not answer.abstained else ""))
    if answer.reason:
        out.print(Text(safe_line(_sentence(answer.reason))))
    for citation in answer.citations:
        out.print()
        out.print(Text(safe_line(f"[{citation.marker}] {heading_of(citation)}")))
        _print_below(out, Text(in_marks(safe_line(citation.quote)), style="italic"))
        _print_below(out, Text(safe_line(place_of(citation)), style="dim"))
    _print_unconfirmed(out, answer)
    notices = [notice for notice in answer.notices if notice not in said]
    remarks = [*notices, *(f"Removed: {r.text} ({r.why})" for r in answer.removed)]
    remarks += [f"Nearest: {in_marks(r.quote)} ({r.source})" for r in answer.related]
    for n, remark in enumerate(remarks):
        out.print(Text(("" if n else "\n") + safe_line(remark)))
    out.print(Text("\n" + safe_line(_footer(answer)), style="dim"))


def _sentence(reason: str) -> str:
    """A reason as a sentence of its own; a model may give its reason as a part of one."""
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."


def _print_unconfirmed(out: "Console", answer: "Answer") -> None:
    """The sentences that could not be confirmed, each with the nearest words of its article."""
    from rich.text import Text

    from assistant.text.quotes import in_marks

    marked = [claim for claim in answer.claims if claim.verdict == "unconfirmed"]
    if not marked:
        return
    count = "1 sentence" if len(marked) == 1 else f"{len(marked)} sentences"
    out.print(Text(f"\n{count} could not be confirmed:", style="yellow"))
    for claim in marked:
        out.print(Text(safe_line(f"- {claim.text} ({claim.why})"), style="yellow"))
        if claim.nearest:
            _print_below(out, Text(safe_line(f"Nearest: {in_marks(claim.nearest)}"), style="dim"))


def _print_below(out: "Console", text: "Text") -> None:
    """Print it indented; a terminal indents wrapped lines too."""
    from rich.padding import Padding
    from rich.text import Text

    if out.is_terminal:
        out.print(Padding(text, (0, 0, 0, 4)))
    else:
        out.print(Text("    ") + text)


def _footer(answer: "Answer") -> str:
    total = answer.timings_ms.get("total")
    took = f" · {total:.0f} ms" if total is not None else ""
    return f"{answer.model} · confidence {answer.confidence:.2f}{took}"


def batch(
    questions: options.QuestionsIn,
    out: options.LinesOut = Path("-"),
    home: options.Home = None,
    model: options.Model = None,
    threshold: options.Threshold = None,
) -> None:
    """Many answers, from a file of questions.

    A JSON object a line in, one a line out, in the same order; a line that cannot be answered
    gets {"id", "error"}, and the others go on.
    """
    with options.opened(home, model=model, threshold=threshold) as assistant:
        options.say_state(assistant)

        def answer(asked: "Asked") -> dict[str, Any]:
            given = assistant.ask(
                asked.question,
                history=asked.history,
                filters=asked.filters,
                documents=asked.documents,
            )
            return given.as_json()

        answer_lines(questions, out, answer)
