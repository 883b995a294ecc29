"""Texts are embedded ahead of publication, each once, and none is lost."""

import threading

import pytest

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.errors import ModelError
from assistant.index import publisher
from assistant.index.live_index import open_index
from assistant.index.publisher import Publisher
from assistant.library.chunk import chunk_article
from assistant.library.store import Entry, open_library
from tests.hashing import HashingEmbedder

COUNT = 12


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Articles of one chunk each, embedded one by one."""
    monkeypatch.setattr(publisher, "_EMBED_AT_ONCE", 1)
    found = open_library(tmp_path)
    found.put(entry(number) for number in range(COUNT))
    with found.writing():
        yield found
    found.close()


def entry(number):
    text = f"Report number {number} on the state of the harbour."
    article = Article(f"{number}.txt", text, kept=(Span(0, len(text)),))
    return Entry(article, chunk_article(article, count_word_pieces))


class Counting(HashingEmbedder):
    """Remembers what it was given, and fails at one of them if told to."""

    def __init__(self, fails_at=None):
        super().__init__()
        self.given = []
        self.fails_at = fails_at

    def vectors(self, texts):
        self.given += texts
        if len(self.given) == self.fails_at:
            raise ModelError("the weights are gone")
        return super().vectors(texts)


def test_other_work_runs_while_the_first_texts_are_embedded(library):
    begun = threading.Event()

    class Waiting(HashingEmbedder):
        def vectors(self, texts):
            assert begun.wait(10)
            return super().vectors(texts)

    Publisher(library).vectors(Waiting(), meanwhile=begun.set)
    assert library.vectors.count(Waiting().embedder_id) == COUNT


def test_each_text_is_embedded_once(library):
    embedder = Counting()
    Publisher(library).vectors(embedder)
    assert len(embedder.given) == len(set(embedder.given)) == COUNT


def test_vectors_from_before_a_failure_are_kept(library):
    failing, whole = Counting(fails_at=7), Counting()
    with pytest.raises(ModelError, match="weights"):
        Publisher(library).vectors(failing)
    assert library.vectors.count(failing.embedder_id) == 6
    Publisher(library).vectors(whole)
    assert len(whole.given) == COUNT - 6
    assert library.vectors.count(whole.embedder_id) == COUNT


def test_settled_words_score_like_a_new_index(library):
    def found():
        with open_index(library, None) as live, live.pinned() as index:
            return index.words("harbour state 3", COUNT)

    publisher = Publisher(library)
    publisher.words()
    library.remove(["1.txt", "2.txt"])
    publisher.words()
    counting_removed = found()
    publisher.settle_words()
    settled = found()
    publisher.discard("words")
    publisher.words()
    assert settled == found() != counting_removed


def test_damaged_words_are_rebuilt_when_settled(library):
    publisher = Publisher(library)
    publisher.words()
    [meta] = (library.home / "index").glob("words-*/meta.json")
    meta.write_text("{")
    publisher.settle_words()
    with open_index(library, None) as live, live.pinned() as index:
        assert len(index.words("harbour state 3", COUNT)) > 0
        assert live.notices == ()
