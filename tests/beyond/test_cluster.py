"""Embedding on the workers of a Dask cluster."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import ClusterError, SettingsError
from assistant.index.dask_embedder import open_dask
from assistant.library.store import Library, open_library
from assistant.pipeline import ingest
from tests.beyond.slow import SlowEmbedder
from tests.hashing import HashingEmbedder

distributed: Any = pytest.importorskip("distributed")
OWN = HashingEmbedder()
PLACES = [f"Harbour{number}" for number in range(700)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers on this machine; one that dies is started again."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as two:
        yield two


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for place in PLACES:
        text = f"The board of {place} met on Tuesday.\n\nIt will deepen the channel of {place}.\n"
        (made / f"{place}.txt").write_text(text)
    return made


def vectors_in(library: Library) -> dict[str, bytes]:
    batches = library.vectors.by_chunk(OWN.embedder_id)
    return {one: v.tobytes() for ids, found in batches for one, v in zip(ids, found, strict=True)}


def test_a_worker_killed_in_the_middle_loses_nothing(cluster: Any, folder: Path, tmp_path: Path):
    workers = list(cluster.scheduler_info["workers"].values())
    killed: list[int] = []

    def kill_one(progress: Any) -> None:
        if progress.step == "vectors" and progress.done < progress.total and not killed:
            with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    with (
        closing(open_library(tmp_path / "alone")) as alone,
        closing(open_library(tmp_path / "spread")) as shared,
    ):
        ingest(alone, [folder], OWN)
        with open_dask(SlowEmbedder(), cluster.scheduler_address) as embedder:
            report = ingest(shared, [folder], embedder, on_progress=kill_one)
        assert len(workers) == 2
        assert killed
        assert len(report.added) == len(PLACES)
        assert len(vectors_in(shared)) == shared.count_chunks()
        assert vectors_in(shared) == vectors_in(alone)


def test_vectors_come_in_the_order_of_their_batches(cluster: Any):
    batches = [[f"{place} number {n}" for n in range(3)] for place in PLACES[:30]]
    with open_dask(OWN, cluster.scheduler_address) as embedder:
        found = list(embedder.stream(batches))
        assert np.array_equal(embedder.vector("one text"), OWN.vector("one text"))
    assert all(np.array_equal(f, OWN.vectors(b)) for f, b in zip(found, batches, strict=True))


def test_the_embedder_that_ships_gives_the_same_vectors_on_a_worker(cluster: Any):
    from assistant.embedders.opening import open_embedder

    own = open_embedder().embedder
    assert own is not None
    texts = ["The board met on Tuesday.", "It will deepen the channel."]
    with open_dask(own, cluster.scheduler_address) as embedder:
        assert np.array_equal(embedder.vectors(texts), own.vectors(texts))


@pytest.mark.parametrize("named", ["", "0", "two", "-1"])
def test_a_cluster_that_is_none_is_refused_with_what_to_write(named: str):
    with pytest.raises(SettingsError, match="write tcp://HOST:PORT"), open_dask(OWN, named):
        pass


def test_a_cluster_that_cannot_be_reached_is_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.index.dask_embedder._CONNECT_SECONDS", 1)
    with (
        pytest.raises(ClusterError, match="see that its scheduler and workers run"),
        open_dask(OWN, "tcp://127.0.0.1:1"),
    ):
        pass


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(SettingsError, match=r"pip install .*\[dask\]"), open_dask(OWN, "2"):
        pass
