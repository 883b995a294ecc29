"""Excerpts grown by the sentences around them, where a chunk may cut a thought."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.article import Span
from assistant.index.search import SearchIndex
from assistant.reply import Excerpt
from assistant.text.sentences import split_sentences

MAX_CHARACTERS = 1500


def grow_excerpts(
    excerpts: Sequence[Excerpt], index: SearchIndex, limit: int = MAX_CHARACTERS
) -> list[Excerpt]:
    """The excerpts with whole sentences before and after them, up to `limit` characters each.

    They grow into the neighbouring chunks, across nothing but white space, and into no words that
    another of the excerpts shows.
    """
    neighbours = {
        excerpt.chunk_id: excerpt
        for excerpt in index.excerpts(sorted({i for e in excerpts for i in _beside(e.chunk_id)}))
    }
    shown = {excerpt.chunk_id for excerpt in excerpts}
    taken: dict[str, list[Span]] = {}
    grown = []
    for excerpt in excerpts:
        around = [neighbours.get(i) if i not in shown else None for i in _beside(excerpt.chunk_id)]
        spans = taken.setdefault(excerpt.article_id, [])
        grown.append(_grown(excerpt, around, spans, index, limit))
        spans.append(Span(grown[-1].start, grown[-1].end))
    return grown


def _beside(chunk_id: str) -> Iterator[str]:
    """The ids of the chunks before and after one; either may not be there."""
    article_id, _, position = chunk_id.rpartition("-")
    for at in (int(position) - 1, int(position) + 1):
        yield f"{article_id}-{max(at, 0):04d}" if at >= 0 else ""


def _grown(
    excerpt: Excerpt,
    around: Sequence[Excerpt | None],
    taken: Sequence[Span],
    index: SearchIndex,
    limit: int,
) -> Excerpt:
    before, after = (_free_sentences(other, taken) for other in around)
    before = _reachable(list(reversed(before)), excerpt, index)
    after = _reachable(after, excerpt, index)
    span = _widest(Span(excerpt.start, excerpt.end), before, after, limit)
    if (span.start, span.end) == (excerpt.start, excerpt.end):
        return excerpt
    text = index.passage(excerpt.article_id, span.start, span.end)
    return replace(excerpt, start=span.start, end=span.end, text=text)


def _free_sentences(chunk: Excerpt | None, taken: Sequence[Span]) -> list[Span]:
    """The sentences of a neighbouring chunk, as spans of its article, that nothing shows yet."""
    if chunk is None or any(s.start < chunk.end and chunk.start < s.end for s in taken):
        return []
    return [
        Span(chunk.start + sentence.start, chunk.start + sentence.end)
        for sentence in _sentences(chunk.text)
    ]


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(split_sentences(text))


def _reachable(sentences: list[Span], excerpt: Excerpt, index: SearchIndex) -> list[Span]:
    """The sentences, nearest first, if nothing but white space parts the first from the excerpt."""
    if not sentences:
        return []
    first = sentences[0]
    start, end = (
        sorted((first.end, excerpt.start))
        if first.end <= excerpt.start
        else (
            excerpt.end,
            first.start,
        )
    )
    return sentences if not index.passage(excerpt.article_id, start, end).strip() else []


def _widest(span: Span, before: list[Span], after: list[Span], limit: int) -> Span:
    """The span with sentences added before and after by turns while it stays within the limit."""
    before, after = before[::-1], after[::-1]
    backwards = True
    while before or after:
        if not (after if not backwards else before):
            backwards = not backwards
        side = before if backwards else after
        wider = Span(min(span.start, side[-1].start), max(span.end, side[-1].end))
        if wider.end - wider.start > limit:
            side.clear()
        else:
            side.pop()
            span = wider
        backwards = not backwards
    return span
