from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_tests.integration_tests import RetrieversIntegrationTests

from assistant.article import Article, Span
from assistant.embedders.base import Embedder
from assistant.index.documents import DocumentsIndex
from assistant.reply import Filters
from assistant.retrieve.query_hints import find_query_hints
from assistant.retrieve.retriever import NewsRetriever

HARBOUR = (
    "The harbour of Lindau was closed on Monday after a tanker ran aground. Captain Vera Osei said "
    "that nobody was hurt. Tugs will try to free the ship at high tide, the port authority said. "
    "The tanker Aurora carries 9,500 tons of fuel oil."
)
STRIKE = (
    "Train drivers in Lindau went on strike over pay on Tuesday. Their union asks for six percent "
    "more. The railway offered three percent and called the demand unreasonable."
)
TAXES = (
    "The city council voted to raise the property tax. Mayor Jon Pilar said that the harbour needs "
    "new walls. Opponents want a referendum in the spring."
)


def make_article(source, text, **known):
    return Article(source, text, kept=(Span(0, len(text)),), **known)


ARTICLES = (
    make_article("a.txt", HARBOUR, title="Tanker aground", publisher="The Lake Post",
                 published="2021-03-02", byline="Ada Brandt"),
    make_article("b.txt", STRIKE, title="Drivers strike", publisher="Rail Weekly - News",
                 published="2021-05-12"),
    make_article("c.txt", TAXES, title="Council raises tax", published="2021-05-13"),
)  # fmt: skip


class LetterCounts(Embedder):
    """An embedder whose vectors say how often each letter stands in a text."""

    embedder_id = "letters"

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def vector(self, text: str):
        import numpy as np

        counts = np.array([1 + text.lower().count(c) for c in "abcdefghijklmnopqrstuvwxyz"])
        return (counts / np.linalg.norm(counts)).astype(np.float32)

    def vectors(self, texts):
        import numpy as np

        return np.stack([self.vector(text) for text in texts])


def retriever(*articles, embedder=None, k=8):
    index = DocumentsIndex(articles or ARTICLES, embedder)
    return NewsRetriever(index=index, embedder=embedder, k=k, today=date(2021, 6, 1))


class TestLangchainRetriever(RetrieversIntegrationTests):
    @property
    def retriever_constructor(self):
        return NewsRetriever

    @property
    def retriever_constructor_params(self):
        return {"index": DocumentsIndex(ARTICLES, LetterCounts()), "embedder": LetterCounts()}

    @property
    def retriever_query_example(self):
        return "Lindau harbour, strike and tax"


@pytest.mark.parametrize("embedder", [None, LetterCounts()])
def test_the_article_that_answers_comes_first(embedder):
    found = retriever(embedder=embedder).retrieve("How much does the union of the drivers ask for?")
    assert found[0].source == "b.txt"


def test_an_excerpt_matches_its_offsets_in_the_source():
    texts = {article.source: article.text for article in ARTICLES}
    for excerpt in retriever().retrieve("Lindau harbour council"):
        assert texts[excerpt.source][excerpt.start : excerpt.end] == excerpt.text


def test_results_are_sorted_and_repeatable():
    first = retriever().retrieve("What happened in Lindau?")
    assert first == retriever().retrieve("What happened in Lindau?")


def test_a_misspelt_question_finds_the_same():
    assert retriever().retrieve("who is captin osie")[0].source == "a.txt"


def test_a_question_can_be_one_word():
    assert retriever().retrieve("referendum")[0].source == "c.txt"


def test_a_named_outlet_ranks_before_others():
    assert retriever().retrieve("What does Rail Weekly report about Lindau?")[0].source == "b.txt"


def test_a_part_of_another_name_is_no_outlet():
    assert find_query_hints("Did Vice President Osei sail?", ["Vice"], []).outlets == frozenset()
    assert find_query_hints("What did Vice News say?", ["Vice"], []).outlets == {"Vice"}


def test_a_named_author_ranks_before_others():
    assert retriever().retrieve("Lindau, in the article by Ada Brandt")[0].source == "a.txt"


def test_an_article_is_found_by_its_author_among_many_on_articles():
    others = (
        make_article(
            f"{n}.txt",
            f"The article by the mayor about pier {n} is what the article by the port is about.",
            byline=f"Nia {name}",
        )
        for n, name in enumerate(["Hall", "Moss"] * 60)
    )
    pair = make_article("own.txt", TAXES, byline="Rosa Klein and Tom O'Neil")
    asked = retriever(*others, pair)
    for author in ("Rosa Klein", "Tom O'Neil"):
        found = asked.retrieve(f"What is the article by {author} about?")
        assert {excerpt.source for excerpt in found} == {"own.txt"}
    limited = asked.retrieve(
        "What did Rosa Klein write about?", filters=Filters(sources=("3.txt",))
    )
    assert {excerpt.source for excerpt in limited} <= {"3.txt"}


def test_a_named_day_ranks_before_others():
    question = "What happened in Lindau on {}?"
    assert retriever().retrieve(question.format("2 March 2021"))[0].source == "a.txt"
    assert retriever().retrieve(question.format("12 May 2021"))[0].source == "b.txt"


def test_what_happened_on_a_day_is_looked_for_in_the_articles_of_that_day():
    found = retriever(embedder=LetterCounts()).retrieve("What happened on 12 May 2021?")
    assert found[0].source == "b.txt"
    month = retriever(embedder=LetterCounts()).retrieve("What happened in May 2021?")
    assert {excerpt.source for excerpt in month[:2]} == {"b.txt", "c.txt"}
    yearly = make_article("y.txt", TAXES.replace("city", "town"), published="2021")
    day = retriever(*ARTICLES, yearly, embedder=LetterCounts()).retrieve(
        "What happened on 13 May 2021?"
    )
    assert day[0].source == "c.txt"
    narrow = Filters(date_from="2021-05-13")
    kept = retriever(embedder=LetterCounts()).retrieve("What happened in May 2021?", filters=narrow)
    assert {excerpt.source for excerpt in kept} == {"c.txt"}


