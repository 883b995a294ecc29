"""Words that a corpus does not hold, and what it holds that is spelt almost like them."""

from assistant.index.search import SearchIndex
from assistant.text.words import STOP_WORDS, stem, words

# A word shorter than this has too many neighbours for one of them to be meant.
_SHORTEST = 5
# From this length on, two slips still leave little doubt.
_TWO_SLIPS = 8
_PREFIX = 2


def mend_spelling(question: str, index: SearchIndex) -> str:
    """The question with each word that the corpus lacks replaced by the nearest that it holds.

    A word is replaced by one with the same first two letters at one slip (a letter too many, too
    few, wrong, or two changed over), two in long words; of several the most common. What has no
    such neighbour stays. The result is for finding excerpts, not for showing.
    """
    mended, at = "", 0
    for word in words(question):
        if (known := _nearest(word.text, index)) is not None:
            mended += question[at : word.start] + known
            at = word.end
    return mended + question[at:]


def _nearest(word: str, index: SearchIndex) -> str | None:
    """The word of the corpus that is meant, or None where this one is known or nothing is near."""
    if not _is_plain(word) or index.frequency(word):
        return None
    asked = stem(word)
    slips = 2 if len(word) >= _TWO_SLIPS else 1
    near = [
        (distance, -index.frequency(known), known)
        for known in index.vocabulary(asked[:_PREFIX])
        if (distance := edits(asked, known, slips)) <= slips
    ]
    return _as_written(min(near)[2], index) if near else None


def _is_plain(word: str) -> bool:
    """Whether a word is all letters and long enough, and no stop word run together ("whats")."""
    lowered = word.lower()
    return len(word) >= _SHORTEST and word.isalpha() and lowered.removesuffix("s") not in STOP_WORDS


def _as_written(known: str, index: SearchIndex) -> str:
    """A word of the corpus with this stem: embedders read words, not stems."""
    found = index.excerpts([hit.chunk_id for hit in index.words(known, 1)])
    texts = [text for excerpt in found for text in (excerpt.text, excerpt.title or "")]
    written = (word.text for text in texts for word in words(text) if word.stem == known)
    return next(written, known)


def edits(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, exchanges and swaps of neighbours that turn one into the other.

    Counting stops once there are more than `limit`; then the result is `limit` + 1 or above.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    earlier: list[int] = []
    row = list(range(len(right) + 1))
    for at in range(1, len(left) + 1):
        earlier, last, row = row, earlier, [at]
        for there in range(1, len(right) + 1):
            row.append(_cheapest(left, right, at, there, (row, earlier, last)))
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _cheapest(
    left: str, right: str, at: int, there: int, rows: tuple[list[int], list[int], list[int]]
) -> int:
    row, earlier, last = rows
    same = left[at - 1] == right[there - 1]
    cost = min(row[there - 1] + 1, earlier[there] + 1, earlier[there - 1] + (not same))
    if (
        at > 1
        and there > 1
        and left[at - 1] == right[there - 2]
        and left[at - 2] == right[there - 1]
    ):
        cost = min(cost, last[there - 2] + 1)
    return cost
