"""The question before: what a follow-up says too little of, that one may say."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.retrieve.thread import carries_content

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A question of so many words that carry content leans on the one before it, a longer one less.
_SAYS_LITTLE = 4
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Context:
    """A question behind the one that was asked before it, as one text, with its vector.

    `share` says how much it counts, 0 to 1: less the more the question says by itself, so that a
    new topic is not held to the old one.
    """

    text: str
    vector: "NDArray[np.float32] | None"
    share: float


def with_the_one_before(question: str, before: str) -> str:
    """Both questions as one text, to be searched as one."""
    return f"{before[:_LONGEST]} {question}"


def leaning(question: str) -> float:
    """How much a question needs the one before it, 0 to 1."""
    return min(1.0, _SAYS_LITTLE / max(1, carries_content(question)))
