"""Whether a chat model answers, found out with one call that costs one token."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer.models import STUB, model_state, open_model, token_limit
from assistant.errors import ModelError, SettingsError
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Probed:
    """A configured model: the setting that names it, and whether it can be used.

    `answers` is None where it was not called; `problem` is what to do, or empty.
    """

    setting: str
    name: str
    package: bool
    key: bool
    answers: bool | None = None
    milliseconds: int | None = None
    problem: str = ""


def probe_models(settings: Settings, *, call: bool) -> Iterator[Probed]:
    """Each model that the settings name; with `call`, whether it answers."""
    named = {
        "ASSISTANT_MODEL": settings.model,
        "ASSISTANT_FALLBACK": settings.fallback,
        "ASSISTANT_JUDGE": settings.judge,
    }
    for setting, name in named.items():
        if name:
            yield _probe(setting, name, settings, call=call)


def _probe(setting: str, name: str, settings: Settings, *, call: bool) -> Probed:
    state = model_state(name, setting)
    if name == STUB:
        return Probed(setting, name, package=True, key=True, answers=True, milliseconds=0)
    if not call or not state.package:
        return Probed(setting, name, state.package, state.key, problem=state.problem)
    started = time.monotonic()
    try:
        _call(setting, name, settings)
    except (ModelError, SettingsError) as error:
        return Probed(setting, name, state.package, state.key, answers=False, problem=str(error))
    spent = round((time.monotonic() - started) * 1000)
    return Probed(setting, name, package=True, key=True, answers=True, milliseconds=spent)


def _call(setting: str, name: str, settings: Settings) -> None:
    from assistant.answer.call import Deadline
    from assistant.answer.call import call as call_model

    model = open_model(name, 0.0, setting=setting, arguments=settings.model_args)
    bound = model.bind(**token_limit(name, 1))
    call_model(bound, "Hello", name, Deadline.after(settings.model_seconds))
