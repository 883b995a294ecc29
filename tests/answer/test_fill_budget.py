"""What a prompt holds: exact text of the articles, whole where it fits, within its budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.fill_budget import PromptFiller, fitting
from assistant.article import Article, Omission, Span
from assistant.index.documents import DocumentsIndex
from assistant.reply import Excerpt

WORDS = "harbour council mayor bridge vote engineer ferry island school winter".split()


def article(name: str, sentences: int, publisher: str | None = None) -> Article:
    text = " ".join(
        f"The {WORDS[at % 10]} of {name} was seen by {at} {WORDS[at % 7]} people on that day."
        for at in range(sentences)
    )
    return Article(source=name, text=text, publisher=publisher, kept=(Span(0, len(text)),))


def cost(excerpt: Excerpt) -> int:
    return 10 + len(excerpt.text.split())


def total(excerpts: list[Excerpt]) -> int:
    return sum(map(cost, excerpts))


def shelf(*articles: Article) -> tuple[DocumentsIndex, list[list[Excerpt]]]:
    index = DocumentsIndex(articles)
    return index, [index.article_chunks(one.article_id) for one in articles]


def test_the_only_article_of_a_search_is_given_whole():
    one = article("a.txt", 60)
    index, (chunks,) = shelf(one)
    assert len(chunks) > 2
    (whole,) = PromptFiller(index, cost).fill("Who?", [chunks[1]], 5000)
    assert (whole.start, whole.end, whole.text) == (0, len(one.text), one.text)


def test_two_articles_are_both_given_whole():
    both = article("a.txt", 40), article("b.txt", 40)
    index, (first, second) = shelf(*both)
    filled = PromptFiller(index, cost).fill("Who?", [second[1], first[0], second[0]], 5000)
    assert [one.text for one in filled] == [both[1].text, both[0].text]


def test_of_many_articles_those_of_two_named_outlets_come_whole_and_first():
    outlets = ("Coast Times", "Hill Gazette", None, None)
    shelved = [article(f"{at}.txt", 40, outlet) for at, outlet in enumerate(outlets)]
    index, chunks = shelf(*shelved)
    found = [chunks[2][0], chunks[3][0], chunks[1][1], chunks[0][1]]
    room = total(chunks[0]) + total(chunks[1]) + total(found[:1])
    asked = "Compare Coast Times and Hill Gazette."
    filled = PromptFiller(index, cost).fill(asked, found, room)
    assert [one.text for one in filled[:2]] == [shelved[0].text, shelved[1].text]
    assert filled[2] == found[0]


def test_an_article_too_long_for_the_budget_is_given_in_excerpts_that_touch_as_one():
    one = article("a.txt", 200)
    index, (chunks,) = shelf(one)
    filled = PromptFiller(index, cost).fill("Who?", [chunks[5], chunks[2], chunks[4]], 600)
    assert [(e.start, e.end) for e in filled] == [
        (chunks[4].start, chunks[5].end),
        (chunks[2].start, chunks[2].end),
    ]


def test_what_was_left_out_of_an_article_is_in_no_excerpt():
    text = "The mayor opened the harbour. Buy our tickets now! The council closed the bridge."
    kept = (Span(0, 29), Span(51, len(text)))
    one = Article(source="a", text=text, kept=kept, omitted=(Omission(30, 50, "advertisement"),))
    index, (chunks,) = shelf(one)
    filled = PromptFiller(index, cost).fill("Who?", chunks[:1], 5000)
    assert [e.text for e in filled] == [text[:29], text[51:]]


@pytest.mark.parametrize("room", [0, 30])
def test_no_room_gives_no_excerpt(room):
    index, (chunks,) = shelf(article("a.txt", 40))
    assert PromptFiller(index, cost).fill("Who?", chunks, room) == []
    assert fitting(chunks, cost, room) == 0


@given(
    sizes=st.lists(st.integers(1, 50), min_size=1, max_size=4),
    picks=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=12, unique=True),
    room=st.integers(0, 3000),
)
def test_excerpts_are_exact_text_without_overlaps_and_within_the_budget(sizes, picks, room):
    shelved = {f"{at}.txt": article(f"{at}.txt", size) for at, size in enumerate(sizes)}
    index, chunks = shelf(*shelved.values())
    found = [chunks[a][c] for a, c in picks if a < len(chunks) and c < len(chunks[a])]
    filled = PromptFiller(index, cost).fill("Who?", found, room)
    assert total(filled) <= room
    assert all(shelved[e.source].text[e.start : e.end] == e.text for e in filled)
    assert not any(
        a is not b and a.source == b.source and a.start < b.end and b.start < a.end
        for a in filled
        for b in filled
    )
    for one in found[: fitting(found, cost, room)]:
        assert any(e.source == one.source and e.start <= one.start < e.end for e in filled)
