"""The providers of models: their packages and keys, and the arguments that a person sets."""

import importlib.util
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.errors import ModelError, SettingsError
from assistant.providers.local_files import CARRIED, find_file

LOCAL = "local"
MODELS_FILE = "models.toml"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of chat models: its name in LangChain, the packages and the keys that it needs.

    `keys` are variables of which one must be set; none is needed where it is empty. `own` are
    arguments of the client. They stop its own retries, because this program retries visibly, and
    OpenAI's protocol is asked for the count of tokens. `tokens` is what the provider calls the
    limit of an answer's tokens. `embeds` says that it has embedding models too.
    """

    langchain: str
    packages: tuple[str, ...]
    keys: tuple[str, ...] = ()
    own: tuple[tuple[str, Any], ...] = ()
    tokens: str = "max_tokens"
    embeds: bool = False


# A server that reads a long prompt slowly has ASSISTANT_MODEL_SECONDS, not the client's own limit.
_OPENAI: tuple[tuple[str, Any], ...] = (
    ("max_retries", 0),
    ("stream_usage", True),
    ("stream_chunk_timeout", None),
)
# Each name is also the name of an extra of this package.
PROVIDERS = {
    "openai": Provider("openai", ("langchain_openai",), ("OPENAI_API_KEY",), _OPENAI, embeds=True),
    "anthropic": Provider(
        "anthropic", ("langchain_anthropic",), ("ANTHROPIC_API_KEY",), (("max_retries", 0),)
    ),
    "ollama": Provider("ollama", ("langchain_ollama",), tokens="num_predict", embeds=True),
    "google": Provider(
        "google_genai",
        ("langchain_google_genai",),
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        (("max_retries", 1),),  # the tries in all: 0 would mean its default
        tokens="max_output_tokens",
        embeds=True,
    ),
    "mistral": Provider(
        "mistralai",
        ("langchain_mistralai",),
        ("MISTRAL_API_KEY",),
        (("max_retries", 0),),
        embeds=True,
    ),
    LOCAL: Provider("openai", ("xllamacpp", "langchain_openai"), (), _OPENAI),
}


@dataclass(frozen=True, slots=True)
class ModelState:
    """Whether a model can be used: `problem` is what is missing and what to do, or empty."""

    name: str
    package: bool
    key: bool
    problem: str = ""


def provider_state(
    name: str, setting: str, *, built_in: str, has_key: bool = False, embeds: bool = False
) -> ModelState:
    """Whether package, key and file of `provider:name` are there; nothing is loaded or asked.

    `setting` names the model in an error, `built_in` is what the setting may hold instead. With
    `embeds` only providers of embeddings are known.
    """
    usable = {key: one for key, one in PROVIDERS.items() if one.embeds or not embeds}
    provider, colon, model = name.partition(":")
    if not colon or not model or provider not in usable:
        known = ", ".join(f"{p}:NAME" for p in usable)
        why = f"{setting}={name} is not known; use {built_in}, or one of {known}"
        return ModelState(name, package=False, key=False, problem=why)
    known_provider = usable[provider]
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
    elif provider == LOCAL:
        return _local_state(name, setting)
    return ModelState(name, not missing, key, problem)


def _local_state(name: str, setting: str) -> ModelState:
    model = name.partition(":")[2]
    try:
        find_file(model, setting)
    except ModelError as error:
        return ModelState(name, package=model not in CARRIED, key=True, problem=str(error))
    return ModelState(name, package=True, key=True)


def offered_models(folder: Path) -> list[str]:
    """The models of `models.toml` in a folder, else those of the shipped file that can be used.

    Raises:
        SettingsError: the folder's file holds no list of names.
    """
    own = folder / MODELS_FILE
    if own.is_file():
        return _model_names(own.read_text("utf-8"), str(own))
    shipped = _model_names((files(__package__) / MODELS_FILE).read_text("utf-8"), MODELS_FILE)
    return [name for name in shipped if not provider_state(name, MODELS_FILE, built_in="").problem]


def _model_names(text: str, where: str) -> list[str]:
    try:
        names = tomllib.loads(text)["models"]
    except (tomllib.TOMLDecodeError, KeyError):
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SettingsError(f'{where} holds no list; write models = ["PROVIDER:NAME"]')
    return names


def arguments_for(
    name: str, arguments: str, setting: str = "ASSISTANT_MODEL_ARGS"
) -> Mapping[str, Any]:
    """The keyword arguments of one model, from the JSON of a setting.

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
        raise SettingsError(f"{setting} is no JSON: {error}; write an object") from None
    if not isinstance(parsed, dict):
        raise SettingsError(f"{setting} is no JSON object; write {{}} with arguments")
    provider = name.partition(":")[0]
    by_name = [key for key in parsed if key in PROVIDERS or ":" in key]
    if not by_name:
        return parsed
    held = {**(parsed.get(provider) or {}), **(parsed.get(name) or {})}
    return {str(key): value for key, value in held.items()}
