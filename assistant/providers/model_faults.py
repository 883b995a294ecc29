"""Faults of models and their providers, each mapped to one sentence.

Everything that a provider's package or the network raises becomes a `ModelFault` whose `kind` names
the outcome in `docs/models.md`. The original error is not chained: it may hold a request's headers,
and with them a key, which would reach a log with its traceback.
"""

import json
import os
import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelFault

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

# Errors that these packages define, or that are raised inside them, are no bugs of this program.
_FOREIGN = frozenset(
    "openai anthropic ollama httpx httpx2 httpcore httpcore2 google mistralai langchain_openai"
    " langchain_anthropic langchain_ollama langchain_google_genai langchain_mistralai".split()
)
_SECRET_NAMES = ("key", "token", "secret", "password", "auth", "credential")
_SECRET_SHAPE = re.compile(
    r"\b(?:sk|pk|rk|xai|gsk|AIza)[-_]?[\w-]{12,}|(?<=Bearer )\S+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)",
    re.IGNORECASE,
)
_SHORTEST_SECRET = 6
_LONGEST_DETAIL = 160

_TOO_LONG = re.compile(
    r"context[_ ](?:length|window)|maximum context|too many (?:input )?tokens|prompt is too long"
    r"|exceed\w*\s.{0,40}(?:context|tokens?)|input (?:is )?too long|reduce the length",
    re.IGNORECASE,
)
_QUOTA = ("insufficient_quota", "exceeded your current quota", "billing", "credit")
_FILTERED = ("content filter", "content policy", "content management", "safety")
_UNKNOWN_HOST = (
    *("name or service", "nodename", "getaddrinfo", "name resolution"),
    "no address associated",
)
_CUT_OFF = ("RemoteProtocol", "ReadError", "ChunkedEncoding", "IncompleteRead", "ConnectionReset")

# How providers say why a message ended.
_LENGTH_REASONS = frozenset({"length", "max_tokens", "model_length", "max_output_tokens"})
_FILTER_REASONS = frozenset(
    "content_filter content_filtered safety recitation blocklist prohibited_content spii".split()
)
_REFUSAL_REASONS = frozenset({"refusal"})

# A kind of fault: what happened, and what to do.
_SENTENCES = {
    "refused": ("its server refuses the connection", "start the server, or correct the base URL"),
    "name": ("its server's name is not known", "correct the base URL, or check the network"),
    "tls": ("its server's certificate cannot be verified", "correct the base URL or certificate"),
    "network": ("its server cannot be reached", "check the network, and ask again"),
    "key": ("its provider does not accept the key (401)", "set the provider's key"),
    "forbidden": ("its provider refuses access (403)", "use another key or model"),
    "missing": ("it is not known at its address (404)", "correct the name or base URL"),
    "timeout": ("its server took too long", "ask again, or raise ASSISTANT_MODEL_SECONDS"),
    "busy": ("its provider is busy (429)", "ask again later"),
    "quota": ("the account's quota is used up (429)", "add credit, or use another model"),
    "server": ("its server reports an error", "ask again later"),
    "too_long": ("the prompt is too long for it", "lower ASSISTANT_PROMPT_TOKENS"),
    "rejected": ("its server rejects the request", "correct ASSISTANT_MODEL_ARGS"),
    "filtered": ("its provider's content filter stopped the answer", "rephrase the question"),
    "malformed": ("its server sent what is no valid answer", "check that the base URL is right"),
    "cut": ("the connection broke off", "ask again"),
    "empty": ("it gave an empty answer", "ask again, or use another model"),
    "reasoning": ("it gave its reasoning but no answer", "raise its token limit, or ask again"),
    "tool": ("it called a tool instead of answering", "use another model"),
    "length": ("it reached its length limit before a whole sentence", "raise its token limit"),
    "unwilling": ("it declines to help with this question", "rephrase, or use another model"),
    "looping": ("it repeated itself", "ask again, or use another model"),
    "endless": ("it wrote far too much", "ask again, or use another model"),
}  # fmt: skip


def fault(name: str, kind: str, detail: str = "", wait: float | None = None) -> ModelFault:
    """The fault of a kind, as one sentence that says what happened and what to do."""
    what, then = _SENTENCES[kind]
    said = f" ({detail})" if detail else ""
    return ModelFault(f"The model {name} failed: {what}{said}; {then}", kind, wait)


def brief(error: ModelFault) -> str:
    """The fault as a clause for a notice."""
    return _SENTENCES[error.kind][0] if error.kind in _SENTENCES else "it failed"


@contextmanager
def provider_errors(name: str) -> Iterator[None]:
    """Map what a provider's package or the network raises to a `ModelFault`; let bugs pass."""
    try:
        yield
    except Exception as error:
        if isinstance(error, ModelFault) or not _is_foreign(error):
            raise
        # Not chained: see the module's docstring.
        raise fault_of(name, error) from None


def fault_of(name: str, error: BaseException) -> ModelFault:
    """The fault for an error of a provider's package or the network."""
    status = _status(error)
    detail = redact(_detail(error))[:_LONGEST_DETAIL].rstrip()
    kind = _kind_by_status(status, detail) if status else _kind_by_type(error, detail)
    if kind in ("key", "refused", "name", "timeout"):
        detail = ""
    if status and kind in ("server", "rejected"):
        detail = f"{status}: {detail}" if detail else str(status)
    return fault(name, kind, detail, _retry_after(error))


