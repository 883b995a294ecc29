"""Several libraries side by side: the main one, and one folder each for the others.

A library that is removed is only put aside, so that it can be brought back.
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
    """Where a library lies; of a name that there is not, where the main one does."""
    return home / "libraries" / name if name in library_names(home) else home


def usable_name(name: str, taken: Sequence[str]) -> str | None:
    """The name as it can be used, or None: letters, digits, spaces, dots and dashes, not taken."""
    plain = " ".join(name.split())
    free = plain.casefold() not in {one.casefold() for one in taken}
    return plain if free and _NAME.fullmatch(plain) and not plain.endswith(".") else None


def make_library(home: Path, name: str) -> None:
    """Make an empty one."""
    (home / "libraries" / name).mkdir(parents=True, exist_ok=True)


def put_aside(home: Path, name: str) -> None:
    """Take a library out of the list; `bring_back` undoes it."""
    place = home / "libraries" / name
    aside = place.with_name(_ASIDE + name)
    number = 1
    while aside.exists():
        number += 1
        aside = place.with_name(f"{_ASIDE}{name}-{number}")
    place.rename(aside)


def bring_back(home: Path, name: str) -> None:
    """Put the library that was put aside last under this name back into the list."""
    folder = home / "libraries"
    aside = sorted(folder.glob(f"{_ASIDE}{name}*"), key=lambda place: place.stat().st_mtime)
    if aside and not (folder / name).exists():
        aside[-1].rename(folder / name)
