"""Leaves out of evidence what a publisher repeats, such as a line about its newsletter.

A sentence counts as boilerplate if it is among the first or last sentences of many articles of one
publisher that have little else in common. Repeated background is in the middle of articles, and
reprints share more than a line; both are kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import select

from assistant.article import Article, Omission, Span
from assistant.library import row_format
from assistant.library.chunk import CountTokens
from assistant.library.database import batches, insert_new, read_rows, read_values, transaction
from assistant.library.schema import articles, edges
from assistant.library.store import Library
from assistant.text.sentences import split_sentences, trimmed

# How many of an article's first and last sentences are looked at.
_HEAD, _FOOT = 3, 6
_FEWEST_WORDS = 3
_FEWEST_TEXTS = 5
_SMALLEST_SHARE = 0.1
# Articles that share more of their first and last sentences than this are reprints.
_LARGEST_LIKENESS = 0.5
_COMPARED = 40
# What is more than half of an article is reporting that several mails quote, not boilerplate.
_LEAST_LEFT = 0.5
_DONE = "boilerplate_revision"

Edge = tuple[bytes, Span]


def set_apart_boilerplate(library: Library, count_tokens: CountTokens) -> int:
    """Leave out of evidence what publishers repeat; return the number of articles changed.

    Only publishers with articles that changed since the last call are looked at. Call it inside
    `library.writing()`, before the indexes are updated.
    """
    since, revision = int(library.fact(_DONE) or 0), library.revision()
    if since == revision:
        return 0
    touched = _note_edges(library, since)
    repeated = {name: _repeated(library, name) for name in touched}
    count = 0
    for publisher in sorted(name for name in touched if repeated[name]):
        count += _leave_out(library, publisher, repeated[publisher], count_tokens)
    library.put_fact(_DONE, str(library.revision()))
    return count


def _note_edges(library: Library, since: int) -> set[str]:
    """Store the edge sentences of the articles that changed, and return their publishers."""
    touched: set[str] = set()
    for ids in batches([change.article_id for change in library.changes_since(since)]):
        rows: list[dict[str, object]] = []
        for article, _ in library.current(ids):
            if article.publisher:
                touched.add(article.publisher)
                rows += _rows(article)
        if rows:
            with transaction(library.engine) as connection:
                connection.execute(insert_new(connection, edges), rows)
    return touched


def _rows(article: Article) -> list[dict[str, object]]:
    text_hash = row_format.hash_of(article.text)
    return [
        {"publisher": article.publisher, "sentence": sentence, "text_hash": text_hash}
        for sentence in {sentence for sentence, _ in _edge_sentences(article)}
    ]


def _edge_sentences(article: Article) -> list[Edge]:
    """An article's first and last sentences, each with the hash of its words."""
    spans = [
        sentence
        for kept in article.kept
        for sentence in split_sentences(article.text, kept.start, kept.end)
    ]
    near = spans if len(spans) <= _HEAD + _FOOT else spans[:_HEAD] + spans[-_FOOT:]
    worded = ((re.findall(r"\w+", span.of(article.text).casefold()), span) for span in near)
    return [
        (row_format.hash_of(" ".join(words)), span)
        for words, span in worded
        if len(words) >= _FEWEST_WORDS
    ]


def _repeated(library: Library, publisher: str) -> set[bytes]:
    """The sentences that a publisher repeats in articles that are otherwise different."""
    by_text = _edges_of(library, publisher)
    holders: dict[bytes, list[bytes]] = {}
    for text_hash, sentences in by_text.items():
        for sentence in sentences:
            holders.setdefault(sentence, []).append(text_hash)
    fewest = max(_FEWEST_TEXTS, _SMALLEST_SHARE * len(by_text))
    return {
        sentence
        for sentence, texts in holders.items()
        if len(texts) >= fewest and _likeness(texts, by_text) <= _LARGEST_LIKENESS
    }


def _likeness(texts: list[bytes], by_text: Mapping[bytes, set[bytes]]) -> float:
    """The share of edge sentences that two texts have in common, on average over some pairs."""
    pairs = list(pairwise(sorted(texts)[:_COMPARED]))
    shares = [len(by_text[a] & by_text[b]) / len(by_text[a] | by_text[b]) for a, b in pairs]
    return sum(shares) / len(shares)


def _leave_out(
    library: Library, publisher: str, repeated: set[bytes], count_tokens: CountTokens
) -> int:
    count = 0
    for ids in batches(_holders(library, publisher, repeated)):
        found = (_without(article, repeated) for article, _ in library.current(ids))
        entries = [library.rechunked(one, count_tokens) for one in found if one is not None]
        library.put(entries)
        count += len(entries)
    return count


def _without(article: Article, repeated: set[bytes]) -> Article | None:
    """The article without repeated sentences; None if it has none, or little else."""
    spans = [span for sentence, span in _edge_sentences(article) if sentence in repeated]
    why = f"repeated across articles of {article.publisher}"
    kept = tuple(_subtracted(article, spans))
    if not spans or _size(kept) < _LEAST_LEFT * _size(article.kept):
        return None
    omitted = [*article.omitted, *(Omission(span.start, span.end, why) for span in spans)]
    return replace(article, kept=kept, omitted=tuple(sorted(omitted, key=lambda o: o.start)))


def _size(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _subtracted(article: Article, gaps: Iterable[Span]) -> Iterator[Span]:
    """The kept spans without the gaps and the white space around them."""
    for span in article.kept:
        at = span.start
        inside = [gap for gap in gaps if span.start <= gap.start and gap.end <= span.end]
        for gap in [*sorted(inside), Span(span.end, span.end)]:
            if (left := trimmed(article.text, at, gap.start)) is not None:
                yield left
            at = gap.end


# The table `edges`


def _edges_of(library: Library, publisher: str) -> dict[bytes, set[bytes]]:
    """For each text of a publisher, its edge sentences."""
    found = select(edges.c.text_hash, edges.c.sentence).where(edges.c.publisher == publisher)
    by_text: dict[bytes, set[bytes]] = {}
    for row in read_rows(library.engine, found):
        by_text.setdefault(row.text_hash, set()).add(row.sentence)
    return by_text


def _holders(library: Library, publisher: str, sentences: Iterable[bytes]) -> list[str]:
    """The publisher's current articles that have one of these edge sentences."""
    found = (
        select(articles.c.id)
        .join(edges, edges.c.text_hash == articles.c.text_hash)
        .where(articles.c.current, articles.c.publisher == publisher)
        .where(edges.c.publisher == publisher)
    )
    ids: set[str] = set()
    for batch in batches(sorted(sentences)):
        ids |= set(read_values(library.engine, found.where(edges.c.sentence.in_(batch))))
    return sorted(ids)
