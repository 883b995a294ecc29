"""Output: results on stdout, notes on stderr, and no control characters in either."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from assistant.library.progress import OnProgress
    from assistant.library.progress import Progress as StepProgress
    from assistant.reply import Citation, Excerpt

_STEPS = {"reading": "Reading files", "words": "Indexing words", "vectors": "Reading for meaning"}
# C0 and C1 controls move the cursor, change colours and the title; bidirectional ones show words in
# another order. Tab and newline are kept.
_DIRECTIONS = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_COMMANDS = (*range(9), *range(0xB, 0x20), *range(0x7F, 0xA0), *_DIRECTIONS)
_ESCAPES = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _COMMANDS}
# JSON does not escape these; they occur only within strings.
_LEFT_BY_JSON = (*range(0x7F, 0xA0), 0x2028, 0x2029, *_DIRECTIONS)
_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in _LEFT_BY_JSON}


def safe_text(text: str) -> str:
    """The text with every control character but tab and newline made visible."""
    return text.replace("\r\n", "\n").translate(_ESCAPES)


def safe_line(text: str) -> str:
    """The text on one line, with every control character made visible."""
    return safe_text(" ".join(text.split()))


def heading_of(found: "Excerpt | Citation") -> str:
    """Title, publisher and date of an article."""
    known = (found.title or found.source, found.publisher, found.published)
    return " · ".join(part for part in known if part)


def place_of(found: "Excerpt | Citation") -> str:
    """The source, and the place of the words in it."""
    return f"{found.source}, characters {found.start} to {found.end}"


def print_json(value: object, stream: IO[str] | None = None, indent: int | None = 2) -> None:
    """Print a value as JSON; dataclasses become objects."""
    text = json.dumps(value, default=_as_json, ensure_ascii=False, indent=indent)
    print(text.translate(_JSON_ESCAPES), file=stream or sys.stdout, flush=True)


def _as_json(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def note(text: str) -> None:
    """One line on stderr."""
    print(safe_line(text), file=sys.stderr, flush=True)


def fail(text: str) -> None:
    """One line on stderr: what failed, and what to do."""
    note(f"assistant: {text}")


def results() -> "Console":
    """The console for results; lines are wrapped for a terminal only."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def notes() -> "Console":
    """The console for progress."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False)


@contextmanager
def progress() -> Iterator["Progress"]:
    """A progress bar on stderr, in a terminal only."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=notes(), disable=not sys.stderr.isatty()) as bar:
        yield bar


@contextmanager
def step_progress() -> Iterator["OnProgress"]:
    """A progress bar for each step of indexing, added when the step begins."""
    with progress() as bar:
        tasks: dict[str, TaskID] = {}

        def show(at: "StepProgress") -> None:
            if at.step not in tasks:
                tasks[at.step] = bar.add_task(_STEPS[at.step], total=at.total)
            bar.update(tasks[at.step], completed=at.done, total=at.total)

        yield show
