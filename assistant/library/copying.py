"""All tables of a library copied from one database to another, whatever engine each has."""

from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, delete, func, inspect, select, text

from assistant.library import conversations, preferences, schema
from assistant.library.database import mapped

_ROWS_AT_ONCE = 2000
_METADATA = (schema.metadata, conversations.metadata, preferences.metadata)
_TABLES = [table for each in _METADATA for table in each.sorted_tables]


def copy_to_file(source: Engine, file: Path) -> None:
    """Copy a library into a new SQLite file."""
    target = create_engine(f"sqlite:///{file}")
    try:
        copy_tables(source, target)
    finally:
        target.dispose()


def copy_tables(source: Engine, target: Engine) -> None:
    """Copy all rows as they stand at one moment; what the target's tables held is replaced.

    The target holds all of it, or is left as it was.
    """
    with (
        mapped(source),
        source.connect() as reading,
        mapped(target),
        target.begin() as writing,
    ):
        _hold_still(reading)
        there = set(inspect(reading).get_table_names())
        for metadata in _METADATA:
            metadata.create_all(writing)
        for table in reversed(_TABLES):
            writing.execute(delete(table))
        for table in _TABLES:
            if table.name in there:
                _copy(table, reading, writing)


def _hold_still(connection: Connection) -> None:
    """Let all that is read from here on be of one moment."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _copy(table: Table, reading: Connection, writing: Connection) -> None:
    rows = reading.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table))
    for part in rows.mappings().partitions():
        writing.execute(table.insert(), [dict(row) for row in part])
    if writing.dialect.name == "postgresql":
        _count_on(table, writing)


def _count_on(table: Table, connection: Connection) -> None:
    """Let the numbers that a table gives its rows go on after those that were copied."""
    column = table.autoincrement_column
    if column is None:
        return
    last = connection.scalar(select(func.max(column)))
    if last is not None:
        numbers = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
        connection.execute(numbers, {"table": table.name, "column": column.name, "last": last})
