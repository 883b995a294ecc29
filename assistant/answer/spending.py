"""The tokens that the models of an answer read and wrote, and what they cost."""

import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.outputs import ChatGeneration, LLMResult

from assistant.providers.prices import Price
from assistant.reply import Cost

_COUNTED = ("input_tokens", "output_tokens")


class Meter(BaseCallbackHandler):
    """Counts the tokens of all calls of one model: rewriting, answer, repair.

    A call that fails or is cut off is not counted, because its provider does not report it.
    """

    def __init__(self, price: Price | None) -> None:
        self.price = price
        self.usage: Counter[str] = Counter()
        self._lock = threading.Lock()

    def on_llm_end(self, response: LLMResult, **kwargs: Any) -> None:
        """Add the tokens of a call that has ended."""
        for generation in response.generations[0][:1]:
            if isinstance(generation, ChatGeneration):
                counted = getattr(generation.message, "usage_metadata", None) or {}
                with self._lock:
                    self.usage.update({name: counted[name] for name in _COUNTED if name in counted})


def metered(chat: BaseChatModel, price: Price | None) -> Meter:
    """A meter of this model's calls, from now on; it takes the place of an earlier one."""
    meter = Meter(price)
    chat.callbacks = [meter]
    return meter


def usage_of(meters: Sequence[Meter]) -> dict[str, int]:
    """The tokens of all models together; empty if none was counted."""
    total: Counter[str] = Counter()
    for meter in meters:
        total.update(meter.usage)
    return dict(total)


def cost_of(meters: Sequence[Meter]) -> Cost | None:
    """What the models cost together; None if the price or the tokens of one are not known.

    A model that was not called costs nothing. The day is the earliest of the prices' days.
    """
    costs = [
        meter.price.cost(meter.usage) if meter.price else None for meter in meters if meter.usage
    ]
    known = [cost for cost in costs if cost is not None]
    if not known or len(known) < len(costs):
        return None
    days = [cost.prices for cost in known if cost.prices]
    return Cost(round(sum(cost.usd for cost in known), 6), min(days, default=""))
