"""Exports a whole library to one SQLite file, and imports it again.

The file holds everything: articles with their metadata, vectors, conversations, preferences.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, Table, create_engine, delete, func, inspect, select, text

from assistant.errors import LibraryError
from assistant.library.database import mapped
from assistant.library.lock import PATIENCE, writer_lock
from assistant.library.schema import metadata
from assistant.library.store import Library, open_library

_ROWS_AT_ONCE = 2000


def export_library(library: Library, target: Path) -> None:
    """Write the whole library to one file; others may go on reading and writing.

    Raises:
        LibraryError: the file exists, or cannot be written.
    """
    if target.exists():
        raise LibraryError(f"{target} is there already; choose another name")
    aside = target.with_name(f"{target.name}.part")
    try:
        aside.unlink(missing_ok=True)
        if library.is_shared:
            _copy_to_file(library.engine, aside)
        else:
            with closing(sqlite3.connect(library.path)) as source:
                source.execute("VACUUM INTO ?", (str(aside),))
        _sync(aside)
        aside.replace(target)
    except (OSError, sqlite3.Error) as error:
        aside.unlink(missing_ok=True)
        raise LibraryError(f"{target} cannot be written: {_reason(error)}") from error


def import_library(file: Path, home: Path, address: str = "") -> None:
    """Fill the empty library of a home, or at an address, from an exported file.

    Raises:
        LibraryError: the file is not an exported library, or the library is not empty.
    """
    _check(file)
    with closing(open_library(home, address)) as library:
        if library.holds_anything():
            raise LibraryError(
                f"the library {library.path if address else home} holds articles already; "
                f"choose an empty {'database' if address else 'folder with --home'}"
            )
        if address:
            with library.writing(PATIENCE), TemporaryDirectory() as folder:
                copy = Path(folder)
                _put_in_place(file, copy / "library.sqlite")
                # Opening the copy migrates it.
                with closing(open_library(copy)) as arrived, mapped(library.engine):
                    _copy_tables(arrived.engine, library.engine)
            return
    with writer_lock(home, PATIENCE):
        _put_in_place(file, Path(library.path))
    open_library(home).close()


def _put_in_place(file: Path, path: Path) -> None:
    aside = path.with_suffix(".part")
    try:
        shutil.copyfile(file, aside)
        _sync(aside)
        for leftover in ("-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise LibraryError(f"{path} cannot be written: {_reason(error)}") from error


def _check(file: Path) -> None:
    """Check that a file is an intact library.

    Raises:
        LibraryError: it is not.
    """
    if not file.is_file():
        raise LibraryError(f"{file}: there is no such file")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            [sound] = database.execute("PRAGMA quick_check(1)").fetchone()
            database.execute("SELECT id FROM articles LIMIT 1")
            database.execute("SELECT value FROM facts LIMIT 1")
    except sqlite3.Error as error:
        raise LibraryError(
            f"{file} is no exported library, or is damaged: {_reason(error)}"
        ) from error
    if sound != "ok":
        raise LibraryError(f"{file} is damaged: {sound}; export it again")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()


# Between database engines


def _copy_to_file(source: Engine, file: Path) -> None:
    """Copy a library into a new SQLite file."""
    target = create_engine(f"sqlite:///{file}")
    try:
        _copy_tables(source, target)
    finally:
        target.dispose()


def _copy_tables(source: Engine, target: Engine) -> None:
    """Replace all rows of the target by a snapshot of the source, in one transaction."""
    with mapped(source), source.connect() as reading, mapped(target), target.begin() as writing:
        if source.dialect.name == "postgresql":  # SQLite reads one snapshot anyway
            reading.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        there = set(inspect(reading).get_table_names())
        metadata.create_all(writing)
        for table in reversed(metadata.sorted_tables):
            writing.execute(delete(table))
        for table in metadata.sorted_tables:
            if table.name in there:
                _copy_rows(table, reading, writing)


def _copy_rows(table: Table, reading: Connection, writing: Connection) -> None:
    rows = reading.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table))
    for part in rows.mappings().partitions():
        writing.execute(table.insert(), [dict(row) for row in part])
    if writing.dialect.name == "postgresql":
        _advance_sequence(table, writing)


def _advance_sequence(table: Table, connection: Connection) -> None:
    """Make the table number new rows after the copied ones."""
    column = table.autoincrement_column
    if column is None:
        return
    last = connection.scalar(select(func.max(column)))
    if last is not None:
        numbers = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
        connection.execute(numbers, {"table": table.name, "column": column.name, "last": last})
