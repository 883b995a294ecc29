"""Exact search over vectors in memory: for filters, and where Chroma cannot be used."""

from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.index.filters import Days, asked_days, days_of, fold, names_of
from assistant.index.search import Hit
from assistant.library.store import Filterable, Library
from assistant.reply import Filters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Gathering rows costs three times what multiplying them does; past a third it does not pay.
_GATHER_SHARE = 1 / 3


class ExactVectors:
    """All vectors of a library as one matrix, and what filters compare of their articles.

    It holds what the library held when it was made: 1.5 KB a chunk.
    """

    def __init__(self, library: Library, embedder_id: str) -> None:
        import numpy as np

        self._articles = _Columns(library.filterables())
        self._ids: list[str] = []
        count = library.count_vectors(embedder_id)
        self._matrix: NDArray[np.float32] = np.empty((0, 0), dtype=np.float32)
        for ids, vectors in library.vectors_of(embedder_id):
            if not self._matrix.size:
                self._matrix = np.empty((count, vectors.shape[1]), dtype=np.float32)
            room = count - len(self._ids)
            self._matrix[len(self._ids) : len(self._ids) + len(ids)] = vectors[:room]
            self._ids += ids[:room]
        self._owners = self._owner_rows()
        self._allowed = lru_cache(maxsize=16)(self._allowed_rows)

    def __len__(self) -> int:
        """How many vectors there are."""
        return len(self._ids)

    def search(
        self, vector: "NDArray[np.float32]", k: int, filters: Filters = Filters()
    ) -> list[Hit]:
        """The k chunks within the filter that are nearest to a unit vector, best first."""
        import numpy as np

        rows = self._allowed(filters)
        if not len(rows) or k < 1:
            return []
        if len(rows) < _GATHER_SHARE * len(self._ids):
            scores = self._matrix[rows] @ vector
        else:
            scores = (self._matrix[: len(self._ids)] @ vector)[rows]
        top = np.argpartition(-scores, min(k, len(rows)) - 1)[:k]
        top = top[np.argsort(-scores[top], kind="stable")]
        return [Hit(self._ids[rows[at]], float(scores[at])) for at in top]

    def _owner_rows(self) -> "NDArray[np.int32]":
        """For each vector, the place of its article in the columns."""
        import numpy as np

        places = self._articles.places
        owners = (places.get(chunk_id.rpartition("-")[0], -1) for chunk_id in self._ids)
        return np.fromiter(owners, dtype=np.int32, count=len(self._ids))

    def _allowed_rows(self, filters: Filters) -> "NDArray[np.int64]":
        import numpy as np

        if not filters:
            return np.arange(len(self._ids))
        # The last place stands for vectors whose article went while the matrix was made.
        return np.flatnonzero(np.append(self._articles.passing(filters), False)[self._owners])


class _Columns:
    """What filters compare, one array a field, so that a filter costs no loop over articles."""

    def __init__(self, rows: list[Filterable]) -> None:
        import numpy as np

        self.places = {row.article_id: at for at, row in enumerate(rows)}
        self._sources = [row.source for row in rows]
        self._publishers = np.array([fold(row.publisher) for row in rows], dtype=str)
        # No day is asked for below 1, so what has no date passes no filter by date.
        days = [days_of(row.published) or Days(0, -1) for row in rows]
        self._first, self._last = np.array(days, dtype=np.int32).reshape(-1, 2).T

    def passing(self, filters: Filters) -> "NDArray[np.bool_]":
        """Which articles pass: the same as `admits` says of each."""
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
