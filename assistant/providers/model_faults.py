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
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
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
# Tokens that end a message, and give no text.
_MOST_ENDING_TOKENS = 2
# Secrets of the arguments in use. A setting may come from a file that is not in the environment.
_in_arguments: set[str] = set()
_LONGEST_DETAIL = 160

_TOO_LONG = re.compile(
    r"context[_ ](?:length|window)|maximum context|too many (?:input )?tokens|prompt is too long"
    r"|exceed\w*\s.{0,40}(?:context|tokens?)|input (?:is )?too long|reduce the length",
    re.IGNORECASE,
)
_QUOTA = ("insufficient_quota", "exceeded your current quota", "billing", "credit")
# Google reports a rate limit in the words of an exhausted quota, with the time to wait.
_RATE_LIMIT = "retry in"
_NO_CREDIT = ("credit balance", "insufficient balance")
_FILTERED = ("content filter", "content policy", "content management", "safety")
_UNKNOWN_HOST = (
    *("name or service", "nodename", "getaddrinfo", "name resolution"),
    "no address associated",
)
_CUT_OFF = (
    *("RemoteProtocol", "ReadError", "ChunkedEncoding", "IncompleteRead", "ConnectionReset"),
    *("ClientPayload", "TransferEncoding", "ServerDisconnected"),
)

_REFUSED = ("refused", "all connection attempts failed")
# An error that a server reports within a stream has no status, but its class or text says so.
_SERVER_ERRORS = ("apierror", "apistatuserror", "responseerror")

# How providers say why a message ended. A server that says it twice gives the word twice.
_WHOLE_REASONS = ("stop", "end_turn", "eos", "tool_", "function_call", "completed")
_LENGTH_REASONS = (
    *("length", "max_tokens", "model_length", "max_output_tokens"),
    "model_context_window_exceeded",
)
_FILTER_REASONS = (
    *("content_filter", "safety", "recitation", "blocklist", "prohibited_content", "spii"),
    "image_safety",
)
_ENDINGS = (("length", _LENGTH_REASONS), ("filtered", _FILTER_REASONS), ("unwilling", ("refusal",)))
_REASON_KEYS = ("finish_reason", "stop_reason", "done_reason", "status")

# A kind of fault: what happened, and what to do.
SENTENCES = {
    "refused": ("its server refuses the connection", "start the server, or correct the base URL"),
    "name": ("its server's name is not known", "correct the base URL, or check the network"),
    "tls": ("its server's certificate cannot be verified", "correct the base URL or certificate"),
    "network": ("its server cannot be reached", "check the network, and ask again"),
    "key": ("its provider does not accept the key (401)", "set the provider's key"),
    "forbidden": ("its provider refuses access (403)", "use another key or model"),
    "missing": ("it is not known at its address (404)", "correct the name or base URL"),
    "timeout": ("its server took too long", "ask again, or raise ASSISTANT_MODEL_SECONDS"),
    "busy": ("its provider is busy (429)", "ask again later"),
    "quota": ("the account's quota is used up", "add credit, or use another model"),
    "server": ("its server reports an error", "ask again later"),
    "too_long": ("the prompt is too long for it", "lower ASSISTANT_PROMPT_TOKENS"),
    "rejected": ("its server rejects the request", "correct ASSISTANT_MODEL_ARGS"),
    "filtered": ("its provider's content filter stopped the answer", "rephrase the question"),
    "malformed": ("its server sent no valid answer", "check that the base URL is right"),
    "cut": ("the connection broke off", "ask again"),
    "empty": ("it wrote nothing that answers", "ask again, or use another model"),
    "reasoning": ("it gave its reasoning but no answer", "raise its token limit, or ask again"),
    "tool": ("it called a tool instead of answering", "use another model"),
    "length": ("it reached its length limit", "raise its token limit"),
    "unwilling": ("it declines to help with this question", "rephrase, or use another model"),
    "looping": ("it repeated itself", "ask again, or use another model"),
    "endless": ("it wrote far too much", "ask again, or use another model"),
}  # fmt: skip


def fault(name: str, kind: str, detail: str = "", wait: float | None = None) -> ModelFault:
    """The fault of a kind, as one sentence that says what happened and what to do."""
    what, then = SENTENCES[kind]
    said = f" ({detail})" if detail else ""
    return ModelFault(f"The model {name} failed: {what}{said}; {then}", kind, wait)


def brief(error: ModelFault) -> str:
    """The fault as a clause for a notice."""
    return SENTENCES[error.kind][0] if error.kind in SENTENCES else "it failed"


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
    detail = redact(_detail(error))
    kind = _kind_by_status(status, detail) if status else _kind_by_type(error, detail)
    detail = detail[:_LONGEST_DETAIL].rstrip()
    if kind in ("key", "refused", "name", "timeout", "length"):
        detail = ""
    if status and kind in ("server", "rejected"):
        detail = f"{status}: {detail}" if detail else str(status)
    return fault(name, kind, detail, _retry_after(error))


def hide_secrets(arguments: Mapping[str, Any]) -> None:
    """Keep the keys and headers of these arguments out of every later message."""
    _in_arguments.update(_strings(arguments, secret=False))


