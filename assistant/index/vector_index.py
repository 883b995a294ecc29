"""The vector index: ids and vectors in Chroma, and nothing else, in a folder or on a server."""

import sqlite3
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from assistant.embedders.base import WHOLE, Matrix, Projection
from assistant.errors import IndexDamaged
from assistant.index.search_index import Hit, best_first
from assistant.index.server import Server, close_client, collection_of
from assistant.resources import cores, release_memory

Batch: TypeAlias = tuple[list[str], Matrix]

_COLLECTION = "chunks"
# After so many changes Chroma writes its graph to disk: here after every batch. Otherwise the last
# changes would stay in its queue and be replayed each time the index is opened.
_SYNC_THRESHOLD = 2
# Chroma converts the vectors to Python numbers: about 20 KB each.
_BATCH = 1500
_ASKED_AT_ONCE = 500
# A vector must be among so many neighbours of itself: copies of a text have the same vector.
_NEAR = 5
# Least cosine of a vector with itself after projection and rounding
_SURE = 0.98
# At 20,000 chunks, a search of this breadth misses none of the 100 nearest (bench/neighbours.py).
# To see whether a vector finds itself, a breadth of 100 is enough, and much faster.
_SEARCH_BREADTH, _BREADTH_WHILE_WRITTEN = 2000, 100
# Twice Chroma's default, so that the quality of the graph varies less between builds.
_BUILD_BREADTH = 200


# Measured at 20,000 chunks (bench/neighbours.py). With half as many candidates again, 15 of 200
# questions miss one of their 100 nearest; with twice as many, 3; with two and a half times, none.
_MORE, _AT_LEAST = 1.5, 20


def candidates_for(k: int) -> int:
    """How many neighbours by projected vectors contain the k nearest by full vectors."""
    return k + max(_AT_LEAST, round(_MORE * k))


class VectorsIndex:
    """Approximate nearest neighbours of a vector. A folder is written by one process, then read.

    The embedder may project vectors to fewer dimensions: cosines are approximate. To get the k
    nearest, search for `candidates_for(k)` and compare their full vectors. With a server, the
    folder only names the collection on it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        create: bool = False,
        server: Server = None,
        projection: Projection = WHOLE,
    ) -> None:
        self._folder = folder
        self._projection = projection
        self._server = server
        self._writes = create
        name = _COLLECTION if server is None else collection_of(folder)
        if name is None:
            raise _damaged(folder, "it names no collection")
        if server is None and not create and not (folder / "chroma.sqlite3").is_file():
            raise _damaged(folder, "its database is missing")
        with self._mapped():
            self._client = _open_client(folder) if server is None else server.client()
            try:
                self._batch = min(_BATCH, int(self._client.get_max_batch_size()))
                self._collection = self._open_collection(name, create)
                self._count = int(self._collection.count())
            except BaseException:
                close_client(self._client)
                raise

    def __len__(self) -> int:
        """How many vectors it holds."""
        return self._count

    def close(self) -> None:
        """Release the memory and files of the index; no search may be running."""
        try:
            if self._writes:
                with self._mapped():
                    _set_breadth(self._collection, _SEARCH_BREADTH)
        finally:
            close_client(self._client)
            release_memory()

    def put(self, batches: Iterable[Batch]) -> None:
        """Add vectors under their chunks' ids; an existing id gets the new vector."""
        with self._mapped():
            for ids, vectors in _regrouped(batches, self._batch):
                kept = self._projection.project(vectors)
                self._collection.upsert(ids=ids, embeddings=kept)
                if len(ids) < _SYNC_THRESHOLD:
                    # A single change would stay in the queue and alter the files at the next start.
                    self._collection.upsert(ids=ids, embeddings=kept)
                release_memory()
            self._count = int(self._collection.count())

    def remove(self, ids: Sequence[str]) -> None:
        """Remove chunks; unknown ids are ignored."""
        with self._mapped():
            for at in range(0, len(ids), self._batch):
                self._collection.delete(ids=list(ids[at : at + self._batch]))
            self._count = int(self._collection.count())

    def search(self, vector: Matrix, k: int) -> list[Hit]:
        """The k nearest chunks by projected vectors, best first, with approximate cosines."""
        return self._nearest(self._projection.project_query(vector), k)

    def finds(self, vector: Matrix) -> bool:
        """Whether a search finds a chunk with this very vector."""
        [kept] = self._projection.project(vector.reshape(1, -1))
        return any(hit.score > _SURE for hit in self._nearest(kept, 1))

    def _nearest(self, kept: Matrix, k: int) -> list[Hit]:
        count = min(k, len(self))
        if count < 1:
            return []
        with self._mapped():
            found = self._collection.query(
                query_embeddings=kept.reshape(1, -1), n_results=count, include=["distances"]
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return best_first((Hit(one, 1.0 - float(distance)) for one, distance in pairs), k)

    def lost(self, batches: Iterable[Batch]) -> Iterator[str]:
        """The chunks that a search for their own vectors does not find.

        In a graph of neighbours about one vector in a thousand cannot be reached.
        """
        with ThreadPoolExecutor(cores()) as pool:
            for ids, vectors in _regrouped(batches, self._batch):
                parts = [
                    slice(at, at + _ASKED_AT_ONCE) for at in range(0, len(ids), _ASKED_AT_ONCE)
                ]
                lost = pool.map(self._lost_of, (ids[s] for s in parts), (vectors[s] for s in parts))
                yield from chain.from_iterable(lost)

    def _lost_of(self, ids: Sequence[str], vectors: Matrix) -> list[str]:
        with self._mapped():
            found = self._collection.query(
                query_embeddings=self._projection.project(vectors),
                n_results=min(_NEAR, self._count),
                include=[],
            )["ids"]
        return [one for one, near in zip(ids, found, strict=True) if one not in near]

    def chunk_ids(self) -> list[str]:
        """The ids of all chunks it holds."""
        with self._mapped():
            pages = range(0, self._count, self._batch)
            found = (self._collection.get(limit=self._batch, offset=at, include=[]) for at in pages)
            return [one for page in found for one in page["ids"]]

    def leads_to(self, chunk_id: str) -> bool:
        """Whether a search with the vector of a stored chunk finds anything."""
        import numpy as np

        with self._mapped():
            found = self._collection.get(ids=[chunk_id], include=["embeddings"])
            kept = np.asarray(found["embeddings"][0], dtype=np.float32)
        return bool(self._nearest(kept, 1))

    def _mapped(self) -> AbstractContextManager[None]:
        return _mapped(self._folder) if self._server is None else self._server.asked()

    def _open_collection(self, name: str, create: bool) -> Any:
        if not create:
            return self._client.get_collection(name, embedding_function=None)
        collection = self._client.get_or_create_collection(
            name,
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_construction": _BUILD_BREADTH,
                    "sync_threshold": _SYNC_THRESHOLD,
                }
            },
            embedding_function=None,
        )
        _set_breadth(collection, _BREADTH_WHILE_WRITTEN)
        return collection


