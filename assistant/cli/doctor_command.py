"""`assistant doctor`: the library and its indexes, checked against each other."""

from typing import Annotated

import typer

from assistant.cli.options import AsJson, Home, opened
from assistant.cli.terminal import fail, print_json, results, safe_line, step_progress


def doctor(
    home: Home = None,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="Rebuild the indexes from the library. If ASSISTANT_EMBEDDINGS was changed, embed "
            "the library again.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check library and indexes against each other.

    Damage that is found and not mended makes the exit status 1.
    """
    with opened(home) as assistant, step_progress() as show:
        findings = assistant.doctor(rebuild=rebuild, progress=show)
    damaged = [finding for finding in findings if not finding.ok]
    if as_json:
        print_json({"healthy": not damaged, "findings": findings})
    else:
        out = results()
        for finding in findings:
            out.print(safe_line(f"{'ok ' if finding.ok else 'BAD'} {finding.part}: {finding.what}"))
    if damaged:
        fail("the library or its indexes are not complete; do what the lines marked BAD say")
        raise typer.Exit(1)
