"""A library beyond one machine, all of it at once, against the same library in one folder.

PostgreSQL holds the library, a Chroma server the vectors, and two Dask workers make them, one of
which is killed in the middle.
"""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from assistant import Assistant
from assistant.embedders.base import Embedder
from assistant.index.dask_embedder import open_dask
from assistant.index.server import ChromaServer
from assistant.pipeline import ingest
from tests.beyond.machines import answers, hits, machine


@dataclass
class Compared:
    """How one machine's library and the shared one differ; empty lists where they do not."""

    articles: int = 0
    chunks: int = 0
    questions: int = 0
    answered: int = 0
    killed: list[int] = field(default_factory=list)
    other_vectors: list[str] = field(default_factory=list)
    other_hits: list[str] = field(default_factory=list)
    other_answers: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def differences(self) -> list[str]:
        """What is not the same on both sides."""
        return self.other_vectors + self.other_hits + self.other_answers


@contextmanager
def two_workers() -> Iterator[Any]:
    """A Dask cluster of two workers on this machine; one that dies is started again."""
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster


def compare(
    paths: Sequence[Path],
    questions: Sequence[str],
    *,
    base: Path,
    own: Embedder,
    spread_out: Embedder,
    library: str,
    server: ChromaServer,
    cluster: Any,
) -> Compared:
    """Bring the same files in on both sides, and ask both, and a second machine, the same."""
    found = Compared(questions=len(questions))
    with machine(base / "alone", own) as alone:
        with _timed(found, "one machine"):
            alone.index(paths)
        expected = (hits(alone, questions), answers(alone, questions))
        own_vectors = _vectors(alone, own.embedder_id)
    with machine(base / "first", own, library=library, server=server) as first:
        with _timed(found, "two workers"):
            _bring_in_and_kill(first, paths, spread_out, server, cluster, found)
        found.articles = first.library.count_articles()
        found.chunks = first.library.count_chunks()
        found.other_vectors = _other_vectors(own_vectors, _vectors(first, own.embedder_id))
    with machine(base / "second", own, library=library, server=server) as second:
        said = (hits(second, questions), answers(second, questions))
        found.other_vectors += second.status().notices
        found.other_vectors += [f.what for f in second.doctor() if not f.ok]
    pairs = zip(questions, expected[0], said[0], strict=True)
    found.other_hits = [question for question, one, other in pairs if one != other]
    asked = zip(questions, expected[1], said[1], strict=True)
    found.other_answers = [question for question, one, other in asked if one != other]
    found.answered = sum(not answer["abstained"] for answer in said[1])
    return found


def _bring_in_and_kill(
    machine: Assistant,
    paths: Sequence[Path],
    embedder: Embedder,
    server: ChromaServer,
    cluster: Any,
    found: Compared,
) -> None:
    def kill_one(progress: Any) -> None:
        half = progress.total // 2
        is_midway = progress.step == "vectors" and half <= progress.done < progress.total
        if is_midway and not found.killed:
            found.killed.append(_a_worker(cluster))
            os.kill(found.killed[0], signal.SIGKILL)

    with open_dask(embedder, cluster.scheduler_address) as spread_out:
        ingest(machine.library, paths, spread_out, server=server, on_progress=kill_one)


def _a_worker(cluster: Any) -> int:
    """The process id of one worker."""
    import distributed

    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        return int(next(iter(client.run(os.getpid).values())))


def _vectors(machine: Assistant, embedder_id: str) -> dict[str, np.ndarray]:
    batches = machine.library.vectors.by_chunk(embedder_id)
    return {one: vector for ids, found in batches for one, vector in zip(ids, found, strict=True)}


def _other_vectors(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> list[str]:
    missing = sorted(one.keys() ^ other.keys())
    return missing + [
        name for name in one if name in other and not np.array_equal(one[name], other[name])
    ]


@contextmanager
def _timed(found: Compared, what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    found.seconds[what] = round(time.perf_counter() - start, 1)
