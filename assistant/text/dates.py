"""Date expressions with their spans, and the days that they mean.

There are two separate steps. `find_dates` finds the expressions in a text: "last Friday",
"20 January", "December 2017". `resolve` computes the days that an expression means. For an
incomplete one it needs the day on which the text was written; without that day the result is None,
never a guess.

    >>> mention = find_dates("They met last Friday.")[0]
    >>> mention.text, resolve(mention, None)
    ('last Friday', None)
    >>> resolve(mention, date(2022, 3, 31)).iso
    '2022-03-25'
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from assistant.text import lexicon
from assistant.text.lexicon import any_of, phrase_patterns, read_data
from assistant.text.tense import clause_direction

Kind = Literal["day", "month", "year", "weekday", "relative"]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both included: a day, a month, a year, or another period."""

    first: date
    last: date

    @property
    def iso(self) -> str | None:
        """`2022-05-26`, `2022-05` or `2022`; None if the period is none of these."""
        if self.first == self.last:
            return self.first.isoformat()
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            return f"{self.first.year:04d}" if self.first.year == self.last.year else None
        if self == _month(self.first.year, self.first.month):
            return self.first.isoformat()[:7]
        return None

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last

    def overlaps(self, other: "Period") -> bool:
        """Whether the two have a day in common, so that they may mean the same."""
        return self.first <= other.last and other.first <= self.last

    def covers(self, other: "Period") -> bool:
        """Whether all days of the other are among its own."""
        return self.first <= other.first and other.last <= self.last

    def days_from(self, day: date) -> int:
        """Days from `day` to the nearest day of the period: 0 inside, negative before `day`."""
        if self.last < day:
            return (self.last - day).days
        return max(0, (self.first - day).days)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression in a text, from `start` to `end`.

    `kind` is `day` ("May 26, 2022", "20 January"), `month`, `year` (also a decade or a range of
    years), `weekday`, or `relative` to the day of writing ("yesterday", "last month"). Fields that
    the expression leaves out are None: "20 January" has no `year`. `last` is the end of a range:
    "March 18-20" has `day` 18 and `last` 20, "1950-53" has `year` 1950 and `last` 1953. `weekday`
    counts from 0 for Monday; a full date can have one too. `shift` counts `unit`s from the day of
    writing: -1 with unit `month` is last month. `direction` is -1 for "last Friday", 1 for "next
    Friday" and in a clause about the future ("will meet on Friday"), 0 in one about the past, and
    None where the clause does not show it. `same_day` is true for "later on Friday", which is the
    day of writing if that is a Friday.
    """

    start: int
    end: int
    text: str
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: int | None = None
    weekday: int | None = None
    unit: str | None = None
    shift: int = 0
    direction: int | None = 0
    same_day: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether it names its year, so that its meaning does not depend on the day of writing."""
        return self.year is not None


# Parts of dates, by the last letter of the group's name.
_PARTS = {
    "m": rf"(?P<{{0}}>{any_of(lexicon.MONTHS)}\b|{any_of(lexicon.SHORT_MONTHS)}\b\.?)",
    "d": r"(?P<{0}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
    "y": r"(?P<{0}>(?:1[5-9]|20)\d\d)(?!\d|[.,]\d)",
    # A weekday in front, and the last day of a range.
    "w": rf"(?:(?P<{{0}}>{any_of((*lexicon.WEEKDAYS, *lexicon.SHORT_WEEKDAYS))})\b\.?,?\s+)?",
    "l": r"(?:\s?(?:-|–|to)\s?(?P<{0}>3[01]|[12]\d|0?[1-9])(?!\d))?",
}
_CLOCK = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_UNITS = r"day|week|weekend|month|quarter|year|decade"


def _with_parts(prefix: str, pattern: str) -> str:
    """The pattern with a month in the group `prefix_m` for `<m>`, and so on."""
    return re.sub(
        "<([mdywl])>", lambda part: _PARTS[part[1]].format(f"{prefix}_{part[1]}"), pattern
    )


