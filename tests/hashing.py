"""An embedder without a model, for tests of everything but the model."""

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.embedders.base import Embedder, unit
from assistant.text.words import content_stems

if TYPE_CHECKING:
    from assistant.embedders.base import Matrix


class HashingEmbedder(Embedder):
    """Hashes each stem of a text to a dimension, so that texts that share words are near."""

    def __init__(self, dimensions: int = 64) -> None:
        self._dimensions = dimensions
        self.embedder_id = f"hashing-{dimensions}"

    def vectors(self, texts: Sequence[str]) -> "Matrix":
        """One unit vector a text, in the order of the texts."""
        import numpy as np

        found = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for at, text in enumerate(texts):
            for stem in content_stems(text) or [""]:
                code = zlib.crc32(stem.encode("utf-8", "replace"))
                found[at, code % self._dimensions] += 1 if code >> 31 else -1
            # Stems can cancel each other out; this keeps the vector from being zero.
            found[at, 0] += 0.01
        return unit(found)
