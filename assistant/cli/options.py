"""The options that several commands share, and the assistant that they open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.terminal import note
from assistant.errors import QuestionError

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.reply import Filters

EMPTY = "The library holds no article; bring some in with: assistant index FOLDER"

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        show_default=False,
        help="The folder of the library and its indexes; else ASSISTANT_HOME, else the user's "
        "data folder.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="stub, or provider:name; else ASSISTANT_MODEL."),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        min=0.0,
        max=1.0,
        help="Decline below this confidence; 0 answers whatever there is.",
    ),
]
Publishers = Annotated[
    list[str] | None,
    typer.Option("--publisher", metavar="NAME", help="Only this publisher; may be repeated."),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME", help="Only this article; may be repeated."),
]
DateFrom = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only articles of this day or later.")
]
DateTo = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Only articles of this day or earlier.")
]
QuestionsIn = Annotated[
    Path, typer.Argument(metavar="QUESTIONS.jsonl", help="One JSON object a line; - is stdin.")
]
LinesOut = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="Where the lines go; - is stdout.")
]


@contextmanager
def opened(home: Path | None, **overrides: object) -> Iterator["Assistant"]:
    """The assistant over the library that the options and settings name.

    Raises:
        AssistantError: a setting cannot be read, or the library cannot be opened.
    """
    from assistant import open_assistant
    from assistant.settings import load_settings

    with open_assistant(load_settings(home=home, **overrides)) as assistant:
        yield assistant


def say_state(assistant: "Assistant") -> tuple[str, ...]:
    """Print on stderr what limits all answers now, such as a search by words alone."""
    status = assistant.status()
    notices = tuple(status.notices)
    if not status.articles:
        note(EMPTY)
    for notice in notices:
        note(notice)
    return notices


def filters_of(
    publishers: list[str] | None,
    date_from: str | None,
    date_to: str | None,
    sources: list[str] | None,
) -> "Filters":
    """The filters that the options name.

    Raises:
        typer.BadParameter: a date is not an ISO date.
    """
    from assistant.question_input import check_date
    from assistant.reply import Filters

    try:
        return Filters(
            publishers=tuple(publishers or ()),
            date_from=check_date(date_from),
            date_to=check_date(date_to),
            sources=tuple(sources or ()),
        )
    except QuestionError as error:
        raise typer.BadParameter(str(error)) from error
