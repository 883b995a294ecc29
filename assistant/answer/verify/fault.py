"""What is wrong with a claim, in words that a person understands."""

from dataclasses import dataclass
from typing import Literal

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
