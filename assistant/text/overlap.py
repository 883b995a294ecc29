"""Whether one text copies another: by the runs of words that they have in common."""

from collections.abc import Sequence, Set
from itertools import combinations

from assistant.text.words import words

# Five words in a row are seldom the same by chance in two reports of one event; three often are.
_RUN = 5
# A reprint shares nearly all its words with the original. Two reports of one event share only
# quotations: a fifth of their words at most. An agency's report that a paper extended is between.
_COPY = 0.5
_COMPARED = 30_000  # code points of each text; a copy shows long before


def count_independent(texts: Sequence[str]) -> int:
    """The number of texts that are not copies of another one; each group of copies counts once."""
    groups = list(range(len(texts)))
    for left, right in combinations(range(len(texts)), 2):
        if groups[left] != groups[right] and is_copy(texts[left], texts[right]):
            old, new = groups[right], groups[left]
            groups = [new if group == old else group for group in groups]
    return len(set(groups))


def is_copy(left: str, right: str) -> bool:
    """Whether half of one text, or more, is in the other."""
    return max(shared_words(left[:_COMPARED], right[:_COMPARED])) >= _COPY


def shared_words(left: str, right: str) -> tuple[float, float]:
    """The share of each text's words that are in a run of five that the other has too.

    Case and punctuation may differ. For a reprint within a longer article, one share is near 1 and
    the other far below.
    """
    ours, theirs = _runs(left), _runs(right)
    return _share(ours, set(theirs)), _share(theirs, set(ours))


def _runs(text: str) -> list[tuple[str, ...]]:
    """The runs of words that begin at each word; the last ones are shorter."""
    keys = [word.text.casefold().replace("’", "'") for word in words(text)]
    return [tuple(keys[at : at + _RUN]) for at in range(len(keys))]


def _share(runs: Sequence[tuple[str, ...]], others: Set[tuple[str, ...]]) -> float:
    """The share of the words that are in one of the other text's whole runs."""
    starts = [at for at, run in enumerate(runs) if len(run) == _RUN and run in others]
    covered = {at + step for at in starts for step in range(_RUN)}
    return len(covered) / max(1, len(runs))
