"""How much a question needs the one before it."""

import pytest

from assistant.retrieve.context import leaning, with_the_one_before


@pytest.mark.parametrize("question", ["", "Why?", "And the costs?", "What is the biggest risk?"])
def test_a_question_that_says_little_needs_it_wholly(question):
    assert leaning(question) == 1.0


def test_the_more_a_question_says_the_less_it_needs_it():
    question = "Which minister of the Lindau government resigned over the harbour contract in May"
    asked = [leaning(" ".join(question.split()[:count])) for count in range(1, 14)]
    assert asked == sorted(asked, reverse=True)
    assert 0 < asked[-1] < 0.7


def test_both_questions_are_searched_as_one():
    assert with_the_one_before("And when?", "Who is the mayor?") == "Who is the mayor? And when?"
