"""Names that can stand for each other, and titles that say the same: `aliases.toml`, read once."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any


def others_for(name: str) -> frozenset[str]:
    """What evidence may have where a claim has a name: `China` for `Beijing`."""
    return _others().get(name, frozenset())


def known_names(text: str) -> frozenset[str]:
    """The names of the tables that are in a text."""
    return frozenset(match.group() for match in _pattern().finditer(text))


def same_title(claimed: str, words: frozenset[str]) -> bool:
    """Whether one of the words says the same as a title's word: `Sen.` for `Senator`."""
    low = claimed.lower().rstrip(".")
    return any(low in group and group & words for group in _titles())


def spells_out(text: str, acronym: str) -> bool:
    """Whether a text has a name whose capitals are an acronym, but for one word inside it.

    `CFT` stands for `California Federation of Teachers`.
    """
    letters = acronym.replace(".", "").upper()
    if len(letters) < 3 or not letters.isalpha():
        return False
    return _initials(letters).search(text) is not None


@lru_cache(maxsize=512)
def _initials(letters: str) -> re.Pattern[str]:
    small = r"(?:[\s,&-]+(?:of|for|the|and|in|on|to|at|&))*[\s,&-]+"
    words = [rf"{letter}[\w’'.]*" for letter in letters]
    between = rf"{small}(?:[A-Z][\w’']*{small})?"
    return re.compile(rf"(?<!\w){between.join(words)}")


def is_spelt_out(acronym: str, name: str) -> bool:
    """Whether an acronym can be a name's initials: `CFT`, California Federation of Teachers.

    One word inside the name may be skipped; small words may count or not.
    """
    letters = acronym.replace(".", "").lower()
    parts = [part for part in re.split(r"[\s-]+", name) if part]
    if len(letters) < 2 or len(parts) < 2:
        return False
    every = "".join(part[0].lower() for part in parts)
    capitals = "".join(part[0].lower() for part in parts if part[0].isupper())
    return any(found == letters or _skips_one(letters, found) for found in (every, capitals))


def _skips_one(letters: str, initials: str) -> bool:
    return len(initials) == len(letters) + 1 > 3 and any(
        initials[:at] + initials[at + 1 :] == letters for at in range(1, len(initials) - 1)
    )


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = files("assistant.verify").joinpath("aliases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _others() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for members in _tables()["groups"].values():
        for member in members:
            found.setdefault(member, set()).update(members)
    for name, members in _tables()["broader"].items():
        found.setdefault(name, {name}).update(members)
    return {name: frozenset(others) for name, others in found.items()}


@cache
def _titles() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(words) for words in _tables()["titles"].values())


@cache
def _pattern() -> re.Pattern[str]:
    names = set(_others()) | {name for others in _others().values() for name in others}
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?![a-z])")
