"""How a model's message ended, read from the fields that providers use for it."""

from typing import TYPE_CHECKING

from assistant.answer.faults import fault
from assistant.errors import ModelFault

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_LENGTH = frozenset({"length", "max_tokens", "model_length", "max_output_tokens"})
_FILTERED = frozenset(
    "content_filter content_filtered safety recitation blocklist prohibited_content spii".split()
)
_UNWILLING = frozenset({"refusal"})


def ending_of(message: "BaseMessage | None") -> str | None:
    """Why a message is not whole: `length`, `filtered` or `unwilling`; None where it is."""
    metadata = message.response_metadata if message is not None else {}
    reasons = {
        str(metadata.get(key, "")).rpartition(".")[2].lower()
        for key in ("finish_reason", "stop_reason", "done_reason")
    }
    if reasons & _LENGTH:
        return "length"
    if reasons & _FILTERED:
        return "filtered"
    refused = message is not None and bool(message.additional_kwargs.get("refusal"))
    return "unwilling" if reasons & _UNWILLING or refused else None


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
