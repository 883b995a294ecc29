"""Words that are written with ligatures, soft hyphens or a hyphen at the end of a line."""

import pytest

from assistant.article import Article, Chunk, Span
from assistant.index.word_index import ArticleWords, WordsIndex
from assistant.text.words import broken_words, content_stems, whole_words, words

BROKEN = (
    "The chief resig-\nned after the con\ufb02ict over the \ufb01nances of the co\u00adoperative."
)
PLAIN = "The chief resigned after the conflict over the finances of the cooperative."


def test_stems_do_not_depend_on_ligatures_and_broken_lines():
    assert content_stems(BROKEN) == content_stems(PLAIN)


def test_words_keep_their_offsets_in_the_text():
    assert all(BROKEN[word.start : word.end] == word.text for word in words(BROKEN))


@pytest.mark.parametrize("line", ["Smith-\nJones", "A-\nB", "2019-\n2020", "no hyphen\nhere"])
def test_a_hyphen_before_a_capital_or_a_figure_is_no_break_in_a_word(line):
    assert whole_words(line) == line


@pytest.mark.parametrize("query", ["resigned", "conflict", "finances", "cooperative", "resign"])
def test_the_words_index_finds_what_is_broken_or_in_ligatures(query):
    article = Article(source="a.txt", text=BROKEN, kept=(Span(0, len(BROKEN)),))
    index = WordsIndex()
    index.write([ArticleWords(article, [_chunk(article)])])
    assert index.search(query, 1)


def _chunk(article):
    from assistant.library.chunk import chunk_article

    (chunk,) = chunk_article(article, lambda text: len(text.split()))
    assert isinstance(chunk, Chunk)
    return chunk


def test_a_word_broken_at_the_end_of_a_line_is_found_whole():
    assert broken_words("The har-\nbour and the mar-\n  ket.") == ["harbour", "market"]


def test_a_long_text_without_blanks_breaks_no_word():
    assert broken_words("evil" * 50_000 + "\n") == []
