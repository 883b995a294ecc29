"""The library in SQLite: one file in the home, written by one process at a time."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event

from assistant.errors import LibraryError

_WAIT_SECONDS = 15
_LOOK_AGAIN_SECONDS = 0.02
_DAMAGED = "is damaged; put a backup in its place, or move it away and index again"
_RIGHTS = "give yourself the right to write there, or choose another --home"
KNOWN_ERRORS = {
    "locked": "is being written by another process; try again when that has ended",
    "not a database": _DAMAGED,
    "malformed": _DAMAGED,
    "full": "cannot grow: the disk is full; make room and run the same command again",
    "disk i/o": "cannot be written: the disk is full or failing; make room and try again",
    "readonly": f"cannot be written; {_RIGHTS}",
    "unable to open": f"cannot be opened; {_RIGHTS}",
}
"""What to tell the person, by a part of SQLite's message."""


class SqliteDatabase:
    """The file `library.sqlite` of a home."""

    is_shared = False

    def __init__(self, home: Path) -> None:
        self.path = home / "library.sqlite"
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"{home} cannot be made: {(error.strerror or str(error)).lower()}; "
                "choose another folder with --home"
            ) from error
        self.engine = create_engine(
            f"sqlite:///{self.path}", connect_args={"timeout": _WAIT_SECONDS}
        )
        event.listen(self.engine, "connect", _set_pragmas)

    @contextmanager
    def prepared(self) -> Iterator[Connection]:
        """A transaction that creates or migrates tables; it is locked from its first statement.

        Python's driver begins no transaction for CREATE TABLE.
        """
        with self.engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def right_to_write(self, patience: float) -> Iterator[None]:
        """Nothing: the home's own lock is enough."""
        yield

    def is_written(self) -> bool:
        """Never: every writer of this file has this home."""
        return False

    def back_up(self, version: int) -> None:
        """Copy the database; the copy gets its final name when it is complete."""
        copy = self.path.parent / "backups" / f"library-version-{version}.sqlite"
        copy.parent.mkdir(parents=True, exist_ok=True)
        aside = copy.with_suffix(".part")
        aside.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(aside)) as part:
            source.backup(part)
        shutil.move(aside, copy)

    def fault(self) -> str | None:
        """What SQLite reports as wrong with its file, or None."""
        with self.engine.connect() as connection:
            found: Any = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        return None if found == "ok" else str(found)

    def compact(self) -> None:
        """Rewrite the file without deleted rows, and empty the write-ahead log."""
        with self.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql("VACUUM")
            alone.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _set_pragmas(connection: sqlite3.Connection, _: object) -> None:
    """Durable at every commit, and readable while somebody writes."""
    with closing(connection.cursor()) as cursor:
        _turn_on_write_ahead_log(cursor)
        cursor.execute("PRAGMA synchronous=FULL")


def _turn_on_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    """Retry while another process does the same to a new file: SQLite does not wait for that."""
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
        time.sleep(_LOOK_AGAIN_SECONDS)
