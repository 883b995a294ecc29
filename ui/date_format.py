"""Dates in the language of the page. Inside the program they are ISO dates, perhaps partial."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime

from ui.texts import Texts

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TYPED = {
    "en": _ISO,
    "de": re.compile(r"(?:(?:(?P<d>\d{1,2})\.\s*)?(?P<m>\d{1,2})\.\s*)?(?P<y>\d{4})"),
    "fr": re.compile(r"(?:(?:(?P<d>\d{1,2})/)?(?P<m>\d{1,2})/)?(?P<y>\d{4})"),
}
_WORDS = re.compile(
    r"(?:(?P<d>\d{1,2})(?:\.|er|st|nd|rd|th)?\s+)?(?P<m>[^\W\d]{3,})\.?\s+(?P<y>\d{4})"
)
_MONTH_FIRST = re.compile(
    r"(?P<m>[^\W\d]{3,})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"
)


def shown_date(iso: str | None, t: Texts) -> str:
    """The date in words: `14 April 2024`, `April 2024` or `2024`; anything else unchanged."""
    found = _ISO.fullmatch(iso or "")
    if not found or not found[2] or not 1 <= int(found[2]) <= 12:
        return iso or ""
    month = t("dates.months").split()[int(found[2]) - 1]
    if not found[3]:
        return t("dates.month", month=month, year=found[1])
    day = t("dates.first") if found[3] == "01" else str(int(found[3]))
    return t("dates.day", day=day, month=month, year=found[1])


def shown_dates(dates: Collection[str], t: Texts, key: str) -> str:
    """The earliest and the latest of some dates, joined by the text `key`; one if they are alike.

    Dates may be partial: a year begins before its first day, and ends after its last.
    """
    first, last = shown_date(min(dates), t), shown_date(max(dates, key="{}~".format), t)
    return first if first == last else t(key, first=first, last=last)


def written_date(iso: str | None, t: Texts) -> str:
    """The date as it is typed into a field; `read_date` reads it back."""
    separator = t("dates.separator")
    parts = (iso or "").split("-")
    return separator.join(parts if separator == "-" else reversed(parts))


def news_date(published: str | None, reported: str | None) -> str | None:
    """The date of the news: of publication, or of the event if it was published years later."""
    return reported if posted_late(published, reported) else published


def posted_late(published: str | None, reported: str | None) -> bool:
    """Whether an article was published a year or more after the day that it reports on."""
    if not published or not reported:
        return False
    return (
        int(published[:4]) * 12 + _month(published)
        >= int(reported[:4]) * 12 + _month(reported) + 12
    )


def shown_news_date(published: str | None, reported: str | None, t: Texts) -> str:
    """The date of publication, or `posted 2024, reports on 2022` if they are years apart."""
    if not posted_late(published, reported):
        return shown_date(published, t)
    return t("reader.posted", published=(published or "")[:4], reported=(reported or "")[:4])


def _month(iso: str) -> int:
    return int(iso[5:7] or 1)


def shown_time(when: datetime, t: Texts) -> str:
    """The hour and minute."""
    return t("dates.time", hour=when.hour, minute=when.minute)


def read_date(typed: str, t: Texts) -> str | None:
    """The ISO date that was typed; None for anything else.

    It may be in ISO, in numbers as the language writes them, or have the month as a word, which may
    be abbreviated and lack its accent.
    """
    typed = typed.strip()
    iso = _ISO.fullmatch(typed)
    if iso:
        return _valid(iso[1], iso[2], iso[3])
    local = _TYPED[t.language].fullmatch(typed)
    if local:
        return _valid(local["y"], local["m"], local["d"])
    words = _WORDS.fullmatch(typed) or _MONTH_FIRST.fullmatch(typed)
    month = _month_named(words["m"], t) if words else None
    return _valid(words["y"], month, words["d"]) if words and month else None


def _month_named(word: str, t: Texts) -> str | None:
    """The number of the only month whose name begins with the word."""
    months = t("dates.months").split()
    found = [n for n, name in enumerate(months, 1) if _plain(name).startswith(_plain(word))]
    return str(found[0]) if len(found) == 1 else None


def _plain(word: str) -> str:
    """The word in small letters, without accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _valid(year: str, month: str | None, day: str | None) -> str | None:
    parts = [year, *(part.zfill(2) for part in (month, day) if part)]
    try:
        datetime(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(parts)
