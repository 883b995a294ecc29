"""How far the way of articles into the library has come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Progress:
    """Files read, articles searchable by their words, or chunks embedded; of how many, if known."""

    step: Literal["reading", "words", "vectors"]
    done: int
    total: int | None = None


OnProgress = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """For those who need no progress."""
