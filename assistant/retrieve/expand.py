"""Excerpts extended by the sentences around them, because a chunk may cut a thought in two."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.article import Span
from assistant.index.search_index import SearchIndex
from assistant.reply import Excerpt
from assistant.text.document import parse

MAX_CHARACTERS = 1500


def expand_excerpts(excerpts: Sequence[Excerpt], index: SearchIndex) -> list[Excerpt]:
    """The excerpts with whole sentences before and after them, up to 1,500 characters each.

    The sentences come from the neighbouring chunks. Only white space may be between them and the
    excerpt, and no sentence is shown twice.
    """
    neighbours = {
        excerpt.chunk_id: excerpt
        for excerpt in index.excerpts(sorted({i for e in excerpts for i in _beside(e.chunk_id)}))
    }
    shown = {excerpt.chunk_id for excerpt in excerpts}
    taken: dict[str, list[Span]] = {}
    expanded = []
    for excerpt in excerpts:
        around = [neighbours.get(i) if i not in shown else None for i in _beside(excerpt.chunk_id)]
        spans = taken.setdefault(excerpt.article_id, [])
        expanded.append(_expanded(excerpt, around, spans, index))
        spans.append(Span(expanded[-1].start, expanded[-1].end))
    return expanded


def _beside(chunk_id: str) -> Iterator[str]:
    """The ids of the chunks before and after one, whether or not they exist."""
    article_id, _, position = chunk_id.rpartition("-")
    for at in (int(position) - 1, int(position) + 1):
        yield f"{article_id}-{max(at, 0):04d}" if at >= 0 else ""


def _expanded(
    excerpt: Excerpt,
    around: Sequence[Excerpt | None],
    taken: Sequence[Span],
    index: SearchIndex,
) -> Excerpt:
    before, after = (_free_sentences(other, taken) for other in around)
    before = _reachable(list(reversed(before)), excerpt, index)
    after = _reachable(after, excerpt, index)
    span = _widest(Span(excerpt.start, excerpt.end), before, after)
    if (span.start, span.end) == (excerpt.start, excerpt.end):
        return excerpt
    text = index.passage(excerpt.article_id, span.start, span.end)
    return replace(excerpt, start=span.start, end=span.end, text=text)


def _free_sentences(chunk: Excerpt | None, taken: Sequence[Span]) -> list[Span]:
    """The sentences of a neighbouring chunk as spans of its article; none if it is shown."""
    if chunk is None or any(s.start < chunk.end and chunk.start < s.end for s in taken):
        return []
    return [
        Span(chunk.start + sentence.start, chunk.start + sentence.end)
        for sentence in parse(chunk.text).sentences
    ]


def _reachable(sentences: list[Span], excerpt: Excerpt, index: SearchIndex) -> list[Span]:
    """The sentences, nearest first, if only white space is between the first and the excerpt."""
    if not sentences:
        return []
    first = sentences[0]
    before = first.end <= excerpt.start
    start, end = (first.end, excerpt.start) if before else (excerpt.end, first.start)
    return sentences if not index.passage(excerpt.article_id, start, end).strip() else []


def _widest(span: Span, before: list[Span], after: list[Span]) -> Span:
    """The span with sentences added before and after in turn, up to the limit."""
    before, after = before[::-1], after[::-1]
    backwards = True
    while before or after:
        if not (before if backwards else after):
            backwards = not backwards
        side = before if backwards else after
        wider = Span(min(span.start, side[-1].start), max(span.end, side[-1].end))
        if wider.end - wider.start > MAX_CHARACTERS:
            side.clear()
        else:
            side.pop()
            span = wider
        backwards = not backwards
    return span
