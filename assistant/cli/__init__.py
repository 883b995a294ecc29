"""The commands: `assistant index`, `ask`, `batch` and the others, one module each.

This is the one place, beside the page's entry point, that reads the settings. Results go to
stdout, progress and notes to stderr; the exit status is 0 for done, 1 for what could not be done,
2 for a call whose words are off.
"""

import atexit
import gc
import sys
from typing import TextIO

# So many new objects before the garbage among them is looked for; Python's own number is 700.
_OBJECTS = 50_000


def main() -> None:
    """Run the command that the program's arguments name, and exit with its status."""
    _look_for_little_garbage()
    from assistant.cli.commands import app

    for stream in (sys.stdout, sys.stderr):
        _print_any_text(stream)
    app(prog_name="assistant")


def _look_for_little_garbage() -> None:
    """Look for it now and then: imports make none, and 200,000 objects that stay.

    Looking through those, and once more at the exit, took a quarter of a short command's time.
    """
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)


def _print_any_text(stream: TextIO | None) -> None:
    """Files and pipes get UTF-8 on every system; what a terminal cannot show is escaped."""
    if stream is None or not hasattr(stream, "reconfigure"):
        return
    encoding = stream.encoding if stream.isatty() else "utf-8"
    stream.reconfigure(encoding=encoding, errors="backslashreplace")
