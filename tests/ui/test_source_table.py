"""The list of articles shows what is asked for, whole and in order."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.library.store import SourceSummary
from ui.source_table import COLUMNS, PAGE, View, by_month, by_publisher, chosen, table_data, years
from ui.texts import Texts

T = Texts("en")


def summary(source, title=None, publisher=None, published=None, byline=None, **more):
    return SourceSummary(
        source, source, title, byline, publisher, published, None, None, "", 1, **more
    )


some = st.none() | st.text(max_size=5)
summaries = st.lists(
    st.builds(summary, st.text(min_size=1, max_size=5), some, some, some, some), max_size=30
)


@given(summaries, st.sampled_from(COLUMNS), st.booleans())
def test_sorting_loses_nothing_and_puts_the_unknown_last(sources, column, descending):
    found = chosen(sources, View(sort=column, descending=descending))
    assert sorted(map(id, found)) == sorted(map(id, sources))
    if column != "title":
        known = [getattr(one, column) is not None for one in found]
        assert known == sorted(known, reverse=True)


@given(st.integers(0, 5 * PAGE), st.integers(-3, 9))
def test_every_page_there_can_be_asked_for_is_a_page(count, page):
    sources = [summary(f"{number:05}") for number in range(count)]
    data = table_data(sources, View(page=page), T)
    assert 1 <= data["page"] <= data["pages"]
    assert len(data["rows"]) <= PAGE
    assert data["rows"] or not sources


def test_all_pages_together_are_the_list():
    sources = [summary(f"{number:05}") for number in range(2 * PAGE + 1)]
    pages = [table_data(sources, View(page=page), T)["rows"] for page in (1, 2, 3)]
    assert [row["source"] for rows in pages for row in rows] == [one.source for one in sources]


def test_search_reads_titles_publishers_authors_and_names_of_files():
    sources = [
        summary("a.txt", "Harbour Opens", "Coast Times"),
        summary("b.txt", byline="Ann Lee", published="2022-05-26"),
    ]
    for words, expected in (("OPENS coast", "a.txt"), ("lee", "b.txt"), ("B.TXT", "b.txt")):
        assert [one.source for one in chosen(sources, View(words=words))] == [expected]
    assert chosen(sources, View(year="2022")) == [sources[1]]
    assert chosen(sources, View(publisher="Coast Times")) == [sources[0]]


def test_the_plots_count_what_is_known():
    sources = [summary("a", publisher="P", published="2022-05-26"), summary("b", published="2022")]
    assert by_month(sources) == [{"month": "2022-05", "articles": 1}]
    assert {row["publisher"] for row in by_publisher(sources, "not given")} == {"P", "not given"}
    assert years(sources) == ["2022"]


def test_a_row_says_what_is_odd_about_an_article():
    odd = summary("a.txt", "\u202eTitle", warnings=("no headline",), copies=2)
    [row] = table_data([odd], View(), T)["rows"]
    assert row["title"] == "Title"
    assert row["notes"] == ["no headline", "same text as 2 other articles"]
