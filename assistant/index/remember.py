"""Vectors that are still known: a reader comes back to the same sentences."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.index.cores import cores
from assistant.index.embed import ReadingEmbedder, TokenVectors

if TYPE_CHECKING:
    from assistant.index.embed import Matrix

# A conversation stays with its articles.
_REMEMBERED = 2_000
_TOKENS = 32  # texts token by token; one takes up to 400 KB


class RememberingEmbedder:
    """Gives the vectors of `own`, and the same ones again of the `size` texts asked for last."""

    def __init__(self, own: ReadingEmbedder, size: int | None = _REMEMBERED) -> None:
        self._own = own
        self._known = lru_cache(size)(own.vector)
        self._by_token = lru_cache(_TOKENS)(lambda text: own.tokens([text])[0])
        self.embedder_id = own.embedder_id

    def count_tokens(self, text: str) -> int:
        """How many of the model's tokens the text takes."""
        return self._own.count_tokens(text)

    def vector(self, text: str) -> "Matrix":
        """The unit vector of one text."""
        return self._known(text)

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Each text token by token, in the order of the texts; those not known side by side."""
        with ThreadPoolExecutor(cores()) as pool:
            return list(pool.map(self._by_token, texts))

    def vectors(self, texts: Sequence[str]) -> "Matrix":
        """One unit vector a text, in the order of the texts; those not known side by side."""
        import numpy as np

        with ThreadPoolExecutor(cores()) as pool:
            return np.stack(list(pool.map(self._known, texts)))
