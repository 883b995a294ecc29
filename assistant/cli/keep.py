"""`assistant export`, `import` and `purge`: a library moved, and an article removed for good."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import AsJson, Home, opened
from assistant.cli.terminal import note, print_json, results, safe_line

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The library as one file.")]


def export(file: _File, home: Home = None) -> None:
    """Write the whole library to one file.

    Articles in all versions, what is known of them, vectors and conversations.
    """
    with opened(home) as assistant:
        assistant.export(file)
        count = len(assistant.sources())
    results().print(safe_line(f"{count} articles written to {file}"))


def import_(file: _File, home: Home = None) -> None:
    """Make a library out of an exported file.

    The folder of the new library must not hold articles yet. Nothing is embedded again.
    """
    from assistant.library.transfer import import_library
    from assistant.settings import load_settings

    settings = load_settings(home=home)
    import_library(file, settings.home, settings.library)
    with opened(home) as assistant:
        assistant.doctor(rebuild=True)
        count = len(assistant.sources())
    results().print(safe_line(f"{count} articles read from {file}"))


def purge(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="As `sources` names it.")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Remove every trace of an article.

    All its versions, its vectors, the answers that quoted it, backups and old indexes. Its file
    is left alone, and would bring it back.
    """
    with opened(home) as assistant:
        purged = assistant.purge(source)
    if as_json:
        print_json(purged)
        return
    results().print(safe_line(f"{source}: {purged.versions} versions, {purged.answers} answers"))
    if purged.path is not None and Path(purged.path).exists():
        note(f"{purged.path} is still there: delete it, or the next index brings it back.")
    for copy in purged.copies:
        note(f"{copy} holds the same words; purge it too if they have to go.")
