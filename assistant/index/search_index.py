"""The interface between retrieval and the indexes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from assistant.embedders.base import Matrix
from assistant.reply import Excerpt, Filters


class Hit(NamedTuple):
    """A chunk that was found, with its score: BM25 for words, cosine for vectors."""

    chunk_id: str
    score: float


def best_first(hits: Iterable[Hit], k: int) -> list[Hit]:
    """The k best hits; hits with equal scores are in the order of their ids."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))[:k]


class SearchIndex(Protocol):
    """A snapshot of a corpus for one question."""

    def __len__(self) -> int:
        """The number of chunks."""

    @property
    def coverage(self) -> float:
        """The share of the chunks that have vectors, 0 to 1; 1 if there are no chunks."""

    def words(self, query: str, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k chunks that share most with the query's words, best first."""

    def vectors(self, vector: Matrix, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k chunks nearest to a unit vector, best first."""

    def cosines(self, vector: Matrix, chunk_ids: Sequence[str]) -> Mapping[str, float]:
        """The cosines of a unit vector and these chunks; chunks without a vector are left out."""

    def excerpts(self, chunk_ids: Sequence[str]) -> list[Excerpt]:
        """The chunks with these ids and their articles' metadata; unknown ids are dropped."""

    def article_chunks(self, article_id: str) -> list[Excerpt]:
        """All chunks of one article, in its order."""

    def passage(self, article_id: str, start: int, end: int) -> str:
        """An article's own words from `start` to `end`; empty for an unknown article."""

    def frequency(self, word: str) -> int:
        """How many chunks contain the word in any form."""

    def vocabulary(self, prefix: str) -> Sequence[str]:
        """The stems of the words that begin with `prefix`, each once."""

    def outlets(self) -> Sequence[str]:
        """The publishers of the articles, each once."""

    def authors(self) -> Sequence[str]:
        """The bylines of the articles, each once."""

    def articles_by(self, bylines: Sequence[str]) -> list[str]:
        """The ids of the articles with one of these bylines, latest first."""
