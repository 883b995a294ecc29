import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.dates import (
    Period,
    day_of_writing,
    find_dates,
    parse_date,
    period_of,
    resolve,
)

THURSDAY = date(2021, 6, 17)


@given(st.text())
def test_dates_are_found_in_order_with_their_offsets(text):
    mentions = find_dates(text)
    assert all(text[m.start : m.end] == m.text and m.text for m in mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))


PIECES = [
    "Friday",
    "last ",
    "next ",
    "31 ",
    "February",
    " 29",
    ", ",
    "2023",
    "May ",
    "12/31/",
    "two ",
    "years ago",
    "-",
    "99",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.dates())
def test_every_date_resolves_to_a_period_or_to_none(text, reference):
    for mention in find_dates(text):
        period = resolve(mention, reference)
        assert period is None or period.first <= period.last
        assert period is None or period.iso is None or period_of(period.iso) == period


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_is_read_in_every_notation(day):
    ways = [
        day.isoformat(),
        day.strftime("%B %d, %Y"),
        day.strftime("%d %B %Y"),
        day.strftime("%A, %b %d, %Y"),
        day.strftime("%a, %d %b %Y 10:00:00 GMT"),
        day.strftime("%Y%m%d") if day.year >= 1900 else day.isoformat(),
    ]
    assert {parse_date(way) for way in ways} == {day.isoformat()}


@given(st.lists(st.sampled_from([*PIECES, "words " * 30, "\n"]), max_size=30).map("".join))
def test_a_long_text_gives_the_same_dates(text):
    padding = " x" * 300
    short = [(m.text, m.kind) for m in find_dates(text[:400])]
    assert [(m.text, m.kind) for m in find_dates(text[:400] + padding)] == short
    assert [(m.text, m.kind) for m in find_dates(padding + " " + text[:400])] == short


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("on Wednesday", "2021-06-16"),
        ("on Thursday", "2021-06-17"),
        ("last Thursday", "2021-06-10"),
        ("will vote on Monday", "2021-06-21"),
        ("next Thursday", "2021-06-24"),
        ("yesterday", "2021-06-16"),
        ("three days ago", "2021-06-14"),
        ("this past Thursday", "2021-06-10"),
        ("later Thursday", "2021-06-17"),
        ("last month", "2021-05"),
        ("this year", "2021"),
        ("in December", "2020-12"),
        ("last June", "2020-06"),
        ("on 20 January", "2021-01-20"),
        ("on Dec. 30", "2020-12-30"),
        ("on the 3rd of July", "2021-07-03"),
        ("in November 2017", "2017-11"),
    ],
)
def test_a_relative_date_counts_from_the_day_of_writing(words, iso):
    (mention,) = find_dates(f"They met {words} in private.")
    period = resolve(mention, THURSDAY)
    assert period is not None
    assert period.iso == iso


@pytest.mark.parametrize(
    "text",
    ["On Tuesday June 8, 2021, they met.", "They meet on Tuesday (June 8).", "June 8, Tuesday."],
)
def test_a_weekday_beside_a_date_is_one_mention_with_it(text):
    (mention,) = find_dates(text)
    period = resolve(mention, THURSDAY)
    assert mention.weekday == 1
    assert text[mention.start : mention.end] == mention.text
    assert period is not None
    assert period.iso == "2021-06-08"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("The mayor said Monday that he would resign.", "2021-06-14"),
        ("Dov on Monday signed the bill.", "2021-06-14"),
        ("On Monday, the council will vote on it.", "2021-06-21"),
        ("The case comes before the court Tuesday.", "2021-06-22"),
        ("They are expected to vote on the bill on Friday.", "2021-06-18"),
        ("He has been planning a big party for Sunday.", "2021-06-20"),
        ("A rally planned for Sunday was cancelled.", None),
        ("The rally is set for Sunday.", "2021-06-20"),
        ("It's due Monday.", "2021-06-21"),
        ("Lind fell ill, his office said Thursday.", "2021-06-17"),
        ("He was expected to meet the mayors later Thursday.", "2021-06-17"),
        ("He was expected to meet the mayors later Wednesday.", None),
        ("Ostra had been slated to play on Tuesday before the closures.", None),
        ("The mayor invited them for a meeting Wednesday.", None),
        ("A vote was possible on the floor on Wednesday.", None),
        ("They will meet on Thursday.", None),
        ("The city has until Monday.", None),
        ("He won ten districts on Super Tuesday.", None),
        ("Schools closed through Monday.", None),
        ("They asked residents to stay at home Sunday.", None),
        ("Lind opposed Friday's vote.", None),
        ("Lind spoke at Friday's meeting.", "2021-06-11"),
        ("He met them on Monday last week.", None),
        ("He met them last Monday.", None),
        ("He met them last Friday.", "2021-06-11"),
        ("The bridge was closed to all traffic on Monday.", "2021-06-14"),
        ("She was taken to hospital on Monday.", "2021-06-14"),
        ("She was taken to see them on Monday.", None),
    ],
)
def test_a_weekday_is_resolved_only_where_the_tense_is_clear(text, iso):
    (mention,) = [m for m in find_dates(text) if m.kind == "weekday"]
    period = resolve(mention, THURSDAY)
    assert (period.iso if period else None) == iso


