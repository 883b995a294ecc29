"""A fault of a claim, with the reason that is shown to the reader."""

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
    """One difference between a claim and its evidence.

    `start` and `end` are offsets into the claim. A hard fault proves that a fact of the claim is
    invented or contradicted; a soft one only makes the claim doubtful.
    """

    kind: Kind
    why: str
    start: int
    end: int
    is_hard: bool = True
