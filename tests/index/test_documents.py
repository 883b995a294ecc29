"""A handful of texts as a search index."""

import numpy as np

from assistant.article import Article, Span
from assistant.index.documents import DocumentsIndex
from assistant.index.search_index import SearchIndex
from assistant.reply import Filters


class Letters:
    """An embedder of letter counts."""

    embedder_id = "letters"

    def count_tokens(self, text):
        return len(text.split())

    def vector(self, text):
        counts = np.array([text.lower().count(c) for c in "abcdefghijklmnopqrstuvwxyz"], np.float32)
        return counts / max(1.0, float(np.linalg.norm(counts)))

    def vectors(self, texts):
        return np.stack([self.vector(text) for text in texts])


def document(at, text, **known):
    return Article(f"documents#{at}", text, kept=(Span(0, len(text)),), **known)


ARTICLES = [
    document(0, "Zebras graze.", publisher="Zoo News", byline="A. Keeper"),
    document(1, "Trains ran late on Monday.", published="2020-01-06"),
]


def test_it_is_a_search_index():
    index: SearchIndex = DocumentsIndex(ARTICLES, Letters())
    assert index.coverage == 1
    assert index.outlets() == ["Zoo News"]
    assert index.authors() == ["A. Keeper"]


def test_an_excerpt_is_the_documents_own_words():
    index = DocumentsIndex(ARTICLES, Letters())
    [hit] = index.words("zebra", 5)
    [excerpt] = index.excerpts([hit.chunk_id, "unknown-0000"])
    assert excerpt.source == "documents#0"
    assert ARTICLES[0].text[excerpt.start : excerpt.end] == excerpt.text == "Zebras graze."
    assert index.article_chunks(excerpt.article_id) == [excerpt]


def test_vectors_are_best_first_within_the_filter():
    index = DocumentsIndex(ARTICLES, Letters())
    hits = index.vectors(Letters().vector("zzebraaz"), 5)
    assert [index.excerpts([hit.chunk_id])[0].source for hit in hits] == [
        "documents#0",
        "documents#1",
    ]
    [late] = index.vectors(Letters().vector("zebra"), 5, Filters(date_from="2020"))
    assert index.excerpts([late.chunk_id])[0].source == "documents#1"


def test_without_an_embedder_words_are_searched_and_coverage_says_so():
    index = DocumentsIndex(ARTICLES)
    assert index.coverage == 0
    assert index.vectors(np.zeros(26, np.float32), 5) == []
    assert len(index.words("trains", 5)) == 1


def test_no_documents_hold_nothing():
    index = DocumentsIndex([], Letters())
    assert index.coverage == 1
    assert index.words("anything", 5) == index.vectors(np.ones(26, np.float32), 5) == []
