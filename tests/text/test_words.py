"""Words, their stems, and words with ligatures, soft hyphens or a hyphen at a line's end."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.article import Article, Chunk, Span
from assistant.index.word_index import ArticleWords, WordsIndex
from assistant.library.chunk import chunk_article
from assistant.text.words import (
    broken_words,
    codes,
    content_stems,
    has_code,
    search_stems,
    stem,
    whole_words,
    words,
)

WORDS = [
    f"{root}{ending}"
    for root in ("sanction", "negotiat", "escalat", "resolut", "generos", "communicat", "relat")
    for ending in ("s", "ed", "ing", "ions", "ional", "iveness", "ousness", "ly", "ment", "ness")
]
BROKEN = (
    "The chief resig-\nned after the con\ufb02ict over the \ufb01nances of the co\u00adoperative."
)
PLAIN = "The chief resigned after the conflict over the finances of the cooperative."


def test_stemming_is_safe_in_several_threads():
    alone = {word: stem(word) for word in WORDS}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: [stem.__wrapped__(w) for w in WORDS * 20], range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert found == [[alone[word] for word in WORDS * 20]] * 8


def test_stems_ignore_ligatures_and_line_ends():
    assert content_stems(BROKEN) == content_stems(PLAIN)


def test_words_match_their_offsets():
    assert all(BROKEN[word.start : word.end] == word.text for word in words(BROKEN))


@pytest.mark.parametrize("line", ["Smith-\nJones", "A-\nB", "2019-\n2020", "no hyphen\nhere"])
def test_a_hyphen_before_a_capital_or_digit_is_kept(line):
    assert whole_words(line) == line


@pytest.mark.parametrize("query", ["resigned", "conflict", "finances", "cooperative", "resign"])
def test_the_word_index_finds_hyphenated_words_and_ligatures(query):
    article = Article(source="a.txt", text=BROKEN, kept=(Span(0, len(BROKEN)),))
    index = WordsIndex()
    index.write([ArticleWords(article, [_chunk(article)])])
    assert index.search(query, 1)


def _chunk(article):
    (chunk,) = chunk_article(article, lambda text: len(text.split()))
    assert isinstance(chunk, Chunk)
    return chunk


def test_a_word_hyphenated_at_a_line_end_is_joined():
    assert broken_words("The har-\nbour and the mar-\n  ket.") == ["harbour", "market"]


def test_a_long_text_without_spaces_has_no_hyphenated_word():
    assert broken_words("evil" * 50_000 + "\n") == []


def test_search_stems_split_hyphenated_words_and_drop_stop_words():
    assert search_stems("The army-led talks were the talks") == {"armi", "led", "talk"}


@pytest.mark.parametrize(
    ("text", "asked", "has"),
    [
        ("COVID-19 cases rose.", "covid19", True),
        ("The iPhone 15’s price", "iphone15", True),
        ("On Sept. 11 they met.", "sept11", True),
        ("Testwick99, then Testwick9.", "testwick9", True),
        ("Only Testwick99.", "testwick9", False),
        ("file KX-4471", "kx4471", True),
    ],
)
def test_a_code_is_found_in_any_spelling(text, asked, has):
    assert has_code(text, {asked}) is has


def test_codes_are_words_that_end_in_digits():
    text = "MH370’s crew, file KX-4471, a Model3 in Testwick99; COVID-19, the G7, 3rd, 2019, 40km"
    assert codes(text) == {"mh370", "kx4471", "model3", "testwick99"}
