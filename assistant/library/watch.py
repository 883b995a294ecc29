"""Watches folders for changes, by looking at the files' sizes and times again and again.

This also works on network and container file systems, where the system reports no changes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.corpus.load import Apart, find_files
from assistant.library.own_files import own_files

# Looking at a large folder takes time; spend at most a tenth of the time on it.
_SHARE = 10.0
_SHORTEST = 1.0

Stamp = frozenset[tuple[str, int, int]]


def changes(
    paths: Sequence[Path | str],
    home: Path | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Yield whenever files under these paths have been added, edited or removed.

    The program's own files in `home` are not watched: they change with each index.
    A file that is still being written is waited for: two looks in a row must find it the same.
    """
    apart = own_files(home) if home else None
    settled = before = _stamp(paths, apart)
    while True:
        start = time.monotonic()
        now = _stamp(paths, apart)
        if now == before and now != settled:
            settled = now
            yield
        before = now
        sleep(max(_SHORTEST, _SHARE * (time.monotonic() - start)))


def _stamp(paths: Sequence[Path | str], apart: Apart | None) -> Stamp:
    """Names, sizes and times of all files; a missing path has none."""
    found = set()
    for path in paths:
        if Path(path).exists():
            for file in find_files([path], apart=apart):
                try:
                    status = file.file.stat()
                except OSError:
                    continue
                found.add((str(file.file), status.st_size, status.st_mtime_ns))
    return frozenset(found)
