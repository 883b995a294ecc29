"""The command line: all commands, and how their errors are shown."""

import errno
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from assistant.cli import (
    ask_command,
    check_command,
    doctor_command,
    eval_command,
    index_command,
    library_commands,
    models_command,
    search_command,
    ui_command,
)
from assistant.cli.options import Home
from assistant.cli.terminal import fail
from assistant.errors import AssistantError

# The disk or the quota is full, the file grew too large, the device failed, stdout was closed.
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


class Commands(TyperGroup):
    """Shows an error that a person can act on in one line; bugs keep their traceback."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the program; where its output cannot be written, say so."""
        try:
            return super().main(*args, **options)
        except OSError as error:
            if error.errno not in _UNWRITABLE:
                raise
            _forget_stdout()
            why = os.strerror(error.errno).lower()
            fail(f"the output cannot be written: {why}; free some space or write it elsewhere")
            sys.exit(1)

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
    """Discard further output: it cannot be written, and Python would complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(version("cited-news-assistant"), flush=True)
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
    index_command.index,
    ask_command.ask,
    ask_command.batch,
    search_command.search,
    check_command.check,
    library_commands.sources,
    library_commands.show,
    library_commands.edit,
    doctor_command.doctor,
    models_command.models,
    library_commands.export,
    library_commands.purge,
    ui_command.ui,
):
    app.command()(command)
app.command(name="import")(library_commands.import_)
app.command(name="eval")(eval_command.run_evaluation)
