"""A question that cannot be asked is refused with the reason."""

import pytest

from assistant.errors import QuestionError
from assistant.question_input import LONGEST_QUESTION, askable


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (" \n\t", "The question is empty"),
        ("🌊🚢 ?!", "The question has no words"),
        ("x" * (LONGEST_QUESTION + 1), "The question has 4,001 characters"),
    ],
)
def test_a_question_without_words_or_too_long_is_refused(question, why):
    with pytest.raises(QuestionError, match=why):
        askable(question)
