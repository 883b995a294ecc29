"""Vectors projected to fewer dimensions for the approximate index, which is held in memory.

MiniLM's 384 dimensions vary along 255 directions (`bench/fit_directions.py`): these explain 98 % of
the variance of news text. A search takes two and a half times as many neighbours as it needs from
the projection, and compares those by their full vectors.
"""

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FORM = "255 directions"
"""Names the projection: an index made with another one is rebuilt."""

# Measured at 20,000 chunks (bench/neighbours.py). With half as many candidates again, 15 of 200
# questions miss one of their 100 nearest; with twice as many, 3; with two and a half times, none.
_MORE, _AT_LEAST = 1.5, 20


def candidates_for(k: int) -> int:
    """How many neighbours by projected vectors contain the k nearest by full vectors."""
    return k + max(_AT_LEAST, round(_MORE * k))


def project(vectors: "Vectors") -> "Vectors":
    """Vectors, one a row, as the index holds them.

    One more number holds the length of what the projection loses, so that they keep unit length.
    Vectors of another embedder, with another dimension, are returned unchanged.
    """
    import numpy as np

    if vectors.shape[1] != len(_directions()):
        return vectors
    projected = vectors @ _directions()
    lost = np.sum(vectors**2, axis=1) - np.sum(projected**2, axis=1)
    return np.column_stack([projected, np.sqrt(lost.clip(min=0.0))])


def project_query(vector: "Vectors") -> "Vectors":
    """A question's vector as the index is searched with it, without the number for the rest."""
    import numpy as np

    if len(vector) != len(_directions()):
        return vector
    return np.append(vector @ _directions(), np.float32(0.0))


@cache
def _directions() -> "Vectors":
    """MiniLM's directions, one a column: an array of shape (384, 255)."""
    import numpy as np

    with as_file(files("assistant.index") / "minilm" / "directions.npy") as path:
        found: Vectors = np.load(path).astype(np.float32)
    return found
