"""What two texts have in common word for word: how much, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.article import Span
from assistant.text.words import Word, words

# Five words in a row are seldom the same by chance in two reports of one event; three often are.
_RUN = 5


@dataclass(frozen=True, slots=True)
class Shared:
    """The same words in two texts: where they stand in each."""

    left: Span
    right: Span
    words: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share.

    `shared` are the longest common runs of words, in the order of the left text, without overlap
    there. `left_percent` and `right_percent` say how many words of each text stand in the other:
    a reprint within a longer article has one near 100 and the other far below.
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
