"""Chat models: opening one by its name, what an answer has to know of it, and whether it answers.

This is the only module that compares a model's name with the built-in model's.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError, SettingsError
from assistant.providers.adapted_client import adapt_client
from assistant.providers.catalog import (
    LOCAL,
    MODELS_FILE,
    PROVIDERS,
    ModelState,
    arguments_for,
    offered_models,
    provider_state,
)
from assistant.providers.model_faults import hide_secrets, provider_errors, redact

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

    from assistant.providers.prices import Price
    from assistant.settings import Settings

STUB = "stub"
# The built-in model was measured with this many excerpts; others get what their budget holds.
_STUB_EXCERPTS = 8
_MOST_EXCERPTS = 50


@dataclass(frozen=True, slots=True)
class Assessment:
    """A model's own estimate of its answer: how likely it is right, and why it declined, if so."""

    confidence: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerModel:
    """A chat model with what an answer has to know of it.

    `seconds` is what a turn may take; None for a model inside this program. A prompt holds at most
    so many `excerpts` and a `budget` of tokens. With `verbatim` its sentences are the articles' own
    words: they need no cleaning and no repair. `assess` reads its own estimate from its message;
    None if it gives none. `price` is None if it is not known. `evidence_first` is the model
    as it writes JSON, each sentence after the words that it rests on; None if it does not.
    """

    name: str
    chat: "BaseChatModel"
    seconds: float | None = None
    excerpts: int = _MOST_EXCERPTS
    budget: int = 6000
    verbatim: bool = False
    assess: "Callable[[BaseMessage], Assessment | None]" = lambda message: None
    price: "Price | None" = None
    evidence_first: "Runnable[Any, BaseMessage] | None" = None


def open_answer_model(name: str, settings: "Settings", threshold: float) -> AnswerModel:
    """The model called `stub`, or `provider:name`, with the limits that the settings give it.

    The stub declines below `threshold`.

    Raises:
        ModelError: the name is unknown, or the provider's package or key is missing.
        SettingsError: the arguments are not a JSON object, or the provider does not take them, or
            the prices cannot be read.
    """
    price = model_price(name, settings)
    if is_built_in(name):
        from assistant.answer.stub import StubChatModel, assessment_of

        return AnswerModel(
            name,
            StubChatModel(threshold=threshold),
            excerpts=settings.excerpts or _STUB_EXCERPTS,
            budget=settings.prompt_tokens,
            verbatim=True,
            assess=assessment_of,
            price=price,
        )
    from assistant.answer.evidence_first import evidence_writer

    chat = open_model(name, arguments=settings.model_args)
    return AnswerModel(
        name,
        chat,
        settings.model_seconds,
        settings.excerpts or _MOST_EXCERPTS,
        prompt_budget(chat, settings.prompt_tokens),
        price=price,
        evidence_first=evidence_writer(chat),
    )


def model_price(name: str, settings: "Settings") -> "Price | None":
    """The price of a model's tokens: nothing in this program, else as the files of prices say.

    Raises:
        SettingsError: the user's own file of prices cannot be read.
    """
    from assistant.providers.prices import FREE, price_of

    if is_offline(name):
        return FREE
    return price_of(name, settings.model_args, settings.home)


def open_model(name: str, setting: str = "ASSISTANT_MODEL", arguments: str = "") -> "BaseChatModel":
    """The chat model `provider:name`, through LangChain's `init_chat_model`.

    `setting` is what an error calls the name. `arguments` is the JSON of ASSISTANT_MODEL_ARGS; no
    other arguments are sent.

    Raises:
        ModelError: the name is unknown, or the provider's package or key is missing.
        SettingsError: the arguments are not a JSON object, or the provider does not take them.
    """
    chosen = arguments_for(name, arguments)
    hide_secrets(chosen)
    state = model_state(name, setting, has_key="api_key" in chosen)
    if state.problem:
        raise ModelError(state.problem)
    provider, _, model = name.partition(":")
    known = PROVIDERS[provider]
    if provider == LOCAL:
        chosen = _local_arguments(model, chosen)
        model = Path(model).name
    with provider_errors(name):
        from langchain.chat_models import init_chat_model

        try:
            opened: BaseChatModel = init_chat_model(
                model, model_provider=known.langchain, **{**dict(known.own), **chosen}
            )
        except (TypeError, ValueError) as error:
            raise SettingsError(
                f"ASSISTANT_MODEL_ARGS does not suit {name}: {redact(str(error))[:200]}; "
                "correct the arguments"
            ) from None
    adapt_client(opened, name)
    return opened


