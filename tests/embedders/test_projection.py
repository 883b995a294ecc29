"""Fewer numbers a vector: what is near by whole vectors is near by them."""

import numpy as np
import pytest

from assistant.embedders.base import WHOLE
from assistant.embedders.minilm.embedder import DIMENSIONS, MiniLM
from assistant.embedders.opening import open_embedder, projection_of
from assistant.index.vector_index import candidates_for
from tests.hashing import HashingEmbedder

TEXTS = (
    "The harbour was closed by a storm on Monday.",
    "Farmers protested against the price of milk.",
    "A comet will be seen above the mountains.",
    "The council raised the tax on parking.",
    "Two trains collided near the border, and nobody was hurt.",
)


@pytest.fixture(scope="module")
def embedder():
    return open_embedder().embedder


def unit_vectors(count, seed=1):
    found = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_kept_vector_has_two_thirds_of_the_numbers_and_unit_length():
    kept = MiniLM.projection.project(unit_vectors(20))
    assert kept.shape == (20, 256)
    assert kept.dtype == np.float32
    assert np.linalg.norm(kept, axis=1) == pytest.approx(np.ones(20), abs=1e-3)


def test_a_vector_of_text_keeps_nearly_all_of_its_cosines(embedder):
    vectors = embedder.vectors(TEXTS)
    kept = MiniLM.projection.project(vectors)
    assert kept @ kept.T == pytest.approx(vectors @ vectors.T, abs=0.1)
    for text in ("Which harbour was closed?", "milk prices", "a collision of trains"):
        question = embedder.vector(text)
        about, true = kept @ MiniLM.projection.project_query(question), vectors @ question
        assert about == pytest.approx(true, abs=0.05)
        assert np.argmax(about) == np.argmax(true)


def test_vectors_of_another_embedder_are_kept_whole():
    vectors = HashingEmbedder(DIMENSIONS).vectors(TEXTS)
    projection = projection_of(HashingEmbedder(DIMENSIONS).embedder_id)
    assert projection is WHOLE
    assert projection.project(vectors) is vectors
    vector = vectors[0]
    assert projection.project_query(vector) is vector


@pytest.mark.parametrize(("k", "asked"), [(1, 21), (10, 30), (50, 125), (100, 250)])
def test_more_are_asked_for_than_are_wanted(k, asked):
    assert candidates_for(k) == asked
