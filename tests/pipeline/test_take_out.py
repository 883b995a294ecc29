"""Articles out of the library, and back."""

import pytest

from assistant.index.live_index import open_index
from assistant.library.store import open_library
from assistant.pipeline import ingest, remove_articles, restore_articles
from assistant.reply import Filters

WORDS = {"a.txt": "The harbour opened on Monday.", "b.txt": "The mayor cut the ribbon."}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "news"
    place.mkdir()
    for name, text in WORDS.items():
        (place / name).write_text(f"A headline of {name[0]}\n\n{text}\n")
    return place


@pytest.fixture
def library(tmp_path, folder):
    opened = open_library(tmp_path / "home")
    ingest(opened, [folder], None)
    yield opened
    opened.close()


def sources(library):
    return [summary.source for summary in library.sources()]


def found(library, words):
    index = open_index(library, None)
    with index.pinned() as pinned:
        hits = pinned.words(words, 10, Filters())
        sources = [one.source for one in pinned.excerpts([hit.chunk_id for hit in hits])]
    index.close()
    return sources


def test_what_is_taken_out_is_not_found_and_its_file_is_left_alone(library, folder):
    taken = remove_articles(library, ["a.txt", "a.txt", "unknown.txt"], None)
    assert [article.source for article, _ in taken] == ["a.txt"]
    assert sources(library) == ["b.txt"]
    assert "a.txt" not in found(library, "harbour")
    assert (folder / "a.txt").exists()


def test_what_is_put_back_is_found_as_before(library):
    before = library.article_of("a.txt")
    restore_articles(library, remove_articles(library, ["a.txt"], None), None)
    assert library.article_of("a.txt") == before
    assert found(library, "harbour")[:1] == ["a.txt"]


def test_indexing_again_does_not_bring_back_what_was_taken_out(library, folder):
    remove_articles(library, ["a.txt"], None)
    ingest(library, [folder], None)
    assert sources(library) == ["b.txt"]


def test_what_was_put_back_goes_with_its_file(library, folder):
    restore_articles(library, remove_articles(library, ["a.txt"], None), None)
    (folder / "a.txt").unlink()
    ingest(library, [folder], None)
    assert sources(library) == ["b.txt"]


def test_a_summary_says_how_much_is_kept_and_who_carries_the_same_text(library, folder, tmp_path):
    (folder / "c.txt").write_text((folder / "a.txt").read_text())
    ingest(library, [folder], None)
    by_name = {summary.source: summary for summary in library.sources()}
    assert by_name["a.txt"].copies == by_name["c.txt"].copies == 1
    assert by_name["b.txt"].copies == 0
    assert by_name["b.txt"].characters >= len(WORDS["b.txt"])
