"""What the library promises to keep."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.article import Article, Omission, Provenance, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.errors import LibraryBusy, LibraryError
from assistant.library.boilerplate import set_apart_boilerplate
from assistant.library.chunk import chunk_article
from assistant.library.reprints import note_reprints
from assistant.library.schema import SCHEMA_VERSION
from assistant.library.store import Entry, open_library

TEXT = "The mayor resigned on Friday.\n\nAdvertisement\n\nA vote follows in May."


def entry(source="a.txt", text=TEXT, **known):
    article = Article(source, text, kept=(Span(0, len(text)),), **known)
    return Entry(article, chunk_article(article, count_word_pieces))


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path)
    yield found
    found.close()


def test_an_article_comes_back_as_it_went_in(library):
    article = Article(
        "b/é.txt",
        TEXT,
        encoding="cp1252",
        title="Mayor goes",
        byline="A. B.",
        publisher="The Gazette",
        published="2020-05",
        reported=None,
        url="https://example.org/1",
        language="en",
        evidence={"title": Provenance("Mayor goes", "text", 0, 4, "its first line")},
        kept=(Span(0, 29), Span(46, 68)),
        omitted=(Omission(31, 44, "advertisement"),),
        warnings=("decoded as cp1252",),
    )
    assert library.put([Entry(article, [])]) == ["added"]
    assert library.article_of("b/é.txt") == article
    assert library.article(article.article_id) == article


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(codec=None), max_size=300), title=st.none() | st.text(max_size=30)
)
def test_any_text_is_kept_exactly(tmp_path_factory, text, title):
    library = open_library(tmp_path_factory.mktemp("any"))
    library.put([entry(text=text, title=title)])
    assert library.article_of("a.txt").text == text
    for excerpt in library.article_chunks(library.article_of("a.txt").article_id):
        assert text[excerpt.start : excerpt.end] == excerpt.text
    library.close()


def test_putting_the_same_again_changes_nothing(library):
    library.put([entry()])
    before = library.revision()
    assert library.put([entry()]) == ["unchanged"]
    assert library.revision() == before


def test_an_edited_article_is_a_new_version_and_the_old_one_still_opens(library):
    old, new = entry(), entry(text="The mayor stays.")
    library.put([old])
    assert library.put([new]) == ["changed"]
    assert library.article_of("a.txt").text == "The mayor stays."
    assert library.article(old.article.article_id).text == TEXT
    assert len(library.versions("a.txt")) == 2
    assert library.count_articles() == 1


def test_what_is_known_can_change_while_the_text_stays(library):
    library.put([entry(publisher=None)])
    assert library.put([entry(publisher="The Gazette")]) == ["changed"]
    assert library.outlets() == ["The Gazette"]
    assert len(library.versions("a.txt")) == 1


def test_a_removed_source_is_out_of_search_but_its_version_opens(library):
    library.put([entry()])
    assert library.remove(["a.txt", "never.txt"]) == ["a.txt"]
    assert library.sources() == []
    assert library.count_chunks() == 0
    assert library.article(entry().article.article_id).text == TEXT
    with pytest.raises(LibraryError, match="assistant sources"):
        library.article_of("a.txt")


@pytest.mark.parametrize(
    ("origins", "timely"),
    [
        ({}, True),
        ({"published": "record"}, False),
        ({"published": "record", "reference": "derived"}, True),
        ({"published": "edited"}, True),
    ],
)
def test_an_excerpt_says_whether_its_date_is_near_the_events(library, origins, timely):
    evidence = {name: Provenance("2024-04-14", origin) for name, origin in origins.items()}
    late = entry(published="2024-04-14", evidence=evidence)
    library.put([late])
    excerpts = library.excerpts([late.chunks[0].chunk_id])
    assert [excerpt.timely for excerpt in excerpts] == [timely]


def test_excerpts_come_in_the_order_asked_and_unknown_ids_are_dropped(library):
    library.put([entry(), entry("b.txt", "Rain is expected.", publisher="Weather Desk")])
    rain = library.article_chunks(library.article_of("b.txt").article_id)[0]
    mayor = library.article_chunks(library.article_of("a.txt").article_id)[0]
    asked = [mayor.chunk_id, "0" * 16 + "-0000", rain.chunk_id]
    assert library.excerpts(asked) == [mayor, rain]
    assert rain.publisher == "Weather Desk"


def test_copies_of_a_text_name_each_other(library):
    library.put([entry("a.txt"), entry("b.txt"), entry("c.txt", "Other words.")])
    [excerpt] = library.article_chunks(library.article_of("a.txt").article_id)
    assert excerpt.copies == ("b.txt",)


def test_nothing_is_embedded_twice(library):
    library.put([entry("a.txt"), entry("b.txt"), entry("c.txt", "Other words.")])
    missing = list(library.vectors.missing("e"))
    assert sorted(m.text for m in missing) == sorted([TEXT, "Other words."])
    library.vectors.put("e", [m.content for m in missing], np.eye(2, 8, dtype=np.float32))
    assert list(library.vectors.missing("e")) == []
    assert library.vectors.count("e") == library.count_chunks() == 3
    assert len(list(library.vectors.missing("another"))) == 2
    library.remove(["c.txt"])
    library.put([entry("moved/c.txt", "Other words.")])
    assert list(library.vectors.missing("e")) == []


def test_vectors_come_back_by_chunk(library):
    library.put([entry(), entry("b.txt", "Other words.")])
    missing = list(library.vectors.missing("e"))
    library.vectors.put("e", [m.content for m in missing], np.eye(2, 8, dtype=np.float32))
    [(ids, found)] = library.vectors.by_chunk("e")
    assert found.dtype == np.float32
    texts = {x.chunk_id: x.text for x in library.excerpts(ids)}
    for chunk_id, vector in zip(ids, found, strict=True):
        assert missing[int(np.argmax(vector))].text == texts[chunk_id]


def test_changes_tell_an_index_what_to_take_out_and_in(library):
    library.put([entry(), entry("b.txt", "Other words.")])
    at = library.revision()
    library.put([entry(text="The mayor stays."), entry("b.txt", "Other words.")])
    changed = {change.article_id: change.chunks_before for change in library.changes_since(at)}
    assert changed == {entry().article.article_id: 1, library.article_of("a.txt").article_id: 0}
    [(article, chunks)] = library.current(changed)
    assert (article.text, len(chunks)) == ("The mayor stays.", 1)


def test_a_batch_goes_in_whole_or_not_at_all(library):
    broken = replace(entry("b.txt").article, encoding=None)
    with pytest.raises(LibraryError):
        library.put([entry("a.txt"), Entry(broken, [])])
    assert library.sources() == []


def test_a_second_writer_is_told_who_is_writing(library):
    other = open_library(library.home)
    with library.writing(), pytest.raises(LibraryBusy, match="is writing"), other.writing():
        pass
    with other.writing():
        pass
    other.close()


def test_a_file_that_is_no_library_is_one_clear_sentence(tmp_path):
    (tmp_path / "library.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(LibraryError, match="damaged"):
        open_library(tmp_path)


def test_a_library_of_a_newer_version_is_refused(library):
    with sqlite3.connect(library.path) as raw:
        raw.execute("update facts set value = '999' where name = 'schema_version'")
    raw.close()
    with pytest.raises(LibraryError, match="newer version"):
        open_library(library.home)


def test_a_home_that_cannot_be_made_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="--home"):
        open_library(tmp_path / "file" / "home")


def test_a_new_home_can_be_opened_by_several_at_once(tmp_path):
    together = threading.Barrier(4)

    def open_once(home):
        together.wait()
        with closing(open_library(home)) as library:
            return library.library_id, library.fact("schema_version")

    with ThreadPoolExecutor(4) as pool:
        for attempt in range(5):
            home = tmp_path / str(attempt)
            [(_, version)] = set(pool.map(open_once, [home] * 4))
            assert version == str(SCHEMA_VERSION)


def test_a_home_whose_creation_was_interrupted_is_completed(library):
    with sqlite3.connect(library.path) as raw:
        raw.execute("delete from facts")
        raw.execute("drop table edits")
    raw.close()
    with closing(open_library(library.home)) as completed:
        assert completed.fact("schema_version") == str(SCHEMA_VERSION)
        assert completed.edits() == {}


def test_an_older_library_is_backed_up_and_migrated_in_place(library):
    library.put([entry()])
    with sqlite3.connect(library.path) as raw:
        for table in ("edges", "prints", "reprints", "edits"):
            raw.execute(f"drop table {table}")
        raw.execute("update facts set value = '1' where name = 'schema_version'")
    raw.close()
    migrated = open_library(library.home)
    assert migrated.article_of("a.txt").text == TEXT
    assert migrated.fact("schema_version") == str(SCHEMA_VERSION)
    assert set_apart_boilerplate(migrated, count_word_pieces) == 0
    assert note_reprints(migrated) == 0
    assert migrated.edits() == {}
    migrated.close()
    [backup] = (library.home / "backups").iterdir()
    with closing(sqlite3.connect(backup)) as raw:
        assert ("1",) in raw.execute("select value from facts").fetchall()
