"""The progress of indexing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Progress:
    """How many files were read, articles indexed by words, or chunks embedded; and of how many."""

    step: Literal["reading", "words", "vectors"]
    done: int
    total: int | None = None


OnProgress = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Report no progress."""
