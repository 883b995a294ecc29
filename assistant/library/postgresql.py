"""The library in PostgreSQL: shared by several machines, written by one process at a time."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from assistant.errors import LibraryBusy, SettingsError
from assistant.library.schema import metadata

_CONNECT_SECONDS = 10
_LOOK_AGAIN_SECONDS = 0.2
# A machine that disappears without closing its connection keeps the lock for this long.
_SILENT_SECONDS = 60
_REACH = "see that the server runs, and that ASSISTANT_LIBRARY names it"
_ROLE = "correct the name and the password in ASSISTANT_LIBRARY"
KNOWN_ERRORS = {
    "password authentication failed": f"refuses this user; {_ROLE}",
    "no password supplied": f"asks for a password; {_ROLE}",
    "no pg_hba.conf entry": "lets in no such user from here; change pg_hba.conf",
    "role": f"knows no such user; {_ROLE}",
    "does not exist": "does not exist; make it on the server with createdb",
    "permission denied": (
        "lets this user not write; GRANT it the right to create and change tables there"
    ),
    "read-only transaction": "can only be read there; name the primary server",
    "no space left": (
        "cannot grow: the server's disk is full; make room and run the same command again"
    ),
    "too many clients": "has no connection left; try again, or raise max_connections on the server",
    "terminating connection": f"broke the connection off; {_REACH}",
    "resolve host": f"cannot be found; {_REACH}",
    "connection": f"cannot be reached; {_REACH}",
}
"""What to tell the person, by a part of PostgreSQL's message. The first match wins."""
# Keys of advisory locks, any two numbers: for preparing tables, and for writing.
_PREPARING, _WRITING = 0x43697465, 0x644E6577


class PostgresDatabase:
    """A database of a PostgreSQL server, its tables in the schema that the address names."""

    is_shared = True

    def __init__(self, address: str) -> None:
        url = _url(address)
        try:
            self.engine = create_engine(
                url,
                pool_pre_ping=True,
                connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": _own_name()},
            )
        except ModuleNotFoundError as error:
            raise SettingsError(
                "ASSISTANT_LIBRARY names a PostgreSQL server, which needs its driver: "
                'pip install "cited-news-assistant[postgres]"'
            ) from error
        event.listen(self.engine, "connect", _accept_every_character)

    @contextmanager
    def prepared(self) -> Iterator[Connection]:
        """A transaction that creates or migrates tables."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, %s)", _key(_PREPARING))
            yield connection

    @contextmanager
    def right_to_write(self, patience: float) -> Iterator[None]:
        """Hold the one lock for writing, on all machines; it ends with its connection.

        Raises:
            LibraryBusy: another process holds it.
        """
        with self.engine.connect() as held:
            connection = held.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql(f"SET tcp_keepalives_idle = {_SILENT_SECONDS // 2}")
            connection.exec_driver_sql(f"SET tcp_keepalives_interval = {_SILENT_SECONDS // 6}")
            connection.exec_driver_sql("SET tcp_keepalives_count = 3")
            _acquire(connection, time.monotonic() + patience)
            try:
                yield
            finally:
                _release(connection)

    def is_written(self) -> bool:
        """Whether a process on any machine is writing now."""
        with self.engine.connect() as connection:
            return _holder(connection) is not None

    def back_up(self, version: int) -> None:
        """Do nothing: migrations are transactions, and servers have their own backups."""

    def fault(self) -> str | None:
        """None: PostgreSQL checks its pages itself and reports bad ones as errors."""
        return None

    def compact(self) -> None:
        """Rewrite the library's tables without deleted rows."""
        with self.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            for name in sorted(
                set(metadata.tables).intersection(inspect(self.engine).get_table_names())
            ):
                alone.exec_driver_sql(f"VACUUM FULL {name}")


def without_password(url: URL) -> str:
    """The address without the user and the password, for messages."""
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or ''}{port}/{url.database or ''}"


def _url(address: str) -> URL:
    """The address with its driver named.

    Raises:
        SettingsError: it is not the address of a PostgreSQL database.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in ("postgresql", "postgresql+psycopg"):
        raise SettingsError(
            "ASSISTANT_LIBRARY is not the address of a PostgreSQL database; "
            "write postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
        )
    return url.set(drivername="postgresql+psycopg")


def _own_name() -> str:
    return f"assistant {os.getpid()} on {socket.gethostname()}"[:63]


def _accept_every_character(connection: Any, _: object) -> None:
    """Replace the NUL character, which PostgreSQL cannot store in texts."""
    from psycopg.types.string import StrDumper

    class Dumper(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", "\ufffd"))

    connection.adapters.register_dumper(str, Dumper)


def _key(purpose: int) -> tuple[int, int]:
    return (_PREPARING, purpose)


def _acquire(connection: Connection, until: float) -> None:
    question = "SELECT pg_try_advisory_lock(%s, %s)"
    while not connection.exec_driver_sql(question, _key(_WRITING)).scalar():
        if time.monotonic() >= until:
            who = _holder(connection) or "another process"
            raise LibraryBusy(
                f"{who} is writing to the library {without_password(connection.engine.url)}; "
                "try again when it has ended"
            )
        time.sleep(_LOOK_AGAIN_SECONDS)


def _release(connection: Connection) -> None:
    """Release the lock; if the connection is gone, so is the lock."""
    with suppress(DBAPIError):
        connection.exec_driver_sql("SELECT pg_advisory_unlock(%s, %s)", _key(_WRITING))


def _holder(connection: Connection) -> str | None:
    """The name of the process that holds the lock for writing, or None."""
    held = (
        "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
        "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = %s AND l.objid = %s "
        "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    found = connection.exec_driver_sql(held, _key(_WRITING)).scalar()
    return None if found is None else str(found)
