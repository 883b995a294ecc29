"""Adds the calendar date to a weekday, for questions that ask for a date."""

from datetime import date

from assistant.reader.sentence_evidence import Sentence
from assistant.text.dates import DateMention, american_date, day_of_writing, find_dates, resolve
from assistant.text.question import analyse
from assistant.text.quotes import find_quotations


def with_dates(question: str, sentence: Sentence) -> str:
    """The sentence, with the date after each weekday that the article's date resolves.

    `... declined on Friday.` becomes `... declined on Friday (October 18, 2013).` Nothing is added
    if the article was not shown to be published near the events, and nothing within a quotation,
    which may be older.
    """
    excerpt = sentence.excerpt
    written = day_of_writing(excerpt.published, excerpt.reported)
    if written is None or not excerpt.timely or "day" not in analyse(question).asks_for:
        return sentence.text
    text = sentence.text
    quotations = find_quotations(text)
    for mention in reversed(find_dates(text)):
        day = _day(mention, written)
        if day is not None and not any(q.start < mention.start < q.end for q in quotations):
            possessive = text.startswith(("'s", "’s"), mention.end)
            end = mention.end + 2 * possessive
            text = f"{text[:end]} ({american_date(day)}){text[end:]}"
    return text


def _day(mention: DateMention, written: date) -> str | None:
    """The ISO day that a weekday or "yesterday" refers to; None for an explicit date."""
    if mention.kind not in ("weekday", "relative"):
        return None
    period = resolve(mention, written)
    return period.iso if period is not None and period.is_day else None
