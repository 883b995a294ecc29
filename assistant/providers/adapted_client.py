"""A provider's client, changed in place to what this program promises of it.

LangChain's tracers see a client's arguments and errors before its caller does, and send them to
LangSmith where that is switched on. So both lose their secrets inside the client.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from assistant.providers.model_faults import fault, provider_errors, redact

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.outputs import ChatGenerationChunk

# Some clients send values of their own for these; only values that the user has set are sent.
_CLIENT_DEFAULTS = frozenset({"temperature", "top_p"})
# Where servers of OpenAI's protocol put reasoning; OpenAI's client drops both.
_REASONING_FIELDS = ("reasoning_content", "reasoning")
_CONVERT = "_convert_chunk_to_generation_chunk"


def adapt_client(chat: "BaseChatModel", name: str) -> None:
    """Change the client of the model `name`.

    It sends nothing that was not set, raises a `ModelFault` in place of its provider's errors, and
    keeps reasoning apart from the text. Traces hold no secret of its arguments.
    """
    from langchain_core.load import dumpd

    for default in _CLIENT_DEFAULTS - chat.model_fields_set:
        if hasattr(chat, default):
            setattr(chat, default, None)
    own: dict[str, Any] = {
        "_serialized": {**dumpd(chat), "kwargs": {}},
        "_get_invocation_params": _redacting(chat._get_invocation_params),
        "_generate": _mapping(name, chat._generate),
        "_stream": _mapping_each(name, chat._stream),
        "_agenerate": _mapping_later(name, chat._agenerate),
        "_astream": _mapping_each_later(name, chat._astream),
    }
    if hasattr(chat, _CONVERT):
        own[_CONVERT] = _keeping_reasoning(getattr(chat, _CONVERT))
    vars(chat).update(own)


def _redacting(parameters: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """A call's arguments for traces, without keys and headers."""

    def redacted(*given: Any, **named: Any) -> dict[str, Any]:
        return {key: _redacted(value) for key, value in parameters(*given, **named).items()}

    return redacted


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: _redacted(held) for key, held in value.items()}
    return [_redacted(held) for held in value] if isinstance(value, list | tuple) else value


def _mapping(name: str, generate: Callable[..., Any]) -> Callable[..., Any]:
    def mapped(*given: Any, **named: Any) -> Any:
        with provider_errors(name):
            return generate(*given, **named)

    return mapped


def _mapping_later(name: str, generate: Callable[..., Any]) -> Callable[..., Any]:
    async def mapped(*given: Any, **named: Any) -> Any:
        with provider_errors(name):
            return await generate(*given, **named)

    return mapped


def _mapping_each(name: str, stream: Callable[..., Any]) -> Callable[..., Any]:
    def mapped(*given: Any, **named: Any) -> Iterator["ChatGenerationChunk"]:
        chunk = None
        with provider_errors(name):
            for chunk in stream(*given, **named):
                yield chunk
        if chunk is None:
            raise fault(name, "cut")

    return mapped


def _mapping_each_later(name: str, stream: Callable[..., Any]) -> Callable[..., Any]:
    async def mapped(*given: Any, **named: Any) -> AsyncIterator["ChatGenerationChunk"]:
        chunk = None
        with provider_errors(name):
            async with aclosing(stream(*given, **named)) as chunks:
                async for chunk in chunks:
                    yield chunk
        if chunk is None:
            raise fault(name, "cut")

    return mapped


def _keeping_reasoning(convert: Callable[..., Any]) -> Callable[..., Any]:
    """OpenAI's conversion of a streamed event, with the reasoning that it would drop."""

    def converted(event: dict[str, Any], *given: Any) -> Any:
        made = convert(event, *given)
        choices = event.get("choices") or (event.get("chunk") or {}).get("choices") or [{}]
        delta = choices[0].get("delta") or {}
        reasoning = next((delta[one] for one in _REASONING_FIELDS if delta.get(one)), None)
        if made is not None and isinstance(reasoning, str):
            made.message.additional_kwargs["reasoning_content"] = reasoning
        return made

    return converted
