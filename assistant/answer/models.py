"""Opening a chat model by its name, and saying in one sentence why it cannot be used."""

import importlib.util
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer.faults import provider_errors, redact
from assistant.errors import ModelError, SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

STUB = "stub"
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of chat models: its name in LangChain, the packages and the keys that it needs.

    `keys` are variables of which one must be set; none is needed where it is empty. `own` are
    arguments of the client that change nothing of a request but, for OpenAI's protocol, that the
    server is asked for the count of tokens: this program retries by itself, and visibly. `tokens`
    is what the provider calls the limit of an answer's tokens.
    """

    langchain: str
    packages: tuple[str, ...]
    keys: tuple[str, ...] = ()
    own: tuple[tuple[str, Any], ...] = ()
    tokens: str = "max_tokens"


_OPENAI: tuple[tuple[str, Any], ...] = (("max_retries", 0), ("stream_usage", True))
# Each name is also the name of an extra of this package.
PROVIDERS = {
    "openai": Provider("openai", ("langchain_openai",), ("OPENAI_API_KEY",), _OPENAI),
    "anthropic": Provider(
        "anthropic", ("langchain_anthropic",), ("ANTHROPIC_API_KEY",), (("max_retries", 0),)
    ),
    "ollama": Provider("ollama", ("langchain_ollama",), tokens="num_predict"),
    "google": Provider(
        "google_genai",
        ("langchain_google_genai",),
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        tokens="max_output_tokens",
    ),
    "mistral": Provider("mistralai", ("langchain_mistralai",), ("MISTRAL_API_KEY",)),
    LOCAL: Provider("openai", ("xllamacpp", "langchain_openai"), (), _OPENAI),
}


@dataclass(frozen=True, slots=True)
class ModelState:
    """Whether a model can be used: `problem` is what is missing and what to do, or empty."""

    name: str
    package: bool
    key: bool
    problem: str = ""


def open_model(
    name: str,
    threshold: float,
    setting: str = "ASSISTANT_MODEL",
    arguments: str = "",
) -> "BaseChatModel":
    """The chat model called `stub`, or `provider:name` through LangChain's `init_chat_model`.

    `threshold` serves the stub alone; `setting` is what an error calls the name.
    `arguments` is the JSON of ASSISTANT_MODEL_ARGS: nothing that it does not hold is sent.

    Raises:
        ModelError: the name is unknown, or the provider's package or key is missing.
        SettingsError: the arguments are no JSON object, or the provider does not take them.
    """
    if name == STUB:
        from assistant.answer.stub import StubChatModel

        return StubChatModel(threshold=threshold)
    chosen = arguments_for(name, arguments)
    state = model_state(name, setting, has_key="api_key" in chosen)
    if state.problem:
        raise ModelError(state.problem)
    provider, _, model = name.partition(":")
    known = PROVIDERS[provider]
    if provider == LOCAL:
        chosen = {**_local_arguments(model), **chosen}
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
    return opened


def _local_arguments(model: str) -> dict[str, Any]:
    """The settings of the client for the local model server."""
    from assistant.answer.local import serve

    served = serve(model)
    profile = {"max_input_tokens": served.context} if served.context else {}
    return {"base_url": served.base_url, "api_key": "none", "profile": profile}


def model_state(
    name: str, setting: str = "ASSISTANT_MODEL", *, has_key: bool = False
) -> ModelState:
    """Whether the model's package and key are there; nothing is loaded or asked."""
    if name == STUB:
        return ModelState(name, package=True, key=True)
    provider, colon, model = name.partition(":")
    if not colon or not model or provider not in PROVIDERS:
        known = ", ".join(f"{p}:NAME" for p in PROVIDERS)
        why = f"{setting}={name} is not known; use {STUB}, or one of {known}"
        return ModelState(name, package=False, key=False, problem=why)
    known_provider = PROVIDERS[provider]
    missing = [one for one in known_provider.packages if not importlib.util.find_spec(one)]
    keys = known_provider.keys
    key = has_key or not keys or any(os.environ.get(variable) for variable in keys)
    problem = ""
    if missing:
        problem = (
            f"{setting}={name} needs the package {missing[0].replace('_', '-')}; "
            f'install it with: pip install "cited-news-assistant[{provider}]"'
        )
    elif not key:
        problem = f"{setting}={name} needs a key; set {keys[0]}"
    return ModelState(name, not missing, key, problem)


def arguments_for(name: str, arguments: str) -> Mapping[str, Any]:
    """The keyword arguments of one model, from the JSON of ASSISTANT_MODEL_ARGS.

    The JSON is an object of arguments for every model, or one of such objects by the names of
    models (`openai:gpt-5-mini`) or providers (`openai`).

    Raises:
        SettingsError: it is no JSON object.
    """
    if not arguments.strip():
        return {}
    try:
        parsed = json.loads(arguments)
    except ValueError as error:
        raise SettingsError(f"ASSISTANT_MODEL_ARGS is no JSON: {error}; write an object") from None
    if not isinstance(parsed, dict):
        raise SettingsError("ASSISTANT_MODEL_ARGS is no JSON object; write {} with arguments")
    provider = name.partition(":")[0]
    by_name = [key for key in parsed if key in PROVIDERS or ":" in key]
    if not by_name:
        return parsed
    held = {**(parsed.get(provider) or {}), **(parsed.get(name) or {})}
    return {str(key): value for key, value in held.items()}


def token_limit(name: str, tokens: int) -> dict[str, int]:
    """The argument that limits the answer of this model to so many tokens."""
    return {PROVIDERS[name.partition(":")[0]].tokens: tokens}


def is_offline(name: str) -> bool:
    """Whether the model runs in this program, so that no question leaves the machine."""
    return name == STUB or name.startswith(f"{LOCAL}:")


def time_limit(name: str, seconds: float) -> float | None:
    """How many seconds a turn of this model may take; None where it runs inside this program."""
    return None if name == STUB else seconds


def excerpt_limit(name: str, setting: int | None) -> int:
    """How many excerpts a prompt holds at most: the setting, else what suits the model.

    The stub reads eight, which is what it was measured with; other models get as many as their
    budget of tokens holds.
    """
    if setting is not None:
        return setting
    return 8 if name == STUB else 50


def prompt_budget(model: "BaseChatModel", setting: int) -> int:
    """How many tokens a prompt may have: the setting, or less where the model's context is smaller.

    A quarter of the context is left for the answer, and for tokens being counted differently.
    """
    profile = getattr(model, "profile", None) or {}
    window = profile.get("max_input_tokens") if isinstance(profile, Mapping) else None
    return min(setting, int(0.75 * window)) if window else setting
