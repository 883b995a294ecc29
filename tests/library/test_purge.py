"""After a purge no file of the library holds the article's words."""

import zlib

import pytest

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.errors import LibraryError
from assistant.index.health import examine
from assistant.index.publisher import Publisher
from assistant.library.chunk import chunk_article
from assistant.library.conversation_store import Conversations
from assistant.library.edits import edited
from assistant.library.store import Entry, Library, open_library
from assistant.pipeline import purge_source
from assistant.reply import Answer, Citation
from tests.hashing import HashingEmbedder

EMBEDDER = HashingEmbedder()
SECRET = "The minister Quixolotl resigned over the zanzibarite affair."


def entry(source, text):
    article = Article(source, text, title=text.split(".")[0], kept=(Span(0, len(text)),))
    return Entry(article, chunk_article(article, count_word_pieces))


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path)
    found.put([entry("secret.txt", SECRET), entry("other.txt", "Rain fell on the hills.")])
    found.put([entry("secret.txt", f"{SECRET} A second edition says Quixolotl again.")])
    publish(found)
    yield found
    found.close()


def publish(library):
    with library.writing():
        Publisher(library).words()
        Publisher(library).vectors(EMBEDDER)
        Publisher(library).tidy()


def purged(library, source):
    return purge_source(library, source, EMBEDDER.embedder_id)


def traces(home):
    """The files that hold the secret's words, plain, folded or packed."""
    packed = zlib.compress(SECRET.encode())[2:40]
    needles = (b"Quixolotl", b"quixolotl", b"secret.txt", packed)
    return [
        path.name
        for path in home.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


def test_no_trace_of_a_purged_article_is_left(library):
    (library.home / "backups").mkdir()
    (library.home / "backups" / "old.sqlite").write_bytes(b"Quixolotl")
    conversations = Conversations(library.engine)
    conversation = conversations.start("Who resigned?")
    _, reply = conversations.ask(conversation.conversation_id, "Who resigned?")
    article = library.article_of("secret.txt")
    citation = Citation(1, "secret.txt", article.article_id, None, None, None, SECRET, 0, 60)
    answer = Answer("Who?", "Who?", f"{SECRET} [1]", False, None, 0.9, citations=(citation,))
    conversations.write(reply.message_id, answer, "done")
    assert traces(library.home)
    found = purged(library, "secret.txt")
    assert (found.versions, found.answers, found.backups) == (2, 1, 1)
    assert "was removed" in conversations.message(reply.message_id).content
    assert traces(library.home) == []
    assert [summary.source for summary in library.sources()] == ["other.txt"]
    assert library.vectors.count(EMBEDDER.embedder_id) == 1


def test_no_trace_is_left_of_an_article_whose_file_was_renamed(library):
    article = edited(library.article_of("secret.txt"), {"title": "Quixolotl resigns"})
    renamed = Entry(article, chunk_article(article, count_word_pieces))
    library.put_edited(renamed, {"title": article.title})
    library.remove(["secret.txt"])
    library.put([entry("renamed.txt", article.text), entry("third.txt", SECRET)])
    publish(library)
    assert purged(library, "renamed.txt").copies == ()
    assert library.versions("secret.txt") != []
    assert purged(library, "third.txt").copies == ()
    assert traces(library.home) == []
    assert [summary.source for summary in library.sources()] == ["other.txt"]


@pytest.mark.parametrize("step", [(Library, "compact"), (Publisher, "afresh")])
def test_an_interrupted_purge_is_reported_and_completed_by_running_it_again(
    library, monkeypatch, step
):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(*step, killed)
        with pytest.raises(KeyboardInterrupt):
            purged(library, "secret.txt")
    assert library.versions("secret.txt") == []
    assert [one.what for one in examine(library, None) if "purge" in one.what and not one.ok]
    assert purged(library, "secret.txt").versions == 0
    assert all(one.ok for one in examine(library, EMBEDDER.embedder_id))
    assert traces(library.home) == []
    assert [summary.source for summary in library.sources()] == ["other.txt"]


def test_other_sources_with_the_same_words_stay_and_are_named(library):
    library.put([entry("copy.txt", SECRET)])
    publish(library)
    assert purged(library, "secret.txt").copies == ("copy.txt",)
    assert library.article_of("copy.txt").text == SECRET


def test_a_source_that_never_was_cannot_be_purged(library):
    with pytest.raises(LibraryError, match="assistant sources"):
        purged(library, "never.txt")
