"""The commands: `assistant index`, `ask`, `batch` and the others, one module each.

This is the one place, beside the page's entry point, that reads the settings. Results go to
stdout, progress and notes to stderr. The exit status is 0 for success, 1 for failure, and 2 for
invalid arguments.
"""

import atexit
import gc
import os
import sys
from typing import TextIO

# New objects between two collections of garbage; Python's default is 700.
_OBJECTS = 50_000


def main() -> None:
    """Run the command that the program's arguments name, and exit with its status."""
    _collect_garbage_rarely()
    from assistant.cli.commands import app

    # Closed streams: results that nobody can read are an error, notes are not.
    sys.stdout = sys.stdout or _on_null(os.O_RDONLY)
    sys.stderr = sys.stderr or _on_null(os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        _print_any_text(stream)
    app(prog_name="assistant")


def _collect_garbage_rarely() -> None:
    """Collect rarely: imports make 200,000 objects, and none of them is garbage.

    Searching those, and again at exit, took a quarter of a short command's time.
    """
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)


def _on_null(access: int) -> TextIO:
    """A stream in place of one that was closed; if it is opened for reading, writing fails."""
    return os.fdopen(os.open(os.devnull, access), "w")


def _print_any_text(stream: TextIO) -> None:
    """Files and pipes get UTF-8 on every system; what a terminal cannot show is escaped."""
    if not hasattr(stream, "reconfigure"):
        return
    encoding = stream.encoding if stream.isatty() else "utf-8"
    stream.reconfigure(encoding=encoding, errors="backslashreplace")
