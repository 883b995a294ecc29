"""Which questions need the conversation before them, and what they are asked with."""

import pytest

from assistant.conversation.follow_up import needs_context, standalone
from assistant.reply import Turn

ASKED = "Who is repairing the Lindow harbour gate?"


def turns(*questions: str) -> list[Turn]:
    return [
        turn
        for question in questions
        for turn in (Turn("user", question), Turn("assistant", "Brightwater Marine [1]."))
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Who vetoed the resolution on the river treaty?",
        "house tally on the bill that reopened government",
        "Before he became a teacher, which service was the man killed at Lindow first in?",
        "Switching to the talks. Which body has said it won't come?",
        "Why was the vote on the harbour postponed by the council of Lindow?",
        "Who is Ada Novak?",
        "How many articles do you have?",
        "Great, thanks a lot!",
        "thank you",
    ],
)
def test_a_complete_question_is_never_changed(question):
    assert standalone(question, turns(ASKED)) == question


@pytest.mark.parametrize(
    "question",
    [
        "How much will it cost?",
        "and in June?",
        "why?",
        "what's her name?",
        "Are you sure?",
        "Who is she?",
    ],
)
def test_a_follow_up_is_asked_together_with_what_it_continues(question):
    assert standalone(question, turns(ASKED)) == f"{ASKED} {question}"


def test_thanks_in_between_are_not_what_a_follow_up_continues():
    assert standalone("and in June?", turns(ASKED, "thanks!")) == f"{ASKED} and in June?"


def test_a_long_thread_keeps_its_first_and_its_last_question():
    asked = standalone("who else?", turns(ASKED, "what does it cost?", "and who pays for it?"))
    assert asked == f"{ASKED} and who pays for it? who else?"


def test_a_new_topic_begins_a_new_thread():
    other = "Which country won the chess olympiad in Batumi?"
    assert standalone("when was it?", turns(ASKED, other)) == f"{other} when was it?"


def test_a_return_to_an_earlier_topic_is_asked_with_that_topic():
    other = "Which country won the chess olympiad in Batumi?"
    back = "ok back to the gate, what does it cost?"
    assert standalone(back, turns(ASKED, "who pays?", other)) == f"{ASKED} who pays? {back}"


def test_without_history_nothing_is_added():
    assert standalone("and why?", []) == "and why?"


def test_one_content_word_says_too_little():
    assert needs_context("Costs?")
