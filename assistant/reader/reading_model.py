"""The trained encoder as an ONNX file: it reads a question and an excerpt together.

`bench/training` builds the file. Each excerpt is run by itself, several at a time, so that a score
never depends on what else is read at the same time.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.embedders.minilm.embedder import encode
from assistant.errors import ModelError
from assistant.reader.reader import Passage, PassageScores, Reader, shipped_weights
from assistant.resources import cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL_SHA256 = "57d69b444640f2fd4b5d3e4f3b41087b99d163393f7eb65248699a2b8f15acdc"
MOST_TOKENS = 272
_MOST_QUESTION = 48
_MOST_HEADER = 40
_MOST_SENTENCE = 120
_CLS, _SEP = 101, 102


class ReadingModel(Reader):
    """The encoder with its two heads: for sentences and for excerpts."""

    def __init__(self, content: bytes, threads: int | None = None) -> None:
        self.weights = shipped_weights()
        self._session = _open_session(content)
        self._threads = threads or cores()

    def read(self, question: str, passages: Sequence[Passage]) -> list[PassageScores]:
        """Score every sentence of every passage as an answer to the question."""
        asked = encode(question)[:_MOST_QUESTION]
        return self._each(lambda passage: self._read(asked, passage), passages)

    def _each(self, work: Any, items: Sequence[Any]) -> list[Any]:
        if self._threads == 1 or len(items) < 2:
            return [work(item) for item in items]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(work, items))

    def _read(self, asked: list[int], passage: Passage) -> PassageScores:
        head = encode(passage.header)[:_MOST_HEADER]
        sentences = [encode(sentence)[:_MOST_SENTENCE] for sentence in passage.sentences]
        room = MOST_TOKENS - len(asked) - len(head) - 4
        scores: list[float] = []
        excerpts: list[float] = []
        for window in windows(sentences, room):
            found, excerpt = self._read_window(asked, head, window)
            scores += found
            excerpts.append(excerpt)
        return PassageScores(tuple(scores), max(excerpts))

    def _read_window(
        self, asked: list[int], head: list[int], sentences: list[list[int]]
    ) -> tuple[list[float], float]:
        import numpy as np

        ids = [_CLS, *asked, _SEP, *head, _SEP]
        spans: list[tuple[int, int]] = []
        for tokens in sentences:
            spans.append((len(ids), len(ids) + len(tokens)))
            ids += tokens
        ids.append(_SEP)
        pool = np.zeros((1, max(1, len(spans)), len(ids)), dtype=np.float32)
        for row, (start, end) in enumerate(spans):
            pool[0, row, start:end] = 1.0 / max(1, end - start)
        found, excerpt = self._run(["sentences", "excerpt"], ids, len(asked) + 2, pool)
        return [float(score) for score in found[0][: len(spans)]], float(excerpt[0])

    def _run(
        self, outputs: list[str], ids: list[int], first: int, pool: "NDArray[np.float32]"
    ) -> "list[NDArray[np.float32]]":
        import numpy as np

        types = np.ones((1, len(ids)), dtype=np.int64)
        types[0, :first] = 0
        feed = {"ids": np.array([ids], dtype=np.int64), "types": types, "pool": pool}
        found: list[NDArray[np.float32]] = self._session.run(outputs, feed)
        return found


def windows(sentences: list[list[int]], room: int) -> list[list[list[int]]]:
    """Split sentences, given as token ids, into groups of at most `room` tokens.

    There are as few groups as possible, of similar size. Each sentence is in one group; one that
    is longer than `room` has its own.
    """
    total = sum(len(tokens) for tokens in sentences)
    share = total / max(1, -(-total // room))
    groups: list[list[list[int]]] = [[]]
    size = 0
    for tokens in sentences:
        if groups[-1] and (size + len(tokens) > room or size >= share):
            groups.append([])
            size = 0
        groups[-1].append(tokens)
        size += len(tokens)
    return groups


@cache
def open_reader() -> Reader:
    """The reader that answers: the model that ships with the program; opened once.

    Raises:
        ModelError: the file is missing or damaged.
    """
    path = files("assistant.reader") / "model.onnx"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or error}; install the program again") from error
    if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
        raise ModelError(f"{path} is damaged; install the program again")
    return ReadingModel(content)


def _open_session(content: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
