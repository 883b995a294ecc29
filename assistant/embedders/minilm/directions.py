"""MiniLM's vectors with fewer numbers, for the graph, which has all of them in memory.

255 directions hold 98 % of the vectors of news (`bench/fit_directions.py`). A search in them asks
for more chunks than are wanted, and compares those by whole vectors.
"""

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from assistant.embedders.base import Projection

if TYPE_CHECKING:
    from assistant.embedders.base import Matrix


class Directions(Projection):
    """The principal directions of MiniLM's vectors of news, and one number for the rest."""

    form = "255 directions"

    def project(self, vectors: "Matrix") -> "Matrix":
        """Unit vectors in 256 numbers, of unit length still."""
        import numpy as np

        near = vectors @ _directions()
        rest = np.sum(vectors**2, axis=1) - np.sum(near**2, axis=1)
        return np.column_stack([near, np.sqrt(rest.clip(min=0.0))])

    def project_query(self, vector: "Matrix") -> "Matrix":
        """A query's vector in the same numbers; the rest of it is left out."""
        import numpy as np

        return np.append(vector @ _directions(), np.float32(0.0))


@cache
def _directions() -> "Matrix":
    """The directions, one a column: an array of shape (384, 255)."""
    import numpy as np

    with as_file(files("assistant.embedders.minilm") / "directions.npy") as path:
        found: Matrix = np.load(path).astype(np.float32)
    return found
