"""Which of the ranked excerpts to show: depth or breadth, without duplicates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.reply import Excerpt
from assistant.text.document import parse

# When one fact is asked for, each further excerpt of an article must score higher by this.
_CROWDING = 0.05
# Duplicates are removed among the best only: the rest is seldom shown.
_COMPARED = 60
# Two chunks are duplicates if they share this part of the larger one's content words ...
_SAME = 0.85
# ... and it has at least so many.
_ENOUGH_WORDS = 8


def choose_deep(ranked: Sequence[Excerpt], k: int) -> list[Excerpt]:
    """The best k; each further excerpt of one article has to score 0.05 higher.

    Duplicates are merged into one excerpt, which names the other sources in `copies`.
    """
    left = _merged(ranked, across=True)
    taken: list[Excerpt] = []
    seen: Counter[str] = Counter()
    while left and len(taken) < k:
        best = max(left, key=lambda e: e.score - _CROWDING * seen[e.article_id])
        left.remove(best)
        seen[best.article_id] += 1
        taken.append(best)
    return taken


def choose_broad(ranked: Sequence[Excerpt], k: int) -> list[Excerpt]:
    """The best excerpt of each article first, then the next best of any, at most k.

    Duplicates are merged within an article only: each article speaks for itself.
    """
    ranked = _merged(ranked, across=False)
    first: dict[str, Excerpt] = {}
    for excerpt in ranked:
        first.setdefault(excerpt.article_id, excerpt)
    shown = {excerpt.chunk_id for excerpt in first.values()}
    further = [excerpt for excerpt in ranked if excerpt.chunk_id not in shown]
    return [*first.values(), *further][:k]


def choose_evenly(chunks: Sequence[Excerpt], k: int) -> list[Excerpt]:
    """At most k chunks of one article in its order: the first, and others at even distances."""
    if k >= len(chunks):
        return list(chunks)
    step = len(chunks) / k
    return [chunks[int(at * step)] for at in range(k)]


def _merged(ranked: Sequence[Excerpt], across: bool) -> list[Excerpt]:
    """The excerpts without duplicates of better ones, `across` articles or within each."""
    kept: list[tuple[Excerpt, frozenset[str]]] = []
    for excerpt in ranked[:_COMPARED]:
        held = frozenset().union(*parse(excerpt.text).search_stems)
        at = next(
            (
                at
                for at, (other, known) in enumerate(kept)
                if (across or other.article_id == excerpt.article_id)
                and _are_duplicates(held, known)
            ),
            None,
        )
        if at is None:
            kept.append((excerpt, held))
        else:
            kept[at] = (_with_copy(kept[at][0], excerpt), kept[at][1])
    return [excerpt for excerpt, _ in kept]


def _are_duplicates(left: frozenset[str], right: frozenset[str]) -> bool:
    larger = max(len(left), len(right))
    return larger >= _ENOUGH_WORDS and len(left & right) >= _SAME * larger


def _with_copy(excerpt: Excerpt, other: Excerpt) -> Excerpt:
    sources = {*excerpt.copies, *other.copies, other.source} - {excerpt.source}
    return replace(excerpt, copies=tuple(sorted(sources)))
