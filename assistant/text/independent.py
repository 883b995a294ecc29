"""How many texts stand on their own, copies counted once."""

from collections.abc import Sequence
from itertools import combinations

from assistant.text.overlap import find_overlap

# Of a reprint nearly every word stands in the other text; of two reports of one event, which share
# quotations, a fifth at most. Between the two lies an agency's report that a paper wrote on from.
_COPY_PERCENT = 50.0
_LONGEST = 30_000  # code points compared; a copy shows itself long before


def count_independent(texts: Sequence[str]) -> int:
    """The number of texts, those counted once of which one largely stands in the other."""
    groups = list(range(len(texts)))
    for left, right in combinations(range(len(texts)), 2):
        if groups[left] != groups[right] and _is_copy(texts[left], texts[right]):
            old, new = groups[right], groups[left]
            groups = [new if group == old else group for group in groups]
    return len(set(groups))


def _is_copy(left: str, right: str) -> bool:
    overlap = find_overlap(left[:_LONGEST], right[:_LONGEST])
    return max(overlap.left_percent, overlap.right_percent) >= _COPY_PERCENT