def test_filters_hold_whatever_the_question_names():
    filters = Filters(publishers=("The Lake Post",))
    found = retriever().retrieve("What does Rail Weekly say of the tax?", filters=filters)
    assert {excerpt.source for excerpt in found} <= {"a.txt"}


def test_filters_and_k_can_be_given_at_call():
    documents = retriever().invoke("Lindau", k=1, filters=Filters(sources=("b.txt",)))
    assert [document.metadata["source"] for document in documents] == ["b.txt"]


def test_a_summary_of_an_article_is_in_its_order():
    long = make_article(
        "long.txt", " ".join(f"Fact number {n} is about lakes." for n in range(400))
    )
    found = retriever(long, k=4).retrieve("Summarise the article about lakes.")
    assert [excerpt.start for excerpt in found] == sorted(excerpt.start for excerpt in found)
    assert found[0].start == 0
    assert found[-1].end > len(long.text) / 2


@pytest.mark.parametrize("named", ["the Lake Post article", "the article by Rosa Lind"])
def test_a_summary_is_of_the_article_of_the_outlet_or_author_that_is_named(named):
    wanted = make_article("w.txt", HARBOUR, publisher="The Lake Post", byline="Rosa Lind")
    other = make_article("o.txt", "An article on the tanker, a post by the lake.", title="Tanker")
    found = retriever(other, wanted).retrieve(f"Summarise {named} on the tanker.")
    assert {excerpt.source for excerpt in found} == {"w.txt"}


def test_duplicates_are_merged_and_name_their_other_source():
    copy = make_article("copy.txt", HARBOUR, publisher="Copycat")
    found = retriever(*ARTICLES, copy).retrieve("What does the tanker Aurora carry?")
    assert sum(excerpt.text == HARBOUR for excerpt in found) == 1
    assert {found[0].source, *found[0].copies} == {"a.txt", "copy.txt"}


def test_a_comparison_keeps_duplicates_of_other_articles():
    copy = make_article("copy.txt", HARBOUR, publisher="Copycat")
    question = "Compare what the Lake Post article and the Copycat article say about the tanker."
    found = retriever(*ARTICLES, copy).retrieve(question)
    assert {"a.txt", "copy.txt"} <= {excerpt.source for excerpt in found}


def test_a_part_that_names_an_outlet_finds_that_outlet():
    closer = make_article(
        "d.txt", "Drivers of trains are on strike, ask for more pay.", publisher="The Lake Post"
    )
    question = (
        "Does the Lake Post article say that the tanker Aurora carries thousands of tons of oil, "
        "while the Rail Weekly article says that train drivers are on strike and ask for more pay?"
    )
    sources = [e.source for e in retriever(closer, *ARTICLES).retrieve(question)]
    assert sources.index("b.txt") < sources.index("d.txt")


def test_a_comparison_shows_every_article_before_a_second_excerpt_of_one():
    rises = " ".join(f"The lake of Lindau rose {n} metres in year {n}." for n in range(99))
    long = make_article("l.txt", rises, publisher="Wave")
    question = "Compare how the lake of Lindau rose in the Wave article and the Lake Post article."
    sources = [e.source for e in retriever(long, *ARTICLES[:2], k=6).retrieve(question)]
    assert {*sources[:3]} == {"l.txt", "a.txt", "b.txt"}
    assert {*sources[3:]} == {"l.txt"}


def test_excerpts_do_not_overlap():
    long = make_article(
        "l.txt", " ".join(f"The lake rose {n} metres in year {n}." for n in range(300))
    )
    found = sorted((e.start, e.end) for e in retriever(long).retrieve("How far did the lake rise?"))
    assert all(end <= start for (_, end), (start, _) in pairwise(found))


@pytest.mark.parametrize("question", ["", " \n", "?", "the of and", "\0", "\ud800", "🦭" * 50])
def test_no_question_fails(question):
    retriever().retrieve(question)


def test_an_empty_corpus_gives_no_excerpts():
    empty = NewsRetriever(index=DocumentsIndex([]), today=date(2021, 6, 1))
    assert empty.retrieve("Who is there?") == []


def test_a_question_can_have_any_length():
    assert retriever().retrieve("tanker " * 20_000)[0].source == "a.txt"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(1, 12))
def test_number_and_length_of_excerpts_are_limited(question, k):
    found = retriever().retrieve(question, k)
    assert len(found) <= k
    assert all(0 < len(excerpt.text) <= 1500 for excerpt in found)


def test_the_code_in_a_question_outranks_likeness():
    notes = [
        make_article(
            f"{n}.txt",
            f"{HARBOUR} {STRIKE} {TAXES} The harbour master of Testwick{n} counted {n}0 barrels.",
        )
        for n in range(12, 40)
    ]
    found = retriever(*notes, k=3).retrieve("How many barrels did Testwick28 count?")
    assert found[0].source == "28.txt"


def test_a_name_written_in_several_ways_is_no_code():
    answer = make_article("answer.txt", "The virus had killed 119,000 people by late June.")
    others = [make_article(f"{n}.txt", f"COVID-19 people {n}: a June clinic.") for n in range(5)]
    found = retriever(answer, *others, k=3).retrieve("How many people had covid19 killed in June?")
    assert found[0].source == "answer.txt"
