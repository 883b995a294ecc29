"""No English notice on a German or French page, and dates as each language writes them."""

import pytest

from assistant.answer.asof import _day_notices, _Words
from assistant.answer.conclude import (
    NOT_HELD,
    NOTHING_FOUND,
    NOTHING_LEFT,
    PARTLY,
    UNLIKELY,
    _gaps,
    _moved,
)
from assistant.answer.refuse import REFUSAL
from assistant.answer.write import STOPPED
from ui.engine_words import in_language
from ui.texts import Texts

DAYS = ("2022-05-26", "2022-05-27", "2022-06", "2023")


def written():
    """The notices of the assistant, as its own code writes them."""
    yield from (REFUSAL, NOTHING_FOUND, NOTHING_LEFT, NOT_HELD, UNLIKELY, PARTLY, STOPPED)
    yield from (*_moved(1), *_moved(2), *_gaps(["Nobody knows who paid."]))
    yield "3 articles without a date were left out."
    yield "84% of the library can be searched by meaning so far."
    yield "nothing near is about “cup”"
    yield "It does not speak of “cup” or “final”."
    yield "A later article, reporting on 2022-05-27, says 12 people."
    for count in range(5):
        words = [_Words("x", str(at), DAYS[at], None) for at in range(count)]
        told = [_Words("x", str(at), None, DAYS[at]) for at in range(count)]
        late = [_Words("x", str(at), "2024-04-14", DAYS[at]) for at in range(count)]
        for cited in (words, told, late, [*words, _Words("x", "9", None, None)]):
            yield from _day_notices(cited)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_notices_of_the_assistant_are_in_the_language_of_the_page(language):
    t = Texts(language)
    for sentence in written():
        shown = in_language(sentence, t)
        assert shown not in (None, sentence), sentence
        assert "2022-05" not in shown
        assert not any(f" {word} " in shown for word in ("and", "or", "the")), shown


def test_an_unknown_sentence_has_no_translation_and_english_keeps_its_words():
    assert in_language("Something new.", Texts("de")) is None
    assert in_language("As of an article dated 2024-04-14.", Texts("en")) == (
        "As of an article dated 14 April 2024."
    )
