"""The word index searches by stems, within filters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.errors import IndexDamaged
from assistant.index.word_index import ArticleWords, WordsIndex
from assistant.library.chunk import chunk_article
from assistant.reply import Filters


def entry(source, text, **known):
    article = Article(source, text, kept=(Span(0, len(text)),), **known)
    return ArticleWords(article, chunk_article(article, count_word_pieces))


ENTRIES = [
    entry(
        "a/one.txt",
        "The harbour sanctions were lifted.",
        publisher="The Gazette",
        published="2021-05",
    ),
    entry("b.zip!two.txt", "A sanction on the U.S. harbor fell.", publisher="Evening News"),
    entry("c.jsonl#7", "Farmers may vote. Rates rose in May.", published="2021-06-03"),
]


@pytest.fixture
def index():
    words = WordsIndex()
    words.write(ENTRIES)
    return words


def found(index, query, filters=Filters()):
    names = {chunk.chunk_id: e.article.source for e in ENTRIES for chunk in e.chunks}
    return [names[hit.chunk_id] for hit in index.search(query, 10, filters)]


def test_words_are_found_by_their_stems(index):
    assert set(found(index, "Sanctioning")) == {"a/one.txt", "b.zip!two.txt"}


def test_initials_are_found_with_and_without_dots(index):
    assert found(index, "US") == found(index, "the U.S.") == ["b.zip!two.txt"]


def test_stop_words_find_nothing(index):
    assert found(index, "what is it that they were in") == []
    assert found(index, "") == []


def test_may_with_a_capital_is_not_a_stop_word(index):
    assert found(index, "May") == ["c.jsonl#7"]


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        (Filters(publishers=("the  GAZETTE",)), ["a/one.txt"]),
        (Filters(sources=("b.zip",)), ["b.zip!two.txt"]),
        (Filters(sources=("a", "c.jsonl")), ["a/one.txt"]),
        (Filters(date_from="2021-05-20", date_to="2021-05-21"), ["a/one.txt"]),
        (Filters(date_from="2021-06"), []),
        (Filters(publishers=("nobody",)), []),
    ],
)
def test_filters_limit_the_results(index, filters, sources):
    assert found(index, "sanction", filters) == sources


def test_a_removed_article_is_not_found(index):
    index.write([], removed=[ENTRIES[0].article.article_id])
    assert found(index, "sanction") == ["b.zip!two.txt"]
    assert set(index.chunk_ids()) == {c.chunk_id for e in ENTRIES[1:] for c in e.chunks}


def test_the_index_is_stored_in_its_folder(tmp_path):
    WordsIndex(tmp_path / "w").write(ENTRIES)
    again = WordsIndex(tmp_path / "w")
    assert len(again) == 3
    assert found(again, "farmers") == ["c.jsonl#7"]


def test_a_damaged_folder_gives_a_clear_error(tmp_path):
    WordsIndex(tmp_path / "w").write(ENTRIES)
    (tmp_path / "w" / "meta.json").write_text("{")
    with pytest.raises(IndexDamaged, match="doctor --rebuild"):
        WordsIndex(tmp_path / "w")


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec=None), max_size=200))
def test_any_question_can_be_asked(query):
    index = WordsIndex()
    index.write(ENTRIES)
    assert len(index.search(query, 3)) <= 3


def test_the_choice_among_copies_does_not_depend_on_segments():
    copies = [entry(f"{number}.txt", "The harbour was closed.") for number in range(90)]
    at_once, by_ten = WordsIndex(), WordsIndex()
    at_once.write(copies)
    for start in range(80, -1, -10):
        by_ten.write(copies[start : start + 10])
    ids = sorted(chunk.chunk_id for one in copies for chunk in one.chunks)
    for index in (at_once, by_ten):
        assert [hit.chunk_id for hit in index.search("harbour", 7)] == ids[:7]


def test_removed_chunks_count_until_the_index_is_rebuilt(tmp_path):
    index = WordsIndex(tmp_path)
    index.write(ENTRIES)
    assert not index.counts_removed
    index.write([], removed=[ENTRIES[0].article.article_id])
    assert index.counts_removed
