"""A search index over a few texts."""

import numpy as np

from assistant.article import Article, Span
from assistant.embedders.base import Embedder
from assistant.index.documents import DocumentsIndex
from assistant.index.search_index import SearchIndex
from assistant.reply import Filters


class Letters(Embedder):
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


def test_it_implements_the_search_index_protocol():
    index: SearchIndex = DocumentsIndex(ARTICLES, Letters())
    assert index.coverage == 1
    assert index.outlets() == ["Zoo News"]
    assert index.authors() == ["A. Keeper"]


def test_an_excerpt_matches_its_offsets_in_the_document():
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


def test_without_an_embedder_coverage_is_zero():
    index = DocumentsIndex(ARTICLES)
    assert index.coverage == 0
    assert index.vectors(np.zeros(26, np.float32), 5) == []
    assert len(index.words("trains", 5)) == 1


def test_an_index_of_no_documents_is_empty():
    index = DocumentsIndex([], Letters())
    assert index.coverage == 1
    assert index.words("anything", 5) == index.vectors(np.ones(26, np.float32), 5) == []


ABOUT_A_GROUP = "The Lazarus Group is accused of theft. The group denies it."


def _index() -> DocumentsIndex:
    return DocumentsIndex([Article("a.txt", ABOUT_A_GROUP, kept=(Span(0, len(ABOUT_A_GROUP)),))])


def test_frequency_counts_all_forms_of_a_word():
    assert _index().frequency("Groups") == 1
    assert _index().frequency("accusing") == 1


def test_unknown_words_and_stop_words_have_frequency_zero():
    assert _index().frequency("zebra") == 0
    assert _index().frequency("the") == 0


def test_the_vocabulary_lists_each_stem_with_a_prefix_once():
    assert _index().vocabulary("la") == ["lazarus"]
    assert _index().vocabulary("xq") == []


def test_the_length_of_an_index_is_its_number_of_chunks():
    assert len(_index()) == 1
    assert len(DocumentsIndex([])) == 0


def test_a_passage_matches_its_offsets_in_the_article():
    index = _index()
    article_id = index.excerpts([hit.chunk_id for hit in index.words("theft", 1)])[0].article_id
    assert index.passage(article_id, 4, 17) == "Lazarus Group"
    assert index.passage("unknown", 0, 5) == ""
