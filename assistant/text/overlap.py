"""Words that two texts have in common, where they are, and whether one text copies the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.article import Span
from assistant.text.words import Word, words

# Five words in a row are seldom the same by chance in two reports of one event; three often are.
_RUN = 5
# A reprint shares nearly all its words with the original. Two reports of one event share only
# quotations: a fifth of their words at most. An agency's report that a paper extended is between.
_COPY_PERCENT = 50.0
_COMPARED = 30_000  # code points of each text; a copy shows long before


@dataclass(frozen=True, slots=True)
class Shared:
    """A run of words that is in both texts, with its span in each."""

    left: Span
    right: Span
    words: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """The words that two texts share.

    `shared` are the longest common runs of words, in the order of the left text, without overlap
    there. `left_percent` and `right_percent` are the shares of each text's words that are in the
    other: for a reprint within a longer article, one is near 100 and the other far below.
    """

    shared: tuple[Shared, ...]
    left_percent: float
    right_percent: float


def find_overlap(left: str, right: str, run: int = _RUN) -> Overlap:
    """The runs of at least `run` words in both texts; case and punctuation may differ."""
    left_words, right_words = list(words(left)), list(words(right))
    runs = list(_runs(_keys(left_words), _keys(right_words), run))
    shared = tuple(
        Shared(
            Span(left_words[i].start, left_words[i + size - 1].end),
            Span(right_words[j].start, right_words[j + size - 1].end),
            size,
        )
        for i, j, size in runs
    )
    in_left = {at for i, _, size in runs for at in range(i, i + size)}
    in_right = {at for _, j, size in runs for at in range(j, j + size)}
    return Overlap(
        shared,
        100.0 * len(in_left) / max(1, len(left_words)),
        100.0 * len(in_right) / max(1, len(right_words)),
    )


def count_independent(texts: Sequence[str]) -> int:
    """The number of texts that are not copies of another one; each group of copies counts once."""
    groups = list(range(len(texts)))
    for left, right in combinations(range(len(texts)), 2):
        if groups[left] != groups[right] and _is_copy(texts[left], texts[right]):
            old, new = groups[right], groups[left]
            groups = [new if group == old else group for group in groups]
    return len(set(groups))


def _is_copy(left: str, right: str) -> bool:
    overlap = find_overlap(left[:_COMPARED], right[:_COMPARED])
    return max(overlap.left_percent, overlap.right_percent) >= _COPY_PERCENT


def _keys(found: Sequence[Word]) -> list[str]:
    return [word.text.casefold().replace("’", "'") for word in found]


def _runs(left: Sequence[str], right: Sequence[str], run: int) -> Iterator[tuple[int, int, int]]:
    """Start in `left`, start in `right` and length of each run, the longest at each place."""
    places: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(right) - run + 1):
        places.setdefault(tuple(right[j : j + run]), []).append(j)
    i = 0
    while i + run <= len(left):
        starts = places.get(tuple(left[i : i + run]), ())
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
