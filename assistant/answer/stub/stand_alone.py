"""Makes a sentence of an article readable by itself, without changing its content words."""

import re
from datetime import date

from assistant.reader.sentence_evidence import Sentence
from assistant.text.dates import DateMention, american_date, day_of_writing, find_dates, resolve
from assistant.text.document import parse
from assistant.text.lexicon import phrase_patterns, read_data
from assistant.text.page_text import without_label
from assistant.text.question import analyse
from assistant.text.quotes import PAIRS, find_quotations, mark_around

_TIE = phrase_patterns(read_data(__package__, "connectives.toml"))("^{tie}(?=\\w)", re.NOFLAG)
_WORD_ENDS = frozenset("_.,;:!?…%)")


def quoted_by(sentence: Sentence) -> str:
    """The mark of the quotation that a whole sentence is part of, or ""."""
    text = sentence.excerpt.text
    return mark_around(text, parse(text).sentences[sentence.place])


def alone(sentence: str, mark: str = "") -> str:
    """The sentence without connective, label or dateline, and with paired quotation marks.

    `mark` is the opening mark of the quotation that the whole sentence is part of.
    """
    text = without_label(sentence)
    if '""' in text:  # a table's cell, where each mark stands twice: none can be paired
        return text
    paired = f"{mark}{_paired(text)}{PAIRS.get(mark, '')}"
    untied = _TIE.sub("", paired)
    return paired if untied == paired else untied[:1].upper() + untied[1:]


def _paired(text: str) -> str:
    """Add the missing mark of a quotation that begins or ends in another sentence.

    A quotation may be closed by a mark of another kind, or by two single marks.
    """
    before = opened = ""
    for match in re.finditer('[“”"]|’’', text):
        mark = match.group().replace("’’", "”")
        if mark == "“" or (mark == '"' and not opened and _opens(text, match.start())):
            opened = mark
        elif opened:
            opened = ""
        else:
            before = "“" if mark == "”" else mark
    return f"{before}{text}{PAIRS.get(opened, '')}"


def _opens(text: str, at: int) -> bool:
    """Whether a straight mark opens a quotation: something follows it, and no word ends before."""
    before = text[max(0, at - 1) : at]
    return text[at + 1 : at + 2].strip() != "" and not (before.isalnum() or before in _WORD_ENDS)


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
