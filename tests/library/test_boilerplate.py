"""What a publisher repeats is kept out of evidence; what it reports twice is not."""

import pytest

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.library.boilerplate import set_apart_boilerplate
from assistant.library.chunk import chunk_article
from assistant.library.store import Entry, open_library

LINE = "Want more like this delivered straight to your inbox?"
TOPICS = "harbour comet farm bridge parliament orchestra glacier railway".split()


def body(topic):
    return " ".join(
        f"The {topic} was {word} by officials of the {topic} on day {at}."
        for at, word in enumerate("opened closed moved praised shown sold named cleaned".split())
    )


def entry(source, text, publisher="The Gazette"):
    article = Article(source, text, publisher=publisher, kept=(Span(0, len(text)),))
    return Entry(article, chunk_article(article, count_word_pieces))


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path)
    yield found
    found.close()


def evidence(library, source):
    article = library.article_of(source)
    return [chunk.text for chunk in library.chunks_of(article.article_id)]


def settle(library):
    with library.writing():
        return set_apart_boilerplate(library, count_word_pieces)


def test_a_line_at_the_foot_of_many_unlike_articles_is_left_out(library):
    library.put(entry(f"{topic}.txt", f"{body(topic)} {LINE}") for topic in TOPICS)
    assert settle(library) == len(TOPICS)
    for topic in TOPICS:
        assert LINE not in " ".join(evidence(library, f"{topic}.txt"))
        [gap] = library.article_of(f"{topic}.txt").omitted
        assert "The Gazette" in gap.why
        assert library.article_of(f"{topic}.txt").text[gap.start : gap.end] == LINE


def test_nothing_more_happens_the_second_time(library):
    library.put(entry(f"{topic}.txt", f"{body(topic)} {LINE}") for topic in TOPICS)
    settle(library)
    before = library.revision()
    assert settle(library) == 0
    assert library.revision() == before


def test_an_article_that_comes_later_loses_the_line_too(library):
    library.put(entry(f"{topic}.txt", f"{body(topic)} {LINE}") for topic in TOPICS)
    settle(library)
    library.put([entry("late.txt", f"{body('museum')} {LINE}")])
    assert settle(library) == 1
    assert LINE not in " ".join(evidence(library, "late.txt"))


def test_reprints_of_one_article_keep_their_words(library):
    library.put(entry(f"{n}.txt", f"{body('harbour')} {LINE} Edition {n}.") for n in range(8))
    assert settle(library) == 0


def test_another_publishers_words_are_its_own(library):
    library.put(entry(f"{topic}.txt", f"{body(topic)} {LINE}") for topic in TOPICS)
    library.put([entry("other.txt", f"{body('stadium')} {LINE}", publisher="The Herald")])
    settle(library)
    assert LINE in " ".join(evidence(library, "other.txt"))


def test_what_stands_in_the_middle_of_articles_stays(library):
    background = "The strike began in March after talks had failed."
    for topic in TOPICS:
        text = f"{body(topic)} {background} {body(topic + ' hall')}"
        library.put([entry(f"{topic}.txt", text)])
    assert settle(library) == 0


def test_an_article_that_is_nothing_else_is_left_as_it_is(library):
    library.put(entry(f"{topic}.txt", f"{body(topic)} {LINE}") for topic in TOPICS)
    library.put([entry("bare.txt", LINE)])
    settle(library)
    assert evidence(library, "bare.txt") == [LINE]


def test_an_article_that_mails_quote_whole_is_kept(library):
    quoted = "The council closed the bridge. Its mayor called that a loss for the whole town."
    library.put(
        entry(f"{topic}.txt", f"See what I found on the {topic} today. {quoted} Best, {topic}.")
        for topic in TOPICS
    )
    assert settle(library) == 0
    assert quoted in evidence(library, "farm.txt")[0]
