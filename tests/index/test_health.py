"""The doctor finds what is wrong, and only that, and makes the indexes again."""

import sqlite3

import pytest

from assistant.article import Article, Span
from assistant.index.embed import count_tokens
from assistant.index.hashing import HashingEmbedder
from assistant.index.health import examine, rebuild
from assistant.index.publish import Publisher
from assistant.index.words import WordsIndex
from assistant.library.chunk import chunk_article
from assistant.library.store import Entry, open_library

EMBEDDER = HashingEmbedder()
NAME = EMBEDDER.embedder_id


def entry(source, text):
    article = Article(source, text, kept=(Span(0, len(text)),))
    return Entry(article, chunk_article(article, count_tokens))


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path)
    found.put([entry("one.txt", "A storm closed the harbour."), entry("two.txt", "Milk is dear.")])
    with found.writing():
        Publisher(found).words()
        Publisher(found).vectors(EMBEDDER)
    yield found
    found.close()


def test_a_sound_library_has_no_findings(library):
    assert examine(library, NAME) == []


def test_an_empty_library_has_no_findings(tmp_path):
    library = open_library(tmp_path)
    assert examine(library, NAME) == []
    library.close()


@pytest.mark.parametrize("part", ["words", "vectors"])
def test_a_damaged_index_is_found_and_made_again_without_embedding(library, part):
    [folder] = (library.home / "index").glob(f"{part}-*")
    target = max(folder.rglob("*"), key=lambda path: path.stat().st_size * path.is_file())
    target.write_bytes(b"rubbish" * 100)
    [finding] = examine(library, NAME)
    assert (finding.part, finding.mendable) == (part, True)
    rebuild(library, NAME)
    assert examine(library, NAME) == []


def test_chunks_that_an_index_lacks_are_counted(library):
    [folder] = (library.home / "index").glob("words-*")
    WordsIndex(folder).write([], removed=[library.article_of("one.txt").article_id])
    assert any(finding.part == "words" for finding in examine(library, NAME))


def test_an_index_that_is_only_behind_is_harmless(library):
    library.put([entry("three.txt", "A comet is seen.")])
    findings = examine(library, NAME)
    assert {finding.part for finding in findings} == {"words"}
    assert all(finding.harmless for finding in findings)


def test_a_damaged_text_is_named_by_its_source(library):
    with sqlite3.connect(library.path) as raw:
        raw.execute("update texts set body = substr(body, 1, 5)")
    raw.close()
    assert {finding.what.split(":")[0] for finding in examine(library, NAME)} == {
        "one.txt",
        "two.txt",
    }
