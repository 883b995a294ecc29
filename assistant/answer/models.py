"""Opening a chat model by its name, and saying in one sentence why it cannot be had."""

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

STUB = "stub"
# A provider's package, its extra here, and the variable that holds its key (None: it needs none).
_PROVIDERS = {
    "openai": ("langchain_openai", "OPENAI_API_KEY"),
    "anthropic": ("langchain_anthropic", "ANTHROPIC_API_KEY"),
    "ollama": ("langchain_ollama", None),
}
# Errors of these packages are the provider's or the network's, not bugs of this program.
_FOREIGN = ("openai", "anthropic", "ollama", "httpx", "httpx2", "httpcore", "httpcore2")
_TIMEOUT_SECONDS = 60.0


def open_model(
    name: str,
    threshold: float,
    setting: str = "ASSISTANT_MODEL",
) -> "BaseChatModel":
    """The chat model called `stub`, or `provider:name` through LangChain's `init_chat_model`.

    `threshold` serves the stub alone; `setting` is what an error calls the name.

    Raises:
        ModelError: the name is unknown, or the provider's package or key is missing.
    """
    if name == STUB:
        from assistant.answer.stub import StubChatModel

        return StubChatModel(threshold=threshold)
    provider, colon, model = name.partition(":")
    if not colon or not model or provider not in _PROVIDERS:
        known = ", ".join(f"{p}:NAME" for p in _PROVIDERS)
        raise ModelError(f"{setting}={name} is not known; use {STUB}, or one of {known}")
    _require(f"{setting}={name}", provider)
    with provider_errors(name):
        from langchain.chat_models import init_chat_model

        return init_chat_model(name, temperature=0.0, timeout=_TIMEOUT_SECONDS, max_retries=1)


def _require(named: str, provider: str) -> None:
    package, key = _PROVIDERS[provider]
    if importlib.util.find_spec(package) is None:
        raise ModelError(
            f"{named} needs the package {package.replace('_', '-')}; "
            f'install it with: pip install "cited-news-assistant[{provider}]"'
        )
    if key is not None and not os.environ.get(key):
        raise ModelError(f"{named} needs a key; set {key}")


def is_offline(name: str) -> bool:
    """Whether the model runs inside this program, so that no question leaves the machine."""
    return name == STUB


@contextmanager
def provider_errors(name: str) -> Iterator[None]:
    """Map what a provider's package or the network raises to a `ModelError`; let bugs pass."""
    try:
        yield
    except Exception as error:
        if not _is_foreign(error):
            raise
        what = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelError(
            f"The model {name} failed: {what}; ask again, or set ASSISTANT_MODEL={STUB}"
        ) from error


def _is_foreign(error: Exception) -> bool:
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    return any(c.__module__.split(".")[0] in _FOREIGN for c in type(error).__mro__)
