"""An embedder that takes its time, so that a worker can be killed while it works."""

import time

from tests.hashing import HashingEmbedder


class SlowEmbedder(HashingEmbedder):
    """The same vectors, later."""

    def vectors(self, texts):
        time.sleep(0.3)
        return super().vectors(texts)