def _local_arguments(model: str, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of the client for the local model server, with those chosen by the user."""
    from assistant.answer.local_server import serve

    served = serve(model)
    context = {"max_input_tokens": served.context} if served.context else {}
    profile = {**context, **chosen.get("profile", {})}
    return {"base_url": served.base_url, "api_key": "none", **chosen, "profile": profile}


def model_state(
    name: str, setting: str = "ASSISTANT_MODEL", *, has_key: bool = False
) -> ModelState:
    """Whether the model's package, key and file are there; nothing is loaded or asked."""
    if is_built_in(name):
        return ModelState(name, package=True, key=True)
    return provider_state(name, setting, built_in=STUB, has_key=has_key)


def token_limit(name: str, tokens: int) -> dict[str, int]:
    """The argument that limits the answer of this model to so many tokens."""
    return {PROVIDERS[name.partition(":")[0]].tokens: tokens}


def is_built_in(name: str) -> bool:
    """Whether this is the name of the built-in model, the stub."""
    return name == STUB


def is_offline(name: str) -> bool:
    """Whether the model runs in this program; no question then leaves the machine."""
    return is_built_in(name) or name.startswith(f"{LOCAL}:")


def prompt_budget(model: "BaseChatModel", setting: int) -> int:
    """How many tokens a prompt may have: the setting, or less if the model's context is smaller.

    A quarter of the context is left for the answer, and for tokens being counted differently.
    """
    profile = getattr(model, "profile", None) or {}
    window = profile.get("max_input_tokens") if isinstance(profile, Mapping) else None
    return min(setting, int(0.75 * window)) if window else setting


@dataclass(frozen=True, slots=True)
class Probed:
    """A configured model: the setting that names it, and whether it can be used.

    `answers` is None if it was not called; `problem` says what to do, or is empty.
    """

    setting: str
    name: str
    package: bool
    key: bool
    answers: bool | None = None
    milliseconds: int | None = None
    problem: str = ""


def probe_models(settings: "Settings", *, call: bool) -> Iterator[Probed]:
    """Each model of the settings and of `models.toml`; with `call`, whether it answers.

    Raises:
        SettingsError: `models.toml` holds no list of names.
    """
    named = [
        ("ASSISTANT_MODEL", settings.model),
        ("ASSISTANT_FALLBACK", settings.fallback),
        ("ASSISTANT_JUDGE", settings.judge),
    ]
    listed = offered_models(settings.home)
    named += [(MODELS_FILE, one) for one in listed if one not in dict(named).values()]
    for setting, name in named:
        if is_built_in(name):
            yield Probed(setting, name, package=True, key=True, answers=True, milliseconds=0)
        elif name:
            ask = partial(_ask_for_one_token, setting, name, settings)
            yield _probed(setting, model_state(name, setting), ask if call else None)
    yield from _probed_embedder(settings, call=call)


def _probed_embedder(settings: "Settings", *, call: bool) -> Iterator[Probed]:
    from assistant.embedders import hosted, opening

    name = settings.embeddings
    if not opening.is_built_in_embedder(name):
        state = hosted.state_of(name, settings.embeddings_args)

        def embed() -> None:
            hosted.open_hosted(name, settings.embeddings_args).vector("Hello")

        yield _probed(hosted.SETTING, state, embed if call else None)


def _probed(setting: str, state: ModelState, ask: Callable[[], object] | None) -> Probed:
    if ask is None or not state.package:
        return Probed(setting, state.name, state.package, state.key, problem=state.problem)
    started = time.monotonic()
    try:
        ask()
    except (ModelError, SettingsError) as error:
        return Probed(
            setting, state.name, state.package, state.key, answers=False, problem=str(error)
        )
    spent = round((time.monotonic() - started) * 1000)
    return Probed(setting, state.name, package=True, key=True, answers=True, milliseconds=spent)


def _ask_for_one_token(setting: str, name: str, settings: "Settings") -> None:
    from assistant.answer.model_calls import Deadline, call

    model = open_model(name, setting=setting, arguments=settings.model_args)
    bound = model.bind(**token_limit(name, 1))
    call(bound, "Hello", name, Deadline.after(settings.model_seconds))
