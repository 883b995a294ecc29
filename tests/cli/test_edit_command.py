"""A person corrects what was found of an article: kept, shown as edited, used, undone."""

import json

import pytest
from typer.testing import CliRunner

from assistant.article import Article, Provenance
from assistant.cli.commands import app
from assistant.errors import LibraryError
from assistant.library.edits import checked, edited, original

TEXT = "Ferry late again\n\nThe ferry of Kallmar was late again on Monday, its captain said.\n"
FOUND = Article(
    "a.txt", TEXT, title="Ferry late", evidence={"title": Provenance("Ferry late", "text", 0, 10)}
)


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "ferry.txt").write_text(TEXT)
    run(tmp_path, "index", folder)
    return tmp_path


def run(home, *words):
    result = CliRunner().invoke(app, [*map(str, words), "--home", str(home / "home")])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def searched(news, *words):
    return json.loads(run(news, "search", *words, "--json"))["hits"]


def article(news):
    return json.loads(run(news, "show", "ferry.txt", "--json"))


def test_an_edit_is_stored_beside_what_was_found_and_can_be_undone(news):
    before = article(news)
    words = ("--title", "A late ferry", "--publisher", "Coast Times", "--date", "2024-03-04")
    after = json.loads(run(news, "edit", "ferry.txt", *words, "--author", "Ulla Berg", "--json"))
    assert (after["title"], after["publisher"]) == ("A late ferry", "Coast Times")
    assert (after["byline"], after["published"]) == ("Ulla Berg", "2024-03-04")
    assert after["evidence"]["title"]["origin"] == "edited"
    assert (after["extracted"]["title"] or {}).get("value") == before["title"]
    assert after["text"] == TEXT
    assert "edited; originally unknown" in run(news, "show", "ferry.txt")
    run(news, "edit", "ferry.txt", "--undo")
    assert article(news) == before


def test_an_edit_survives_indexing_again_and_a_new_version_of_the_file(news):
    run(news, "edit", "ferry.txt", "--title", "A late ferry")
    run(news, "edit", "ferry.txt", "--publisher", "Coast Times")
    run(news, "index", news / "news")
    assert article(news)["title"] == "A late ferry"
    (news / "news" / "ferry.txt").write_text(TEXT + "\nIt sank on Tuesday.\n")
    run(news, "index", news / "news")
    changed = article(news)
    assert "It sank" in changed["text"]
    assert (changed["title"], changed["publisher"]) == ("A late ferry", "Coast Times")


def test_an_edit_is_used_by_search_filters_and_answers(news):
    run(news, "edit", "ferry.txt", "--title", "Zeppelin timetable", "--publisher", "Coast Times")
    run(news, "edit", "ferry.txt", "--date", "2024-03")
    hits = searched(news, "zeppelin", "--publisher", "Coast Times")
    assert {hit["title"] for hit in hits} == {"Zeppelin timetable"}
    assert not searched(news, "ferry", "--to", "2023")
    question = "Who said that the ferry of Kallmar was late again?"
    answer = json.loads(run(news, "ask", question, "--json"))
    assert [one["title"] for one in answer["citations"]] == ["Zeppelin timetable"]


@pytest.mark.parametrize(
    "values", [{"published": "May"}, {"published": "3024"}, {"text": "x"}, {"title": "x" * 501}]
)
def test_a_value_that_cannot_be_used_is_refused(values):
    with pytest.raises(LibraryError):
        checked(values)


@pytest.mark.parametrize("day", ["2022-02-31", "2023-02-29", "2022-04-31", "2022-13", "0000"])
def test_a_day_that_the_calendar_lacks_is_refused_as_a_wrong_argument(day, news):
    for words in (("edit", "ferry.txt", "--date", day), ("search", "ferry", "--from", day)):
        refused = CliRunner().invoke(app, [*words, "--home", str(news / "home")])
        assert refused.exit_code == 2
        assert f"{day}" in refused.stderr
        assert "date; " in refused.stderr
    assert article(news)["published"] is None


def test_a_leap_day_is_a_date(news):
    run(news, "edit", "ferry.txt", "--date", "2024-02-29")
    assert article(news)["published"] == "2024-02-29"


def test_the_original_comes_back_exactly():
    changed = edited(FOUND, {"title": None, "byline": "Ann Lee"})
    assert (changed.title, changed.byline) == (None, "Ann Lee")
    assert original(changed) == FOUND
    assert edited(changed, {"title": "Ferry late"}) == FOUND
    assert changed.article_id == FOUND.article_id


OTHER = (
    "Museum opens\n\nThe new museum of Ostby opened its doors to five hundred visitors on Friday.\n"
)


def titles(news):
    return {one["source"]: one["title"] for one in json.loads(run(news, "sources", "--json"))}


def corrected_and_moved(news):
    """Correct the article, move its file, and return the path that it had."""
    run(news, "edit", "ferry.txt", "--title", "A late ferry", "--publisher", "Coast Times")
    (news / "news" / "sub").mkdir()
    return (news / "news" / "ferry.txt").rename(news / "news" / "sub" / "boat.txt").parents[1]


def test_corrections_follow_an_article_that_moved(news):
    folder = corrected_and_moved(news)
    run(news, "index", folder)
    assert titles(news) == {"sub/boat.txt": "A late ferry"}
    (folder / "ferry.txt").write_text(OTHER)
    run(news, "index", folder)
    assert titles(news) == {"sub/boat.txt": "A late ferry", "ferry.txt": "Museum opens"}
    (folder / "sub" / "boat.txt").write_text(TEXT + "\nIt sank on Tuesday.\n")
    run(news, "index", folder)
    assert titles(news)["sub/boat.txt"] == "A late ferry"
    run(news, "edit", "sub/boat.txt", "--undo")
    assert titles(news)["sub/boat.txt"] == "Ferry late again"


def test_corrections_follow_an_article_whose_place_another_took(news):
    folder = corrected_and_moved(news)
    (folder / "ferry.txt").write_text(OTHER)
    run(news, "index", folder)
    assert titles(news) == {"sub/boat.txt": "A late ferry", "ferry.txt": "Museum opens"}


def test_corrections_never_land_on_another_article(news):
    run(news, "edit", "ferry.txt", "--title", "A late ferry", "--publisher", "Coast Times")
    (news / "news" / "ferry.txt").write_text(OTHER)
    run(news, "index", news / "news")
    assert titles(news) == {"ferry.txt": "Museum opens"}
    (news / "news" / "ferry.txt").write_text(OTHER + "\nIt is closed on Mondays.\n")
    run(news, "index", news / "news")
    run(news, "edit", "ferry.txt", "--date", "2024-03")
    assert article(news)["publisher"] is None


def test_a_copy_does_not_take_the_corrections_of_an_article_that_stays(news):
    run(news, "edit", "ferry.txt", "--title", "A late ferry")
    (news / "news" / "copy.txt").write_text(TEXT)
    run(news, "index", news / "news")
    assert titles(news) == {"ferry.txt": "A late ferry", "copy.txt": "Ferry late again"}
