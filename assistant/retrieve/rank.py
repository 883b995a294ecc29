"""The candidates, best first: a weighted sum of what speaks for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.index.search import SearchIndex
from assistant.reply import Excerpt
from assistant.retrieve.candidates import Candidates, Part
from assistant.retrieve.hints import Hints
from assistant.retrieve.look import best_overlap, sentence_stems, stems_of

# The second look costs what it reads; what is not among these by the first is seldom best.
_LOOKED_AT = 80
# In the first look, which knows no sentences, a part's words and a named outlet count for this.
_PART = 0.6
_NAMED = 0.4


@dataclass(frozen=True, slots=True)
class Weights:
    """What each leg counts for; a candidate's score is the sum of weight times leg.

    `vectors` and `words` are the cosine and the BM25 of the whole question, `title` the overlap
    with the headline, `sentence` the best overlap of one sentence or two with the whole question,
    `closest` the same with the part of it that fits best, and the others what it hints at.
    `elsewhere` is the share of a part's overlap that counts where the part names an outlet or a
    day, and the article is of another.
    """

    vectors: float
    words: float
    title: float
    sentence: float
    closest: float
    outlet: float
    date: float
    quotation: float
    elsewhere: float


# Found by `python bench/calibrate_retrieval.py`, over several corpora at once.
DEEP = Weights(0.8, 0.2, 0.1, 0.65, 0.0, 0.3, 0.4, 0.1, 1.0)
BROAD = Weights(0.6, 0.1, 0.2, 0.3, 0.5, 0.4, 0.3, 0.1, 0.5)


@dataclass(frozen=True, slots=True)
class Hinted:
    """How far a chunk is what a question hints at, each from 0 to 1."""

    outlet: float = 0.0
    date: float = 0.0
    quotation: float = 0.0

    def score(self, weights: Weights) -> float:
        """The sum of weight times leg."""
        return (
            weights.outlet * self.outlet
            + weights.date * self.date
            + weights.quotation * self.quotation
        )


@dataclass(frozen=True, slots=True)
class Legs:
    """What speaks for one candidate, each from 0 to 1.

    `parts` holds the best overlap of its sentences with each part, and how far it is of the outlet
    and the day that the part names; where the question is one, that is its only part.
    """

    vectors: float
    words: float
    title: float
    sentence: float
    hinted: Hinted
    parts: tuple[tuple[float, float], ...]

    def score(self, weights: Weights) -> float:
        """The sum of weight times leg, the best of the parts counting as one leg."""
        away = weights.elsewhere
        closest = max(overlap * (away + (1 - away) * fits) for overlap, fits in self.parts)
        return (
            weights.vectors * self.vectors
            + weights.words * self.words
            + weights.title * self.title
            + weights.sentence * self.sentence
            + weights.closest * closest
            + self.hinted.score(weights)
        )


def rank(
    candidates: Candidates, index: SearchIndex, today: date, weights: Weights
) -> list[Excerpt]:
    """The likeliest candidates as excerpts with their scores, best first.

    What ends on the same score stands in the order of the chunks' ids.
    """
    scored = [
        replace(excerpt, score=legs.score(weights))
        for excerpt, legs in weigh(candidates, index, today)
    ]
    return sorted(scored, key=lambda excerpt: (-excerpt.score, excerpt.chunk_id))


def weigh(
    candidates: Candidates, index: SearchIndex, today: date
) -> Iterator[tuple[Excerpt, Legs]]:
    """The likeliest candidates, each with what speaks for it."""
    found = index.excerpts(_likeliest(candidates))
    parts = candidates.parts or (candidates.whole,)
    overlaps = [_overlaps(part, found) for part in parts]
    whole = _overlaps(candidates.whole, found)
    for at, excerpt in enumerate(found):
        yield (
            excerpt,
            Legs(
                vectors=candidates.vectors.of(excerpt.chunk_id),
                words=candidates.whole.words.of(excerpt.chunk_id),
                title=_title_overlap(excerpt, candidates.whole.weights),
                sentence=whole[at],
                hinted=_hinted(excerpt, candidates.whole.hints, today),
                parts=tuple(
                    (overlap[at], _fits(excerpt, part.hints, today))
                    for part, overlap in zip(parts, overlaps, strict=True)
                ),
            ),
        )


def _likeliest(candidates: Candidates) -> list[str]:
    """The ids of the best by what is known before the excerpts are read."""
    first = {
        chunk_id: candidates.vectors.of(chunk_id)
        + candidates.whole.words.of(chunk_id)
        + _PART * max((part.words.of(chunk_id) for part in candidates.parts), default=0.0)
        + _NAMED * (chunk_id in candidates.named)
        for chunk_id in candidates.chunk_ids()
    }
    return sorted(first, key=lambda chunk_id: (-first[chunk_id], chunk_id))[:_LOOKED_AT]


def _hinted(excerpt: Excerpt, hints: Hints, today: date) -> Hinted:
    if not hints:
        return _NOTHING_HINTED
    return Hinted(hints.outlet(excerpt), hints.nearness(excerpt, today), hints.quotation(excerpt))


_NOTHING_HINTED = Hinted()


def _fits(excerpt: Excerpt, hints: Hints, today: date) -> float:
    """How far an excerpt is of an outlet and a day that a part names; 1 where it names none."""
    named = hints.outlets or hints.authors
    return min(
        hints.outlet(excerpt) if named else 1.0,
        hints.nearness(excerpt, today) if hints.dates else 1.0,
    )


def _overlaps(part: Part, excerpts: Sequence[Excerpt]) -> list[float]:
    """The best overlap of each excerpt's sentences with the part, the highest of all being 1."""
    found = [best_overlap(part.weights, sentence_stems(excerpt.text)) for excerpt in excerpts]
    best = max(found, default=0.0)
    return [overlap / best for overlap in found] if best else found


def _title_overlap(excerpt: Excerpt, asked: Mapping[str, float]) -> float:
    """The share of the question's weight that the headline holds."""
    total = sum(asked.values())
    if not total or not excerpt.title:
        return 0.0
    held = stems_of(excerpt.title)
    return sum(weight for known, weight in asked.items() if known in held) / total
