"""`assistant index`: syncs the library with files and folders."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.bundled import bundled_folder
from assistant.cli.options import AsJson, Home, opened
from assistant.cli.terminal import note, print_json, results, step_progress

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.library.sync import SyncReport

_FIELDS = ("id", "text", "title", "publisher", "byline", "published", "url", "language")


_Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Files and folders; - is records on stdin."),
]
_Name = Annotated[
    str | None, typer.Option(metavar="PREFIX", help="Put in front of the names of these articles.")
]
_Field = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=NAME",
        help="What records call a field where it is not found: text=prose, or a path, "
        "text=results.fields.body; may be repeated.",
    ),
]
_Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="CLUSTER",
        help="Let the workers of a Dask cluster read for meaning: tcp://HOST:PORT, a number "
        "of workers on this machine, or local.",
    ),
]


def index(
    paths: _Paths = None,
    seeds: Annotated[
        bool, typer.Option("--seeds", help="The five articles that come with the program.")
    ] = False,
    name: _Name = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on following the files until Ctrl-C.")
    ] = False,
    field: _Field = None,
    dask: _Cluster = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Sync the library with files and folders.

    New, changed and removed articles are updated; articles of other folders are left alone.
    """
    from assistant.library.watch import changes

    if seeds == bool(paths):
        raise typer.BadParameter("give either PATHs or --seeds")
    fields = _fields_of(field or ())
    with opened(home) as assistant, TemporaryDirectory() as folder:
        given = [_spooled(path, Path(folder)) for path in paths or [bundled_folder("seeds")]]

        def sync() -> None:
            report = index_with_progress(assistant, given, name, fields, dask)
            _say(report, given, as_json=as_json)

        sync()
        if watch:
            note(f"Following {', '.join(map(str, given))}; Ctrl-C ends it.")
            for _ in changes(given, assistant.library.home):
                sync()


def _spooled(path: Path, folder: Path) -> Path:
    """The path; for `-`, a file with the records from stdin, one JSON object a line."""
    if str(path) != "-":
        return path
    spool = folder / "stdin.jsonl"
    with spool.open("wb") as file:
        copyfileobj(sys.stdin.buffer, file)
    return spool


def _say(report: "SyncReport", paths: list[Path], *, as_json: bool) -> None:
    """The counts, and a line for each file that could not be read."""
    if as_json:
        print_json(report.as_json())
    else:
        for failure in report.failed:
            note(f"{failure.source}: {failure.why}")
        results().print(summary_of(report))
    if not (report.unchanged or report.added or report.changed or report.failed):
        shown = ", ".join(map(str, paths))
        if report.taken_out:
            note(_said_of_removed(shown, report.taken_out))
        else:
            note(f"There is no article in {shown}; the README lists the formats that are read.")


def _said_of_removed(shown: str, taken_out: Sequence[str]) -> str:
    """That articles were removed by hand, and how to get them back."""
    if len(taken_out) == 1:
        return (
            f"The article in {shown} was removed from the library, and its file has not changed "
            "since; to get it back, save the file again, then index it."
        )
    return (
        f"The {len(taken_out)} articles in {shown} were removed from the library, and their files "
        "have not changed since; to get one back, save its file again, then index it."
    )


def summary_of(report: "SyncReport") -> str:
    """The counts in one line: `1 added, ..., 0 failed; skipped: 3 .pptx, 1 .msg`.

    A moved article is counted once here; `--json` counts it as added and as removed too.
    """
    counts = {**report.as_json(), "failed": len(report.failed)}
    counts["added"] -= len(report.moved)
    counts["removed"] -= len(report.moved)
    kinds = counts.pop("skipped")
    summary = ", ".join(f"{count} {name}" for name, count in counts.items())
    skipped = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return f"{summary}; skipped: {skipped}" if skipped else summary


def _fields_of(given: Sequence[str]) -> dict[str, str]:
    """The names that the records use for each field."""
    fields = dict(pair.partition("=")[::2] for pair in given)
    for field, name in fields.items():
        if field not in _FIELDS or not name:
            raise typer.BadParameter(
                f"write FIELD=NAME, where FIELD is one of {', '.join(_FIELDS)}"
            )
    return fields


def lacks_seeds(home: Path, address: str = "") -> bool:
    """Whether a library is a new one: it lacks shipped articles and holds no others.

    Raises:
        LibraryError: the library cannot be opened.
    """
    from contextlib import closing

    from assistant.library.store import open_library

    with closing(open_library(home, address)) as library:
        held = {source.source for source in library.sources()}
    return held < {path.name for path in bundled_folder("seeds").glob("*.txt")}


def index_with_progress(
    assistant: "Assistant",
    paths: list[Path],
    name: str | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
    dask: str | None = None,
) -> "SyncReport":
    """Index with a progress bar for each step."""
    with step_progress() as show:
        return assistant.index(paths, name=name, fields=fields, cluster=dask, progress=show)
