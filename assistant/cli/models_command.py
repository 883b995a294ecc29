"""`assistant models`: which models are configured, and whether they can be used."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import AsJson, Home, Model
from assistant.cli.terminal import print_json, results, safe_line

if TYPE_CHECKING:
    from assistant.answer.chat_models import Probed


def models(
    home: Home = None,
    model: Model = None,
    call: Annotated[
        bool,
        typer.Option(
            "--call/--no-call", help="Ask each model for one token, to see whether it answers."
        ),
    ] = True,
    as_json: AsJson = False,
) -> None:
    """The configured models: whether package and key are present, and whether each answers."""
    from assistant.answer.chat_models import probe_models
    from assistant.settings import load_settings

    found = list(probe_models(load_settings(home=home, model=model), call=call))
    if as_json:
        print_json({"models": found})
        return
    for one in found:
        results().print(safe_line(_line(one)))


def _line(one: "Probed") -> str:
    parts = [f"package {_present(one.package)}", f"key {_present(one.key)}"]
    if one.answers:
        parts.append("answers" + (f" ({one.milliseconds} ms)" if one.milliseconds else ""))
    elif one.answers is not None:
        parts.append("does not answer")
    parts += [one.problem] if one.problem else []
    return f"{one.setting}={one.name}: {', '.join(parts)}"


def _present(is_present: bool) -> str:
    return "present" if is_present else "missing"
