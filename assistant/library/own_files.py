"""The files that the program itself keeps in a library's home."""

from pathlib import Path

from assistant.corpus.load import Apart

_NAMES = frozenset({
    "backups", "index", "libraries", "uploads", "library.sqlite", "library.sqlite-journal",
    "library.sqlite-shm", "library.sqlite-wal", "models.toml", "prices.toml", "writer.json",
    "writer.lock",
})  # fmt: skip


def own_files(home: Path) -> Apart | None:
    """The program's own files in a home, which hold no articles; None if there is no home yet.

    A home may be inside a folder of articles, and articles inside a home.
    """
    try:
        status = home.stat()
    except OSError:
        return None
    return Apart((status.st_dev, status.st_ino), _NAMES)
