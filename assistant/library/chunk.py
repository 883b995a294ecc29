"""Articles to chunks: whole neighbouring sentences, small enough for the embedder."""

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
    """The chunks of what counts as reporting in an article, in order.

    Chunk and headline together stay below 220 tokens, the chunk below 1,500 characters. A chunk
    is one span of the article's text; it crosses nothing that was omitted, and between two
    omissions chunks are of like size, so that none is a mere remnant. Sentences are cut only where
    one alone is too large. Together the chunks cover all that is kept but white space.
    """
    headline = _headline(_own_title(article), count_tokens)
    room = MAX_TOKENS - (count_tokens(headline) if headline else 0)
    spans = [
        span
        for stretch in _stretches(article)
        for span in _fill(
            article.text, list(_pieces(article.text, stretch, room, count_tokens)), room
        )
    ]
    return [
        Chunk(article.article_id, at, span.start, span.end, span.of(article.text), headline)
        for at, span in enumerate(spans)
    ]


def _own_title(article: Article) -> str | None:
    """The title, unless it is the article's first sentence, which the chunks hold anyway."""
    evidence = article.evidence.get("title")
    return None if evidence is not None and evidence.origin == "derived" else article.title


def _headline(title: str | None, count_tokens: CountTokens) -> str | None:
    """The title on one line, cut at a word where it is too long to stand in front of chunks."""
    kept: list[str] = []
    for word in (title or "").split():
        if count_tokens(" ".join([*kept, word])) > _HEADLINE_TOKENS:
            break
        kept.append(word)
    return " ".join(kept) or None


def _stretches(article: Article) -> Iterator[Span]:
    """Kept spans, those with nothing but white space between them as one."""
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


def _pieces(text: str, stretch: Span, room: int, count_tokens: CountTokens) -> Iterator[_Piece]:
    for sentence in split_sentences(text, stretch.start, stretch.end):
        yield from _fitting(text, sentence, room, count_tokens)


def _fitting(text: str, span: Span, room: int, count_tokens: CountTokens) -> Iterator[_Piece]:
    """The span, halved at a word's end, or failing that anywhere, until each part fits."""
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
    """Neighbouring pieces joined into spans of like size that fit the room."""
    share = _even_share(sum(piece.tokens for piece in pieces), room)
    start, end, tokens = -1, -1, 0
    for piece in pieces:
        full = tokens + piece.tokens > room or piece.span.end - start > MAX_CHARACTERS
        if start >= 0 and (full or tokens >= share or not _apart(text, end, piece.span.start)):
            yield Span(start, end)
            start, tokens = -1, 0
        start = piece.span.start if start < 0 else start
        end, tokens = piece.span.end, tokens + piece.tokens
    if start >= 0:
        yield Span(start, end)


def _even_share(tokens: int, room: int) -> float:
    """What each chunk gets where as few as possible share the tokens evenly."""
    return tokens / max(1, -(-tokens // room))


def _apart(text: str, end: int, start: int) -> bool:
    """Whether joining two pieces adds up their tokens: a gap of plain white space says so."""
    return text[end:start].isspace()
