"""What chunks promise, for any article."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.article import Article, Omission, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.library.chunk import MAX_CHARACTERS, MAX_TOKENS, chunk_article

WORDS = st.sampled_from(
    "Rain fell. “No,” he said, in the U.N. hall 3.5% 東京都 Mr. x\n \n\n\t".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(WORDS, max_size=900).map(" ".join),
    st.lists(WORDS, max_size=300).map("".join),
)


@st.composite
def articles(draw):
    text = draw(TEXTS)
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edges = [0, *marks, len(text)]
    kept, omitted = [], []
    for at, (start, end) in enumerate(pairwise(edges)):
        if start == end:
            continue
        if at % 2 and text[start:end].strip():
            omitted.append(Omission(start, end, "advertisement"))
        elif at % 2 == 0:
            kept.append(Span(start, end))
    title = draw(st.none() | st.text(max_size=40) | st.just("A long headline " * 60))
    return Article("a.txt", text, title=title, kept=tuple(kept), omitted=tuple(omitted))


@settings(max_examples=300, deadline=None)
@given(articles())
def test_a_chunk_is_a_span_of_its_article_and_crosses_nothing_omitted(article):
    for chunk in chunk_article(article, count_word_pieces):
        assert article.text[chunk.start : chunk.end] == chunk.text
        assert chunk.text.strip() == chunk.text != ""
        assert not any(o.start < chunk.end and chunk.start < o.end for o in article.omitted)


@settings(max_examples=300, deadline=None)
@given(articles())
def test_chunks_cover_all_that_is_kept_in_order_without_overlap(article):
    chunks = chunk_article(article, count_word_pieces)
    assert all(a.end <= b.start for a, b in pairwise(chunks))
    covered = {at for chunk in chunks for at in range(chunk.start, chunk.end)}
    kept = {at for span in article.kept for at in range(span.start, span.end)}
    assert all(article.text[at].isspace() for at in kept - covered)


@settings(max_examples=300, deadline=None)
@given(articles())
def test_chunk_and_headline_fit_the_embedder(article):
    for chunk in chunk_article(article, count_word_pieces):
        assert count_word_pieces(chunk.indexed_text) <= MAX_TOKENS
        assert len(chunk.text) <= MAX_CHARACTERS


def test_sentences_stay_whole_where_they_fit():
    text = "The council met on Monday. " * 40 + "\n\n" + "It did not vote on the plan. " * 40
    article = Article("a.txt", text, kept=(Span(0, len(text)),))
    assert all(chunk.text.endswith(".") for chunk in chunk_article(article, count_word_pieces))


def test_the_last_chunk_is_no_remnant():
    text = "The council met on Monday in the old hall. " * 24
    article = Article("a.txt", text, kept=(Span(0, len(text)),))
    sizes = [count_word_pieces(chunk.text) for chunk in chunk_article(article, count_word_pieces)]
    assert len(sizes) == 2
    assert min(sizes) > 0.6 * max(sizes)


def test_an_article_without_reporting_has_no_chunks():
    article = Article("a.txt", "Sign up for our newsletter")
    assert chunk_article(article, count_word_pieces) == []
    assert chunk_article(replace(article, text=" ", kept=(Span(0, 1),)), count_word_pieces) == []


@pytest.mark.parametrize("text", ["harbour " * 400 + "closed.", "x" * 4000])
def test_a_sentence_that_is_too_long_is_cut_between_words_or_else_anywhere(text):
    article = Article("a.txt", text, kept=(Span(0, len(text)),))
    chunks = [chunk.text for chunk in chunk_article(article, count_word_pieces)]
    assert all(len(chunk) <= MAX_CHARACTERS for chunk in chunks)
    assert all(count_word_pieces(chunk) <= MAX_TOKENS for chunk in chunks)
    joint = " " if " " in text else ""
    assert joint.join(chunk.strip() for chunk in chunks) == text
