"""What a publisher's articles repeat, such as a line about its newsletter, kept out of evidence.

It is found by repetition alone: a sentence at the head or the foot of many of a publisher's
articles that have little else in common. Background that is told again and again stands in the
middle of articles, and reprints share more than such lines; both stay.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from assistant.article import Article, Omission, Span
from assistant.library import records
from assistant.library.chunk import CountTokens, chunk_article
from assistant.library.store import Entry, Library
from assistant.text.sentences import split_sentences

# How far from an article's head and foot such lines stand, in sentences.
_HEAD, _FOOT = 3, 6
_FEWEST_WORDS = 3
_FEWEST_TEXTS = 5
_SMALLEST_SHARE = 0.1
# Two articles that share more of their edges than this are reprints of each other.
_LARGEST_LIKENESS = 0.5
_COMPARED = 40
_WORD = re.compile(r"\w+")
_AT_ONCE = 200
_ROWS_AT_ONCE = 5000
_DONE = "boilerplate_revision"

Edge = tuple[bytes, Span]


def set_apart_boilerplate(library: Library, count_tokens: CountTokens) -> int:
    """Leave out of evidence what publishers repeat; say in how many articles something was.

    Only publishers with articles that changed since the last time are looked at. Call it inside
    `library.writing()`, before the indexes are brought in step.
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
    """Keep the edges of the articles that changed, and name their publishers."""
    touched: set[str] = set()
    rows: list[dict[str, object]] = []
    changed = [change.article_id for change in library.changes_since(since)]
    for article, _ in library.current(changed):
        if article.publisher:
            touched.add(article.publisher)
            rows += _rows(article)
        if len(rows) >= _ROWS_AT_ONCE:
            library.put_edges(rows)
            rows = []
    library.put_edges(rows)
    return touched


def _rows(article: Article) -> list[dict[str, object]]:
    text_hash = records.hash_of(article.text)
    return [
        {"publisher": article.publisher, "sentence": sentence, "text_hash": text_hash}
        for sentence in {sentence for sentence, _ in _edges(article)}
    ]


def _edges(article: Article) -> list[Edge]:
    """The sentences at an article's head and foot, each with the hash of its words."""
    spans = [
        sentence
        for kept in article.kept
        for sentence in split_sentences(article.text, kept.start, kept.end)
    ]
    near = spans if len(spans) <= _HEAD + _FOOT else spans[:_HEAD] + spans[-_FOOT:]
    worded = ((_WORD.findall(span.of(article.text).casefold()), span) for span in near)
    return [
        (records.hash_of(" ".join(words)), span)
        for words, span in worded
        if len(words) >= _FEWEST_WORDS
    ]


def _repeated(library: Library, publisher: str) -> set[bytes]:
    """The sentences that a publisher repeats in articles which are otherwise unlike."""
    by_text = library.edges_of(publisher)
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
    """What share of their edges texts have in common, on average over neighbouring pairs."""
    pairs = list(pairwise(sorted(texts)[:_COMPARED]))
    shares = [len(by_text[a] & by_text[b]) / len(by_text[a] | by_text[b]) for a, b in pairs]
    return sum(shares) / len(shares)


def _leave_out(
    library: Library, publisher: str, repeated: set[bytes], count_tokens: CountTokens
) -> int:
    count = 0
    for ids in _batches(library.holders_of_edges(publisher, repeated)):
        found = [_without(article, repeated) for article, _ in library.current(ids)]
        entries = [
            Entry(one, chunk_article(one, count_tokens), library.holder_of(one.source))
            for one in found
            if one is not None
        ]
        library.put(entries)
        count += len(entries)
    return count


def _without(article: Article, repeated: set[bytes]) -> Article | None:
    """The article without what is repeated; None where nothing is, or nothing would be left."""
    spans = [span for sentence, span in _edges(article) if sentence in repeated]
    why = f"repeated across articles of {article.publisher}"
    kept = tuple(_subtracted(article, spans))
    if not spans or not kept:
        return None
    omitted = [*article.omitted, *(Omission(span.start, span.end, why) for span in spans)]
    return replace(article, kept=kept, omitted=tuple(sorted(omitted, key=lambda o: o.start)))


def _subtracted(article: Article, gaps: Iterable[Span]) -> Iterator[Span]:
    """What is kept, without the gaps and the white space at their edges."""
    for span in article.kept:
        at = span.start
        inside = [gap for gap in gaps if span.start <= gap.start and gap.end <= span.end]
        for gap in [*sorted(inside), Span(span.end, span.end)]:
            piece = article.text[at : gap.start]
            if piece.strip():
                left = len(piece) - len(piece.lstrip())
                yield Span(at + left, at + len(piece.rstrip()))
            at = gap.end


def _batches(ids: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]