_ISO = (
    r"(?P<iso_y>(?:1[5-9]|20)\d\d)(?P<iso_s>[-./])(?P<iso_m>1[0-2]|0?[1-9])(?P=iso_s)"
    rf"(?P<iso_d>3[01]|[12]\d|0?[1-9])(?!\d){_CLOCK}"
)
_ISO_MONTH = r"(?P<im_y>(?:1[5-9]|20)\d\d)-(?P<im_m>0[1-9]|1[0-2])(?![\d-])"
_SLASHED = (
    r"(?P<sl_1>0?[1-9]|[12]\d|3[01])(?P<sl_s>[/.])(?P<sl_2>0?[1-9]|[12]\d|3[01])(?P=sl_s)"
    r"(?P<sl_y>(?:1[5-9]|20)\d\d)(?!\d)"
)
_MONTH_FIRST = _with_parts("mf", r"<w><m>\s+<d>(?![\d:%]|[.,]\d)<l>(?:,?\s+<y>)?")
_DAY_FIRST = _with_parts("df", r"<w>(?:the\s+)?<d><l>(?:st|nd|rd|th)?\s+(?:of\s+)?<m>(?:,?\s+<y>)?")
_MONTH_YEAR = _with_parts("my", r"<m>,?\s+(?:of\s+)?<y>")
_MONTH_ALONE = _with_parts("mo", r"(?:(?P<mo_r>last|next|this|past)\s+)?<m>")
_DAY_OF_WEEK = (
    r"(?:(?P<wd_r>last|next|this\s+coming|this\s+past|this|coming|past|(?:earlier|later)(?:\s+on)?)"
    r"\s+)?"
    rf"(?P<wd>{any_of(lexicon.WEEKDAYS)})(?!\w)"
)
_NAMED_DAY = r"(?P<nd>the\s+day\s+before\s+yesterday|yesterday|today|tonight|tomorrow)"
_AGO = (
    rf"(?P<ago_n>\d{{1,3}}|an?|{any_of(lexicon.CARDINALS)})\s+(?P<ago_u>{_UNITS})s?\s+"
    r"(?P<ago>ago|from\s+now)"
)
_UNIT_AWAY = rf"(?P<un_r>last|this|next|past|previous|coming)\s+(?P<un_u>{_UNITS})(?!\w)"
_YEARS = (
    r"(?<![\d.,$€£¥₹#/:-])(?P<yr>(?:1[5-9]|20)\d\d)"
    r"(?:(?P<yr_s>['’]?s)\b|[-–/](?P<yr_l>(?:1[5-9]|20)?\d\d)(?!\d))?(?![\d%]|[.,:/-]\d)"
)
_ALL = (
    *(_ISO, _ISO_MONTH, _SLASHED, _MONTH_FIRST, _DAY_FIRST, _MONTH_YEAR, _MONTH_ALONE),
    *(_DAY_OF_WEEK, _NAMED_DAY, _AGO, _UNIT_AWAY, _YEARS),
)
_EXPRESSION = re.compile(rf"(?<![\w$€£])(?<!\d[:.,])(?:{'|'.join(_ALL)})", re.IGNORECASE)
_pattern = phrase_patterns(read_data(__package__, "dates.toml"))
_YEAR_FIRST = _pattern("{year_first}", re.NOFLAG)
_YEAR_LAST = _pattern("{year_last}", re.NOFLAG)
_MONTH_OPENERS = _pattern(r"\b{month_openers}[\s-]+$")
_COUNTED = _pattern(r"\s+{counted}\b")
_TO_COME = _pattern(r"\b{to_come}\b[^.;!?\n]{0,80}$")


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[DateMention]:
    """The date expressions of `text[start:end]`, in order, without overlap.

    Offsets count in `text`. English only. Times of day, durations ("for three days"), holidays and
    vague times ("recently") are not date expressions.
    """
    found: list[DateMention] = []
    for match in _EXPRESSION.finditer(text, start, len(text) if end is None else end):
        mention = _mention(text, match)
        joined = _joined(text, found[-1], mention) if found and mention else None
        if joined is not None:
            found[-1] = joined
        elif mention is not None:
            found.append(mention)
    return found


