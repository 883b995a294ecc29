"""Dates as each language writes them."""

from datetime import datetime

import pytest

from ui.date_format import (
    news_date,
    read_date,
    shown_date,
    shown_dates,
    shown_news_date,
    shown_time,
    written_date,
)
from ui.texts import LANGUAGES, Texts


@pytest.mark.parametrize(
    ("language", "day", "month", "typed"),
    [
        ("en", "1 March 2024", "March 2024", "2024-03-01"),
        ("de", "1. März 2024", "März 2024", "01.03.2024"),
        ("fr", "1er mars 2024", "mars 2024", "01/03/2024"),
    ],
)
def test_a_date_is_shown_and_typed_as_the_language_writes_it(language, day, month, typed):
    t = Texts(language)
    shown = [shown_date(iso, t) for iso in ("2024-03-01", "2024-03", "2024", None)]
    assert shown == [day, month, "2024", ""]
    assert written_date("2024-03-01", t) == typed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("iso", ["2022-05-26", "2022-05", "2022"])
def test_a_typed_date_reads_back_in_every_language(language, iso):
    t = Texts(language)
    assert read_date(written_date(iso, t), t) == iso
    assert read_date(iso, t) == iso


@pytest.mark.parametrize(
    ("language", "typed", "iso"),
    [
        ("en", "26 May 2022", "2022-05-26"),
        ("en", "May 26, 2022", "2022-05-26"),
        ("en", "sept. 2022", "2022-09"),
        ("de", "26. Mai 2022", "2022-05-26"),
        ("de", "März 2022", "2022-03"),
        ("fr", "26 mai 2022", "2022-05-26"),
        ("fr", "1er aout 2022", "2022-08-01"),
    ],
)
def test_a_date_may_be_typed_with_the_month_as_a_word(language, typed, iso):
    assert read_date(typed, Texts(language)) == iso


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("iso", ["2022-08-01", "2022-08", "2022"])
def test_a_date_reads_back_from_the_words_that_show_it(language, iso):
    t = Texts(language)
    assert read_date(shown_date(iso, t), t) == iso


def test_a_word_that_may_be_two_months_is_not_read_as_one():
    assert read_date("3 jui 2022", Texts("fr")) is None


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "3 Mumble 2022", "31 April 2022", "2022-13", "2022-02-30", "May", "31.04.2022"],
)
def test_what_is_no_date_is_not_read_as_one(typed):
    assert [read_date(typed, Texts(language)) for language in LANGUAGES] == [None] * 3


def test_the_time_of_day_follows_the_language():
    noon = datetime(2024, 3, 1, 9, 5)
    assert [shown_time(noon, Texts(name)) for name in LANGUAGES] == ["09:05", "09:05 Uhr", "9 h 05"]


def test_a_posting_years_after_the_event_is_not_the_age_of_the_news():
    t = Texts("en")
    assert shown_news_date("2024-04-14", "2022-05-26", t) == "posted 2024, reports on 2022"
    assert news_date("2024-04-14", "2022-05-26") == "2022-05-26"
    assert shown_news_date("2022-05-27", "2022-05-26", t) == "27 May 2022"
    assert news_date("2022-05-27", "2022-05-26") == "2022-05-27"
    assert news_date(None, "2022") is None


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (["2022-05-26", "2022-03-31"], "31 March 2022 to 26 May 2022"),
        (["2022-05-26", "2022-05-26"], "26 May 2022"),
        (["2022", "2022-05-26"], "2022"),
        (["2021-05-26", "2022"], "26 May 2021 to 2022"),
    ],
)
def test_a_stretch_of_dates_ends_at_two_different_ones(dates, shown):
    assert shown_dates(dates, Texts("en"), "ask.from_to") == shown
