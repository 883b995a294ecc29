from dataclasses import replace

import pytest

from assistant.answer.notices import (
    as_of_notices,
    detail_notices,
    language_notice,
    library_notice,
    reports_later,
)
from assistant.reply import Citation, Claim, Excerpt
from assistant.text.question import analyse

EARLY = "Rescuers said 120 people were killed in the flood."
LATE = "At least 350 people were killed in the flood, rescuers said."


def excerpt(name, text, published=None, reported=None):
    return Excerpt(
        f"{name}-0000", name, f"{name}.txt", 0, len(text), text,
        published=published, reported=reported,
    )  # fmt: skip


def citation(source):
    return Citation(
        1, source.source, source.article_id, None, None, source.published, source.text, 0, 1
    )


def notices(question, cited, *others):
    return as_of_notices(question, [citation(cited)], [cited, *others])


DEATHS = "How many people were killed in the flood?"


def test_a_figure_is_told_as_of_the_day_of_its_article():
    assert notices(DEATHS, excerpt("a", EARLY, "2024-04-14")) == (
        "As of an article dated 2024-04-14.",
    )


def test_a_date_that_may_be_long_after_the_events_is_not_told_without_saying_so():
    late = replace(excerpt("a", EARLY, "2024-04-14"), timely=False)
    assert notices(DEATHS, late) == (
        "As of an article dated 2024-04-14.",
        "The events may be earlier than the date of a cited article.",
    )


def test_the_day_reported_on_is_told_apart_from_that_of_publication():
    told = notices(DEATHS, excerpt("a", EARLY, "2024-04-14", "2022-05-26"))
    assert told == ("As of an article dated 2024-04-14, reporting on 2022-05-26.",)


def test_several_articles_of_one_day_are_told_as_several():
    cited = [excerpt(name, EARLY, "2024-04-14") for name in ("a", "b")]
    told = as_of_notices(DEATHS, [citation(one) for one in cited], cited)
    assert told == ("As of articles dated 2024-04-14.",)


def test_each_day_reported_on_is_told_with_its_own_articles():
    days = [
        ("2024-04-14", "2024-03-13"), ("2024-05-02", "2024-04-01"), ("2024-04-15", "2024-03-13"),
        ("2024-06-01", "2024-05-30"),
    ]  # fmt: skip
    cited = [excerpt(day, EARLY, *both) for day, both in enumerate(days)]
    told = as_of_notices(DEATHS, [citation(one) for one in cited], cited)
    assert told == (
        "As of an article dated 2024-06-01.",
        "As of articles dated 2024-04-14 and 2024-04-15, reporting on 2024-03-13.",
        "As of an article dated 2024-05-02, reporting on 2024-04-01.",
    )


def test_many_days_reported_on_are_left_out():
    cited = [excerpt(n, EARLY, f"2024-04-1{n + 1}", f"2024-04-1{n}") for n in range(4)]
    told = as_of_notices(DEATHS, [citation(one) for one in cited], cited)
    assert told[0] == "As of articles dated from 2024-04-11 to 2024-04-14."


def test_an_article_without_dates_says_so():
    assert notices(DEATHS, excerpt("a", EARLY)) == ("One cited article gives no date.",)


@pytest.mark.parametrize(
    "question",
    [
        "Why did water boil before the flood?",
        "What boiled first, and why?",
        "Give a timeline of the boiling.",
        "Why did the water boil in May 2022?",
    ],
)
def test_an_article_without_dates_says_so_where_the_question_asks_for_an_order_or_a_time(question):
    timeless = excerpt("a", "Water boils at sea level when heated enough.")
    assert notices(question, timeless) == ("One cited article gives no date.",)


def test_what_does_not_pass_needs_no_date():
    timeless = excerpt("a", "Water boils at sea level when heated enough.", "2024-04-14")
    assert notices("Why does water boil?", timeless) == ()


