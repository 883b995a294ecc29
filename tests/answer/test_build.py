"""An abstention shows the nearest passages and the words of the question that they lack."""

import pytest

from assistant.answer.build import nearest
from assistant.reply import Excerpt

TEXT = "The port was closed. It reopened in May."
EXCERPT = Excerpt("a-0000", "a", "a.txt", 0, len(TEXT), TEXT)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("How many cars did the port import?", "It does not mention “cars” or “import”."),
        ("Please tell me how long the port was closed", ""),
        ("How old is the port?", ""),
    ],
)
def test_only_words_that_say_what_is_asked_are_listed_as_lacking(question, why):
    [related] = nearest(question, [EXCERPT])
    assert related.why == why