@pytest.mark.parametrize("words", ["Friday", "yesterday", "last month", "January 30", "in October"])
def test_an_incomplete_date_needs_the_day_of_writing(words):
    (mention,) = find_dates(f"It happened {words}.")
    assert resolve(mention, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "You may 12 times march 5 miles.",
        "Covid-19 cost $2020 and 1.2022 points.",
        "Some 2000 people came.",
        "May the force be with June, not April.",
        "At 12:30 the sun sets.",
    ],
)
def test_lookalikes_are_not_dates(text):
    assert find_dates(text) == []


def test_a_range_covers_all_its_days():
    (mention,) = find_dates("from March 18-20, 2021")
    assert resolve(mention, None) == Period(date(2021, 3, 18), date(2021, 3, 20))


def test_a_decade_and_a_range_of_years_cover_all_their_years():
    decade, war = find_dates("in the 1990s and the 1950-53 war")
    assert resolve(decade, None) == Period(date(1990, 1, 1), date(1999, 12, 31))
    assert resolve(war, None) == Period(date(1950, 1, 1), date(1953, 12, 31))


def test_an_ambiguous_slashed_date_gives_only_the_year():
    assert parse_date("03/04/2022") == "2022"
    assert parse_date("13/04/2022") == "2022-04-13"


def test_an_impossible_day_resolves_to_none():
    assert [resolve(m, None) for m in find_dates("31 April 2022")] == [None]


def test_partial_dates_overlap_their_days():
    assert period_of("2022-05").overlaps(period_of("2022-05-26"))
    assert not period_of("2021").overlaps(period_of("2022-05-26"))


@pytest.mark.parametrize(
    ("published", "reported", "day"),
    [
        ("2020-03-02", "2020-03-01", "2020-03-02"),
        ("2024-05-12", "2022-03-31", "2022-03-31"),
        ("2024", "2022-03-31", "2022-03-31"),
        ("2020-03-02", None, "2020-03-02"),
        ("2020-03", None, None),
    ],
)
def test_weekdays_count_from_publication_unless_it_is_long_after_the_events(
    published, reported, day
):
    written = day_of_writing(published, reported)
    assert (written.isoformat() if written else None) == day


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("last week", ("2021-06-07", "2021-06-13")),
        ("this weekend", ("2021-06-19", "2021-06-20")),
        ("next month", ("2021-07-01", "2021-07-31")),
        ("last year", ("2020-01-01", "2020-12-31")),
    ],
)
def test_a_span_of_days_is_counted_from_the_day_of_writing(words, days):
    period = resolve(find_dates(f"They met {words}.")[0], THURSDAY)
    assert period == Period(*map(date.fromisoformat, days))


def test_a_quarter_is_not_counted_since_its_first_month_is_not_known():
    assert resolve(find_dates("They met last quarter.")[0], THURSDAY) is None


def test_a_month_of_metadata_stays_a_month():
    assert parse_date("2021-03") == "2021-03"
