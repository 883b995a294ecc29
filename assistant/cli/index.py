"""`assistant index`: brings the library in step with files and folders."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import AsJson, Home, opened
from assistant.cli.terminal import note, print_json, progress, results
from assistant.errors import LoadError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from assistant import Assistant
    from assistant.library.progress import Progress
    from assistant.library.sync import SyncReport

_STEPS = {"reading": "Reading files", "words": "Indexing words", "vectors": "Reading for meaning"}


def index(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders.")
    ] = None,
    seeds: Annotated[
        bool, typer.Option("--seeds", help="The five articles that come with the program.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(metavar="PREFIX", help="Put in front of the names of these articles."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on following the files until Ctrl-C.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Bring the library in step with files and folders.

    New, changed and removed articles; what lies under other folders is left as it is.
    """
    if seeds == bool(paths):
        raise typer.BadParameter("give either PATHs or --seeds")
    with opened(home) as assistant:
        report = index_seeds(assistant) if seeds else _index(assistant, paths or [], name)
        if watch:
            _follow(assistant, report, paths or [], name, as_json=as_json)
    if as_json:
        print_json(report.as_json())
    else:
        print_report(report)
    if not (report.unchanged or report.added or report.changed or report.failed):
        shown = ", ".join(map(str, paths or ()))
        note(f"There is no article in {shown}; text, Markdown and JSON Lines files are read.")


def _follow(
    assistant: "Assistant",
    report: "SyncReport",
    paths: list[Path],
    name: str | None,
    *,
    as_json: bool,
) -> None:
    """Index again whenever files change; each report is one line. It ends with Ctrl-C."""
    from assistant.library.watch import changes

    _say(report, as_json=as_json)
    note(f"Following {', '.join(map(str, paths))}; Ctrl-C ends it.")
    for _ in changes(paths):
        _say(_index(assistant, paths, name), as_json=as_json)


def _say(report: "SyncReport", *, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json(), indent=None)
    else:
        print_report(report)


def seeds_folder() -> Path:
    """Where the five articles that come with the program lie.

    Raises:
        LoadError: they were left out of this copy.
    """
    from importlib.util import find_spec

    spec = find_spec("seeds")
    places = (spec and spec.submodule_search_locations) or ()
    for place in map(Path, places):
        if any(place.glob("*.txt")):
            return place
    raise LoadError("the articles that come with the program are missing; install it again")


def missing_seeds(assistant: "Assistant") -> bool:
    """Whether the library is a new one: it lacks shipped articles and holds no others."""
    shipped = {path.name for path in seeds_folder().glob("*.txt")}
    held = {source.source for source in assistant.sources()}
    return held < shipped


def index_seeds(assistant: "Assistant") -> "SyncReport":
    """Bring the five shipped articles into the library."""
    return _index(assistant, [seeds_folder()], None)


def _index(assistant: "Assistant", paths: list[Path], name: str | None) -> "SyncReport":
    """Index with a bar a step; the steps take turns, and each is said when it begins."""
    with progress() as bar:
        tasks: dict[str, TaskID] = {}

        def show(at: "Progress") -> None:
            if at.step not in tasks:
                tasks[at.step] = bar.add_task(_STEPS[at.step], total=at.total)
            bar.update(tasks[at.step], completed=at.done, total=at.total)

        return assistant.index(paths, name=name, progress=show)


def print_report(report: "SyncReport") -> None:
    """The counts on one line, and a line for each file that could not be read."""
    for failure in report.failed:
        note(f"{failure.source}: {failure.why}")
    counts = report.as_json()
    counts["failed"] = len(report.failed)
    results().print(", ".join(f"{count} {name}" for name, count in counts.items()))
