"""Several libraries: the main one, and a folder for each of the others.

Removing a library only renames its folder, so it can be restored.
"""

import re
from collections.abc import Sequence
from pathlib import Path

MAIN = ""
_ASIDE = ".removed-"
_NAME = re.compile(r"[\w][\w .-]{0,59}")


def library_names(home: Path) -> list[str]:
    """The libraries beside the main one, by their names."""
    folder = home / "libraries"
    if not folder.is_dir():
        return []
    return sorted(place.name for place in folder.iterdir() if _NAME.fullmatch(place.name))


def home_of(home: Path, name: str) -> Path:
    """The folder of a library; for an unknown name, of the main library."""
    return home / "libraries" / name if name in library_names(home) else home


def usable_name(name: str, taken: Sequence[str]) -> str | None:
    """The name without extra spaces; None if it is taken or has characters that are not allowed."""
    plain = " ".join(name.split())
    free = plain.casefold() not in {one.casefold() for one in taken}
    return plain if free and _NAME.fullmatch(plain) and not plain.endswith(".") else None


def make_library(home: Path, name: str) -> None:
    """Create an empty library."""
    (home / "libraries" / name).mkdir(parents=True, exist_ok=True)


def remove_library(home: Path, name: str) -> None:
    """Take a library out of the list; `restore_library` undoes it."""
    place = home / "libraries" / name
    aside = place.with_name(_ASIDE + name)
    number = 1
    while aside.exists():
        number += 1
        aside = place.with_name(f"{_ASIDE}{name}-{number}")
    place.rename(aside)


def restore_library(home: Path, name: str) -> None:
    """Restore the library of this name that was removed last."""
    folder = home / "libraries"
    aside = sorted(folder.glob(f"{_ASIDE}{name}*"), key=lambda place: place.stat().st_mtime)
    if aside and not (folder / name).exists():
        aside[-1].rename(folder / name)
