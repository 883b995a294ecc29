"""Names that can stand for each other, read from `aliases.toml`."""

import re
from functools import cache

from assistant.text.lexicon import any_of, read_data


def others_for(name: str) -> frozenset[str]:
    """What evidence may have where a claim has a name: `China` for `Beijing`."""
    return _others().get(name, frozenset())


def known_names(text: str) -> frozenset[str]:
    """The names of the tables that are in a text."""
    return frozenset(match.group() for match in _pattern().finditer(text))


@cache
def _others() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    tables = read_data(__package__, "aliases.toml")
    for members in tables["groups"].values():
        for member in members:
            found.setdefault(member, set()).update(members)
    for name, members in tables["broader"].items():
        found.setdefault(name, {name}).update(members)
    return {name: frozenset(others) for name, others in found.items()}


@cache
def _pattern() -> re.Pattern[str]:
    names = set(_others()) | {name for others in _others().values() for name in others}
    return re.compile(rf"(?<!\w){any_of(names)}(?![a-z])")
