"""Articles that carry each other's words are found, with how much and where."""

import json
import random

import pytest
from sqlalchemy import select

from assistant.article import Article, Span
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.library.chunk import chunk_article
from assistant.library.database import reading
from assistant.library.reprints import note_reprints
from assistant.library.schema import articles, reprints
from assistant.library.store import Entry, open_library


def prose(seed, sentences):
    chance = random.Random(seed)
    words = [f"word{chance.randrange(3000)}" for _ in range(14 * sentences)]
    return [f"The {' '.join(words[14 * n : 14 * n + 14])}." for n in range(sentences)]


def entry(source, sentences, **known):
    text = "\n\n".join(sentences)
    article = Article(source, text, kept=(Span(0, len(text)),), **known)
    return Entry(article, chunk_article(article, count_word_pieces))


@pytest.fixture
def library(tmp_path):
    found = open_library(tmp_path)
    yield found
    found.close()


def noted(library):
    with library.writing():
        return note_reprints(library)


def found(library, source):
    """The other articles with words of this one: their source, the share, the spans."""
    pairs = (
        select(articles.c.source, reprints.c.share, reprints.c.spans)
        .join(articles, articles.c.id == reprints.c.other_id)
        .where(reprints.c.article_id == library.article_of(source).article_id, articles.c.current)
    )
    with reading(library.engine) as connection:
        return list(connection.execute(pairs))


def test_a_reprint_of_some_paragraphs_is_found_with_its_share_and_spans(library):
    wire, own = prose(1, 20), prose(2, 30)
    library.put([entry("wire.txt", wire), entry("paper.txt", own + wire[5:15])])
    library.put([entry("other.txt", prose(3, 20))])
    assert noted(library) == 1
    [reprint] = found(library, "wire.txt")
    assert reprint.source == "paper.txt"
    assert 0.4 < reprint.share < 0.6
    article = library.article_of("wire.txt")
    shared = " ".join(article.text[start:end] for start, end in json.loads(reprint.spans))
    assert all(sentence[5:-1] in shared.replace("\n\n", " ") for sentence in wire[6:14])
    [back] = found(library, "paper.txt")
    assert back.source == "wire.txt"
    assert back.share < 0.35
    assert found(library, "other.txt") == []


def test_an_excerpt_names_the_sources_that_carry_its_words(library):
    wire = prose(1, 60)
    library.put([entry("wire.txt", wire), entry("paper.txt", prose(2, 10) + wire[:30])])
    noted(library)
    chunks = library.article_chunks(library.article_of("wire.txt").article_id)
    assert chunks[0].copies == ("paper.txt",)
    assert chunks[-1].copies == ()


def test_an_edited_article_is_compared_anew(library):
    wire = prose(1, 20)
    library.put([entry("wire.txt", wire), entry("paper.txt", wire)])
    assert noted(library) == 1
    assert noted(library) == 0
    library.put([entry("paper.txt", prose(5, 20))])
    noted(library)
    assert found(library, "wire.txt") == []


def test_a_quotation_that_both_ran_makes_no_reprint(library):
    quotation = prose(9, 2)
    library.put(
        [entry("a.txt", prose(1, 30) + quotation), entry("b.txt", quotation + prose(2, 30))]
    )
    assert noted(library) == 0
