"""Folders that are followed."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.corpus.load import find_files

# A look at a large folder takes its time; looking may take a tenth of it.
_SHARE = 10.0
_SHORTEST = 1.0

Stamp = frozenset[tuple[str, int, int]]


def changes(
    paths: Sequence[Path | str], sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Yield whenever files under these paths were added, edited or removed, and then rest.

    A file that is still being written is waited for: two looks have to see the same.
    """
    settled = before = _stamp(paths)
    while True:
        start = time.monotonic()
        now = _stamp(paths)
        if now == before and now != settled:
            settled = now
            yield
        before = now
        sleep(max(_SHORTEST, _SHARE * (time.monotonic() - start)))


def _stamp(paths: Sequence[Path | str]) -> Stamp:
    """Names, sizes and times of all files; a path that is gone for now has none."""
    found = set()
    for path in paths:
        if Path(path).exists():
            for file in find_files([path]):
                try:
                    status = file.file.stat()
                except OSError:
                    continue
                found.add((str(file.file), status.st_size, status.st_mtime_ns))
    return frozenset(found)
