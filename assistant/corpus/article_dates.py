"""Finds the day of publication, whether it is near the events, and the day reported on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.article import Provenance, Span
from assistant.corpus.clean import Cleaned
from assistant.corpus.events import is_event_day
from assistant.corpus.loaded import A_GUESS, LoadedText
from assistant.text.dates import (
    DateMention,
    Period,
    find_dates,
    is_day,
    parse_date,
    resolve,
    weekdays_fit,
)
from assistant.text.sentences import split_sentences
from assistant.text.tense import clause_direction

# "LARKHAM, May 25 (Wire) -": the place in capitals or one word, then the day of writing.
_DATELINE_PLACE = re.compile(r"(?:[A-Z][A-Z .'’/-]+|[A-Z][a-z]+)(?:, [A-Z][\w. ]{1,20})?[,/]? *")
_DATELINE_END = re.compile(r"[, ]*(?:\([^)]{2,40}\))? ?(?:--|—|–|-|:)\s")
_DATELINE_REACH = 90
# The article is published at most so many days after the date of its dateline.
_DATELINE_DAYS = 7
# A date in one of these is that of the article, and no evidence about the events.
_NOT_EVENTS = frozenset(
    "header field|date line|byline|masthead|time stamp|copyright notice|headline and byline".split(
        "|"
    )
)


@dataclass(frozen=True, slots=True)
class Nearness:
    """Whether a day of publication is shown to be near the events, and the reason."""

    near: bool
    why: str


def read_dates(loaded: LoadedText, cleaned: Cleaned) -> dict[str, Provenance]:
    """The evidence for `published`, `reference` and `reported`, as far as it is known.

    `reference` is the day of publication if it is shown to be near the events. Only then can
    weekdays be resolved.
    """
    dateline = _dateline(loaded.text, cleaned)
    published, labelled = _published(loaded, cleaned, dateline)
    day = reference_day(published.value) if published else None
    if published is None or day is None:
        dates = {"published": published} if published else {}
        near = False
    else:
        nearness = _nearness(loaded.text, cleaned, day, labelled, dateline)
        dates, near = _with_nearness(published, nearness), nearness.near
    reported = read_reported_day(
        loaded.text, cleaned.kept, published.value if published else None, near, dateline
    )
    if reported is None and day is not None and not near and not labelled:
        reported = _year_of_events(loaded.text, day)
    return dates | ({"reported": reported} if reported else {})


def _is_of_event(text: str, mention: DateMention, cleaned: Cleaned) -> bool:
    """Whether a date outside of the reporting is the day of an event."""
    lines = [line for line in text.splitlines() if line.strip()]
    number = len([line for line in text[: mention.end].splitlines() if line.strip()]) - 1
    is_below = bool(cleaned.kept) and cleaned.kept[0].start < mention.start
    return is_event_day(lines, number, is_below=is_below)


def _published(
    loaded: LoadedText, cleaned: Cleaned, dateline: DateMention | None
) -> tuple[Provenance | None, bool]:
    """The day of publication, and whether the record, a label or a dateline calls it that."""
    record, stamp = loaded.record, cleaned.head.published
    is_guess = record.places.get("published") == A_GUESS
    is_named = stamp is not None and stamp.label is not None and not stamp.later
    if record.published is not None and not (is_guess and is_named):
        evidence = Provenance(record.published, "record", note=record.note_on("published"))
        return evidence, not is_guess
    if stamp is not None and _is_of_event(loaded.text, stamp.mention, cleaned):
        stamp = None
    field = cleaned.header.get("published")
    if field is not None and stamp is not None and cleaned.kept[0].start < field.start:
        field = None  # the article quotes a mail, or names an event
    if field is not None and (iso := parse_date(field.of(loaded.text))) is not None:
        note = "a field of the text's header"
        return Provenance(iso, "text", field.start, field.end, note), True
    if stamp is not None:
        mention, labelled = stamp.mention, stamp.label is not None and not stamp.later
        return Provenance(stamp.iso, "text", mention.start, mention.end, stamp.label), labelled
    period = resolve(dateline, None) if dateline else None
    if dateline is None or period is None or not period.is_day:
        return None, False
    iso = period.first.isoformat()
    return Provenance(iso, "text", dateline.start, dateline.end, "the dateline"), True


def _dateline(text: str, cleaned: Cleaned) -> DateMention | None:
    """The day in the dateline at the beginning of the reporting."""
    if not cleaned.kept:
        return None
    start = cleaned.kept[0].start
    mention = next(iter(find_dates(text, start, start + _DATELINE_REACH)), None)
    if mention is None or mention.kind != "day" or mention.last is not None:
        return None
    placed = mention.start == start or _DATELINE_PLACE.fullmatch(text, start, mention.start)
    return mention if placed and _DATELINE_END.match(text, mention.end) else None


def _nearness(
    text: str, cleaned: Cleaned, day: date, labelled: bool, dateline: DateMention | None
) -> Nearness:
    written = resolve(dateline, day) if dateline else None
    if dateline and written and -_DATELINE_DAYS <= written.days_from(day) <= 1:
        return Nearness(True, f'the dateline names "{dateline.text}"')
    apart = [Span(o.start, o.end) for o in cleaned.omitted if o.why in _NOT_EVENTS]
    return judge_nearness(text, day, apart, labelled)


def _with_nearness(published: Provenance, nearness: Nearness) -> dict[str, Provenance]:
    place = "near the events" if nearness.near else "not shown to be near the events"
    front = f"{published.note}; " if published.note else ""
    dates = {"published": replace(published, note=f"{front}{place}: {nearness.why}")}
    if nearness.near:
        dates["reference"] = replace(published, origin="derived", note=nearness.why)
    return dates


# A date without a label is near the events if the text names a day or month as near as this, or its
# year. A date labelled as publication is believed, unless the newest day that the text names, or
# month that its opening names, is further back than this. bench/nearness.py, on 2,647 articles with
# known dates: a date without a label is taken as near for 38 % of the articles, and for 6 % and
# 0.7 % if it is one and two years late; a labelled date for 95 %, and, because most texts name no
# date that contradicts it, for 77 % and 66 %. A month further down is mostly background: if it
# counted, 3 % more of the dates would be doubted without a reason.
_NEAR_DAYS = 45
_FAR_DAYS = 365
_POSTED_DAYS = 1_200
_OPENING = 0.25
# The lead reports news; an earlier day is background.
_LEAD_SENTENCES = 3
_NEWS_DAYS = 10
# The day is not that of the event if it is the end of a period, or only explains something else:
# "since Monday", "Feb. 18-March 2", "the cuts, announced on Friday, ...", "which on Friday ...".
_BACKGROUND = re.compile(
    r"(?:\b(?:since|which|who|whose|that|when|where|while|after|before|as|because|if|than)"
    r"|,\s+(?:[a-z]+ly\s+)?[a-z]+ed)(?:\s+[^\s,;?!\"“”]+){0,8}\s*$|[-–]$"
)


def judge_nearness(text: str, published: date, apart: Sequence[Span], labelled: bool) -> Nearness:
    """Whether the weekdays in a text can be resolved from `published`.

    `apart` are the spans that hold the date itself, which are not evidence. `labelled` is true if
    the record or a label calls it the date of publication.
    """
    mentions = [m for m in find_dates(text) if not any(s.start <= m.start < s.end for s in apart)]
    weekdays = _weekday_evidence(mentions, published)
    if weekdays is not None:
        return weekdays
    if not weekdays_fit(mentions, published):
        return Nearness(False, "its weekdays would be more than a week apart")
    named = _named_periods(mentions)
    days = {mention: period.days_from(published) for mention, period in named.items()}
    close = [m for m, distance in days.items() if m.month and abs(distance) <= _NEAR_DAYS]
    if close:
        return Nearness(True, f'the text names "{close[0].text}"')
    if any(m.year == published.year for m in named):
        return Nearness(True, f"the text names the year {published.year}")
    opening = len(text) * _OPENING
    telling = [d for m, d in days.items() if m.day or (m.month and m.start < opening)]
    newest = max((d for d in telling if d <= _NEAR_DAYS), default=None)
    if labelled and (newest is None or newest >= -_FAR_DAYS):
        return Nearness(True, "it is given as the date of publication")
    if newest is not None and newest < -_FAR_DAYS:
        years = round(-newest / 365)
        return Nearness(False, f"the newest day the text names lies {years} years before it")
    return Nearness(
        False, "it stands alone, and nothing in the text shows that the events are near"
    )


def _weekday_evidence(mentions: Sequence[DateMention], published: date) -> Nearness | None:
    """The evidence of days with a weekday but no year: only some years have a Monday, May 3."""
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
) -> Provenance | None:
    """The day on which something happened, as the lead says; None if that is not sure.

    If `published` is `near`, the day is resolved from it. Otherwise it must be complete in the
    first sentence, and the latest in the text. The day of the dateline is used only if the lead
    names no other.
    """
    if not near or published is None or not is_day(published):
        return _named_in_full(text, _lead(text, kept, 1))
    reference = date.fromisoformat(published)
    lead = _lead(text, kept, _LEAD_SENTENCES)
    if dateline is not None:
        lead = [m for m in lead if m.start != dateline.start] + [dateline]
    for mention in lead:
        period = resolve(mention, reference)
        if period and period.is_day and -_NEWS_DAYS <= period.days_from(reference) <= 0:
            return _evidence(mention, period, None if mention.is_complete else published)
    return None


def _year_of_events(text: str, published: date) -> Provenance | None:
    """The year of the newest day that the text names, one to three years before it was posted.

    The date of posting has no label, and weekdays without a date show that the text is news.
    Of 600 articles with known dates, one gets a wrong year if its own date has no label; with a
    date two years late a fifth gets a year, and 94 % of these are right.
    """
    mentions = find_dates(text)
    named = _named_periods(mentions)
    days = [(p.days_from(published), m) for m, p in named.items() if m.day]
    gap, newest = max(((d, m) for d, m in days if d < 0), default=(0, None), key=lambda one: one[0])
    is_news = any(mention.kind == "weekday" for mention in mentions)
    if newest is None or not is_news or not -_POSTED_DAYS <= gap < -_FAR_DAYS:
        return None
    note = f'the text names "{newest.text}" and no later day'
    return Provenance(str(named[newest].last.year), "derived", newest.start, newest.end, note)


def _lead(text: str, kept: Sequence[Span], count: int) -> list[DateMention]:
    """The dates in the first sentences on which something happened, as these say."""
    sentences: list[Span] = []
    for span in kept[:_LEAD_SENTENCES]:
        end = min(span.end, span.start + 4_000)
        sentences += split_sentences(text, span.start, end)
        if len(sentences) >= count:
            break
    return [
        mention
        for sentence in sentences[:count]
        for mention in find_dates(text, sentence.start, sentence.end)
        if clause_direction(text, mention.start, mention.end) == 0
        and not _BACKGROUND.search(text, sentence.start, mention.start)
    ]


def _named_in_full(text: str, lead: Sequence[DateMention]) -> Provenance | None:
    days = [m for m in lead if m.kind == "day" and m.is_complete]
    if not days or (period := resolve(days[0], None)) is None or not period.is_day:
        return None
    others = _named_periods(find_dates(text))
    if any(other.last > period.last for other in others.values()):
        return None
    return _evidence(days[0], period, None)


def _evidence(mention: DateMention, period: Period, published: str | None) -> Provenance:
    words = f'"{mention.text}" in the first sentences'
    note = f"{words}, counted from the day of publication, {published}" if published else words
    return Provenance(period.first.isoformat(), "derived", mention.start, mention.end, note)


def reference_day(published: str | None) -> date | None:
    """The day of a whole ISO date; None for a partial one."""
    return date.fromisoformat(published) if published and is_day(published) else None
