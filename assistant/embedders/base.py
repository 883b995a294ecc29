"""The seam for embedders: write one subclass of `Embedder` to use another model.

Search does not depend on a model's scale: it compares cosines of one model with each other. The
weights that combine them with words (`retrieve/rank.py`) were fitted with MiniLM. They work with
other models, but were not fitted to them.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float32]
else:
    Matrix = Any  # numpy is loaded when vectors are made


class Projection:
    """How vectors are kept in the approximate index. This one keeps them whole.

    `form` names it: an index of another form is rebuilt from the stored vectors.
    """

    form = "whole"

    def project(self, vectors: Matrix) -> Matrix:
        """Unit vectors, one a row, as the index holds them."""
        return vectors

    def project_query(self, vector: Matrix) -> Matrix:
        """The unit vector of a query, as the index is searched with it."""
        return vector


WHOLE = Projection()


class Embedder(ABC):
    """Turns texts into unit vectors of float32.

    `embedder_id` names the model: vectors of different ids are never compared, and a library with
    vectors of one id refuses another until it is embedded again. `projection` is for the
    approximate index; `embedders/opening.py` finds it by the id.
    """

    embedder_id: str
    projection: Projection = WHOLE

    @abstractmethod
    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One unit vector a text, in the order of the texts: an array of shape (n, dimensions)."""

    def vector(self, text: str) -> Matrix:
        """The unit vector of one text: an array of shape (dimensions,)."""
        one: Matrix = self.vectors([text])[0]
        return one

    def count_tokens(self, text: str) -> int:
        """How many tokens the text takes when articles are cut into chunks.

        MiniLM's count, unless a model needs smaller chunks: the reader of answers has MiniLM's
        vocabulary too, and its window of 256 tokens is smaller than that of any hosted model.
        """
        from assistant.embedders.minilm.embedder import count_word_pieces

        return count_word_pieces(text)


def unit(vectors: Matrix) -> Matrix:
    """Vectors along the last axis, each of length one; a vector of zeros stays as it is."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Matrix = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return found
