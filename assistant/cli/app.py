"""The commands put together, and what happens when one of them fails."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from assistant.cli import (
    ask,
    batch,
    check,
    doctor,
    evaluate,
    index,
    keep,
    library,
    models,
    search,
    ui,
)
from assistant.cli.options import Home
from assistant.cli.terminal import fail
from assistant.errors import AssistantError


class Commands(TyperGroup):
    """Turns what a person can act on into one line and a status; bugs keep their traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was called."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except AssistantError as error:
            fail(str(error))
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            fail("stopped; what was done so far is kept")
            raise typer.Exit(130) from error
        except BrokenPipeError as error:
            _forget_stdout()
            raise typer.Exit(0) from error
        return result


def _forget_stdout() -> None:
    """Whoever read the output has seen enough; Python would complain once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(version("cited-news-assistant"))
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(
    home: Home = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Ask a folder of news articles; every sentence of an answer cites words in an article."""
    if home:
        os.environ["ASSISTANT_HOME"] = str(home)


for command in (
    index.index,
    ask.ask,
    batch.batch,
    search.search,
    check.check,
    library.sources,
    library.show,
    library.edit,
    doctor.doctor,
    models.models,
    keep.export,
    keep.purge,
    ui.ui,
):
    app.command()(command)
app.command(name="import")(keep.import_)
app.command(name="eval")(evaluate.evaluate)
