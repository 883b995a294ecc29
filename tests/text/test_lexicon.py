"""The word lists are complete, in lower case, and each word is listed once."""

import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from assistant.text import lexicon

FILES = sorted(path.name for path in files(lexicon).iterdir() if path.name.endswith(".toml"))


@pytest.mark.parametrize("name", FILES)
def test_no_word_is_listed_twice(name):
    for key, words in tomllib.loads((files(lexicon) / name).read_text("utf-8")).items():
        listed = words.split() if isinstance(words, str) else words
        if listed and isinstance(listed[0] if isinstance(listed, list) else None, str):
            assert [word for word, count in Counter(listed).items() if count > 1] == [], key


def test_the_calendar_is_complete_and_in_order():
    assert (len(lexicon.MONTHS), len(lexicon.WEEKDAYS)) == (12, 7)
    assert lexicon.MONTHS[4] == "may"
    assert lexicon.WEEKDAYS[0] == "monday"


@pytest.mark.parametrize(
    ("word", "value"), [("zero", 0), ("nineteen", 19), ("twenty", 20), ("ninety", 90)]
)
def test_cardinals_have_their_values(word, value):
    assert lexicon.CARDINALS[word] == value


@pytest.mark.parametrize(("word", "value"), [("first", 1), ("twentieth", 20), ("ninetieth", 90)])
def test_ordinals_have_their_values(word, value):
    assert lexicon.ORDINALS[word] == value


def test_the_longest_alternative_wins():
    assert re.match(lexicon.any_of(["sept", "september", "sep"]), "september")[0] == "september"


def test_special_characters_are_matched_literally():
    assert re.fullmatch(lexicon.any_of(["u.s."]), "uxsx") is None
