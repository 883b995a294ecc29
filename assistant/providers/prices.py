"""The prices of models, from a dated file, and what tokens cost at them."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from assistant.errors import SettingsError
from assistant.providers.catalog import arguments_for
from assistant.reply import Cost

FILE = "prices.toml"
# Arguments and variables whose names hold one of these give another address than the provider's.
_ADDRESS = ("base_url", "api_base", "endpoint")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens, read and written, and the ISO day of the price.

    It holds for up to `up_to` tokens read. The day is empty for a model that costs nothing.
    """

    read: float
    written: float
    day: str
    up_to: int | None = None

    def cost(self, usage: Mapping[str, int]) -> Cost | None:
        """What these tokens cost; None if they are not counted, or too many for this price."""
        if not self.day:
            return Cost(0.0, "")
        read, written = usage.get("input_tokens"), usage.get("output_tokens")
        if read is None or written is None or (self.up_to is not None and read > self.up_to):
            return None
        return Cost((read * self.read + written * self.written) / 1e6, self.day)


FREE = Price(0.0, 0.0, "")
"""The price of a model that runs in this program."""


class _Entry(BaseModel, extra="forbid"):
    input: float = Field(ge=0)
    output: float = Field(ge=0)
    up_to: int | None = None


class _File(BaseModel, extra="forbid"):
    day: date
    source: str = ""
    models: dict[str, _Entry]


def price_of(name: str, arguments: str, folder: Path) -> Price | None:
    """The price of `provider:name`, or None if it is not known.

    `prices.toml` in `folder` goes before the shipped file. The shipped prices hold at the
    provider's own address alone: with another one, in `arguments` (JSON) or in the environment,
    only the folder's count.

    Raises:
        SettingsError: the folder's file is not of the form of the shipped one.
    """
    own = folder / FILE
    prices = _read(own.read_text("utf-8"), str(own)) if own.is_file() else {}
    if name not in prices and not _is_elsewhere(name, arguments):
        prices = _read((files(__package__) / FILE).read_text("utf-8"), FILE)
    return prices.get(name)


def _is_elsewhere(name: str, arguments: str) -> bool:
    provider = name.partition(":")[0].upper()
    given = [*arguments_for(name, arguments), *(n for n in os.environ if n.startswith(provider))]
    return any(part in one.lower() for one in given for part in _ADDRESS)


def _read(text: str, where: str) -> dict[str, Price]:
    try:
        held = _File.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        why = " ".join(str(error).split())[:200]
        raise SettingsError(f"{where}: {why}; docs/models.md shows its form") from None
    return {
        name: Price(one.input, one.output, held.day.isoformat(), one.up_to)
        for name, one in held.models.items()
    }
