"""The day an article reports on, told only where the text and its date of publication tell it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.article import Evidence, Span
from assistant.text.dates import DateMention, Period, find_dates, period_of, resolve
from assistant.text.sentences import split_sentences

# A date that stands alone is near the events when the text names a day or month as near as this,
# or its year; a date that says it is that of publication is believed, unless the newest day or
# month that the text names lies further back than this. bench/nearness.py, on 2,647 articles with
# known dates: a date that stands alone is held near for 42 % of the articles, and for 3 % and
# 0.5 % where it is one and two years late; one called that of publication for 93 % and, as most
# texts name no date that speaks against it, for 73 % and 61 %.
_NEAR_DAYS = 45
_FAR_DAYS = 365
# The lead tells what is new; a day further back than this is its background.
_LEAD_SENTENCES = 3
_NEWS_DAYS = 10
_BOUNDS = re.compile(r"\b(?:since|until|till|before|after|from|by|to)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Nearness:
    """Whether a date of publication is shown to be near the events, and what shows it."""

    near: bool
    why: str


def judge_nearness(text: str, published: date, apart: Sequence[Span], labelled: bool) -> Nearness:
    """Whether weekdays in a text may be counted from `published`.

    `apart` are the spans where the date itself stands, which do not support it. `labelled` says
    that it is called the date of publication, by its record or by a word in front of it.
    """
    mentions = [m for m in find_dates(text) if not any(s.start <= m.start < s.end for s in apart)]
    weekdays = _weekday_evidence(mentions, published)
    if weekdays is not None:
        return weekdays
    named = _named_periods(mentions)
    days = {mention: period.days_from(published) for mention, period in named.items()}
    close = [m for m, distance in days.items() if m.month and abs(distance) <= _NEAR_DAYS]
    if close:
        return Nearness(True, f'the text names "{close[0].text}"')
    if any(m.year == published.year for m in named):
        return Nearness(True, f"the text names the year {published.year}")
    newest = max((d for m, d in days.items() if m.month and d <= _NEAR_DAYS), default=None)
    if labelled and (newest is None or newest >= -_FAR_DAYS):
        return Nearness(True, "it is given as the date of publication")
    if newest is not None and newest < -_FAR_DAYS:
        years = round(-newest / 365)
        return Nearness(False, f"the newest day the text names lies {years} years before it")
    return Nearness(
        False, "it stands alone, and nothing in the text shows that the events are near"
    )


def _weekday_evidence(mentions: Sequence[DateMention], published: date) -> Nearness | None:
    """What days named with their weekday but no year tell: only some years have a Monday, May 3."""
    disagreeing = None
    for mention in mentions:
        if mention.kind != "day" or mention.weekday is None or mention.year is not None:
            continue
        period = resolve(mention, published)
        if period is None or not period.is_day:
            continue
        if period.first.weekday() != mention.weekday:
            disagreeing = mention
        elif abs(period.days_from(published)) <= _NEAR_DAYS:
            return Nearness(True, f'the text names "{mention.text}", which fits its year')
    if disagreeing is None:
        return None
    return Nearness(False, f'"{disagreeing.text}" was another weekday in the year around it')


def _named_periods(mentions: Sequence[DateMention]) -> dict[DateMention, Period]:
    complete = (mention for mention in mentions if mention.is_complete)
    return {m: period for m in complete if (period := resolve(m, None)) is not None}


def read_reported_day(
    text: str,
    kept: Sequence[Span],
    published: str | None,
    near: bool,
    dateline: DateMention | None = None,
) -> Evidence | None:
    """The day that the lead names, as evidence; None where it names none that can be told.

    Counted from `published` where that is `near`; else only a day that the first sentence names
    in full, and that no other day in the text comes after. The day of the dateline, on which it
    was written, stands in only where the lead names no other.
    """
    if not near or published is None or len(published) != len("2000-01-01"):
        return _named_in_full(text, _lead(text, kept, 1))
    reference = date.fromisoformat(published)
    lead = _lead(text, kept, _LEAD_SENTENCES)
    apart = dateline.start if dateline else -1
    for mention in sorted(lead, key=lambda m: (m.start == apart, m.start)):
        period = resolve(mention, reference)
        if period is None or not period.is_day or mention.direction > 0 or _is_bound(text, mention):
            continue
        if -_NEWS_DAYS <= period.days_from(reference) <= 0:
            return _evidence(mention, period, None if mention.is_complete else published)
    return None


def _lead(text: str, kept: Sequence[Span], count: int) -> list[DateMention]:
    sentences: list[Span] = []
    for span in kept[:_LEAD_SENTENCES]:
        end = min(span.end, span.start + 4_000)
        sentences += split_sentences(text, span.start, end)
        if len(sentences) >= count:
            break
    return [m for s in sentences[:count] for m in find_dates(text, s.start, s.end)]


def _named_in_full(text: str, lead: Sequence[DateMention]) -> Evidence | None:
    days = [m for m in lead if m.kind == "day" and m.is_complete and not _is_bound(text, m)]
    if not days or (period := resolve(days[0], None)) is None or not period.is_day:
        return None
    others = _named_periods(find_dates(text))
    if any(other.last > period.last for other in others.values()):
        return None
    return _evidence(days[0], period, None)


def _is_bound(text: str, mention: DateMention) -> bool:
    """Whether the day bounds a stretch: "since May 3, 2021" is no day on which something was."""
    return bool(_BOUNDS.search(text, max(0, mention.start - 12), mention.start))


def _evidence(mention: DateMention, period: Period, published: str | None) -> Evidence:
    words = f'"{mention.text}" in the first sentences'
    note = f"{words}, counted from the day of publication, {published}" if published else words
    return Evidence(period.first.isoformat(), "derived", mention.start, mention.end, note)


def reference_day(published: str | None) -> date | None:
    """The day of a whole ISO date; None for a partial one."""
    if published is None:
        return None
    period = period_of(published)
    return period.first if period.is_day else None
