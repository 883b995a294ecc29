"""When an article was published, whether that is near the events, and the day it reports on."""

import re
from dataclasses import replace
from datetime import date

from assistant.article import Evidence, Span
from assistant.corpus.clean import Cleaned
from assistant.corpus.loaded import A_GUESS, LoadedText
from assistant.corpus.reported import Nearness, judge_nearness, read_reported_day, reference_day
from assistant.text.dates import DateMention, find_dates, parse_date, resolve

# "LARKHAM, May 25 (Wire) -": the place in capitals or one word, then the day of writing.
_DATELINE_PLACE = re.compile(r"(?:[A-Z][A-Z .'’/-]+|[A-Z][a-z]+)(?:, [A-Z][\w. ]{1,20})?[,/]? *")
_DATELINE_END = re.compile(r"[, ]*(?:\([^)]{2,40}\))? ?(?:--|—|–|-|:)\s")
_DATELINE_REACH = 90
# A dateline is written a few days before the article is published, at most.
_DATELINE_DAYS = 7
# Where these stand, a date is that of the article, and says nothing of its events.
_NOT_EVENTS = frozenset(
    (
        "header field",
        "date line",
        "byline",
        "masthead",
        "time stamp",
        "copyright notice",
        "headline and byline",
    )
)


def read_dates(loaded: LoadedText, cleaned: Cleaned) -> dict[str, Evidence]:
    """The evidence for `published`, `reference` and `reported`, as far as they can be told.

    `reference` is the day of publication where it is shown to be near the events: only from there
    may weekdays be counted.
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
    return dates | ({"reported": reported} if reported else {})


def _published(
    loaded: LoadedText, cleaned: Cleaned, dateline: DateMention | None
) -> tuple[Evidence | None, bool]:
    """The day of publication, and whether it is called that: by the record, a word, a dateline."""
    record, stamp = loaded.record, cleaned.head.published
    is_guess = record.places.get("published") == A_GUESS
    is_named = stamp is not None and stamp.label is not None and not stamp.later
    if record.published is not None and not (is_guess and is_named):
        evidence = Evidence(record.published, "record", note=record.note_on("published"))
        return evidence, not is_guess
    field = cleaned.header.get("published")
    if field is not None and (iso := parse_date(field.of(loaded.text))) is not None:
        note = "a field of the text's header"
        return Evidence(iso, "text", field.start, field.end, note), True
    if stamp is not None:
        mention, labelled = stamp.mention, stamp.label is not None and not stamp.later
        return Evidence(stamp.iso, "text", mention.start, mention.end, stamp.label), labelled
    period = resolve(dateline, None) if dateline else None
    if dateline is None or period is None or not period.is_day:
        return None, False
    iso = period.first.isoformat()
    return Evidence(iso, "text", dateline.start, dateline.end, "the dateline"), True


def _dateline(text: str, cleaned: Cleaned) -> DateMention | None:
    """The day in the dateline that the reporting begins with."""
    if not cleaned.kept:
        return None
    start = cleaned.kept[0].start
    mention = next(iter(find_dates(text, start, start + _DATELINE_REACH)), None)
    if mention is None or mention.kind != "day" or mention.last is not None:
        return None
    placed = _DATELINE_PLACE.fullmatch(text, start, mention.start)
    return mention if placed and _DATELINE_END.match(text, mention.end) else None


def _nearness(
    text: str, cleaned: Cleaned, day: date, labelled: bool, dateline: DateMention | None
) -> Nearness:
    written = resolve(dateline, day) if dateline else None
    if dateline and written and -_DATELINE_DAYS <= written.days_from(day) <= 1:
        return Nearness(True, f'the dateline names "{dateline.text}"')
    apart = [Span(o.start, o.end) for o in cleaned.omitted if o.why in _NOT_EVENTS]
    return judge_nearness(text, day, apart, labelled)


def _with_nearness(published: Evidence, nearness: Nearness) -> dict[str, Evidence]:
    said = "near the events" if nearness.near else "not shown to be near the events"
    front = f"{published.note}; " if published.note else ""
    dates = {"published": replace(published, note=f"{front}{said}: {nearness.why}")}
    if nearness.near:
        dates["reference"] = replace(published, origin="derived", note=nearness.why)
    return dates
