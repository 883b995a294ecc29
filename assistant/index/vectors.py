"""The vectors index: ids and vectors in Chroma, and nothing else."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.errors import IndexDamaged
from assistant.index.search import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Batch: TypeAlias = "tuple[list[str], NDArray[np.float32]]"

_COLLECTION = "chunks"
# Chroma writes its graph whenever a call brings it past this many changes: after every batch, so
# that at the end nothing waits in its queue, to be replayed whenever the index is opened.
_SYNC_THRESHOLD = 2
_BATCH = 5000
_ASKED_AT_ONCE = 1000
# A chunk counts as found among so many: copies of its words have the same vector.
_NEAR = 5
# At 100,000 chunks of news the default of 100 finds 97 of the 100 true neighbours, 200 finds 99.
_SEARCH_BREADTH = 200


class VectorsIndex:
    """The nearest chunks to a vector, by cosine; one process writes a folder, before it is read."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._folder = folder
        if not create and not (folder / "chroma.sqlite3").is_file():
            raise _damaged(folder, "its database is missing")
        with _mapped(folder):
            self._client = _open_client(folder)
            self._collection = self._open_collection(create)
            self._count = int(self._collection.count())

    def __len__(self) -> int:
        """How many vectors it holds."""
        return self._count

    def close(self) -> None:
        """Give the index's memory and files back; no search may be under way."""
        self._client.close()

    def put(self, batches: Iterable[Batch]) -> None:
        """Put vectors in under their chunks' ids; an id that is there gets its new vector."""
        with _mapped(self._folder):
            for ids, vectors in _regrouped(batches):
                self._collection.upsert(ids=ids, embeddings=vectors)
            self._count = int(self._collection.count())

    def remove(self, ids: Sequence[str]) -> None:
        """Take chunks out; ids that are not there are passed over."""
        with _mapped(self._folder):
            for at in range(0, len(ids), _BATCH):
                self._collection.delete(ids=list(ids[at : at + _BATCH]))
            self._count = int(self._collection.count())

    def search(self, vector: "NDArray[np.float32]", k: int) -> list[Hit]:
        """The k chunks nearest to a unit vector, best first, with their cosines."""
        count = min(k, len(self))
        if count < 1:
            return []
        with _mapped(self._folder):
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"]
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Hit(chunk_id, 1.0 - float(distance)) for chunk_id, distance in pairs]

    def lost(self, batches: Iterable[Batch]) -> Iterator[str]:
        """Those chunks that their own vectors do not find.

        A graph of neighbours leaves about one vector in a thousand with no way leading to it.
        """
        for ids, vectors in _regrouped(batches):
            for at in range(0, len(ids), _ASKED_AT_ONCE):
                some, own = ids[at : at + _ASKED_AT_ONCE], vectors[at : at + _ASKED_AT_ONCE]
                with _mapped(self._folder):
                    found = self._collection.query(
                        query_embeddings=own, n_results=min(_NEAR, self._count), include=[]
                    )["ids"]
                yield from (one for one, near in zip(some, found, strict=True) if one not in near)

    def chunk_ids(self) -> list[str]:
        """The ids of all chunks it holds."""
        with _mapped(self._folder):
            return list(self._collection.get(include=[])["ids"])

    def vector_of(self, chunk_id: str) -> "NDArray[np.float32]":
        """The vector of a chunk that it holds."""
        import numpy as np

        with _mapped(self._folder):
            found = self._collection.get(ids=[chunk_id], include=["embeddings"])
            return np.asarray(found["embeddings"][0], dtype=np.float32)

    def _open_collection(self, create: bool) -> Any:
        if not create:
            return self._client.get_collection(_COLLECTION, embedding_function=None)
        return self._client.get_or_create_collection(
            _COLLECTION,
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_search": _SEARCH_BREADTH,
                    "sync_threshold": _SYNC_THRESHOLD,
                }
            },
            embedding_function=None,
        )


def check_database(folder: Path) -> None:
    """Let SQLite check the file that Chroma keeps beside its graph.

    Raises:
        IndexDamaged: it is no sound database.
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

    # Chroma's settings would read the user's .env file and report to its makers.
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    return chromadb.PersistentClient(folder, settings=settings)


def _regrouped(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same vectors in batches as large as Chroma takes them well."""
    import numpy as np

    ids: list[str] = []
    parts: list[NDArray[np.float32]] = []
    for some, vectors in batches:
        ids += some
        parts.append(vectors)
        if len(ids) >= _BATCH:
            yield ids[:_BATCH], np.concatenate(parts)[:_BATCH]
            ids, parts = ids[_BATCH:], [np.concatenate(parts)[_BATCH:]]
    if ids:
        yield ids, np.concatenate(parts)


def _damaged(folder: Path, why: str) -> IndexDamaged:
    return IndexDamaged(
        f"the vectors index {folder} cannot be used: {why}; "
        "assistant doctor --rebuild makes it again"
    )


@contextmanager
def _mapped(folder: Path) -> Iterator[None]:
    """Chroma raises errors of its own, of its engine and of SQLite; say what they mean."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, ValueError, RuntimeError, OSError, KeyError) as error:
        raise _damaged(folder, str(error)) from error