def check_database(folder: Path) -> None:
    """Let SQLite check the database that Chroma keeps beside its graph.

    Raises:
        IndexDamaged: the database is damaged.
    """
    try:
        with closing(sqlite3.connect(folder / "chroma.sqlite3")) as database:
            [said] = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise _damaged(folder, str(error)) from error
    if said != "ok":
        raise _damaged(folder, said)


def _open_client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    # By default Chroma reads the user's .env file and sends telemetry.
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    return chromadb.PersistentClient(folder, settings=settings)


def _set_breadth(collection: Any, breadth: int) -> None:
    """Set how many neighbours a search visits; it applies when the graph is next loaded."""
    with warnings.catch_warnings():
        # Chroma warns about every collection without an embedding function.
        warnings.simplefilter("ignore", DeprecationWarning)
        collection.modify(configuration={"hnsw": {"ef_search": breadth}})


def _regrouped(batches: Iterable[Batch], size: int) -> Iterator[Batch]:
    """The same vectors in batches of the given size."""
    import numpy as np

    ids: list[str] = []
    parts: list[Matrix] = []
    for some, vectors in batches:
        ids += some
        parts.append(vectors)
        while len(ids) >= size:
            whole = np.concatenate(parts)
            yield ids[:size], whole[:size]
            ids, parts = ids[size:], [whole[size:]]
    if ids:
        yield ids, np.concatenate(parts)


def _damaged(folder: Path, why: str) -> IndexDamaged:
    return IndexDamaged(
        f"the vectors index {folder} cannot be used: {why}; "
        "assistant doctor --rebuild makes it again"
    )


@contextmanager
def _mapped(folder: Path) -> Iterator[None]:
    """Map the errors of Chroma, its engine and SQLite to `IndexDamaged`."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, ValueError, RuntimeError, OSError, KeyError) as error:
        raise _damaged(folder, str(error)) from error