def redact(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text on one line without anything that is, or looks like, a key."""
    for secret in _secrets(environment):
        text = text.replace(secret, "…")
    return " ".join(_SECRET_SHAPE.sub("…", text).split())


def ending_of(message: "BaseMessage | None") -> str | None:
    """Why a message is not whole: a kind of fault; None if it is whole.

    A stream that ends without a reason was cut, whatever the connection says.
    """
    if message is None:
        return None
    metadata = message.response_metadata
    incomplete = metadata.get("incomplete_details") or {}
    reasons = [incomplete.get("reason"), *(metadata.get(key) for key in _REASON_KEYS)]
    reason = next((str(one).rpartition(".")[2].lower() for one in reasons if one), "")
    for kind, known in _ENDINGS:
        if reason.startswith(known):
            return kind
    if message.additional_kwargs.get("refusal") or _blocks(message, "refusal"):
        return "unwilling"
    if reason.startswith(_WHOLE_REASONS):
        return None
    return "server" if reason else "cut"


def nothing_written(name: str, message: "BaseMessage | None", *, reasoning: bool) -> ModelFault:
    """The fault of a message that holds no sentence."""
    if getattr(message, "tool_calls", None) or getattr(message, "invalid_tool_calls", None):
        return fault(name, "tool")
    return fault(name, "reasoning" if reasoning or _has_reasoning(message) else "empty")


def _has_reasoning(message: "BaseMessage | None") -> bool:
    """Whether a message without a sentence holds reasoning.

    Some clients drop it, so tokens that gave no text at all are taken for reasoning too.
    """
    if message is None:
        return False
    usage = getattr(message, "usage_metadata", None) or {}
    counted = (usage.get("output_token_details") or {}).get("reasoning")
    dropped = not message.text and usage.get("output_tokens", 0) > _MOST_ENDING_TOKENS
    named = message.additional_kwargs.get("reasoning_content") or counted or dropped
    return bool(named) or _blocks(message, "reasoning", "thinking")


def _blocks(message: "BaseMessage", *kinds: str) -> bool:
    """Whether the content of a message has blocks of one of these types."""
    blocks = message.content if isinstance(message.content, list) else []
    return any(isinstance(block, dict) and block.get("type") in kinds for block in blocks)


def _secrets(environment: Mapping[str, str]) -> Iterator[str]:
    """Values of the environment that are keys by their names, and of the models' arguments."""
    yield from tuple(_in_arguments)
    for name, value in environment.items():
        if _holds(name, _SECRET_NAMES) and len(value) >= _SHORTEST_SECRET:
            yield value


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
        if _is_cut(one):
            return None
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
    if status == 413 or (status in (400, 422, 500) and _TOO_LONG.search(detail)):
        return "too_long"
    if status == 402 or (status == 400 and _holds(detail, _NO_CREDIT)):
        return "quota"
    if status == 400 and _holds(detail.replace("_", " "), _FILTERED):
        return "filtered"
    if status == 429:
        return "quota" if _holds(detail, _QUOTA) and not _holds(detail, (_RATE_LIMIT,)) else "busy"
    known = {401: "key", 403: "forbidden", 404: "missing", 408: "timeout", 504: "timeout"}
    return known.get(status, "rejected" if status < 500 else "server")


def _kind_by_type(error: BaseException, detail: str) -> str:
    chain = list(_chain(error))
    names = " ".join(type(one).__name__ for one in chain)
    words = " ".join(str(one) for one in chain)

    def is_any(kind: type[BaseException]) -> bool:
        return any(isinstance(one, kind) for one in chain)

    signs = {  # the first one that holds decides
        "length": "LengthFinishReason" in names,
        "filtered": "ContentFilterFinishReason" in names,
        "name": is_any(socket.gaierror) or _holds(words, _UNKNOWN_HOST),
        "tls": is_any(ssl.SSLError) or bool(re.search(r"\bSSL|CERTIF", words)),
        "timeout": "Timeout" in names,
        "refused": is_any(ConnectionRefusedError) or _holds(words, _REFUSED),
        "cut": any(map(_is_cut, chain)),
        "network": "Connect" in names,
        "too_long": bool(_TOO_LONG.search(detail)),
        "malformed": _holds(words, ("failed to parse",)),
        "server": _holds(f"{names} {words}", _SERVER_ERRORS),
    }
    return next((kind for kind, holds in signs.items() if holds), "malformed")


def _is_cut(error: BaseException) -> bool:
    return any(name in type(error).__name__ for name in _CUT_OFF)


def _holds(text: str, phrases: Sequence[str]) -> bool:
    """Whether a text has one of these phrases, in any case."""
    lowered = text.lower()
    return any(phrase in lowered for phrase in phrases)


def _detail(error: BaseException) -> str:
    """The provider's own words, where its error holds them."""
    for body in (_body(one) for one in _chain(error)):
        inner = body.get("error", body)
        message = inner.get("message") if isinstance(inner, Mapping) else inner
        code = inner.get("code") if isinstance(inner, Mapping) else None
        if message:
            named = code if isinstance(code, str) else None
            return ", ".join(str(part) for part in (message, named) if part)
    return str(error)


def _body(error: BaseException) -> Mapping[str, Any]:
    """The JSON object of a server's answer: beside the error, or at the end of its text."""
    for held in (getattr(error, "body", None), getattr(error, "details", None)):
        if isinstance(held, Mapping):
            return held
    text = str(error)
    try:
        held = json.loads(text[text.index("{") :])
    except ValueError:
        return {}
    return held if isinstance(held, Mapping) else {}


def _retry_after(error: BaseException) -> float | None:
    """The seconds that the provider asks to wait, given as a number or as a date."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    asked = str(headers.get("retry-after", ""))
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
