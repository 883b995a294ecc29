"""Vectors with fewer numbers for the graph, which has all of them in memory.

MiniLM's 384 numbers differ in 255 directions for the most part (`bench/fit_directions.py`): 98 % of
a news text lies there. What is near in them is asked for, two and a half times as much as is
wanted, and compared once more by whole vectors.
"""

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FORM = "255 directions"
"""Names how vectors lie in a graph: one that is made otherwise has to be made again."""

# At 20,000 chunks (bench/neighbours.py) half as many again lack one of the 100 nearest for 15
# questions of 200, as many again for 3, one and a half times as many again for none.
_AGAIN, _AT_LEAST = 1.5, 20


def more_than(k: int) -> int:
    """How many of the nearest by fewer numbers hold the k nearest."""
    return k + max(_AT_LEAST, round(_AGAIN * k))


def kept(vectors: "Vectors") -> "Vectors":
    """Vectors, one a row, as the graph holds them: of unit length still, by a number for the rest.

    Those of another embedder, of another size, stay as they are.
    """
    import numpy as np

    if vectors.shape[1] != len(_directions()):
        return vectors
    near = vectors @ _directions()
    rest = np.sum(vectors**2, axis=1) - np.sum(near**2, axis=1)
    return np.column_stack([near, np.sqrt(rest.clip(min=0.0))])


def asked(vector: "Vectors") -> "Vectors":
    """A question's vector as the graph is asked for it; the rest of it is left out."""
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