def _joined(text: str, first: DateMention, second: DateMention) -> DateMention | None:
    """One mention for a weekday and the date beside it: "Tuesday (April 21"."""
    day, other = (second, first) if second.kind == "day" else (first, second)
    if day.kind != "day" or day.weekday is not None or other.kind != "weekday":
        return None
    if text[first.end : second.start].strip() not in ("", ",", "("):
        return None
    words = text[first.start : second.end]
    return replace(day, start=first.start, end=second.end, text=words, weekday=other.weekday)


def resolve(mention: DateMention, reference: date | None) -> Period | None:
    """The days that a mention means if it was written on `reference`.

    In a clause about the past, a weekday is the latest such day up to and including `reference`;
    with "last", `reference` is excluded. In a clause about the future, or with "next", it is the
    first such day after it. A date without a year is the one nearest to `reference`. The result is
    None if the mention is incomplete and `reference` is None, if the clause does not show which
    day a weekday is, or if the day does not exist (31 April).
    """
    try:
        return _complete(mention) if mention.is_complete else _placed(mention, reference)
    except (ValueError, OverflowError):
        return None


def weekdays_fit(mentions: Iterable[DateMention], written: date) -> bool:
    """Whether a text's weekdays are within a week of each other if it was written on that day.

    An article on a launch last Saturday and an arrival this Sunday was written between the two. If
    they are more than a week apart, the article is more likely to have another date.
    """
    periods = (resolve(m, written) for m in mentions if m.kind == "weekday")
    days = [period.first for period in periods if period is not None]
    return not days or (max(days) - min(days)).days <= 7


def period_of(iso: str) -> Period:
    """The period that a full or partial ISO date names.

    Raises:
        ValueError: `iso` is not such a date.
    """
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return Period(date(parts[0], 1, 1), date(parts[0], 12, 31))
    if len(parts) == 2:
        return _month(parts[0], parts[1])
    year, month, day = parts
    return Period(date(year, month, day), date(year, month, day))


def day_of_writing(published: str | None, reported: str | None) -> date | None:
    """The day from which an article's weekdays are counted; None if neither ISO date is whole.

    It is the day of publication, unless that is more than a week after the day reported on.
    """
    out, told = (
        date.fromisoformat(day) if day and is_day(day) else None for day in (published, reported)
    )
    if out is not None and told is not None and (out - told).days > 7:
        return told
    return out or told


def american_date(iso: str) -> str:
    """A full or partial ISO date in American style: `October 18, 2013`, `October 2013`."""
    year, month, day = (*iso.split("-"), "", "")[:3]
    if not month:
        return year
    name = lexicon.MONTHS[int(month) - 1].capitalize()
    return f"{name} {int(day)}, {year}" if day else f"{name} {year}"


