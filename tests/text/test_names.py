"""Names, titles and aliases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.names import find_names, same_name


@given(st.text(alphabet="AbC d.e’s'-&U.N\n“”(of)é", max_size=80))
def test_names_match_their_offsets(text):
    for name in find_names(text):
        assert text[name.start : name.end] == name.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He met Anna Weiss and Tom Reed in New York.", ["Anna Weiss", "Tom Reed", "New York"]),
        ("The Bank of England raised rates.", ["Bank of England"]),
        ("On Wednesday Peru’s parliament met.", ["Peru"]),
        ("The US-led talks and a Vietnam-based trader.", ["US", "Vietnam"]),
        ("Kim Jong-un’s regime", ["Kim Jong-un"]),
        ("They left in March.", []),
        ("However, police said so. We agreed.", []),
    ],
)
def test_names_are_found_and_common_words_are_not(text, names):
    assert [name.text for name in find_names(text)] == names


def test_a_title_is_not_part_of_the_name():
    (name,) = find_names("That is what Russian Ambassador Vasily Orlov said.")
    assert (name.title, name.text) == ("Russian Ambassador", "Vasily Orlov")


def test_an_institution_is_separated_from_its_official():
    names = find_names("the US Ambassador to the UN Jane Doe spoke")
    assert [name.text for name in names] == ["US", "UN", "Jane Doe"]


def test_a_single_first_word_is_marked_as_doubtful():
    names = find_names("Alluding to it, he left. Orlov stayed. He thanked Orlov.")
    assert [(name.text, name.opens) for name in names] == [
        ("Alluding", True),
        ("Orlov", False),
        ("Orlov", False),
    ]


@pytest.mark.parametrize(
    ("claimed", "found"),
    [
        ("U.N.", "United Nations"),
        ("US", "United States"),
        ("Chinese", "China"),
        ("Biden", "Joe Biden"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("World Health Organization", "WHO"),
        ("the Security Council", "UN Security Council"),
    ],
)
def test_short_forms_and_aliases_mean_the_same(claimed, found):
    assert same_name(claimed, found)


@pytest.mark.parametrize(
    ("claimed", "found"),
    [("North Korea", "South Korea"), ("Biden", "Trump"), ("China", "Russia"), ("UK", "UN")],
)
def test_different_names_do_not_mean_the_same(claimed, found):
    assert not same_name(claimed, found)
