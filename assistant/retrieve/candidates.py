"""The candidates: chunks that words or vectors find for a question and its parts."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.embedders.base import Matrix
from assistant.index.filters import admits
from assistant.index.search_index import Hit, SearchIndex
from assistant.reply import Filters
from assistant.retrieve.query_hints import Hints, find_query_hints
from assistant.text.question import Question
from assistant.text.words import search_stems

# Results taken from each search. The answer is seldom further down in all of them.
_FOUND = 100
_FOUND_BY_PART = 40
_FOUND_BY_OUTLET = 20
_MOST_PARTS = 8
_MOST_OUTLETS = 6
_MOST_BY_AUTHOR = 6  # articles


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one search as shares of its best.

    `others` is the highest score that a chunk can have which the search did not return.
    """

    found: Mapping[str, float] = field(default_factory=dict)
    others: float = 0.0

    def of(self, chunk_id: str) -> float:
        """The score of a chunk, 0 to 1."""
        return self.found.get(chunk_id, self.others)


@dataclass(frozen=True, slots=True)
class Part:
    """A question, or one part of a question that asks for several things.

    `weights` are its stems by rarity, `hints` the sources, dates and quotations that it names, and
    `words` the scores of the search for its words.
    """

    weights: Mapping[str, float]
    hints: Hints
    words: Scores


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the searches found for the question as a whole, for its parts, and in named outlets.

    `parts` is empty for a question with a single part. `named` are the chunks found in outlets
    that the question names, `written` those by authors that it names.
    """

    whole: Part
    vectors: Scores
    parts: tuple[Part, ...]
    named: frozenset[str]
    written: frozenset[str] = frozenset()

    def chunk_ids(self) -> list[str]:
        """The chunks that any search found, each once, in a fixed order."""
        legs = [self.whole.words, self.vectors, *(part.words for part in self.parts)]
        return sorted({chunk_id for leg in legs for chunk_id in leg.found})


def find_candidates(
    question: Question,
    index: SearchIndex,
    vector: Matrix | None,
    filters: Filters,
) -> Candidates:
    """Search for the question by words and vector, for each part, and in each outlet it names.

    `vector` is the question's vector, or None to search by words only.
    """
    hints = _hints(question.text, question, index)
    by_words = index.words(question.text, _FOUND, filters)
    by_meaning = _near(vector, index, _FOUND, filters)
    named: list[Hit] = []
    for narrowed in list(hints.narrowed(filters))[:_MOST_OUTLETS]:
        by_words += (found := index.words(question.text, _FOUND_BY_OUTLET, narrowed))
        by_meaning += (near := _near(vector, index, _FOUND_BY_OUTLET, narrowed))
        named += found + near
    written = _by_authors(hints, index, filters) if question.names_article else []
    known = {hit.chunk_id for hit in by_words}
    by_words += [hit for hit in written if hit.chunk_id not in known]
    whole = Part(stem_weights(question.text, index), hints, _scaled(by_words, _FOUND))
    parts = tuple(_parts(question, index, filters))
    by_meaning += _others(vector, index, by_meaning, [part.words for part in (whole, *parts)])
    return Candidates(
        whole,
        _scaled(by_meaning, _FOUND),
        parts,
        frozenset(hit.chunk_id for hit in named),
        frozenset(hit.chunk_id for hit in written),
    )


def _by_authors(hints: Hints, index: SearchIndex, filters: Filters) -> list[Hit]:
    """The chunks of the latest articles by the authors that the question names.

    They are for a question about an article: for one about a matter, their others are off it.
    """
    if not hints.authors:
        return []
    written = index.articles_by(sorted(hints.authors))[:_MOST_BY_AUTHOR]
    chunks = (chunk for article in written for chunk in index.article_chunks(article))
    return [
        Hit(one.chunk_id, 0.0)
        for one in chunks
        if admits(filters, one.source, one.publisher, one.published)
    ]


def _others(
    vector: Matrix | None, index: SearchIndex, near: Sequence[Hit], elsewhere: Sequence[Scores]
) -> list[Hit]:
    """The exact cosines of the chunks that only the other searches found."""
    if vector is None:
        return []
    found = {chunk_id for scores in elsewhere for chunk_id in scores.found}
    asked = sorted(found.difference(hit.chunk_id for hit in near))
    return [Hit(*cosine) for cosine in index.cosines(vector, asked).items()]


def _parts(question: Question, index: SearchIndex, filters: Filters) -> list[Part]:
    if len(question.parts) < 2:
        return []
    return [
        Part(
            stem_weights(text, index),
            _hints(text, question, index),
            _scaled(index.words(text, _FOUND_BY_PART, filters), _FOUND_BY_PART),
        )
        for text in question.parts[:_MOST_PARTS]
    ]


def _hints(text: str, question: Question, index: SearchIndex) -> Hints:
    return find_query_hints(text, index.outlets(), index.authors(), question.quoted)


def _near(vector: Matrix | None, index: SearchIndex, k: int, filters: Filters) -> list[Hit]:
    return [] if vector is None else index.vectors(vector, k, filters)


def stem_weights(text: str, index: SearchIndex) -> dict[str, float]:
    """The content stems of a text weighted by rarity, without those that the index lacks."""
    chunks = len(index)
    counted = {known: index.frequency(known) for known in sorted(search_stems(text))}
    return {
        known: math.log(1 + (chunks - held + 0.5) / (held + 0.5))
        for known, held in counted.items()
        if held
    }


def _scaled(hits: Sequence[Hit], k: int) -> Scores:
    """The scores as shares of the best; a chunk beyond the first k scores at most as the last."""
    scores = {hit.chunk_id: hit.score for hit in hits}
    best = max(scores.values(), default=0.0)
    if best <= 0:
        return Scores(dict.fromkeys(scores, 0.0))
    last = min(hit.score for hit in hits[:k]) if len(hits) >= k else 0.0
    return Scores(
        {chunk_id: max(0.0, score) / best for chunk_id, score in scores.items()},
        max(0.0, last) / best,
    )
