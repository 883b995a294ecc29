"""The form of answer that a question wants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.question import analyse


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Who won the vote?", "fact"),
        ("How many towns refused to pay?", "fact"),
        ("Which three towns refused to pay?", "list"),
        ("list the towns that refused", "list"),
        ("Which countries vetoed the plan?", "list"),
        ("Compare what the articles say about grain.", "compare"),
        ("How do the Tribune and the Herald differ on grain?", "compare"),
        ("novak v haas - who would close the harbour?", "compare"),
        ("different thing: what went wrong at the harbour?", "fact"),
        ("How are the two ferries different?", "compare"),
        ("Do the papers give different tolls?", "compare"),
        ("How was the toll put, compared with what the Herald says?", "compare"),
        ("What does Novak say about the toll, and how did Haas answer such claims?", "compare"),
        ("What did Novak say about the toll, and why did he think so?", "fact"),
        ("Which mayor stayed, and why is her case different?", "fact"),
        ("what's the size of the hall compared to how many came", "fact"),
        ("Summarise the vote.", "summary"),
        ("What happened at the harbour, short version", "summary"),
        ("What is this article about?", "summary"),
    ],
)
def test_the_form_is_told_from_the_words(question, form):
    assert analyse(question).form == form


def test_a_question_of_two_parts_falls_into_both():
    assert analyse("Who bought the bridge and where is it now?").parts == (
        "Who bought the bridge",
        "where is it now",
    )


def test_two_names_are_no_two_parts():
    assert analyse("Who met Ada and Bert?").parts == ("Who met Ada and Bert?",)


@pytest.mark.parametrize(
    ("question", "is_broad"),
    [
        ("Who bought the bridge and where is it now?", False),
        (
            "Who was charged with the theft of the bridge at Lindow? What penalty does he face?",
            False,
        ),
        ("Compare what the articles say about grain.", True),
        (
            "Which company was bought by the port of Lindow in May, cut its staff by a tenth, and "
            "was fined by the river council for the oil that it spilt?",
            True,
        ),
    ],
)
def test_only_many_clauses_need_several_articles(question, is_broad):
    assert analyse(question).is_broad == is_broad


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened on 4 June 2021?", "2021-06-04"),
        ("what happened in June 2021", "2021-06"),
        ("What's the news of June 4, 2021?", "2021-06-04"),
        ("Give me the main events of 2021.", "2021"),
        ("What happened at the bridge on 4 June 2021?", None),
        ("What happened on 4 June?", None),
        ("What happened on 05/06/2021?", None),
        ("What happened on 25/06/2021?", "2021-06-25"),
        ("What happened after 4 June 2021?", None),
        ("What happened between 4 June 2021 and 6 June 2021?", None),
        ("What happened?", None),
    ],
)
def test_a_question_may_ask_for_nothing_but_what_happened_then(question, days):
    period = analyse(question).period
    assert (period and period.iso) == days


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("How many articles do you have?", True),
        ("what sources are there", True),
        ("Which newspapers are in this library?", True),
        ("List all articles.", True),
        ("How many reports of theft are there?", False),
        ("Which articles mention the mayor?", False),
        ("What are the articles about?", False),
        ("How many articles does the treaty have?", False),
    ],
)
def test_a_question_may_ask_what_there_is_to_read(question, asks):
    assert analyse(question).asks_about_library is asks


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("Who wrote the Coast Times article?", "author"),
        ("Who is the author of that story?", "author"),
        ("When was this article published?", "date"),
        ("What is the date of the article on the dam?", "date"),
        ("Which newspaper published that article?", "publisher"),
        ("Who wrote the report on the dam?", None),
        ("When was the report published?", None),
        ("When were the articles of impeachment adopted?", None),
        ("When was the judge in the article born?", None),
    ],
)
def test_a_question_may_ask_for_a_detail_of_an_article(question, detail):
    assert analyse(question).asks_for_detail == detail


def test_quoted_phrases_are_found():
    assert analyse("Who spoke of “a long winter”?").quoted == ("a long winter",)


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(text):
    assert analyse(text).parts
