"""A whole library as one file: articles, what is known of them, vectors, conversations."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import LibraryError
from assistant.library.copying import copy_tables, copy_to_file
from assistant.library.database import mapped
from assistant.library.lock import PATIENCE, writer_lock
from assistant.library.store import Library, open_library


def export_library(library: Library, target: Path) -> None:
    """Write the library to one file, whole, while others may go on reading and writing.

    Raises:
        LibraryError: the file is there already, or cannot be written.
    """
    if target.exists():
        raise LibraryError(f"{target} is there already; choose another name")
    aside = target.with_name(f"{target.name}.part")
    try:
        aside.unlink(missing_ok=True)
        if library.is_shared:
            copy_to_file(library.engine, aside)
        else:
            with closing(sqlite3.connect(library.path)) as source:
                source.execute("VACUUM INTO ?", (str(aside),))
        _sync(aside)
        aside.replace(target)
    except (OSError, sqlite3.Error) as error:
        aside.unlink(missing_ok=True)
        raise LibraryError(f"{target} cannot be written: {_reason(error)}") from error


def import_library(file: Path, home: Path, address: str = "") -> None:
    """Make the library of a home, or at an address, out of an exported file.

    One that holds articles is left alone.

    Raises:
        LibraryError: the file is no library, or the library holds articles.
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
                _fill(library, file, Path(folder))
            return
    with writer_lock(home, PATIENCE):
        _put_in_place(file, Path(library.path))
    open_library(home).close()


def _fill(library: Library, file: Path, folder: Path) -> None:
    """Fill an empty library in a server, from a copy of the file that may be migrated first."""
    _put_in_place(file, folder / "library.sqlite")
    with closing(open_library(folder)) as arrived, mapped(library.engine):
        copy_tables(arrived.engine, library.engine)


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
    """Whether a file is a sound library.

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
