"""An abstention shows the nearest passages and the names of the question that they lack."""

import pytest

from assistant.answer.build import nearest
from assistant.reply import Excerpt

TEXT = "The port was closed. It reopened in May."
ARTICLE = f"{TEXT} A photograph by Ana Lind shows a ship of the United Nations."
EXCERPT = Excerpt("a-0000", "a", "a.txt", 0, len(TEXT), TEXT, title="Ostra opens its port")


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("How did Mara Dov and the Halden Works close the port?", "“Mara Dov” or “Halden Works”"),
        ("Did Ana Lind or Mara Dov close the port?", "“Mara Dov”"),
        ("Did the UN close the port of Ostra?", ""),
        ("How many cars did the port import?", ""),
    ],
)
def test_only_names_that_the_whole_article_lacks_are_listed(question, why):
    [related] = nearest(question, [EXCERPT], {"a": ARTICLE}.__getitem__)
    assert related.why == (f"It does not mention {why}." if why else "")
    assert related.quote == "The port was closed."


def test_nothing_is_said_of_an_article_whose_text_is_unknown():
    [related] = nearest("Did Mara Dov close the port?", [EXCERPT], lambda article_id: "")
    assert related.why == ""
