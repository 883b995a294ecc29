"""`assistant search`: the excerpts alone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli import options
from assistant.cli.json_lines import answer_lines
from assistant.cli.terminal import heading_of, place_of, print_json, results, safe_line

if TYPE_CHECKING:
    from assistant.question_input import Asked
    from assistant.reply import Excerpt

# The contract's limit for one hit; only a chunk of a single endless sentence is longer.
_LONGEST = 1500


def search(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many excerpts.")] = 10,
    home: options.Home = None,
    publisher: options.Publishers = None,
    date_from: options.DateFrom = None,
    date_to: options.DateTo = None,
    source: options.Sources = None,
    as_json: options.AsJson = False,
    queries: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Many questions, one JSON object a line; with --out."),
    ] = None,
    out: options.LinesOut = Path("-"),
) -> None:
    """The excerpts alone, best first."""
    if (question is None) == (queries is None):
        raise typer.BadParameter("give either a QUESTION or --queries FILE")
    filters = options.filters_of(publisher, date_from, date_to, source)
    with options.opened(home) as assistant:
        options.say_state(assistant)
        if queries is not None:

            def hits(asked: "Asked") -> dict[str, Any]:
                found = assistant.search(asked.question, k, asked.filters or filters)
                return {"hits": [hit(excerpt) for excerpt in found]}

            answer_lines(queries, out, hits)
            return
        found = assistant.search(question or "", k, filters)
    if as_json:
        print_json({"question": question, "hits": [hit(excerpt) for excerpt in found]})
    else:
        _print_hits(found)


def hit(excerpt: "Excerpt") -> dict[str, Any]:
    """An excerpt as the contract writes it; `text` is its source from `start` to `end`."""
    text = excerpt.text[:_LONGEST]
    return {
        "source": excerpt.source,
        "article_id": excerpt.article_id,
        "title": excerpt.title,
        "publisher": excerpt.publisher,
        "published": excerpt.published,
        "start": excerpt.start,
        "end": excerpt.start + len(text),
        "text": text,
        "score": excerpt.score,
    }


def _print_hits(found: "list[Excerpt]") -> None:
    from rich.text import Text

    out = results()
    if not found:
        out.print("Nothing in the library has anything to do with it.")
    for number, excerpt in enumerate(found, start=1):
        out.print(Text(safe_line(f"{number}. {heading_of(excerpt)}"), style="bold"))
        out.print(Text(safe_line(excerpt.text)))
        line = safe_line(f"{place_of(excerpt)} · {excerpt.score:.3f}")
        out.print(Text(f"{line}\n", style="dim"))
