"""Exact vector search in memory: for filters, and when Chroma cannot be used."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.article import chunk_id_of
from assistant.embedders.base import Matrix
from assistant.index.filters import Days, asked_days, days_of, fold, names_of
from assistant.index.search_index import Hit
from assistant.library.store import Filterable, Library
from assistant.library.vectors import Located
from assistant.reply import Filters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# Four bits a number: -7 to 7, stored as 1 to 15
_FINEST, _MIDDLE, _BITS = 7, 8, 4
# Rows compared at once: as float32 they fit into a core's cache.
_BLOCK = 1024
# Rounding to four bits changes a cosine by 0.007. The true k nearest are among so many times k.
_SECOND_LOOK, _AT_LEAST = 4, 100


class ExactVectors:
    """All vectors of a library as one matrix, with the fields of their articles that filters use.

    Each number takes four bits instead of 32: 0.2 KB a chunk. The best chunks are then compared by
    the vectors stored in the library. This is a snapshot of the library at the time of creation.
    """

    def __init__(self, library: Library, embedder_id: str) -> None:
        import numpy as np

        self._library = library
        self._articles = _Columns(library.filterables())
        self._count = 0
        room = library.vectors.count(embedder_id)
        self._owners, self._positions = (np.zeros(room, dtype=np.int32) for _ in range(2))
        self._places = np.zeros(room, dtype=np.int64)
        self._scales = np.zeros(room, dtype=np.float32)
        self._matrix: NDArray[np.uint8] = np.empty((room, 0), dtype=np.uint8)
        for located, vectors in library.vectors.located(embedder_id):
            self._take_in(located, vectors)
        self._passing = lru_cache(maxsize=16)(self._articles.passing)
        self._allowed = lru_cache(maxsize=16)(self._allowed_rows)

    def __len__(self) -> int:
        """How many vectors there are."""
        return self._count

    def search(self, vector: Matrix, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k chunks that pass the filter and are nearest to a unit vector, best first."""
        rows, articles = self._allowed(filters), self._articles
        if not len(rows) or k < 1:
            return []
        scores = self._scores(rows, vector)
        best = _highest(scores, max(_SECOND_LOOK * k, _AT_LEAST))
        exact = self._library.vectors.by_number(self._places[rows[best]].tolist())
        for at in best:
            own = exact.get(int(self._places[rows[at]]))
            scores[at] = scores[at] if own is None else own @ vector
        best = best[_highest(scores[best], k)]
        return [
            Hit(chunk_id_of(articles.ids[self._owners[row]], self._positions[row]), float(score))
            for row, score in zip(rows[best], scores[best], strict=True)
        ]

    def share(self, filters: Filters) -> float:
        """The share of the vectors that pass a filter."""
        return len(self._allowed(filters)) / self._count if self._count else 0.0

    def admits(self, chunk_id: str, filters: Filters) -> bool:
        """Whether a chunk's article passes a filter; an unknown article does not."""
        place = self._articles.places.get(chunk_id.rpartition("-")[0])
        return place is not None and bool(self._passing(filters)[place])

    def _take_in(self, located: Sequence[Located], vectors: Matrix) -> None:
        """Add vectors; articles and rows that were added to the library meanwhile are left out."""
        import numpy as np

        owners = [self._articles.places.get(one.article_id, -1) for one in located]
        known = [at for at, owner in enumerate(owners) if owner >= 0]
        known = known[: len(self._matrix) - self._count]
        rows = slice(self._count, self._count + len(known))
        if not self._matrix.size:
            width = (vectors.shape[1] + 1) // 2
            self._matrix = np.empty((len(self._matrix), width), dtype=np.uint8)
        self._owners[rows] = [owners[at] for at in known]
        self._positions[rows] = [located[at].position for at in known]
        self._places[rows] = [located[at].place for at in known]
        self._scales[rows], self._matrix[rows] = _coarse(vectors[known])
        self._count = rows.stop

    def _scores(self, rows: "NDArray[np.int32]", vector: Matrix) -> Matrix:
        """The cosines of these rows to two digits, computed block by block to save memory."""
        import numpy as np

        width = self._matrix.shape[1]
        pairs = np.empty((_BLOCK, width), dtype=np.uint8)
        numbers = np.empty(pairs.shape, dtype=np.float32)
        first, second = vector[:width], vector[width:]
        scores = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), _BLOCK):
            some = rows[start : start + _BLOCK]
            here, pair = scores[start : start + len(some)], pairs[: len(some)]
            number = numbers[: len(some)]
            np.take(self._matrix, some, axis=0, out=pair, mode="clip")
            np.bitwise_and(pair, (1 << _BITS) - 1, out=number, casting="unsafe")
            np.dot(number, first, out=here)
            np.right_shift(pair, _BITS, out=number, casting="unsafe")
            here += number[:, : len(second)] @ second
        scores -= _MIDDLE * vector.sum()
        scores *= self._scales[rows]
        return scores

    def _allowed_rows(self, filters: Filters) -> "NDArray[np.int32]":
        import numpy as np

        if not filters:
            return np.arange(self._count, dtype=np.int32)
        passes = self._passing(filters)[self._owners[: self._count]]
        return np.flatnonzero(passes).astype(np.int32)


def _coarse(vectors: Matrix) -> "tuple[Matrix, NDArray[np.uint8]]":
    """Each row as a scale and four-bit numbers; a byte has one number of each half of the row."""
    import numpy as np

    scales = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny) / _FINEST
    numbers = (np.rint(vectors / scales[:, None]) + _MIDDLE).astype(np.uint8)
    width = (vectors.shape[1] + 1) // 2
    pairs = numbers[:, :width].copy()
    pairs[:, : vectors.shape[1] - width] |= numbers[:, width:] << _BITS
    return scales, pairs


def _highest(scores: Matrix, k: int) -> "NDArray[np.int64]":
    """The positions of the k highest scores, highest first."""
    import numpy as np

    top = np.argpartition(-scores, min(k, len(scores)) - 1)[:k]
    return top[np.argsort(-scores[top], kind="stable")]


class _Columns:
    """The fields that filters compare, one array each, so that filters need no loop."""

    def __init__(self, rows: list[Filterable]) -> None:
        import numpy as np

        self.ids = [row.article_id for row in rows]
        self.places = {row.article_id: at for at, row in enumerate(rows)}
        self._sources = [row.source for row in rows]
        self._publishers = np.array([fold(row.publisher) for row in rows], dtype=str)
        # A filter by date starts at day 1 or later, so an article without a date never passes.
        days = [days_of(row.published) or Days(0, -1) for row in rows]
        self._first, self._last = np.array(days, dtype=np.int32).reshape(-1, 2).T

    def passing(self, filters: Filters) -> "NDArray[np.bool_]":
        """Which articles pass, by the same rules as `filters.admits`."""
        import numpy as np

        passes = np.ones(len(self._sources), dtype=bool)
        if filters.publishers:
            passes &= np.isin(self._publishers, [fold(name) for name in filters.publishers])
        if filters.sources:
            asked = set(filters.sources)
            passes &= [not asked.isdisjoint(names_of(source)) for source in self._sources]
        if (days := asked_days(filters)) is not None:
            passes &= (self._first <= days.last) & (self._last >= days.first)
        return passes
