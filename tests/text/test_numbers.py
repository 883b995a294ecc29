"""Numbers, units and comparisons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.numbers import agree_on_unit, find_numbers, same_number


def only(text):
    (number,) = find_numbers(text)
    return number


@given(st.text(alphabet="0123456789., -%$½thbnmilo\n“”'ae", max_size=80))
def test_numbers_match_their_offsets(text):
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.text
        assert number.text


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("23 missiles", 23, "count", "missil"),
        ("Twenty-three tests", 23, "count", "test"),
        ("two hundred and five people", 205, "count", "peopl"),
        ("4 million barrels", 4_000_000, "count", "barrel"),
        ("525,000 tons", 525_000, "count", "ton"),
        ("$4.9bn", 4.9e9, "money", "dollar"),
        ("US$3 million", 3e6, "money", "dollar"),
        ("6 million dollars", 6e6, "money", "dollar"),
        ("10%", 10, "percent", "percent"),
        ("ten per cent", 10, "percent", "percent"),
        ("the 17th round", 17, "ordinal", "round"),
        ("the third time", 3, "ordinal", "time"),
        ("in 2017", 2017, "year", None),
        ("a dozen eggs", 12, "count", "egg"),
        ("two-thirds of voters", 2 / 3, "fraction", None),
        ("at 15:47", 947, "clock", None),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text, value, kind, unit):
    number = only(text)
    assert number.value == pytest.approx(value)
    assert (number.kind, number.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("about 40 people", "about"),
        ("more than 40 people", "more"),
        ("fewer than 40 people", "less"),
        ("hundreds of people", "about"),
        ("40 people", "exact"),
    ],
)
def test_hedges_are_recognised(text, bound):
    assert only(text).bound == bound


@pytest.mark.parametrize(
    "text", ["COVID-19 spread", "the G7 met", "a SARS-CoV-2 test", "an F-16", "FiveThirtyEight"]
)
def test_digits_inside_names_are_not_numbers(text):
    assert find_numbers(text) == []


def test_a_range_gives_two_complete_numbers():
    assert [number.value for number in find_numbers("the 1950-53 war")] == [1950, 1953]
    first, second = find_numbers("from 5 to 7% of them")
    assert first.kind == second.kind == "percent"


@pytest.mark.parametrize(
    ("claimed", "found"),
    [
        ("23 missiles", "Twenty-three tests"),
        ("$5.1bn", "$5.09 billion"),
        ("about 40", "41"),
        ("half of it", "50 percent"),
        ("4 million barrels", "4m barrels"),
    ],
)
def test_equal_numbers_are_recognised_in_other_forms(claimed, found):
    assert same_number(only(claimed), only(found))


@pytest.mark.parametrize(
    ("claimed", "found"),
    [
        ("13", "23"),
        ("20", "23"),
        ("2016", "2017"),
        ("4 million", "4 billion"),
        ("10%", "10"),
        ("3rd", "3"),
        ("0.503%", "0.505%"),
    ],
)
def test_different_numbers_are_not_equal(claimed, found):
    assert not same_number(only(claimed), only(found))


def test_units_must_agree_if_both_are_known():
    assert agree_on_unit(only("23 missiles"), only("23 ballistic missiles"))
    assert not agree_on_unit(only("23 missiles"), only("23 ships"))
    assert not agree_on_unit(only("$5 million"), only("€5 million"))
