"""Fixtures for the tests of the indexes."""

import pytest

from assistant.embedders.opening import open_embedder


@pytest.fixture(scope="session")
def embedder():
    """The embedder that comes with the program."""
    return open_embedder().embedder
