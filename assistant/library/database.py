"""The database under the library: opened, brought up to date, its errors in our words."""

import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, update
from sqlalchemy.exc import DBAPIError

from assistant.errors import LibraryBusy, LibraryError
from assistant.library.schema import SCHEMA_VERSION, edges, facts, metadata, prints, reprints

_WAIT_SECONDS = 15


def _add_edges(connection: Connection) -> None:
    edges.create(connection)


def _add_reprints(connection: Connection) -> None:
    prints.create(connection)
    reprints.create(connection)


_MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {1: _add_edges, 2: _add_reprints}
"""What makes a library of version n one of version n + 1."""

_SAYINGS = {
    "locked": (LibraryBusy, "is being written by another process; try again when that has ended"),
    "not a database": (
        LibraryError,
        "is damaged; put a backup in its place, or move it away and index again",
    ),
    "malformed": (
        LibraryError,
        "is damaged; put a backup in its place, or move it away and index again",
    ),
    "full": (
        LibraryError,
        "cannot grow: the disk is full; make room and run the same command again",
    ),
    "disk i/o": (
        LibraryError,
        "cannot be written: the disk is full or failing; make room and try again",
    ),
    "readonly": (
        LibraryError,
        "cannot be written; give yourself the right to write there, or choose another --home",
    ),
    "unable to open": (
        LibraryError,
        "cannot be opened; give yourself the right to write there, or choose another --home",
    ),
}


def open_database(path: Path) -> Engine:
    """Open the database at a path, made or migrated where it must be.

    Raises:
        LibraryError: it is damaged, cannot be written, or is newer than this program.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{path.parent} cannot be made: {(error.strerror or str(error)).lower()}; "
            "choose another folder with --home"
        ) from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _set_pragmas)
    with mapped(path):
        _bring_up_to_date(engine, path)
    return engine


@contextmanager
def mapped(path: Path) -> Iterator[None]:
    """Say what an error of the database means for a person."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).lower()
        kind, what = next(
            (saying for sign, saying in _SAYINGS.items() if sign in said),
            (LibraryError, f"cannot be used: {error.orig}"),
        )
        raise kind(f"the library {path} {what}") from error


def _set_pragmas(connection: sqlite3.Connection, _: object) -> None:
    """Durable at every commit, and readable while somebody writes."""
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")


def _bring_up_to_date(engine: Engine, path: Path) -> None:
    if not inspect(engine).has_table(facts.name):
        _make(engine)
        return
    with engine.connect() as connection:
        version = _version(connection)
    if version > SCHEMA_VERSION:
        raise LibraryError(
            f"the library {path} was made by a newer version of this program; "
            "upgrade with pip install --upgrade cited-news-assistant"
        )
    if version < SCHEMA_VERSION:
        back_up(path, path.parent / "backups" / f"library-version-{version}.sqlite")
        _migrate(engine, version)


def _make(engine: Engine) -> None:
    with engine.begin() as connection:
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


def _migrate(engine: Engine, version: int) -> None:
    """Step by step, each step whole or not at all."""
    for step in range(version, SCHEMA_VERSION):
        with engine.begin() as connection:
            _MIGRATIONS[step](connection)
            connection.execute(
                update(facts).where(facts.c.name == "schema_version").values(value=str(step + 1))
            )


def back_up(path: Path, copy: Path) -> None:
    """A whole copy of the database, made aside and put in place when it is complete."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    aside = copy.with_suffix(".part")
    aside.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(aside)) as target:
        source.backup(target)
    shutil.move(aside, copy)


def check_integrity(engine: Engine) -> str | None:
    """What SQLite finds wrong with its own file, in its words, or None."""
    with engine.connect() as connection:
        found: Any = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return None if found == "ok" else str(found)
