"""One writer at a time."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import LibraryBusy, LibraryError

PATIENCE = 10.0
"""Seconds to wait for the lock: a question that repairs an index holds it briefly, or for longer
if the disk is slow."""


@contextmanager
def writer_lock(home: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock for writing in a home; it is released when the process ends, however it ends.

    `patience` is how many seconds to wait for it.

    Raises:
        LibraryBusy: another process holds it.
        LibraryError: the home cannot be written.
    """
    lock, holder = FileLock(home / "writer.lock"), home / "writer.json"
    try:
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise LibraryBusy(
            f"{_named(holder)} is writing to the library {home}; try again when it has ended"
        ) from error
    except OSError as error:
        raise LibraryError(
            f"the library {home} cannot be written: {(error.strerror or str(error)).lower()}; "
            "give yourself the right to write there, or choose another --home"
        ) from error
    try:
        holder.write_text(json.dumps({"process": os.getpid()}))
        yield
    finally:
        lock.release()


def _named(holder: Path) -> str:
    try:
        return f"process {json.loads(holder.read_text())['process']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
