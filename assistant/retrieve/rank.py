"""The candidates, best first: a weighted sum of what speaks for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.index.search import SearchIndex
from assistant.reply import Excerpt
from assistant.retrieve.candidates import Candidates, Part
from assistant.retrieve.hints import Hints
from assistant.retrieve.look import best_overlap, sentence_stems, stems_of

# The second look costs what it reads; what is not among these by the first is seldom best.
_LOOKED_AT = 80


@dataclass(frozen=True, slots=True)
class Weights:
    """What each leg counts for; a candidate's score is the sum of weight times leg.

    `vectors` and `words` are the cosine and the BM25 of the whole question, `part` the best BM25
    of one of its parts, `sentence` the best overlap of one sentence or two with one part, `title`
    the overlap with the headline, and the others the hints. From bench/calibrate_retrieval.py.
    """

    vectors: float = 0.5
    words: float = 0.5
    part: float = 0.3
    sentence: float = 0.5
    title: float = 0.1
    outlet: float = 0.2
    date: float = 0.3
    quotation: float = 0.3


WEIGHTS = Weights()


def rank(
    candidates: Candidates, index: SearchIndex, today: date, weights: Weights = WEIGHTS
) -> list[Excerpt]:
    """The likeliest candidates as excerpts with their scores, best first.

    What ends on the same score stands in the order of the chunks' ids.
    """
    found = index.excerpts(_likeliest(candidates, weights))
    parts = candidates.parts or (candidates.whole,)
    overlaps = [_overlaps(part, found) for part in parts]
    scored = []
    for at, excerpt in enumerate(found):
        score = _first_score(excerpt.chunk_id, candidates, weights)
        score += _hinted(excerpt, candidates.whole.hints, today, weights)
        score += weights.title * _title_overlap(excerpt, candidates.whole.weights)
        score += weights.sentence * max(
            overlap[at] + _hinted(excerpt, part.hints, today, weights)
            for part, overlap in zip(parts, overlaps, strict=True)
        )
        scored.append(replace(excerpt, score=score))
    return sorted(scored, key=lambda excerpt: (-excerpt.score, excerpt.chunk_id))


def _likeliest(candidates: Candidates, weights: Weights) -> list[str]:
    first = {
        chunk_id: _first_score(chunk_id, candidates, weights)
        + weights.outlet * (chunk_id in candidates.named)
        for chunk_id in candidates.chunk_ids()
    }
    return sorted(first, key=lambda chunk_id: (-first[chunk_id], chunk_id))[:_LOOKED_AT]


def _first_score(chunk_id: str, candidates: Candidates, weights: Weights) -> float:
    score = weights.vectors * candidates.vectors.get(chunk_id, 0.0)
    score += weights.words * candidates.whole.words.get(chunk_id, 0.0)
    best = max((part.words.get(chunk_id, 0.0) for part in candidates.parts), default=0.0)
    return score + weights.part * best


def _hinted(excerpt: Excerpt, hints: Hints, today: date, weights: Weights) -> float:
    if not hints:
        return 0.0
    return (
        weights.outlet * hints.outlet(excerpt)
        + weights.date * hints.nearness(excerpt, today)
        + weights.quotation * hints.quotation(excerpt)
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
