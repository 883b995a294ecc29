"""What a question asks for is told from its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.question import analyse


@pytest.mark.parametrize(
    ("question", "kind", "sought"),
    [
        ("Who chairs the committee?", "fact", "person"),
        ("Who is Mary Ellen Boyd?", "fact", "definition"),
        ("When did the bridge open?", "fact", "date"),
        ("On what day was the bridge opened?", "fact", "date"),
        ("Where is the new bridge?", "fact", "place"),
        ("Why was the bridge closed?", "fact", "reason"),
        ("How many people cross the bridge?", "fact", "count"),
        ("How much did the bridge cost?", "fact", "money"),
        ("How long did the works take?", "fact", "duration"),
        ("How high is the bridge?", "fact", "measure"),
        ("What did the mayor say about the bridge?", "quote", "quotation"),
        ("Which towns refused to pay for it?", "list", "place"),
        ("Which two towns refused to pay for it?", "list", "place"),
        ("Did the mayor open the bridge?", "yes_no", "thing"),
        ("Is the bridge open?", "yes_no", "thing"),
        ("Compare the two accounts of the opening.", "compare", "thing"),
        ("Summarise the article about the bridge.", "summary", "thing"),
        ("Tay Bridge", "terse", "thing"),
        ("Which company owns the bridge?", "fact", "organisation"),
        ("Which nations back the plan?", "list", "place"),
        ("Which train services stopped?", "list", "thing"),
        ("Thanks! Which firm built it?", "fact", "organisation"),
    ],
)
def test_a_question_tells_its_form_and_what_it_seeks(question, kind, sought):
    found = analyse(question)
    assert (found.kind, found.sought) == (kind, sought)


def test_what_is_counted_is_the_head():
    assert analyse("How many steel girders did the firm deliver?").head == "girders"
    assert analyse("How many people live there?").head == "people"


def test_a_measure_has_its_dimension():
    assert analyse("How far did the boat drift?").unit == "distance"
    assert analyse("How old is the captain?").unit == "age"


def test_a_number_of_things_wanted_is_read():
    assert analyse("Which three towns refused to pay?").wanted == 3


def test_names_stand_apart_from_the_words_that_open_the_question():
    found = analyse("Where did Ada Novak meet Lord Byron of Rochdale in May 1812?")
    assert found.names == ("Ada Novak", "Lord Byron of Rochdale")
    assert found.dates == ("1812-05",)


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("What happened on 3 May 2021?", ("2021-05-03",)),
        ("What happened on May 3rd, 2021?", ("2021-05-03",)),
        ("What happened on 3 May?", ("--05-03",)),
        ("What happened in May?", ("--05",)),
        ("What happened in 2021?", ("2021",)),
        ("What happened on 2021-05-03?", ("2021-05-03",)),
    ],
)
def test_dates_are_as_exact_as_they_are_written(question, dates):
    assert analyse(question).dates == dates


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("What does the Morning Herald report say?", ("Morning Herald",)),
        ("What does the article by Ada Novak say?", ("Ada Novak",)),
        ("Does 'The Wave' article agree with 'Tech News'?", ("The Wave",)),
        ("Who won, according to The Wave?", ("The Wave",)),
        ("Who won, as reported by both Tech News and The Wave?", ("Tech News", "The Wave")),
        ("Do the 'Wave' and 'Tech News' articles differ?", ("Wave", "Tech News")),
        ("Who won the cup?", ()),
    ],
)
def test_outlets_and_authors_that_a_question_points_to_are_sources(question, sources):
    assert analyse(question).sources == sources


def test_whose_words_are_asked_for_and_on_what_is_told():
    found = analyse("What did Ada Novak say about the price of grain?")
    assert found.speaker == "Ada Novak"
    assert found.about == ("price", "grain")


def test_an_article_is_no_speaker():
    found = analyse("What does the article by Ada Novak say about grain?")
    assert found.speaker is None
    assert found.kind == "fact"


def test_a_question_of_several_parts_falls_into_them():
    parts = analyse("Who bought the bridge and where is it now?").parts
    assert parts == ("Who bought the bridge", "where is it now")


def test_a_question_of_one_part_is_its_own_part():
    assert analyse("Who met Ada and Bert?").parts == ("Who met Ada and Bert?",)


def test_several_sources_want_an_account_from_each():
    assert analyse("Compare what the articles say about grain.").depth == "each"
    assert analyse("Summarise the vote.").depth == "spread"
    assert analyse("Who won the vote?").depth == "one"


@given(st.text(max_size=300))
def test_any_words_at_all_can_be_asked(text):
    found = analyse(text)
    assert found.text == " ".join(text.split())
    assert found.parts


def test_a_very_long_question_is_taken_apart_in_one_go():
    assert analyse("who said that " * 8_000).kind
