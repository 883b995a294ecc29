"""Embedding distributed over the workers of a Dask cluster; one process stores the vectors.

Embedding takes most of the time of indexing, so only embedding is distributed. Workers get
texts and return vectors. They need the program and its weights, but no files and no library.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from itertools import islice
from typing import Any

from assistant.embedders.base import Embedder, Matrix
from assistant.errors import ClusterError, SettingsError

# Batches for each worker: one that it embeds, and the next, which is sent meanwhile
_UNDER_WAY = 2
_CONNECT_SECONDS = 10
_WORKERS_SECONDS = 30
_LOOK_SECONDS = 5.0


class DaskEmbedder(Embedder):
    """The embedder `own`, with batches of texts embedded by the workers of a cluster."""

    def __init__(self, own: Embedder, client: Any) -> None:
        self._own = own
        self._client = client
        self.embedder_id = own.embedder_id

    def count_tokens(self, text: str) -> int:
        """How many of the model's tokens the text takes."""
        return self._own.count_tokens(text)

    def vector(self, text: str) -> Matrix:
        """The unit vector of one text, computed in this process."""
        return self._own.vector(text)

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One unit vector a text, in the order of the texts."""
        [found] = self.stream([texts])
        return found

    def stream(self, batches: Iterable[Sequence[str]]) -> Iterator[Matrix]:
        """The vectors of each batch, in the order of the batches.

        If a worker dies, its batch is given to another.

        Raises:
            ClusterError: no worker is left, or a batch crashes every worker that gets it.
        """
        waiting, under_way = iter(batches), deque[Any]()
        while True:
            room = max(1, _UNDER_WAY * _threads(self._client)) - len(under_way)
            with _mapped():
                for texts in islice(waiting, max(0, room)):
                    work = self._client.submit(_embed, self._own, list(texts), pure=False)
                    under_way.append(work)
            if not under_way:
                return
            yield self._awaited(under_way.popleft())

    def _awaited(self, work: Any) -> Matrix:
        with _mapped():
            patience = _WORKERS_SECONDS / _LOOK_SECONDS
            while True:
                try:
                    found: Matrix = work.result(timeout=_LOOK_SECONDS)
                    return found
                except TimeoutError:
                    patience = patience - 1 if not _threads(self._client) else patience
                    if patience < 0:
                        raise ClusterError(
                            "the cluster has no worker left; what was embedded so far is kept: "
                            "start workers, and run the same command again"
                        ) from None


@contextmanager
def open_dask(own: Embedder, cluster: str) -> Iterator[DaskEmbedder]:
    """The embedder on a cluster.

    `cluster` is the address of a scheduler, a number of workers to start on this machine, or
    `local` for one worker a core.

    Raises:
        SettingsError: Dask is not installed, or `cluster` is none of these.
        ClusterError: the scheduler cannot be reached, or has no worker.
    """
    try:
        distributed: Any = import_module("distributed")
    except ModuleNotFoundError as error:
        raise SettingsError(
            'a Dask cluster needs its client: pip install "cited-news-assistant[dask]"'
        ) from error
    with ExitStack() as opened:
        with _mapped():
            address = _address(cluster, distributed, opened)
            client = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
            opened.enter_context(client)
            client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
        yield DaskEmbedder(own, client)


def _address(cluster: str, distributed: Any, opened: ExitStack) -> Any:
    if "://" in cluster:
        return cluster
    if cluster != "local" and not (cluster.isdecimal() and int(cluster)):
        raise SettingsError(
            f"{cluster!r} names no cluster: write tcp://HOST:PORT, a number of workers, or local"
        )
    count = None if cluster == "local" else int(cluster)
    # Processes, because embedding holds Python's global lock between its steps
    made = distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    )
    return opened.enter_context(made)


def _embed(embedder: Embedder, texts: list[str]) -> Matrix:
    """The task of a worker."""
    return embedder.vectors(texts)


def _threads(client: Any) -> int:
    return sum(client.ncores().values())


@contextmanager
def _mapped() -> Iterator[None]:
    """Map the errors of the cluster to `ClusterError`."""
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        yield
    except KilledWorker as error:
        raise ClusterError(
            "a batch of texts killed every worker that it was given to; give the workers more "
            "memory, and run the same command again: what was embedded so far is kept"
        ) from error
    except (CommClosedError, TimeoutError, OSError) as error:
        raise ClusterError(
            f"the cluster cannot be reached ({' '.join(str(error).split())}); see that its "
            "scheduler and workers run; what was embedded so far is kept"
        ) from error
