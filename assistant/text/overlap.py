"""Whether one text copies another: by the runs of words that they have in common."""

from collections.abc import Iterator, Sequence
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
    ours, theirs = _keys(left), _keys(right)
    runs = list(_runs(ours, theirs))
    in_left = sum(size for _, _, size in runs)
    in_right = {at for _, j, size in runs for at in range(j, j + size)}
    return in_left / max(1, len(ours)), len(in_right) / max(1, len(theirs))


def _keys(text: str) -> list[str]:
    return [word.text.casefold().replace("’", "'") for word in words(text)]


def _runs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Start in `left`, start in `right` and length of each run, the longest at each place."""
    places: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(right) - _RUN + 1):
        places.setdefault(tuple(right[j : j + _RUN]), []).append(j)
    i = 0
    while i + _RUN <= len(left):
        starts = places.get(tuple(left[i : i + _RUN]), ())
        # A phrase that a text repeats without end is tried at its first places only.
        best = max(((_length(left, right, i, j), -j) for j in starts[:50]), default=None)
        if best is None:
            i += 1
            continue
        yield i, -best[1], best[0]
        i += best[0]


def _length(left: Sequence[str], right: Sequence[str], i: int, j: int) -> int:
    size = 0
    while i + size < len(left) and j + size < len(right) and left[i + size] == right[j + size]:
        size += 1
    return size
