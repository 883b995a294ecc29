"""One machine that serves a library: its home, and what of it lies elsewhere."""

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant import Assistant, Settings
from assistant.embedders.base import Embedder
from assistant.embedders.opening import OpenedEmbedder
from assistant.index.live_index import open_index
from assistant.index.server import ChromaServer
from assistant.library.store import open_library


@contextmanager
def machine(
    home: Path,
    embedder: Embedder,
    *,
    library: str = "",
    server: ChromaServer | None = None,
) -> Iterator[Assistant]:
    """An assistant as `open_assistant` makes it, with an embedder of the test's choice."""
    opened = open_library(home, library)
    indexes = open_index(opened, embedder.embedder_id, server)
    settings = Settings(home=home, library=library)
    with Assistant(opened, indexes, OpenedEmbedder(embedder, None), settings, server) as made:
        yield made


def answers(assistant: Assistant, questions: Sequence[str]) -> list[dict[str, Any]]:
    """The whole answers to questions, without the times that they took."""
    found = [dataclasses.asdict(assistant.ask(question)) for question in questions]
    return [{k: v for k, v in answer.items() if k != "timings_ms"} for answer in found]


def hits(assistant: Assistant, questions: Sequence[str]) -> list[list[tuple[str, int, int]]]:
    """The excerpts that questions find, best first."""
    return [
        [(hit.source, hit.start, hit.end) for hit in assistant.search(question)]
        for question in questions
    ]
