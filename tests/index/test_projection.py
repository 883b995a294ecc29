"""Projection to fewer dimensions keeps neighbours."""

import numpy as np
import pytest

from assistant.index import projection
from assistant.index.embed import DIMENSIONS
from assistant.index.hashing import HashingEmbedder

TEXTS = (
    "The harbour was closed by a storm on Monday.",
    "Farmers protested against the price of milk.",
    "A comet will be seen above the mountains.",
    "The council raised the tax on parking.",
    "Two trains collided near the border, and nobody was hurt.",
)


def unit_vectors(count, seed=1):
    found = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_projected_vector_has_256_numbers_and_unit_length():
    kept = projection.project(unit_vectors(20))
    assert kept.shape == (20, 256)
    assert kept.dtype == np.float32
    assert np.linalg.norm(kept, axis=1) == pytest.approx(np.ones(20), abs=1e-3)


def test_projection_keeps_cosines_of_texts(embedder):
    vectors = embedder.vectors(TEXTS)
    kept = projection.project(vectors)
    assert kept @ kept.T == pytest.approx(vectors @ vectors.T, abs=0.1)
    for text in ("Which harbour was closed?", "milk prices", "a collision of trains"):
        question = embedder.vector(text)
        about, true = kept @ projection.project_query(question), vectors @ question
        assert about == pytest.approx(true, abs=0.05)
        assert np.argmax(about) == np.argmax(true)


def test_vectors_of_another_dimension_are_unchanged():
    vectors = HashingEmbedder().vectors(TEXTS)
    vector = vectors[0]
    assert projection.project(vectors) is vectors
    assert projection.project_query(vector) is vector


@pytest.mark.parametrize(("k", "asked"), [(1, 21), (10, 30), (50, 125), (100, 250)])
def test_more_candidates_are_taken_than_needed(k, asked):
    assert projection.candidates_for(k) == asked
