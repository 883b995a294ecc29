"""The vector index."""

import numpy as np
import pytest

from assistant.embedders.minilm.embedder import DIMENSIONS, MiniLM
from assistant.index.server import close_client
from assistant.index.vector_index import VectorsIndex

HELD = 50


@pytest.fixture
def vectors():
    """Unit vectors, of which only the first are put in."""
    found = np.random.default_rng(1).standard_normal((60, DIMENSIONS)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture
def folder(tmp_path, vectors):
    index = VectorsIndex(tmp_path / "vectors", create=True, projection=MiniLM.projection)
    index.put([(ids(), vectors[:HELD])])
    index.close()
    return tmp_path / "vectors"


def ids():
    return [f"a-{at:04d}" for at in range(HELD)]


@pytest.fixture
def index(folder):
    found = VectorsIndex(folder, projection=MiniLM.projection)
    yield found
    found.close()


def test_each_vector_finds_itself(index, vectors):
    assert len(index) == HELD
    assert sorted(index.chunk_ids()) == ids()
    assert all(index.finds(vectors[at]) for at in range(HELD))
    assert not any(index.finds(vectors[at]) for at in range(HELD, len(vectors)))
    assert list(index.lost([(ids(), vectors[:HELD])])) == []


def test_the_nearest_come_first(index, vectors):
    hits = index.search(vectors[7], 3)
    assert hits[0].chunk_id == "a-0007"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert index.leads_to("a-0007")


def test_searches_are_broader_than_checks(folder):
    import chromadb

    reader = chromadb.PersistentClient(folder)
    asked = reader.get_collection("chunks", embedding_function=None).configuration_json["hnsw"]
    assert asked["ef_search"] == 2000
    assert asked["ef_construction"] == 200
    close_client(reader)
