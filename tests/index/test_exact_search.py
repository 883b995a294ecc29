"""Exact vector search."""

import numpy as np
import pytest

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.index.exact_search import ExactVectors
from assistant.library.chunk import chunk_article
from assistant.library.row_format import hash_of
from assistant.library.store import Entry, open_library
from assistant.reply import Filters

COUNT, SIZE, EMBEDDER = 600, 64, "numbers"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Articles of one chunk each, with vectors that lie close together."""
    found = open_library(tmp_path_factory.mktemp("exact"))
    entries = [entry(number) for number in range(COUNT)]
    found.put(entries)
    chance = np.random.default_rng(1)
    vectors = chance.standard_normal(SIZE) + chance.standard_normal((COUNT, SIZE)) / 3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    contents = [hash_of(one.chunks[0].indexed_text) for one in entries]
    found.vectors.put(EMBEDDER, contents, vectors.astype(np.float32))
    yield found
    found.close()


def entry(number):
    text = f"Report number {number} on the state of the harbour."
    publisher = "Even Times" if number % 2 == 0 else "Odd Post"
    article = Article(f"{number}.txt", text, publisher=publisher, kept=(Span(0, len(text)),))
    return Entry(article, chunk_article(article, count_word_pieces))


def questions():
    chance = np.random.default_rng(2)
    found = chance.standard_normal((40, SIZE)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def sources(library):
    """The source of each chunk."""
    chunks = library.excerpts(list(library.chunk_ids()))
    return {excerpt.chunk_id: excerpt.source for excerpt in chunks}


@pytest.mark.parametrize(
    ("filters", "passing"),
    [
        (Filters(), lambda number: True),
        (Filters(publishers=("Even Times",)), lambda number: number % 2 == 0),
        (Filters(sources=tuple(f"{n}.txt" for n in range(7))), lambda number: number < 7),
    ],
    ids=["all", "half", "seven"],
)
def test_results_equal_those_of_exact_arithmetic(library, sources, filters, passing):
    exact = ExactVectors(library, EMBEDDER)
    assert len(exact) == COUNT
    vectors = {
        one: vector
        for ids, found in library.vectors.by_chunk(EMBEDDER)
        for one, vector in zip(ids, found, strict=True)
    }
    for question in questions():
        scores = {one: float(vector @ question) for one, vector in vectors.items()}
        allowed = [one for one in vectors if passing(int(sources[one][:-4]))]
        wanted = sorted(allowed, key=lambda one: -scores[one])[:10]
        hits = exact.search(question, 10, filters)
        assert [hit.chunk_id for hit in hits] == wanted
        assert [hit.score for hit in hits] == pytest.approx(
            [scores[one] for one in wanted], abs=1e-6
        )


def test_removed_vectors_keep_their_approximate_score(library, monkeypatch):
    exact, question = ExactVectors(library, EMBEDDER), questions()[0]
    before = exact.search(question, 5)
    monkeypatch.setattr(library.vectors, "by_number", lambda numbers: {})
    after = exact.search(question, 5)
    assert [hit.score for hit in after] == pytest.approx([hit.score for hit in before], abs=0.01)
