"""Names that can stand for each other, from `aliases.toml`."""

import re

from assistant.text.lexicon import any_of, read_data

_tables = read_data(__package__, "aliases.toml")
_OTHERS: dict[str, frozenset[str]] = {}
for _name, _members in [
    *((name, members) for members in _tables["groups"].values() for name in members),
    *((name, [name, *members]) for name, members in _tables["broader"].items()),
]:
    _OTHERS[_name] = _OTHERS.get(_name, frozenset()).union(_members)
_NAME = re.compile(rf"(?<!\w){any_of(_OTHERS.keys() | set().union(*_OTHERS.values()))}(?![a-z])")


def others_for(name: str) -> frozenset[str]:
    """The names that the evidence may have for a claim's name: `China` for `Beijing`."""
    return _OTHERS.get(name, frozenset())


def known_names(text: str) -> frozenset[str]:
    """The names of the table that are in a text."""
    return frozenset(match.group() for match in _NAME.finditer(text))
