"""Filters in comparable form: folded publishers, names of sources, and whole days."""

from dataclasses import replace
from typing import NamedTuple

from assistant.article import ISO_DATE
from assistant.reply import Filters
from assistant.text.dates import Period

# These separate a source from its folder, archive or file of records.
_SEPARATORS = "/!#"


class Days(NamedTuple):
    """The first and the last day that a date may mean, as numbers like 20220531."""

    first: int
    last: int


def days_of(date: str | None) -> Days | None:
    """The days that an ISO date covers; a month or a year covers all of its days."""
    found = ISO_DATE.match(date or "")
    if found is None:
        return None
    year, month, day = found.groups()
    return Days(
        int(year + (month or "01") + (day or "01")), int(year + (month or "12") + (day or "31"))
    )


def asked_days(filters: Filters) -> Days | None:
    """The days that a filter allows; None if it has no dates."""
    first, last = days_of(filters.date_from), days_of(filters.date_to)
    if first is None and last is None:
        return None
    return Days(first.first if first else 0, last.last if last else 99999999)


def between(filters: Filters, period: Period) -> Filters:
    """The filters narrowed to what was published in a period."""
    first, last = period.first.isoformat(), period.last.isoformat()
    return replace(
        filters,
        date_from=max(filters.date_from or first, first),
        date_to=min(filters.date_to or last, last),
    )


def fold(publisher: str | None) -> str:
    """A publisher's name for comparison: without case, with single spaces."""
    return " ".join((publisher or "").casefold().split())


def names_of(source: str) -> list[str]:
    """The names by which a filter can select a source: its own, its file's, archive's, folders'."""
    return [source, *(source[:at] for at, sign in enumerate(source) if sign in _SEPARATORS)]


def admits(filters: Filters, source: str, publisher: str | None, published: str | None) -> bool:
    """Whether an article passes; a partial date passes if any of its days does."""
    if filters.publishers and fold(publisher) not in {fold(name) for name in filters.publishers}:
        return False
    if filters.sources and not set(names_of(source)) & set(filters.sources):
        return False
    asked, days = asked_days(filters), days_of(published)
    return asked is None or (
        days is not None and days.first <= asked.last and asked.first <= days.last
    )
