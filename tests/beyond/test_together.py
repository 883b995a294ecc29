"""PostgreSQL, a Chroma server and a Dask cluster together give what one folder gives."""

from pathlib import Path

import pytest

from assistant.index.server import ChromaServer
from tests.beyond.slow import SlowEmbedder
from tests.beyond.together import compare, two_workers
from tests.hashing import HashingEmbedder

pytest.importorskip("distributed")
QUESTIONS = [
    "What was vetoed by China and Russia?",
    "How many council members supported the resolution on sanctions?",
    "How many barrels of crude oil could North Korea import?",
    "When did the envoy meet Rosemary DiCarlo?",
    "Which striker won the football cup final in Lisbon last night?",
]


def test_the_seeds_give_the_same_answers_though_a_worker_is_killed(
    address: str, chroma: str, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("assistant.index.publisher._EMBED_AT_ONCE", 4)
    with two_workers() as cluster:
        found = compare(
            [seeds],
            QUESTIONS,
            base=tmp_path,
            own=HashingEmbedder(),
            spread_out=SlowEmbedder(),
            library=address,
            server=ChromaServer(chroma),
            cluster=cluster,
        )
    assert found.articles == 5
    assert found.killed
    assert found.answered
    assert found.differences == []