def redact(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text on one line without anything that is, or looks like, a key."""
    for secret in _secrets(environment):
        text = text.replace(secret, "…")
    return " ".join(_SECRET_SHAPE.sub("…", text).split())


def ending_of(message: "BaseMessage | None") -> str | None:
    """Why a message is not whole: `length`, `filtered` or `unwilling`; None if it is."""
    metadata = message.response_metadata if message is not None else {}
    reasons = {
        str(metadata.get(key, "")).rpartition(".")[2].lower()
        for key in ("finish_reason", "stop_reason", "done_reason")
    }
    if reasons & _LENGTH_REASONS:
        return "length"
    if reasons & _FILTER_REASONS:
        return "filtered"
    refused = message is not None and bool(message.additional_kwargs.get("refusal"))
    return "unwilling" if reasons & _REFUSAL_REASONS or refused else None


def nothing_written(name: str, message: "BaseMessage | None", *, reasoning: bool) -> ModelFault:
    """The fault of a message that holds no sentence."""
    if getattr(message, "tool_calls", None) or getattr(message, "invalid_tool_calls", None):
        return fault(name, "tool")
    return fault(name, "reasoning" if reasoning or _has_reasoning(message) else "empty")


def _has_reasoning(message: "BaseMessage | None") -> bool:
    if message is None:
        return False
    if message.additional_kwargs.get("reasoning_content"):
        return True
    blocks = message.content if isinstance(message.content, list) else []
    return any(
        isinstance(block, dict) and block.get("type") in ("reasoning", "thinking")
        for block in blocks
    )


def _secrets(environment: Mapping[str, str]) -> Iterator[str]:
    """Values of the environment that are keys by their names, and of the models' arguments."""
    for name, value in environment.items():
        if name in ("ASSISTANT_MODEL_ARGS", "ASSISTANT_EMBEDDINGS_ARGS"):
            yield from _secret_arguments(value)
        elif _holds(name, _SECRET_NAMES) and len(value) >= _SHORTEST_SECRET:
            yield value


def _secret_arguments(value: str) -> Iterator[str]:
    try:
        yield from _strings(json.loads(value), secret=False)
    except ValueError:
        return


def _strings(value: Any, *, secret: bool) -> Iterator[str]:
    """The strings under keys that name secrets; headers are all taken for secret."""
    if isinstance(value, Mapping):
        for key, held in value.items():
            named = _holds(str(key), (*_SECRET_NAMES, "header"))
            yield from _strings(held, secret=secret or named)
    elif secret and isinstance(value, str) and len(value) >= _SHORTEST_SECRET:
        yield value


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _is_foreign(error: BaseException) -> bool:
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror | ssl.SSLError):
        return True
    if any(c.__module__.split(".")[0] in _FOREIGN for c in type(error).__mro__):
        return True
    return _raised_in_provider(error)


def _raised_in_provider(error: BaseException) -> bool:
    """Whether the error comes out of a provider's package, such as one that met bad JSON."""
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.split(".")[0] in _FOREIGN:
            return True
        trace = trace.tb_next
    return False


def _status(error: BaseException) -> int | None:
    for one in _chain(error):
        response = getattr(one, "response", None)
        for value in (
            getattr(one, "status_code", None),
            getattr(response, "status_code", None),
            getattr(one, "code", None),
        ):
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None


def _kind_by_status(status: int, detail: str) -> str:
    if status in (400, 413, 422) and _TOO_LONG.search(detail):
        return "too_long"
    if status == 400 and _holds(detail.replace("_", " "), _FILTERED):
        return "filtered"
    if status == 429:
        return "quota" if _holds(detail, _QUOTA) else "busy"
    known = {401: "key", 403: "forbidden", 404: "missing", 408: "timeout", 504: "timeout"}
    return known.get(status, "rejected" if status < 500 else "server")


def _kind_by_type(error: BaseException, detail: str) -> str:
    chain = list(_chain(error))
    names = " ".join(type(one).__name__ for one in chain)
    words = " ".join(str(one) for one in chain)

    def is_any(kind: type[BaseException]) -> bool:
        return any(isinstance(one, kind) for one in chain)

    if is_any(socket.gaierror) or _holds(words, _UNKNOWN_HOST):
        return "name"
    if is_any(ssl.SSLError) or re.search(r"\bSSL|CERTIF", words):
        return "tls"
    if "Timeout" in names:
        return "timeout"
    if is_any(ConnectionRefusedError) or _holds(
        words, ("refused", "all connection attempts failed")
    ):
        return "refused"
    if any(name in names for name in _CUT_OFF):
        return "cut"
    if "Connect" in names:
        return "network"
    if _TOO_LONG.search(detail):
        return "too_long"
    return "server" if "APIError" in names or "ResponseError" in names else "malformed"


def _holds(text: str, phrases: Sequence[str]) -> bool:
    """Whether a text has one of these phrases, in any case."""
    lowered = text.lower()
    return any(phrase in lowered for phrase in phrases)


def _detail(error: BaseException) -> str:
    """The provider's own words, where its error holds them."""
    body = getattr(error, "body", None)
    if isinstance(body, Mapping):
        inner = body.get("error", body)
        message = inner.get("message") if isinstance(inner, Mapping) else inner
        code = inner.get("code") if isinstance(inner, Mapping) else None
        return ", ".join(str(part) for part in (message, code) if part)
    return str(error)


def _retry_after(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except (TypeError, ValueError):
        return None
