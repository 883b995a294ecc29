"""`assistant doctor` finds damage, and only damage, and rebuilds the indexes."""

import shutil
import sqlite3
import threading

import pytest

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.index.health import examine, rebuild
from assistant.index.live_index import open_index
from assistant.index.publisher import Publisher
from assistant.index.word_index import WordsIndex
from assistant.library.chunk import chunk_article
from assistant.library.store import Entry, open_library
from tests.hashing import HashingEmbedder

EMBEDDER = HashingEmbedder()
NAME = EMBEDDER.embedder_id


def entry(source, text):
    article = Article(source, text, kept=(Span(0, len(text)),))
    return Entry(article, chunk_article(article, count_word_pieces))


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path)
    found.put([entry("one.txt", "A storm closed the harbour."), entry("two.txt", "Milk is dear.")])
    with found.writing():
        Publisher(found).words()
        Publisher(found).vectors(EMBEDDER)
    yield found
    found.close()


def bad(library):
    return [finding for finding in examine(library, NAME) if not finding.ok]


def test_every_part_of_a_sound_library_is_reported_as_sound(library):
    assert [(f.part, f.ok) for f in examine(library, NAME)] == [
        ("library", True),
        ("words", True),
        ("vectors", True),
    ]


def test_an_empty_library_is_sound(tmp_path):
    library = open_library(tmp_path)
    assert bad(library) == []
    library.close()


@pytest.mark.parametrize("part", ["words", "vectors"])
def test_a_damaged_index_is_rebuilt_without_embedding(library, part):
    [folder] = (library.home / "index").glob(f"{part}-*")
    target = max(folder.rglob("*"), key=lambda path: path.stat().st_size * path.is_file())
    target.write_bytes(b"rubbish" * 100)
    [finding] = bad(library)
    assert finding.part == part
    rebuild(library, NAME)
    assert bad(library) == []


def test_missing_chunks_are_counted(library):
    [folder] = (library.home / "index").glob("words-*")
    WordsIndex(folder).write([], removed=[library.article_of("one.txt").article_id])
    assert "words" in {finding.part for finding in bad(library)}


def test_a_missing_index_is_reported(library):
    shutil.rmtree(library.home / "index")
    assert [finding.part for finding in bad(library)] == ["words", "vectors"]
    rebuild(library, NAME)
    assert bad(library) == []


def test_an_index_that_is_behind_is_no_damage(library):
    library.remove(["one.txt"])
    assert bad(library) == []
    assert any("behind" in finding.what for finding in examine(library, NAME))


def test_vectors_of_another_embedder_are_reported_with_what_to_do(library):
    findings = examine(library, None, refused="openai:any")
    [finding] = [one for one in findings if not one.ok]
    assert finding.part == "vectors"
    assert f"made by {NAME}, and ASSISTANT_EMBEDDINGS names openai:any" in finding.what
    assert "doctor --rebuild" in finding.what


def test_interrupted_indexing_is_reported_with_the_command_that_continues(library):
    library.put([entry("three.txt", "A comet is seen.")])
    with library.writing():
        Publisher(library).words()
    [finding] = bad(library)
    assert finding.part == "vectors"
    assert finding.what.startswith("2 of 3 chunks")
    assert "run assistant index again" in finding.what
    shutil.rmtree(next((library.home / "index").glob("vectors-*")))
    assert [finding.part for finding in bad(library)] == ["vectors", "vectors"]


def test_vectors_that_were_not_published_before_an_interruption_need_no_rebuild(library):
    library.put([entry("three.txt", "A comet is seen."), entry("four.txt", "Rain fell.")])
    with library.writing():
        Publisher(library).words()
        Publisher(library).stored_vectors(NAME)
    first = next(library.vectors.missing(NAME))
    library.vectors.put(NAME, [first.content], EMBEDDER.vector(first.text)[None])
    [finding] = bad(library)
    assert finding.what.startswith("3 of 4 chunks")


def test_a_damaged_text_is_reported_with_its_source(library):
    with sqlite3.connect(library.path) as raw:
        raw.execute("update texts set body = substr(body, 1, 5)")
    raw.close()
    assert {finding.what.split(":")[0] for finding in bad(library)} == {
        "one.txt",
        "two.txt",
    }


def test_the_index_of_a_single_chunk_does_not_change_on_opening(tmp_path):
    library = open_library(tmp_path)
    library.put([entry("one.txt", "A storm closed the harbour.")])
    with library.writing():
        Publisher(library).words()
        Publisher(library).vectors(EMBEDDER)
    rebuild(library, NAME)
    with open_index(library, NAME) as live:
        with live.pinned() as index:
            assert len(index.vectors(EMBEDDER.vector("storm"), 1)) == 1
        assert live.notices == ()
    library.close()


def test_a_repair_by_a_question_does_not_refuse_writers(library):
    held, go_on = threading.Event(), threading.Event()

    def mend():
        with library.publishing():
            held.set()
            go_on.wait(1)

    mending = threading.Thread(target=mend)
    mending.start()
    held.wait()
    rebuild(library, NAME)  # refused where it does not wait
    go_on.set()
    mending.join()
    assert bad(library) == []
