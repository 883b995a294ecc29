"""Quotations and their speakers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.quotes import find_quotations, in_marks, plain_quote


def found(text):
    return [(quote.words(text), quote.speaker) for quote in find_quotations(text)]


@given(st.text(alphabet="“”‘’\"'«»Ab c.,\n said", max_size=80))
def test_quotations_lie_between_their_marks(text):
    for quote in find_quotations(text):
        assert 0 <= quote.start < quote.inner.start <= quote.inner.end <= quote.end <= len(text)
        if quote.speaker_at is not None:
            assert quote.speaker_at.of(text) == quote.speaker


@pytest.mark.parametrize(
    "text",
    [
        "“We will go,” Orlov said.",
        '"We will go," Orlov said.',
        "‘We will go,’ Orlov said.",
        "'We will go,' Orlov said.",
        "«We will go,» Orlov said.",
        "Orlov said: “We will go,”",
        "“We will go,” said Mr Orlov of Peru.",
        "“We will go,” according to Orlov.",
        "Peru’s envoy to the UN, Orlov, said “We will go,”",
    ],
)
def test_words_and_speaker_are_found_in_every_style(text):
    assert found(text) == [("We will go,", "Orlov")]


def test_a_pronoun_can_be_the_speaker():
    assert found("“We will go,” he said.") == [("We will go,", "he")]


def test_a_continued_quotation_has_the_same_speaker():
    text = "“It is late,” Orlov said. “We will go.”"
    assert found(text) == [("It is late,", "Orlov"), ("We will go.", "Orlov")]


def test_nested_quotations_have_a_depth():
    text = "“He called it ‘a gift’ to all,” she said."
    assert [(q.words(text), q.depth) for q in find_quotations(text)] == [
        ("He called it ‘a gift’ to all,", 0),
        ("a gift", 1),
    ]


def test_paragraphs_of_one_quotation_share_their_speaker():
    text = "Orlov said: “One thing.\n“Another thing.”"
    assert found(text) == [("One thing.", "Orlov"), ("Another thing.", "Orlov")]


def test_apostrophes_are_not_quotations():
    assert find_quotations("It’s the workers’ day in the ’90s, isn't it?") == []


def test_comparison_ignores_marks_case_and_the_last_comma():
    assert plain_quote("We  don’t know,") == plain_quote("we don't know")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The bridge is closed.", "“The bridge is closed.”"),
        ("“It is closed,” Dov said.", "“It is closed,” Dov said."),
        ('"It is closed," Dov said.', '"It is closed," Dov said.'),
        ("Dov said “no”.", "“Dov said “no”.”"),
    ],
)
def test_a_text_that_opens_with_marks_gets_no_further_ones(text, shown):
    assert in_marks(text) == shown
