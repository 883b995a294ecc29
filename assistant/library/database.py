"""The database of the library: opening, migration, transactions, and errors in plain words.

`sqlite.py` and `postgresql.py` hold what differs between the engines, one class each.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Select,
    Table,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects import postgresql as postgresql_sql
from sqlalchemy.dialects import sqlite as sqlite_sql
from sqlalchemy.exc import DBAPIError

from assistant.errors import LibraryBusy, LibraryError
from assistant.library import sqlite
from assistant.library.schema import SCHEMA_VERSION, edges, edits, facts, metadata, prints, reprints

T = TypeVar("T")
# SQLite allows 32,766 variables per statement; a few hundred ids already hide the cost of a call.
_AT_ONCE = 500
# Parts of the messages of errors that pass by themselves
_PASSING = ("locked", "too many clients")


class Database(Protocol):
    """The database that a library is kept in.

    `is_shared` says whether several machines can write to it, each with a home of its own.
    """

    is_shared: bool
    engine: Engine

    def prepared(self) -> AbstractContextManager[Connection]:
        """A transaction that creates or migrates tables; one process at a time can hold it."""

    def right_to_write(self, patience: float) -> AbstractContextManager[None]:
        """The lock needed besides the home's own; LibraryBusy if another process holds it."""

    def is_written(self) -> bool:
        """Whether a process with another home is writing now."""

    def back_up(self, version: int) -> None:
        """Back up the database before tables of this version are migrated."""

    def fault(self) -> str | None:
        """What the database reports as wrong with itself, or None."""

    def compact(self) -> None:
        """Rewrite the database so that nothing of deleted rows is left."""


_MIGRATIONS: Mapping[int, Sequence[Table]] = {1: (edges,), 2: (prints, reprints), 3: (edits,)}
"""The tables that a library of version n lacks: with them it is of version n + 1."""


def open_database(home: Path, address: str = "") -> Database:
    """Open the database at a PostgreSQL address, or in a home; create or migrate it if needed.

    Raises:
        LibraryError: it is damaged, cannot be reached or written, or is newer than this program.
        SettingsError: the address is invalid, or its driver is not installed.
    """
    database = _database(home, address)
    try:
        with mapped(database.engine):
            _create_or_migrate(database)
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
    """The name of a database in messages: its file, or its address without the password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    from assistant.library.postgresql import without_password

    return without_password(engine.url)


@contextmanager
def mapped(engine: Engine) -> Iterator[None]:
    """Turn an error of the database into a LibraryError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        reported, known = str(error.orig), _known_errors(engine)
        sign = next((sign for sign in known if sign in reported.lower()), "")
        what = known.get(sign) or f"cannot be used: {' '.join(reported.split())}"
        kind = LibraryBusy if sign in _PASSING else LibraryError
        raise kind(f"the library {named(engine)} {what}") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with."""
    with mapped(engine), engine.connect() as connection:
        yield connection


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction: all of it is written, or nothing."""
    with mapped(engine), engine.begin() as connection:
        yield connection


def read_rows(engine: Engine, found: Select[Any]) -> Sequence[Any]:
    """All rows of a query."""
    with reading(engine) as connection:
        return connection.execute(found).all()


def read_values(engine: Engine, found: Select[Any]) -> list[Any]:
    """The first column of all rows of a query."""
    return [row[0] for row in read_rows(engine, found)]


def read_value(engine: Engine, found: Select[Any]) -> Any | None:
    """The first column of a query's first row; None if there is none."""
    with reading(engine) as connection:
        return connection.scalar(found)


def write(engine: Engine, statement: Executable) -> None:
    """Run one statement in a transaction of its own."""
    with transaction(engine) as connection:
        connection.execute(statement)


def insert_new(connection: Connection, table: Table) -> Any:
    """An insert that skips rows whose key exists already."""
    engine = sqlite_sql if connection.dialect.name == "sqlite" else postgresql_sql
    return engine.insert(table).on_conflict_do_nothing()


def batches(values: Sequence[T]) -> Iterator[list[T]]:
    """The values in lists that are short enough for the variables of one statement."""
    for at in range(0, len(values), _AT_ONCE):
        yield list(values[at : at + _AT_ONCE])


def _known_errors(engine: Engine) -> Mapping[str, str]:
    if engine.dialect.name == "sqlite":
        return sqlite.KNOWN_ERRORS
    from assistant.library.postgresql import KNOWN_ERRORS

    return KNOWN_ERRORS


def overwrite_deleted(connection: Connection) -> None:
    """Overwrite the bytes of rows that are deleted from here on; SQLite would leave them."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def _create_or_migrate(database: Database) -> None:
    with database.engine.connect() as connection:
        version = _version(connection)
    if version is None:
        _create(database)
        return
    if version > SCHEMA_VERSION:
        raise LibraryError(
            f"the library {named(database.engine)} was made by a newer version of this program; "
            "upgrade with pip install --upgrade cited-news-assistant"
        )
    if version < SCHEMA_VERSION:
        database.back_up(version)
        _migrate(database, version)


def _create(database: Database) -> None:
    """Create the tables and their facts in one transaction; skip those that exist already."""
    with database.prepared() as connection:
        metadata.create_all(connection)
        known = {row.name for row in connection.execute(select(facts.c.name))}
        for name, value in (
            ("library_id", uuid.uuid4().hex),
            ("schema_version", str(SCHEMA_VERSION)),
        ):
            if name not in known:
                connection.execute(facts.insert().values(name=name, value=value))


def _version(connection: Connection) -> int | None:
    """The version of the tables; None if they have not all been created yet."""
    if not inspect(connection).has_table(facts.name):
        return None
    found = connection.scalar(select(facts.c.value).where(facts.c.name == "schema_version"))
    return None if found is None else int(found)


def _migrate(database: Database, version: int) -> None:
    """Migrate step by step, each in a transaction; skip steps that another process has done."""
    for step in range(version, SCHEMA_VERSION):
        with database.prepared() as connection:
            if _version(connection) != step:
                continue
            for table in _MIGRATIONS[step]:
                table.create(connection, checkfirst=True)
            connection.execute(
                update(facts).where(facts.c.name == "schema_version").values(value=str(step + 1))
            )
