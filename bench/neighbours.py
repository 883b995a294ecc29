"""How many of the nearest by fewer numbers hold all of those that are wanted.

    PYTHONPATH=. python bench/neighbours.py [--folder DIR] [--size 20000] [--wanted 100]

Reads the library that `bench/scale.py` left in its folder, and asks its questions. Says how many of
them lack one of the nearest by whole vectors: among the nearest by fewer numbers, compared one by
one, and among those that the graph gives.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np

from assistant.embedders.minilm.embedder import MiniLM
from assistant.index.generations import Generations
from assistant.index.vector_index import VectorsIndex
from assistant.library.store import open_library
from bench.scale import Vectors, questions

EMBEDDER = "bench"
SHARES = (1.5, 2.0, 2.5, 3.0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "scale")
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--wanted", type=int, default=100)
    options = parser.parse_args()
    home = options.folder / f"ours-{options.size}"
    library = open_library(home)
    batches = [(ids, vectors.copy()) for ids, vectors in library.vectors.by_chunk(EMBEDDER)]
    library.close()
    ids = [one for some, _ in batches for one in some]
    whole = np.concatenate([vectors for _, vectors in batches])
    kept, place = MiniLM.projection.project(whole), {one: at for at, one in enumerate(ids)}
    asked = Vectors(options.folder).vectors(questions(options.folder))
    generations = Generations(home)
    published = generations.published()
    if published is None or published.vectors is None:
        raise SystemExit(f"{home} holds no vectors; run bench/scale.py first")
    index = VectorsIndex(generations.path(published.vectors))
    for share in SHARES:
        count, compared, by_graph = round(share * options.wanted), 0, 0
        for vector in asked:
            true = set(np.argsort(-(whole @ vector))[: options.wanted])
            near = set(np.argsort(-(kept @ MiniLM.projection.project_query(vector)))[:count])
            found = {place[hit.chunk_id] for hit in index.search(vector, count)}
            compared += not true <= near
            by_graph += not true <= found
        print(f"{count} asked for: {compared} of {len(asked)} lack one; by the graph {by_graph}")
    index.close()


if __name__ == "__main__":
    main()
