"""Servers that the tests here share, and libraries on them that are each test's own."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from assistant.bundled import bundled_folder
from tests.beyond.servers import NotInstalled, chroma_server, postgres_server

Addresses = Callable[[], str]


@pytest.fixture(scope="session")
def seeds() -> Path:
    return bundled_folder("seeds")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server's own database."""
    try:
        with postgres_server() as address:
            yield address
    except NotInstalled as why:
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def new_database(postgres: str) -> Addresses:
    """Makes a database, and gives its address."""
    numbers = count(1)

    def make() -> str:
        name = f"library_{next(numbers)}"
        engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return postgres.rpartition("/")[0] + f"/{name}"

    return make


@pytest.fixture
def address(new_database: Addresses) -> str:
    """The address of a new, empty database."""
    return new_database()


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server."""
    with chroma_server(tmp_path_factory.mktemp("chroma")) as address:
        yield address
