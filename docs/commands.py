"""Writes docs/commands.md: the help of every command, as the program itself prints it.

python docs/commands.py
"""

from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from assistant.cli.commands import app

PAGE = Path(__file__).with_suffix(".md")
_HEAD = """\
# The commands

Written by `make docs` from the program itself; a test compares the two. Results go to stdout,
progress and notes to stderr. Exit status: 0 done, 1 it could not be done (one line on stderr says
what, and what to do), 2 the call's words are off.
"""


def render() -> str:
    """The page as it has to be."""
    names = [[], *([command.name] for command in app_commands())]
    return _HEAD + "".join(f"\n{_section(name)}" for name in names)


def app_commands() -> list[Any]:
    """The commands in the order in which the program lists them."""
    from typer.main import get_group

    return list(get_group(app).commands.values())


def _section(words: list[str]) -> str:
    title = " ".join(["assistant", *words])
    environment = {"COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1"}
    shown = CliRunner().invoke(
        app, [*words, "--help"], prog_name="assistant", env=environment, max_content_width=80
    )
    return f"## {title}\n\n```text\n{shown.stdout.strip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