def parse_date(value: str) -> str | None:
    """The full or partial ISO date in a metadata field; None if there is none.

    The day is taken as written; no time zone is applied. `03/04/2022` can be March or April, so it
    gives `2022`.
    """
    compact = re.fullmatch(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\s*", value)
    if compact:
        value = "-".join(compact.groups())
    value = _YEAR_LAST.sub(r"\1, \2", value)
    for mention in find_dates(year_first_as_iso(value)):
        period = resolve(mention, None)
        if period is not None and period.iso is not None:
            return period.iso
    return None


def year_first_as_iso(text: str) -> str:
    """The text with dates such as `2018/6/19` and `2018年6月19日` as ISO dates."""
    return _YEAR_FIRST.sub(lambda d: f"{d[1]}-{int(d[2]):02}-{int(d[3]):02} ", text)


def is_day(iso: str) -> bool:
    """Whether an ISO date is whole: a day, not a month or a year."""
    return len(iso) == len("2018-06-19")


def _mention(text: str, match: re.Match[str]) -> DateMention | None:
    """The mention for a match of `_EXPRESSION`, or None if the words are not a date."""
    values = _values(text, match)
    if values is None:
        return None
    return DateMention(match.start(), match.end(), match.group(), **values)  # type: ignore[arg-type]


def _values(text: str, match: re.Match[str]) -> dict[str, object] | None:
    groups = match.groupdict()
    if groups["iso_y"]:
        return _day_values(groups["iso_y"], groups["iso_m"], groups["iso_d"])
    if groups["im_y"]:
        return {"kind": "month", "year": int(groups["im_y"]), "month": int(groups["im_m"])}
    if groups["sl_y"]:
        return _slashed_values(groups["sl_1"], groups["sl_2"], groups["sl_y"], groups["sl_s"])
    for key in ("mf", "df"):
        if groups[f"{key}_m"]:
            return _day_month_values(text, match, key)
    if groups["my_m"]:
        return {"kind": "month", "month": _number(groups["my_m"]), "year": int(groups["my_y"])}
    if groups["mo_m"]:
        return _month_values(text, match)
    if groups["yr"]:
        return _year_values(text, match)
    return _relative_values(text, match)


def _day_values(year: str, month: str, day: str) -> dict[str, object]:
    return {"kind": "day", "year": int(year), "month": int(month), "day": int(day)}


def _slashed_values(first: str, second: str, year: str, sign: str) -> dict[str, object] | None:
    """Day and month if only one of the two can be the month; else just the year.

    Dates with full stops have the day first wherever they are customary.
    """
    if int(first) > 12 and int(second) > 12:
        return None
    if int(second) > 12 or first == second:
        return _day_values(year, first, second)
    if int(first) > 12 or sign == ".":
        return _day_values(year, second, first)
    return {"kind": "year", "year": int(year)}


def _day_month_values(text: str, match: re.Match[str], key: str) -> dict[str, object] | None:
    groups = match.groupdict()
    year, name = groups[f"{key}_y"], groups[f"{key}_m"]
    if year is None and name.islower() and name in ("may", "march", "mar", "dec", "sep", "jan"):
        return None
    weekday = groups[f"{key}_w"]
    last = groups[f"{key}_l"]
    return {
        "kind": "day",
        "month": _number(name),
        "day": int(groups[f"{key}_d"]),
        "last": int(last) if last else None,
        "year": int(year) if year else None,
        "weekday": _weekday(weekday) if weekday else None,
    }


def _month_values(text: str, match: re.Match[str]) -> dict[str, object] | None:
    name, modifier = match["mo_m"], match["mo_r"]
    placed = modifier or _MONTH_OPENERS.search(text, max(0, match.start() - 12), match.start())
    whole = name.lower() in lexicon.UNAMBIGUOUS_MONTHS and name[0].isupper()
    if not (whole or (placed and name[0].isupper() and name.lower() in lexicon.MONTHS)):
        return None
    return {
        "kind": "month",
        "month": _number(name),
        "direction": _direction(modifier, text, match.start()),
    }


def _year_values(text: str, match: re.Match[str]) -> dict[str, object] | None:
    if _COUNTED.match(text, match.end()):
        return None
    year = int(match["yr"])
    if match["yr_s"]:
        return {"kind": "year", "year": year, "last": year + (99 if year % 100 == 0 else 9)}
    if match["yr_l"]:
        last = int(match["yr_l"])
        last += year - year % 100 if last < 100 else 0
        return {"kind": "year", "year": year, "last": last} if last > year else None
    return {"kind": "year", "year": year}


def _relative_values(text: str, match: re.Match[str]) -> dict[str, object]:
    groups = match.groupdict()
    if groups["wd"]:
        modifier = (groups["wd_r"] or "").lower()
        is_clear = modifier.endswith(("last", "past", "next", "coming"))
        return {
            "kind": "weekday",
            "weekday": _weekday(groups["wd"]),
            "direction": _direction(modifier, text, match.start())
            if is_clear
            else clause_direction(text, match.start(), match.end()),
            "same_day": modifier.startswith(("earlier", "later")),
        }
    if groups["nd"]:
        words = groups["nd"].lower()
        shift = {"yesterday": -1, "tomorrow": 1, "today": 0, "tonight": 0}.get(words, -2)
        return {"kind": "relative", "unit": "day", "shift": shift}
    if groups["ago"]:
        count = groups["ago_n"].lower()
        shift = int(count) if count.isdigit() else lexicon.CARDINALS.get(count, 1)
        sign = -1 if groups["ago"].lower() == "ago" else 1
        return {"kind": "relative", "unit": groups["ago_u"].lower(), "shift": sign * shift}
    shift = {"this": 0, "next": 1, "coming": 1}.get(groups["un_r"].lower(), -1)
    return {"kind": "relative", "unit": groups["un_u"].lower(), "shift": shift}


def _direction(modifier: str | None, text: str, at: int) -> int:
    if modifier is None:
        return 1 if _TO_COME.search(text, max(0, at - 100), at) else 0
    words = modifier.lower().split()
    return -1 if words[-1] in ("last", "past") else 1


def _number(month: str) -> int:
    return next(n for n, name in enumerate(lexicon.MONTHS, 1) if name.startswith(month[:3].lower()))


def _weekday(name: str) -> int:
    return next(n for n, day in enumerate(lexicon.WEEKDAYS) if day.startswith(name[:3].lower()))


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _complete(mention: DateMention) -> Period:
    """The days of a mention that names its year."""
    assert mention.year is not None
    if mention.month is None:
        return Period(date(mention.year, 1, 1), date(mention.last or mention.year, 12, 31))
    if mention.day is None:
        return _month(mention.year, mention.month)
    first = date(mention.year, mention.month, mention.day)
    last = first.replace(day=mention.last) if mention.last else first
    return Period(first, max(first, last))


def _placed(mention: DateMention, reference: date | None) -> Period | None:
    """The days of a mention that depends on the day of writing."""
    if reference is None:
        return None
    if mention.kind == "weekday":
        day = _weekday_near(mention, reference)
        return Period(day, day) if day else None
    if mention.kind == "relative":
        return _shifted(mention.unit or "day", mention.shift, reference)
    if mention.day is None:
        return _month_near(mention, reference)
    candidates = list(_in_neighbouring_years(mention, reference))
    return min(candidates, key=lambda p: (abs(p.days_from(reference)), p.first), default=None)


def _weekday_near(mention: DateMention, reference: date) -> date | None:
    """The day of a weekday; None if it may be one of two."""
    assert mention.weekday is not None
    back = (reference.weekday() - mention.weekday) % 7
    if back == 0 and mention.same_day:
        return reference
    if mention.direction is None:
        return None
    named = mention.text[:4].lower()
    if mention.direction > 0:
        day = reference + timedelta(days=7 - back)
        is_clear = back > 0 or named == "next"
    else:
        day = reference - timedelta(days=back or -7 * mention.direction)
        is_clear = True
    # On a Wednesday, "last Monday" may be this week's or that of the week before.
    of_this_week = day.isocalendar()[:2] == reference.isocalendar()[:2]
    return day if is_clear and not (of_this_week and named in ("last", "next")) else None


def _month_near(mention: DateMention, reference: date) -> Period:
    """A month without a year: the latest that has begun, or the next one if it is in the future."""
    assert mention.month is not None
    ahead = mention.month - reference.month
    year = reference.year
    if mention.direction == 1:
        return _month(year if ahead >= 0 else year + 1, mention.month)
    begun = ahead <= 0 if not mention.direction else ahead < 0
    return _month(year if begun else year - 1, mention.month)


def _in_neighbouring_years(mention: DateMention, reference: date) -> Iterator[Period]:
    assert mention.month is not None
    assert mention.day is not None
    for year in (reference.year - 1, reference.year, reference.year + 1):
        if mention.day <= monthrange(year, mention.month)[1]:
            first = date(year, mention.month, mention.day)
            yield Period(first, max(first, first.replace(day=mention.last or mention.day)))


def _shifted(unit: str, shift: int, reference: date) -> Period | None:
    """The period `shift` units from the reference; a week is Monday to Sunday."""
    if unit == "day":
        day = reference + timedelta(days=shift)
        return Period(day, day)
    if unit in ("week", "weekend"):
        monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=shift)
        return Period(
            monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6)
        )
    if unit == "month":
        months = reference.year * 12 + reference.month - 1 + shift
        return _month(months // 12, months % 12 + 1)
    if unit == "year":
        return Period(date(reference.year + shift, 1, 1), date(reference.year + shift, 12, 31))
    return None
