"""Filters as what an index can compare: folded publishers, names of sources, and whole days."""

import re
from typing import NamedTuple

from assistant.reply import Filters

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# What stands between a source and what holds it: a folder, an archive, a file of records.
_HOLDERS = re.compile(r"[/!#]")


class Days(NamedTuple):
    """The first and the last day that a date may mean, as numbers like 20220531."""

    first: int
    last: int


def days_of(date: str | None) -> Days | None:
    """The days that an ISO date means; a month or a year means all of its days."""
    found = _DATE.match(date or "")
    if found is None:
        return None
    year, month, day = found.groups()
    return Days(
        int(year + (month or "01") + (day or "01")), int(year + (month or "12") + (day or "31"))
    )


def asked_days(filters: Filters) -> Days | None:
    """The days that are asked for, or None where none are; an open end reaches to all days."""
    first, last = days_of(filters.date_from), days_of(filters.date_to)
    if first is None and last is None:
        return None
    return Days(first.first if first else 0, last.last if last else 99999999)


def fold(publisher: str | None) -> str:
    """A publisher's name as names are compared: no case, single spaces."""
    return " ".join((publisher or "").casefold().split())


def names_of(source: str) -> list[str]:
    """What a filter may call a source: its own name, its file's, its archive's, its folders'."""
    return [source, *(source[: mark.start()] for mark in _HOLDERS.finditer(source))]


def admits(filters: Filters, source: str, publisher: str | None, published: str | None) -> bool:
    """Whether an article passes; a partial date passes where any of its days is asked for."""
    if filters.publishers and fold(publisher) not in {fold(name) for name in filters.publishers}:
        return False
    if filters.sources and not set(names_of(source)) & set(filters.sources):
        return False
    asked, days = asked_days(filters), days_of(published)
    return asked is None or (
        days is not None and days.first <= asked.last and asked.first <= days.last
    )