def test_an_earlier_figure_is_named_beside_the_later_one():
    late, early = (
        excerpt("b", LATE, reported="2024-02-03"),
        excerpt("a", EARLY, reported="2024-02-01"),
    )
    assert "An earlier article, reporting on 2024-02-01, says 120 people." in notices(
        DEATHS, late, early
    )


def test_a_later_figure_is_named_where_the_earlier_one_was_cited():
    late, early = (
        excerpt("b", LATE, reported="2024-02-03"),
        excerpt("a", EARLY, reported="2024-02-01"),
    )
    assert "A later article, reporting on 2024-02-03, says 350 people." in notices(
        DEATHS, early, late
    )


def test_what_has_no_day_supersedes_nothing():
    late, early = excerpt("b", LATE), excerpt("a", EARLY, reported="2024-02-01")
    assert not any("later" in told for told in notices(DEATHS, early, late))


def test_a_posting_date_supersedes_nothing():
    late, early = (
        excerpt("b", LATE, published="2026-01-01"),
        excerpt("a", EARLY, reported="2024-02-01"),
    )
    assert not any("later" in told for told in notices(DEATHS, early, late))


def test_figures_of_different_events_do_not_supersede_each_other():
    other = "In March 2019, 350 people were killed in the flood of the Limpopo."
    late = excerpt("b", other, reported="2024-02-03")
    early = excerpt(
        "a", "In January 2024, 120 people were killed in the flood.", reported="2024-02-01"
    )
    assert not any("later" in told for told in notices(DEATHS, early, late))


def test_the_same_figure_in_other_words_is_no_other_figure():
    late = excerpt("b", "Some 120 people were killed in the flood.", reported="2024-02-03")
    early = excerpt("a", EARLY, reported="2024-02-01")
    assert not any("later" in told for told in notices(DEATHS, early, late))


def test_a_partial_day_is_later_only_where_it_surely_is():
    assert reports_later("2022-05-26", "2022-04")
    assert not reports_later("2022-05-26", "2022-05")
    assert not reports_later(None, "2022-05")
    assert not reports_later("2022-05", None)


def test_nothing_cited_needs_no_notice():
    assert as_of_notices(DEATHS, [], []) == ()


def test_an_answer_in_another_language_than_its_articles_says_what_could_be_checked():
    german = "Bei der Flut kamen nach Angaben der Retter mindestens 350 Menschen ums Leben."
    cited = [citation(excerpt("a", LATE * 3))]
    [notice] = language_notice([Claim(german, (1,), supported=True, score=1.0)], cited)
    assert notice.startswith("The answer is in German, the articles are in English")
    assert language_notice([Claim(LATE, (1,), supported=True, score=1.0)], cited) == ()


def test_a_detail_of_an_article_is_what_is_recorded_of_it():
    known = replace(excerpt("a", EARLY, "2024-04-14"), title="A flood", byline="Ada Novak")
    other, asked = excerpt("b", LATE), analyse("Who wrote that article?")
    assert detail_notices(asked, [known, other]) == ("“A flood” is by Ada Novak.",)
    assert detail_notices(asked, [other, known]) == ("“b.txt” names no author.",)
    assert detail_notices(asked, []) == ()
    asked = analyse("When was the article published?")
    assert detail_notices(asked, [known]) == ("“A flood” is dated 2024-04-14.",)
    asked = analyse("Which newspaper published the article?")
    assert detail_notices(asked, [known]) == ("“A flood” names no publisher.",)
    assert detail_notices(analyse(DEATHS), [known]) == ()


def test_what_there_is_to_read_is_counted():
    assert library_notice([None], [None]) == ["There is 1 article to ask about."]
    publishers, days = ["Coast Times", None, "Harbour News"], ["2024-04-14", "2022-05-26", None]
    assert library_notice(publishers, days) == [
        "There are 3 articles to ask about.",
        "They are from 2 publishers.",
        "They are dated from 2022-05-26 to 2024-04-14.",
    ]
