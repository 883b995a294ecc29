"""Splits articles into chunks: whole adjacent sentences, small enough for the embedder."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.article import Article, Chunk, Span
from assistant.text.sentences import split_sentences

MAX_TOKENS = 219
MAX_CHARACTERS = 1500
# A headline longer than this would leave its chunks too little room for their own words.
_HEADLINE_TOKENS = 60
_WORD_END = re.compile(r"\s+")

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long, with its size in tokens."""

    span: Span
    tokens: int


def chunk_article(article: Article, count_tokens: CountTokens) -> list[Chunk]:
    """The chunks of the reporting in an article, in order.

    A chunk is one span of the article's text, of at most 1,500 characters and, with its headline,
    fewer than 220 tokens. It contains nothing that was omitted. Between two omissions the chunks
    have similar sizes, so that none is a short remainder. A sentence is cut only if it alone is too
    large. Together the chunks cover the kept text except white space.
    """
    text, article_id = article.text, article.article_id
    evidence = article.evidence.get("title")
    # A derived title is the first sentence of the text, which the chunks contain anyway.
    is_derived = evidence is not None and evidence.origin == "derived"
    headline = None if is_derived else _headline(article.title, count_tokens)
    room = MAX_TOKENS - (count_tokens(headline) if headline else 0)
    spans: list[Span] = []
    for stretch in _stretches(article):
        sentences = split_sentences(text, stretch.start, stretch.end)
        pieces = [p for span in sentences for p in _fitting(text, span, room, count_tokens)]
        spans += _fill(text, pieces, room)
    return [
        Chunk(article_id, at, span.start, span.end, span.of(text), headline)
        for at, span in enumerate(spans)
    ]


def _headline(title: str | None, count_tokens: CountTokens) -> str | None:
    """The title on one line, cut after a word if it is too long to precede chunks."""
    kept: list[str] = []
    for word in (title or "").split():
        if count_tokens(" ".join([*kept, word])) > _HEADLINE_TOKENS:
            break
        kept.append(word)
    return " ".join(kept) or None


def _stretches(article: Article) -> Iterator[Span]:
    """The kept spans, joined if only white space is between them."""
    current: Span | None = None
    for span in article.kept:
        if current is None:
            current = span
        elif article.text[current.end : span.start].strip():
            yield current
            current = span
        else:
            current = Span(current.start, span.end)
    if current is not None:
        yield current


def _fitting(text: str, span: Span, room: int, count_tokens: CountTokens) -> Iterator[_Piece]:
    """The span, halved between words, or else anywhere, until each part fits."""
    tokens = count_tokens(span.of(text))
    if (tokens <= room and span.end - span.start <= MAX_CHARACTERS) or span.end - span.start < 2:
        yield _Piece(span, tokens)
        return
    left, right = _halves(text, span)
    yield from _fitting(text, left, room, count_tokens)
    yield from _fitting(text, right, room, count_tokens)


def _halves(text: str, span: Span) -> tuple[Span, Span]:
    middle = (span.start + span.end) // 2
    gaps = [gap.span() for gap in _WORD_END.finditer(text, span.start + 1, span.end - 1)]
    start, end = min(gaps, key=lambda gap: abs(gap[0] - middle), default=(middle, middle))
    return Span(span.start, start), Span(end, span.end)


def _fill(text: str, pieces: list[_Piece], room: int) -> Iterator[Span]:
    """Adjacent pieces joined into spans of similar size that fit the room."""
    total = sum(piece.tokens for piece in pieces)
    # The tokens of each chunk if the smallest possible number of chunks share them evenly.
    share = total / max(1, -(-total // room))
    start, end, tokens = -1, -1, 0
    for piece in pieces:
        full = tokens + piece.tokens > room or piece.span.end - start > MAX_CHARACTERS
        # Only pieces with white space between them can be joined: their tokens add up.
        apart = text[end : piece.span.start].isspace()
        if start >= 0 and (full or tokens >= share or not apart):
            yield Span(start, end)
            start, tokens = -1, 0
        start = piece.span.start if start < 0 else start
        end, tokens = piece.span.end, tokens + piece.tokens
    if start >= 0:
        yield Span(start, end)
