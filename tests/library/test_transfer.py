"""A library moves as one file."""

import pytest

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.errors import LibraryError
from assistant.library.chunk import chunk_article
from assistant.library.conversation_store import Conversations
from assistant.library.store import Entry, open_library
from assistant.library.transfer import export_library, import_library
from tests.hashing import HashingEmbedder

EMBEDDER = HashingEmbedder()


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path / "home")
    text = "The ferry was late again."
    article = Article("a.txt", text, title="Late", kept=(Span(0, len(text)),))
    found.put([Entry(article, chunk_article(article, count_word_pieces))])
    missing = list(found.vectors.missing(EMBEDDER.embedder_id))
    vectors = EMBEDDER.vectors([one.text for one in missing])
    found.vectors.put(EMBEDDER.embedder_id, [one.content for one in missing], vectors)
    Conversations(found.engine).start("Is the ferry late?")
    yield found
    found.close()


def test_everything_arrives(library, tmp_path):
    export_library(library, tmp_path / "all.library")
    import_library(tmp_path / "all.library", tmp_path / "new")
    arrived = open_library(tmp_path / "new")
    assert arrived.article_of("a.txt") == library.article_of("a.txt")
    assert arrived.vectors.count(EMBEDDER.embedder_id) == 1
    assert [c.title for c in Conversations(arrived.engine).recent()] == ["Is the ferry late?"]
    arrived.close()


def test_nothing_is_overwritten(library, tmp_path):
    (tmp_path / "there").write_text("mine")
    with pytest.raises(LibraryError, match="already"):
        export_library(library, tmp_path / "there")
    export_library(library, tmp_path / "all.library")
    with pytest.raises(LibraryError, match="holds articles"):
        import_library(tmp_path / "all.library", library.home)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 300])
def test_a_file_that_is_no_library_is_refused(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(LibraryError, match="no exported library"):
        import_library(tmp_path / "x", tmp_path / "new")


def test_a_file_that_cannot_be_written_is_one_clear_sentence(library, tmp_path):
    with pytest.raises(LibraryError, match="cannot be written"):
        export_library(library, tmp_path / "nowhere" / "all.library")
