"""Which excerpts, of the ranked ones: depth or breadth, and the same words only once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.reply import Excerpt
from assistant.retrieve.look import Stems, sentence_stems

# What a further excerpt of the same article must be better by where one fact is asked for.
CROWDING = 0.05
# The same words are looked for among the best alone: the rest is seldom shown.
_COMPARED = 60
# Two chunks say the same where one holds this share of the other's content words ...
_SAME = 0.85
# ... and has enough of them for that to mean something.
_ENOUGH_WORDS = 8


def choose_deep(ranked: Sequence[Excerpt], k: int, crowding: float = CROWDING) -> list[Excerpt]:
    """At most k, the best; each further one of an article having to be better by `crowding`.

    Those that say the same words stand as one, which names the others' sources in `copies`.
    """
    return _taken_by_score(_merged(ranked, across=True), k, crowding)


def choose_broad(ranked: Sequence[Excerpt], k: int) -> list[Excerpt]:
    """At most k: the best of each article, and what is left of k goes to the articles there.

    Every article keeps its own words, though others say the same.
    """
    ranked = _merged(ranked, across=False)
    first: dict[str, Excerpt] = {}
    for excerpt in ranked:
        first.setdefault(excerpt.article_id, excerpt)
    shown = {excerpt.chunk_id for excerpt in first.values()}
    further = [excerpt for excerpt in ranked if excerpt.chunk_id not in shown]
    return [*first.values(), *further][:k]


def choose_spread(chunks: Sequence[Excerpt], k: int) -> list[Excerpt]:
    """At most k chunks of one article, in its order: the first, and others as even as may be."""
    if k >= len(chunks):
        return list(chunks)
    step = len(chunks) / k
    return [chunks[int(at * step)] for at in range(k)]


def _taken_by_score(ranked: Sequence[Excerpt], k: int, crowding: float) -> list[Excerpt]:
    left = list(ranked)
    taken: list[Excerpt] = []
    seen: Counter[str] = Counter()
    while left and len(taken) < k:
        best = max(left, key=lambda e: e.score - crowding * seen[e.article_id])
        left.remove(best)
        seen[best.article_id] += 1
        taken.append(best)
    return taken


def _merged(ranked: Sequence[Excerpt], across: bool) -> list[Excerpt]:
    """The excerpts without those that a better one says already, `across` articles or within."""
    kept: list[tuple[Excerpt, Stems]] = []
    for excerpt in ranked[:_COMPARED]:
        held = frozenset().union(*sentence_stems(excerpt.text))
        at = next(
            (
                at
                for at, (other, known) in enumerate(kept)
                if (across or other.article_id == excerpt.article_id) and _say_the_same(held, known)
            ),
            None,
        )
        if at is None:
            kept.append((excerpt, held))
        else:
            kept[at] = (_with_copy(kept[at][0], excerpt), kept[at][1])
    return [excerpt for excerpt, _ in kept]


def _say_the_same(left: Stems, right: Stems) -> bool:
    larger = max(len(left), len(right))
    return larger >= _ENOUGH_WORDS and len(left & right) >= _SAME * larger


def _with_copy(excerpt: Excerpt, other: Excerpt) -> Excerpt:
    sources = {*excerpt.copies, *other.copies, other.source} - {excerpt.source}
    return replace(excerpt, copies=tuple(sorted(sources)))
