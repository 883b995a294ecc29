"""Decides from all rows of a table whether `05/06/2021` is 5 June or May 6."""

import re
from collections.abc import Iterable, Mapping

_NUMERIC = re.compile(
    r"\s*(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)"
    r"(?P<time>[\sT,].*)?"
)
_MONTHS = 12


def find_day_orders(rows: Iterable[Mapping[str, str]]) -> dict[str, bool]:
    """For each column whose dates show their order, whether the day is first.

    A column shows it if some of its numbers can only be days, and all of these are in one place.
    """
    seen: dict[str, set[bool]] = {}
    for row in rows:
        for name, value in row.items():
            found = _NUMERIC.fullmatch(value)
            if found and max(int(found["first"]), int(found["second"])) > _MONTHS:
                seen.setdefault(name, set()).add(int(found["first"]) > _MONTHS)
    return {name: first.pop() for name, first in seen.items() if len(first) == 1}


def with_iso_dates(row: Mapping[str, str], orders: Mapping[str, bool]) -> dict[str, str]:
    """The row with the dates of the columns in `orders` as ISO dates."""
    return {
        name: _as_iso(value, orders[name]) if name in orders else value
        for name, value in row.items()
    }


def _as_iso(value: str, is_day_first: bool) -> str:
    found = _NUMERIC.fullmatch(value)
    if found is None:
        return value
    first, second = int(found["first"]), int(found["second"])
    day, month = (first, second) if is_day_first else (second, first)
    return f"{found['year']}-{month:02}-{day:02}{found['time'] or ''}"
