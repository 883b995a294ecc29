"""Reads questions from a file of JSON lines, and writes a line for each, in the same order."""

import json
import sys
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant.cli.terminal import note, print_json, progress
from assistant.errors import AssistantError, LoadError, QuestionError

if TYPE_CHECKING:
    from assistant.question_input import Asked

Record = Mapping[str, Any]
_STREAM = Path("-")


def answer_lines(source: Path, out: Path, answer: Callable[["Asked"], Record]) -> None:
    """Answer the question of each line; the results keep the id of the line."""
    from assistant.question_input import read_asked

    map_lines(source, out, lambda record: answer(read_asked(record)))


def map_lines(source: Path, out: Path, answer: Callable[[Record], Record]) -> None:
    """Write a line for each line read, at once; a line that fails gets `{"id", "error"}`.

    Raises:
        LoadError: the file cannot be read, or the results cannot be written.
    """
    lines = _read_lines(source)
    failed = 0
    with _open_out(out, source) as sink, progress() as bar:
        for number, line in bar.track(lines, total=len(lines), description="Lines"):
            result = _result(number, line, answer)
            failed += "error" in result
            print_json(result, sink, indent=None)
    if failed:
        note(f"{failed} of {len(lines)} lines could not be done; each says why under error")


def _result(number: int, line: bytes, answer: Callable[[Record], Record]) -> Record:
    key: object = None
    try:
        record = _parse(number, line)
        key = record.get("id")
        return {"id": key, **answer(record)}
    except AssistantError as error:
        return {"id": key, "error": str(error)}


def _parse(number: int, line: bytes) -> Record:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise QuestionError(f"line {number} is no UTF-8 text; save it as UTF-8") from error
    except ValueError as error:
        raise QuestionError(f"line {number} is no JSON: {error}") from error
    if not isinstance(record, dict):
        raise QuestionError(f"line {number} is no JSON object")
    return record


def _read_lines(source: Path) -> list[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers.

    Only a newline ends a line, because JSON strings may hold other line separators.
    """
    try:
        raw = sys.stdin.buffer.read() if source == _STREAM else source.read_bytes()
    except OSError as error:
        raise LoadError(f"{source} cannot be read: {error.strerror or error}") from error
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise LoadError(f"{source} is UTF-16; save it as UTF-8")
    lines = raw.removeprefix(BOM_UTF8).split(b"\n")
    return [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]


@contextmanager
def _open_out(out: Path, source: Path) -> Iterator[IO[str]]:
    if out == _STREAM:
        yield sys.stdout
        return
    if source != _STREAM and out.exists() and out.samefile(source):
        raise LoadError(f"{out} holds the questions; name another file for the results")
    try:
        sink = out.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise LoadError(f"{out} cannot be written: {error.strerror or error}") from error
    with sink:
        yield sink
