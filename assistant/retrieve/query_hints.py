"""Hints in a query about where to look: outlets, authors, dates and quoted words."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.reply import Excerpt, Filters
from assistant.text.dates import DateMention, Period, find_dates, period_of, resolve
from assistant.text.lexicon import SHORT_OUTLETS
from assistant.text.words import simple_words

_SECTION = re.compile(r"\s+[|–—-]\s+|:\s+")
_LONGEST_NAME = 8
# Beside these words a name of one word is still the outlet: "Vice News", but not "Vice President".
_OF_OUTLET = frozenset("the news online com org media magazine newspaper business".split())
_AFTER = frozenset("after since from following starting".split())
_BEFORE = frozenset("before until till by".split())
# Nearness halves with each day in between: news is written on the day of an event or soon after.
_DAYS_NEAR = 4
# "After" and "before" leave so many days open that they count half as much as a named day.
_OPEN_ENDED = 0.5


@dataclass(frozen=True, slots=True)
class DateHint:
    """A date in the question. `side` is 1 for "after" or "since" it, -1 for "before" or "until"."""

    mention: DateMention
    side: int = 0

    def nearness(self, dates: Sequence[str | None], today: date) -> float:
        """How near an article's ISO dates are: 1 if one matches, 0 if all are far or unknown."""
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
    """The hints of a question, or of a part of one.

    `outlets` and `authors` are publishers and bylines as the index spells them, `dates` the dates
    named, `quoted` the phrases in quotation marks.
    """

    outlets: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    dates: tuple[DateHint, ...] = ()
    quoted: tuple[str, ...] = ()

    def outlet(self, excerpt: Excerpt) -> float:
        """1 if the excerpt is from a named outlet or by a named author, else 0."""
        return float(excerpt.publisher in self.outlets or excerpt.byline in self.authors)

    def nearness(self, excerpt: Excerpt, today: date) -> float:
        """How near the article's dates are to the dates named, 0 to 1."""
        dates = (excerpt.published, excerpt.reported)
        return max((hint.nearness(dates, today) for hint in self.dates), default=0.0)

    def quotation(self, excerpt: Excerpt) -> float:
        """The share of the quoted phrases that the excerpt contains, in any case."""
        if not self.quoted:
            return 0.0
        text = _folded(excerpt.text)
        return sum(_folded(phrase) in text for phrase in self.quoted) / len(self.quoted)

    def narrowed(self, filters: Filters) -> Iterator[Filters]:
        """The filters narrowed to each named outlet, unless they exclude it."""
        for outlet in sorted(self.outlets):
            if not filters.publishers or outlet in filters.publishers:
                yield Filters((outlet,), filters.date_from, filters.date_to, filters.sources)


def find_query_hints(
    text: str, outlets: Sequence[str], authors: Sequence[str], quoted: Sequence[str] = ()
) -> Hints:
    """The hints in a question or a part of it, given the outlets and authors of the index.

    An outlet is recognised by its name, by its name without a section ("Fox News - Health"), or by
    its short name ("AP", "NYT"); an author by first and last name.
    """
    runs = _runs(text)
    names, people = _by_name(tuple(outlets), _aliases), _by_name(tuple(authors), _author_names)
    phrases = tuple(phrase for phrase in quoted if len(phrase.split()) > 1)
    return Hints(
        outlets=frozenset(o for run in runs for o in names.get(run, ())),
        authors=frozenset(a for run in runs for a in people.get(run, ())),
        dates=tuple(_date_hints(text)),
        quoted=tuple(p for p in phrases if _key(p) not in names),
    )


def _runs(text: str) -> set[str]:
    """Every run of a few words, folded, that begins with a capital or digit.

    If the text is all in lower case, every run of a few words.
    """
    tokens = simple_words(text)
    capitals = any(token[0].isupper() for token in tokens[1:])
    return {
        " ".join(_plain(token) for token in tokens[at : at + size])
        for at, token in enumerate(tokens)
        if not capitals or not token[0].islower()
        for size in range(2 if capitals and _is_part(tokens, at) else 1, _LONGEST_NAME + 1)
    }


def _is_part(tokens: Sequence[str], at: int) -> bool:
    before = tokens[at - 1] if at > 1 else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    return not tokens[at].endswith(("'s", "’s")) and is_part_of_name(before, after)


def is_part_of_name(before: str, after: str) -> bool:
    """Whether a word belongs to a longer name, by the words beside it: "Capitol Hill".

    `before` is "" for the second word of a question, whose first word always has a capital.
    """
    return any(w[:1].isupper() and w.lower() not in _OF_OUTLET for w in (before, after))


def _plain(token: str) -> str:
    return token.casefold().replace("’", "'").removesuffix("'s")


def _key(name: str) -> str:
    return " ".join(_plain(token) for token in simple_words(name))


# The names of a large library are folded once for all questions.
@lru_cache(maxsize=16)
def _by_name(
    printed: tuple[str, ...], names_of: Callable[[str], Iterator[str]]
) -> dict[str, set[str]]:
    """Folded names to the outlets or bylines, as printed, that they can mean."""
    named = defaultdict[str, set[str]](set)
    for one in printed:
        for name in filter(None, names_of(one)):
            named[name].add(one)
    return dict(named)


def _aliases(outlet: str) -> Iterator[str]:
    for name in (outlet, without_section(outlet)):
        key = _key(name)
        yield key
        yield key.removeprefix("the ")
        yield key.removesuffix(" com").replace("www ", "")
    yield short_name(outlet).casefold()


def without_section(outlet: str) -> str:
    """The name of an outlet without the section of it: "Fox News" of "Fox News - Health"."""
    return _SECTION.split(outlet)[0]


def short_name(outlet: str) -> str:
    """The short name or three initials by which an outlet is known: "AP", "NYT"; else nothing."""
    name = without_section(outlet).removeprefix("The ")
    initials = "".join(word[0] for word in simple_words(name) if word[0].isupper())
    return SHORT_OUTLETS.get(name.casefold(), initials if len(initials) > 2 else "")


def authors_of(byline: str) -> list[str]:
    """The full names in a byline: "Ada Novak" and "Piet Haas" of "Ada Novak and Piet Haas"."""
    parts = re.split(r",|;|&|\b(?:and|by|for)\b", byline, flags=re.IGNORECASE)
    return [name.strip() for name in parts if " " in name.strip()]


def _author_names(byline: str) -> Iterator[str]:
    return map(_key, authors_of(byline))


def _date_hints(text: str) -> Iterator[DateHint]:
    for mention in find_dates(text):
        if mention.kind == "weekday":
            continue  # questions seldom say which week they mean
        said = [word for word in simple_words(text[: mention.start].lower()) if word != "the"]
        is_before = said[-2:] in (["prior", "to"], ["up", "to"]) or not _BEFORE.isdisjoint(
            said[-1:]
        )
        yield DateHint(mention, -1 if is_before else int(not _AFTER.isdisjoint(said[-1:])))


def _period(iso: str) -> Period | None:
    try:
        return period_of(iso[:10])
    except ValueError:
        return None


def _gap(found: Period, asked: Period) -> int:
    """Days between two periods: 0 if they overlap, positive if `found` is the earlier one."""
    if found.overlaps(asked):
        return 0
    if found.last < asked.first:
        return (asked.first - found.last).days
    return (asked.last - found.first).days


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .,")
