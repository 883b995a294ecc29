"""What is wrong with a claim, in words that a person understands."""

from dataclasses import dataclass
from typing import Literal

SOFT = 0.6
"""How sure a fault is that makes a claim doubtful but does not prove it false."""

Kind = Literal[
    "quotation",
    "speaker",
    "number",
    "date",
    "name",
    "negation",
    "modality",
    "role",
    "word",
    "content",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in which a claim departs from its evidence.

    `start` and `end` are offsets into the claim; `found` is what the evidence has in that place,
    None where it has nothing. `sure` is how surely the fault makes the claim untrue, from 0 to 1.
    """

    kind: Kind
    why: str
    start: int
    end: int
    found: str | None = None
    sure: float = 1.0

    @property
    def is_hard(self) -> bool:
        """Whether it proves that a fact of the claim is invented or contradicted."""
        return self.sure > SOFT
