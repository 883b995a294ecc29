"""What may answer: the chunks that words or vectors find for a question and its parts."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.index.search import Hit, SearchIndex
from assistant.reply import Filters
from assistant.retrieve.hints import Hints, find_hints
from assistant.retrieve.look import stems_of
from assistant.text.question import Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

# How many chunks each search brings: what is asked for is seldom further down in every one.
_FOUND = 100
_FOUND_BY_PART = 40
_FOUND_BY_OUTLET = 20
_MOST_PARTS = 8
_MOST_OUTLETS = 6


@dataclass(frozen=True, slots=True)
class Scores:
    """What one search gave its chunks, as shares of the best, and what any other may have."""

    found: Mapping[str, float] = field(default_factory=dict)
    others: float = 0.0

    def of(self, chunk_id: str) -> float:
        """The score of a chunk, 0 to 1."""
        return self.found.get(chunk_id, self.others)


@dataclass(frozen=True, slots=True)
class Part:
    """A question, or one of those that it falls into.

    `weights` are its stems by rarity, `hints` what it says about where to look, `words` what its
    words found.
    """

    weights: Mapping[str, float]
    hints: Hints
    words: Scores


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found: by the whole question's words and vector, by its parts, by named outlets.

    `parts` is empty where the question is one; `named` are chunks of outlets that it names.
    """

    whole: Part
    vectors: Scores
    parts: tuple[Part, ...]
    named: frozenset[str]

    def chunk_ids(self) -> list[str]:
        """All chunks that any search found, each once, in a fixed order."""
        legs = [self.whole.words, self.vectors, *(part.words for part in self.parts)]
        return sorted({chunk_id for leg in legs for chunk_id in leg.found})


def find_candidates(
    question: Question,
    index: SearchIndex,
    vector: "Vector | None",
    filters: Filters,
) -> Candidates:
    """Search by words and, where there is a vector, by meaning; each part and each outlet too.

    `vector` is that of the question, None where only words can be searched.
    """
    hints = _hints(question.text, question, index)
    by_words = index.words(question.text, _FOUND, filters)
    by_meaning = _near(vector, index, _FOUND, filters)
    named: list[Hit] = []
    for narrowed in list(hints.narrowed(filters))[:_MOST_OUTLETS]:
        by_words += (found := index.words(question.text, _FOUND_BY_OUTLET, narrowed))
        by_meaning += (near := _near(vector, index, _FOUND_BY_OUTLET, narrowed))
        named += found + near
    whole = Part(stem_weights(question.text, index), hints, _scaled(by_words, _FOUND))
    parts = tuple(_parts(question, index, filters))
    by_meaning += _others(vector, index, by_meaning, [part.words for part in (whole, *parts)])
    return Candidates(
        whole,
        _scaled(by_meaning, _FOUND),
        parts,
        frozenset(hit.chunk_id for hit in named),
    )


def _others(
    vector: "Vector | None", index: SearchIndex, near: Sequence[Hit], elsewhere: Sequence[Scores]
) -> list[Hit]:
    """What others alone found, with its cosine: who is near is not left to the graph."""
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
    return find_hints(text, index.outlets(), index.authors(), question.quoted)


def _near(vector: "Vector | None", index: SearchIndex, k: int, filters: Filters) -> list[Hit]:
    return [] if vector is None else index.vectors(vector, k, filters)


def stem_weights(text: str, index: SearchIndex) -> dict[str, float]:
    """The stems of a text by how rare they are in the index; those that it lacks are left out."""
    chunks = len(index)
    counted = {known: index.frequency(known) for known in sorted(stems_of(text))}
    return {
        known: math.log(1 + (chunks - held + 0.5) / (held + 0.5))
        for known, held in counted.items()
        if held
    }


def _scaled(hits: Sequence[Hit], k: int) -> "Scores":
    """The scores as shares of the best; what is not among k can be as good as the last of them."""
    scores = {hit.chunk_id: hit.score for hit in hits}
    best = max(scores.values(), default=0.0)
    if best <= 0:
        return Scores(dict.fromkeys(scores, 0.0))
    last = min(hit.score for hit in hits[:k]) if len(hits) >= k else 0.0
    return Scores(
        {chunk_id: max(0.0, score) / best for chunk_id, score in scores.items()},
        max(0.0, last) / best,
    )
