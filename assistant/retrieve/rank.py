"""Ranking: the score of a candidate is a weighted sum of its features."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant.index.search_index import SearchIndex
from assistant.reply import Excerpt
from assistant.retrieve.candidates import Candidates, Part
from assistant.retrieve.query_hints import Hints
from assistant.text.document import parse
from assistant.text.words import codes, search_stems

# Candidates whose text is read. Those further down by the search scores are seldom best.
_READ = 80
# Weights of a part's words and of a named outlet in the order before the texts are read
_PART = 0.6
_NAMED = 0.4
# What an author wrote who is named is always read.
_WRITTEN = 10.0
# A code is exact: an excerpt with the code of the question goes before all that are only alike.
_CODE = 2.0
# Shared words count less in a longer sentence, and less when it takes two sentences to share them.
_LENGTH = 0.5
_USUAL_LENGTH = 20
_PAIR = 0.85
_PAIR_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each feature.

    `vectors` and `words` are the cosine and the BM25 of the whole question, `title` the overlap
    with the headline, `sentence` the best overlap of a sentence, or of two, with the whole
    question, and `closest` the same with the best matching part of it. `outlet`, `date` and
    `quotation` are the query hints. If a part names an outlet or a day and the article is of
    another one, only the share `elsewhere` of the part's overlap counts.
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


_WHOLE = ("vectors", "words", "title", "sentence", "outlet", "date", "quotation")
# Found by `python bench/calibrate_retrieval.py`, over several corpora at once.
DEEP = Weights(0.8, 0.2, 0.1, 0.65, 0.0, 0.3, 0.4, 0.1, 1.0)
BROAD = Weights(0.6, 0.1, 0.2, 0.3, 0.5, 0.4, 0.3, 0.1, 0.5)


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one candidate, each from 0 to 1; see `Weights`.

    `parts` has two numbers for each part of the question: the best overlap of a sentence with it,
    and how well the article matches the outlet and the day that it names. A question that is not
    split has itself as its only part.
    """

    vectors: float
    words: float
    title: float
    sentence: float
    outlet: float
    date: float
    quotation: float
    parts: tuple[tuple[float, float], ...]

    def score(self, weights: Weights) -> float:
        """The weighted sum; the best of the parts counts as one feature."""
        away = weights.elsewhere
        closest = max(overlap * (away + (1 - away) * fits) for overlap, fits in self.parts)
        whole: float = sum(getattr(weights, name) * getattr(self, name) for name in _WHOLE)
        return whole + weights.closest * closest


def rank(
    candidates: Candidates, index: SearchIndex, today: date, weights: Weights, question: str
) -> list[Excerpt]:
    """The most promising candidates as excerpts with their scores, best first.

    Excerpts that have a code of the question, such as a case number, go before all others; those
    with equal scores are in the order of their chunks' ids.
    """
    asked = codes(question)
    scored = [
        replace(excerpt, score=features.score(weights) + _CODE * _shares(asked, excerpt))
        for excerpt, features in find_features(candidates, index, today)
    ]
    return sorted(scored, key=lambda excerpt: (-excerpt.score, excerpt.chunk_id))


def _shares(asked: set[str], excerpt: Excerpt) -> bool:
    """Whether the excerpt has a code as one word; "COVID-19" is none, and too common for it."""
    return bool(asked) and not asked.isdisjoint(codes(f"{excerpt.title} {excerpt.text}"))


def find_features(
    candidates: Candidates, index: SearchIndex, today: date
) -> Iterator[tuple[Excerpt, Features]]:
    """The most promising candidates with their features."""
    found = index.excerpts(_most_promising(candidates))
    parts = candidates.parts or (candidates.whole,)
    overlaps = [_overlaps(part, found) for part in parts]
    whole, hints = _overlaps(candidates.whole, found), candidates.whole.hints
    for at, excerpt in enumerate(found):
        yield (
            excerpt,
            Features(
                vectors=candidates.vectors.of(excerpt.chunk_id),
                words=candidates.whole.words.of(excerpt.chunk_id),
                title=_title_overlap(excerpt, candidates.whole.weights),
                sentence=whole[at],
                outlet=hints.outlet(excerpt),
                date=hints.nearness(excerpt, today),
                quotation=hints.quotation(excerpt),
                parts=tuple(
                    (overlap[at], _fits(excerpt, part.hints, today))
                    for part, overlap in zip(parts, overlaps, strict=True)
                ),
            ),
        )


def _most_promising(candidates: Candidates) -> list[str]:
    """The ids of the best candidates by the scores of the searches alone."""
    first = {
        chunk_id: candidates.vectors.of(chunk_id)
        + candidates.whole.words.of(chunk_id)
        + _PART * max((part.words.of(chunk_id) for part in candidates.parts), default=0.0)
        + _NAMED * (chunk_id in candidates.named)
        + _WRITTEN * (chunk_id in candidates.written)
        for chunk_id in candidates.chunk_ids()
    }
    return sorted(first, key=lambda chunk_id: (-first[chunk_id], chunk_id))[:_READ]


def _fits(excerpt: Excerpt, hints: Hints, today: date) -> float:
    """How well an excerpt matches the outlet and the day that a part names; 1 if it names none."""
    named = hints.outlets or hints.authors
    return min(
        hints.outlet(excerpt) if named else 1.0,
        hints.nearness(excerpt, today) if hints.dates else 1.0,
    )


def _overlaps(part: Part, excerpts: Sequence[Excerpt]) -> list[float]:
    """The best overlap of each excerpt's sentences with the part, scaled to a maximum of 1."""
    found = [best_overlap(part.weights, parse(excerpt.text).search_stems) for excerpt in excerpts]
    best = max(found, default=0.0)
    return [overlap / best for overlap in found] if best else found


def _title_overlap(excerpt: Excerpt, asked: Mapping[str, float]) -> float:
    """The share of the question's weighted stems that are in the headline."""
    total = sum(asked.values())
    if not total or not excerpt.title:
        return 0.0
    held = search_stems(excerpt.title)
    return sum(weight for known, weight in asked.items() if known in held) / total


def best_overlap(asked: Mapping[str, float], sentences: Sequence[frozenset[str]]) -> float:
    """The share of the question's words in the best sentence, or pair of neighbours: 0 to 1.

    `asked` maps the stems of the question to their weights, `sentences` are the stems of each.
    """
    total = sum(asked.values())
    if not total or not sentences:
        return 0.0
    singles = max(_shared(asked, held, _USUAL_LENGTH) for held in sentences)
    pairs = max(
        (_shared(asked, a | b, _PAIR_LENGTH) for a, b in pairwise(sentences)),
        default=0.0,
    )
    return max(singles, _PAIR * pairs) / total


def _shared(asked: Mapping[str, float], held: frozenset[str], usual: int) -> float:
    weight = sum(weight for known, weight in asked.items() if known in held)
    return weight / (1 + _LENGTH * len(held) / usual)
