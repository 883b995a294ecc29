"""A search index over a few articles that came with a question; nothing is stored."""

from collections.abc import Sequence
from functools import cached_property

from assistant.article import Article, Chunk
from assistant.embedders.base import Embedder, Matrix
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.index.filters import admits
from assistant.index.search_index import Hit
from assistant.index.word_index import ArticleWords, WordsIndex
from assistant.library.chunk import chunk_article
from assistant.library.excerpts import SHOWN_OF_ARTICLE
from assistant.reply import Excerpt, Filters


class DocumentsIndex:
    """A `SearchIndex` over articles that came with a question.

    Without an embedder only words are searched. The texts are embedded at the first vector search.
    """

    def __init__(self, articles: Sequence[Article], embedder: Embedder | None = None) -> None:
        count = count_word_pieces if embedder is None else embedder.count_tokens
        self._articles = {article.article_id: article for article in articles}
        entries = [ArticleWords(one, chunk_article(one, count)) for one in self._articles.values()]
        self._chunks = {chunk.chunk_id: chunk for entry in entries for chunk in entry.chunks}
        self._embedder = embedder
        words = WordsIndex()
        words.write(entries)
        self.words, self.frequency, self.vocabulary = (
            words.search,
            words.frequency,
            words.vocabulary,
        )

    def __len__(self) -> int:
        return len(self._chunks)

    @property
    def coverage(self) -> float:
        """1 with an embedder or without chunks, else 0."""
        return 1.0 if self._embedder is not None or not self._chunks else 0.0

    def passing(self, filters: Filters) -> list[Article]:
        """The articles that pass the filters."""
        return [
            one
            for one in self._articles.values()
            if admits(filters, one.source, one.publisher, one.published)
        ]

    def vectors(self, vector: Matrix, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k chunks nearest to a unit vector, best first; none without an embedder."""
        import numpy as np

        if self._embedder is None or not self._chunks:
            return []
        scores = self._matrix @ vector
        ids = list(self._chunks)
        order = (int(at) for at in np.argsort(-scores, kind="stable"))
        articles = [self._articles[chunk.article_id] for chunk in self._chunks.values()]
        passing = [admits(filters, one.source, one.publisher, one.published) for one in articles]
        allowed = (at for at in order if passing[at])
        return [Hit(ids[at], float(scores[at])) for at, _ in zip(allowed, range(k), strict=False)]

    def cosines(self, vector: Matrix, chunk_ids: Sequence[str]) -> dict[str, float]:
        """The cosines of a unit vector and these chunks; none without an embedder."""
        if self._embedder is None:
            return {}
        rows = {chunk_id: at for at, chunk_id in enumerate(self._chunks)}
        known = [chunk_id for chunk_id in chunk_ids if chunk_id in rows]
        scores = self._matrix[[rows[chunk_id] for chunk_id in known]] @ vector
        return {chunk_id: float(score) for chunk_id, score in zip(known, scores, strict=True)}

    def excerpts(self, chunk_ids: Sequence[str]) -> list[Excerpt]:
        """The chunks with these ids and their articles' metadata; unknown ids are dropped."""
        return [
            excerpt_of(self._articles[chunk.article_id], chunk)
            for chunk in map(self._chunks.get, chunk_ids)
            if chunk is not None
        ]

    def article_chunks(self, article_id: str) -> list[Excerpt]:
        """All chunks of one article, in its order."""
        return self.excerpts(
            [key for key, chunk in self._chunks.items() if chunk.article_id == article_id]
        )

    def passage(self, article_id: str, start: int, end: int) -> str:
        """An article's own words from `start` to `end`; empty for an unknown article."""
        article = self._articles.get(article_id)
        return article.text[start:end] if article else ""

    def outlets(self) -> Sequence[str]:
        """The publishers of the articles, each once."""
        return sorted({a.publisher for a in self._articles.values() if a.publisher})

    def authors(self) -> Sequence[str]:
        """The bylines of the articles, each once."""
        return sorted({a.byline for a in self._articles.values() if a.byline})

    def articles_by(self, bylines: Sequence[str]) -> list[str]:
        """The ids of the articles with one of these bylines, latest first."""
        found = [a for a in self._articles.values() if a.byline in bylines]
        return [a.article_id for a in sorted(found, key=lambda a: a.published or "", reverse=True)]

    @cached_property
    def _matrix(self) -> Matrix:
        assert self._embedder is not None
        return self._embedder.vectors([chunk.indexed_text for chunk in self._chunks.values()])


def excerpt_of(article: Article, chunk: Chunk) -> Excerpt:
    """A chunk with its article's metadata."""
    return Excerpt(
        chunk_id=chunk.chunk_id,
        article_id=article.article_id,
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        timely=article.is_timely,
        **{name: getattr(article, name) for name in SHOWN_OF_ARTICLE},
    )
