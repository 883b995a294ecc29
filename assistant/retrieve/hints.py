"""What a question says about where to look: outlets, authors, days, quoted words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.reply import Excerpt, Filters
from assistant.text.dates import DateMention, Period, find_dates, period_of, resolve

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SECTION = re.compile(r"\s+[|–—-]\s+|:\s+")
_BYLINE = re.compile(r",|;|\band\b|&|\bby\b|\bfor\b", re.IGNORECASE)
_LONGEST_NAME = 8
_SINCE = re.compile(r"\b(?:after|since|from|following|starting)\s+(?:the\s+)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:before|until|till|by|prior to|up to)\s+(?:the\s+)?$", re.IGNORECASE)
# How near a day is fades by half each day: who reports on a day writes then or soon after.
_DAYS_NEAR = 4
# "After" and "before" leave so much open that they say half as much as a day that is named.
_OPEN_ENDED = 0.5


@dataclass(frozen=True, slots=True)
class DateHint:
    """Days that a question names: `since` or `until` them where it says "after" or "before"."""

    mention: DateMention
    side: int = 0

    def nearness(self, dates: Sequence[str | None], today: date) -> float:
        """How near the nearest of an article's ISO dates is: 1 inside, 0 far away or unknown."""
        return max((self._near(iso, today) for iso in dates if iso), default=0.0)

    def _near(self, iso: str, today: date) -> float:
        found = _period(iso)
        if found is None:
            return 0.0
        dated = self.mention.kind in ("day", "month") and not self.mention.is_complete
        asked = resolve(self.mention, found.first if dated else today)
        if asked is None:
            return 0.0
        if (self.side > 0 and found.first > asked.last) or (self.side < 0 < _gap(found, asked)):
            return _OPEN_ENDED
        gap = abs(_gap(found, asked))
        return 0.5**gap if gap <= _DAYS_NEAR else 0.0


@dataclass(frozen=True, slots=True)
class Hints:
    """What a question, or a part of one, says about where to look.

    `outlets` and `authors` are publishers and bylines exactly as the index has them; `dates` the
    days named, `quoted` the phrases between quotation marks.
    """

    outlets: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    dates: tuple[DateHint, ...] = ()
    quoted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.outlets or self.authors or self.dates or self.quoted)

    def outlet(self, excerpt: Excerpt) -> float:
        """1 where the excerpt is of an outlet or by an author that is named, else 0."""
        return float(excerpt.publisher in self.outlets or excerpt.byline in self.authors)

    def nearness(self, excerpt: Excerpt, today: date) -> float:
        """How near the article is to the days that are named, 0 to 1."""
        dates = (excerpt.published, excerpt.reported)
        return max((hint.nearness(dates, today) for hint in self.dates), default=0.0)

    def quotation(self, excerpt: Excerpt) -> float:
        """The share of the quoted phrases that stand in the excerpt, word for word but for case."""
        if not self.quoted:
            return 0.0
        text = _folded(excerpt.text)
        return sum(_folded(phrase) in text for phrase in self.quoted) / len(self.quoted)

    def narrowed(self, filters: Filters) -> Iterator[Filters]:
        """The filters narrowed to each outlet named, where that does not contradict them."""
        for outlet in sorted(self.outlets):
            if not filters.publishers or outlet in filters.publishers:
                yield Filters((outlet,), filters.date_from, filters.date_to, filters.sources)


def find_hints(
    text: str, outlets: Sequence[str], authors: Sequence[str], quoted: Sequence[str] = ()
) -> Hints:
    """The hints that a question or a part of it gives, against what an index holds.

    An outlet is named by its name, by the part of it before a section ("Fox News - Health"), or
    by its initials where it has three words or more; an author by first and last name.
    """
    names = _outlet_names(tuple(outlets))
    phrases = tuple(phrase for phrase in quoted if len(phrase.split()) > 1)
    return Hints(
        outlets=frozenset(o for run in _runs(text) for o in names.get(run, ())),
        authors=_authors(text, authors),
        dates=tuple(_date_hints(text)),
        quoted=tuple(p for p in phrases if _key(p) not in names),
    )


def _authors(text: str, authors: Sequence[str]) -> frozenset[str]:
    names = _author_names(tuple(authors))
    return frozenset(author for run in _runs(text) for author in names.get(run, ()))


def _runs(text: str) -> set[str]:
    """Every run of a few words, folded, that opens with a capital or figure, or all are small."""
    tokens = [match.group() for match in _TOKEN.finditer(text)]
    capitals = any(token[0].isupper() for token in tokens[1:])
    return {
        " ".join(_plain(token) for token in tokens[at : at + size])
        for at, token in enumerate(tokens)
        if not capitals or not token[0].islower()
        for size in range(1, _LONGEST_NAME + 1)
    }


def _plain(token: str) -> str:
    return token.casefold().replace("’", "'").removesuffix("'s")


def _key(name: str) -> str:
    return " ".join(_plain(token) for token in _TOKEN.findall(name))


@lru_cache(maxsize=8)
def _outlet_names(outlets: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The outlets by each folded name that may stand for them."""
    named: dict[str, set[str]] = {}
    for outlet in outlets:
        for alias in _aliases(outlet):
            named.setdefault(alias, set()).add(outlet)
    return {alias: tuple(sorted(found)) for alias, found in named.items() if alias}


def _aliases(outlet: str) -> Iterator[str]:
    head = _SECTION.split(outlet)[0]
    for name in (outlet, head):
        key = _key(name)
        yield key
        yield key.removeprefix("the ")
        yield key.removesuffix(" com").replace("www ", "")
    capitals = [
        token[0] for token in _TOKEN.findall(head.removeprefix("The ")) if token[0].isupper()
    ]
    if len(capitals) > 2:
        yield "".join(capitals).casefold()


@lru_cache(maxsize=8)
def _author_names(authors: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    named: dict[str, set[str]] = {}
    for byline in authors:
        for name in _BYLINE.split(byline):
            if " " in (key := _key(name)):
                named.setdefault(key, set()).add(byline)
    return {name: tuple(sorted(found)) for name, found in named.items()}


def _date_hints(text: str) -> Iterator[DateHint]:
    for mention in find_dates(text):
        if mention.kind == "weekday":
            continue  # which week it was, a question seldom says
        before = text[max(0, mention.start - 24) : mention.start]
        side = 1 if _SINCE.search(before) else -1 if _UNTIL.search(before) else 0
        yield DateHint(mention, side)


@lru_cache(maxsize=4096)
def _period(iso: str) -> Period | None:
    try:
        return period_of(iso[:10])
    except ValueError:
        return None


def _gap(found: Period, asked: Period) -> int:
    """Days between two periods: 0 where they touch, above 0 where the first comes earlier."""
    if found.overlaps(asked):
        return 0
    if found.last < asked.first:
        return (asked.first - found.last).days
    return (asked.last - found.first).days


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .,")
