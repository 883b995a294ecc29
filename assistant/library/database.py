"""The database under the library: opened, brought up to date, its errors in our words.

What differs between the engines stands in `sqlite.py` and `postgresql.py`, one class each.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, inspect, select, update
from sqlalchemy.exc import DBAPIError

from assistant.errors import LibraryError
from assistant.library import sqlite
from assistant.library.schema import (
    SCHEMA_VERSION,
    edges,
    edits,
    facts,
    metadata,
    prints,
    reprints,
)


class Database(Protocol):
    """Where a library is kept.

    `is_shared` says whether several machines can write to it, each with a home of its own.
    """

    is_shared: bool
    engine: Engine

    def prepared(self) -> AbstractContextManager[Connection]:
        """A transaction that makes or migrates tables; one process at a time has it."""

    def right_to_write(self, patience: float) -> AbstractContextManager[None]:
        """What is needed besides the home's own lock; `LibraryBusy` where another has it."""

    def is_written(self) -> bool:
        """Whether a process that publishes in another home holds the right to write just now."""

    def back_up(self, version: int) -> None:
        """Keep a copy before tables of this version are migrated."""

    def fault(self) -> str | None:
        """What the database finds wrong with itself, in its words, or None."""

    def compact(self) -> None:
        """Give back the room of what was deleted, so that nothing of it is left."""


def _add_edges(connection: Connection) -> None:
    edges.create(connection)


def _add_reprints(connection: Connection) -> None:
    prints.create(connection)
    reprints.create(connection)


def _add_edits(connection: Connection) -> None:
    edits.create(connection, checkfirst=True)


_MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {
    1: _add_edges,
    2: _add_reprints,
    3: _add_edits,
}
"""What makes a library of version n one of version n + 1."""


def open_database(home: Path, address: str = "") -> Database:
    """Open the database at a PostgreSQL address, or in a home, made or migrated where it must be.

    Raises:
        LibraryError: it is damaged, cannot be reached or written, or is newer than this program.
        SettingsError: the address is none, or its driver is not installed.
    """
    database = _database(home, address)
    try:
        with mapped(database.engine):
            _bring_up_to_date(database)
    except LibraryError:
        database.engine.dispose()
        raise
    return database


def _database(home: Path, address: str) -> Database:
    if not address:
        return sqlite.SqliteDatabase(home)
    from assistant.library.postgresql import PostgresDatabase

    return PostgresDatabase(address)


def named(engine: Engine) -> str:
    """What a person knows a database by: its file, or its address without the password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    from assistant.library.postgresql import shown

    return shown(engine.url)


@contextmanager
def mapped(engine: Engine) -> Iterator[None]:
    """Say what an error of the database means for a person."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).lower()
        kind, what = next(
            (saying for sign, saying in _sayings(engine).items() if sign in said),
            (LibraryError, f"cannot be used: {' '.join(str(error.orig).split())}"),
        )
        raise kind(f"the library {named(engine)} {what}") from error


def _sayings(engine: Engine) -> Mapping[str, tuple[type[LibraryError], str]]:
    if engine.dialect.name == "sqlite":
        return sqlite.SAYINGS
    from assistant.library.postgresql import SAYINGS

    return SAYINGS


def overwrite_deleted(connection: Connection) -> None:
    """From here on, what is deleted is overwritten where the engine would leave its bytes."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def _bring_up_to_date(database: Database) -> None:
    if not inspect(database.engine).has_table(facts.name):
        _make(database)
        return
    with database.engine.connect() as connection:
        version = _version(connection)
    if version > SCHEMA_VERSION:
        raise LibraryError(
            f"the library {named(database.engine)} was made by a newer version of this program; "
            "upgrade with pip install --upgrade cited-news-assistant"
        )
    if version < SCHEMA_VERSION:
        database.back_up(version)
        _migrate(database, version)


def _make(database: Database) -> None:
    with database.prepared() as connection:
        metadata.create_all(connection)
        known = {row.name for row in connection.execute(select(facts.c.name))}
        for name, value in (
            ("library_id", uuid.uuid4().hex),
            ("schema_version", str(SCHEMA_VERSION)),
        ):
            if name not in known:
                connection.execute(facts.insert().values(name=name, value=value))


def _version(connection: Connection) -> int:
    found = connection.scalar(select(facts.c.value).where(facts.c.name == "schema_version"))
    return int(found or 0)


def _migrate(database: Database, version: int) -> None:
    """Step by step, each step whole or not at all; what another process did is not done again."""
    for step in range(version, SCHEMA_VERSION):
        with database.prepared() as connection:
            if _version(connection) != step:
                continue
            _MIGRATIONS[step](connection)
            connection.execute(
                update(facts).where(facts.c.name == "schema_version").values(value=str(step + 1))
            )
