"""Reads the head of an article: its headline, publisher, byline and date."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.article import Span
from assistant.corpus.head_dates import HEAD, Stamp, is_stamp_line, read_stamps
from assistant.corpus.head_lines import (
    continues,
    is_bare_byline,
    is_office,
    is_place_and_date,
    is_section,
    is_titled_name,
    read_agency,
    read_byline,
    read_copyright_holder,
    read_dated_masthead,
    read_foreign_byline,
    read_masthead,
    read_names,
    read_own_source,
    read_paper_of_byline,
    without_by,
)
from assistant.corpus.language import detect_language
from assistant.corpus.loaded import Record
from assistant.corpus.prose import count_words, folded, is_marked_headline, is_prose
from assistant.text.dates import find_dates
from assistant.text.lexicon import phrase_patterns

# Beyond this, short lines are not a head but a list or a transcript.
_LONGEST_HEAD = 30
_BYLINES_UNTIL = 12
_HEADLINE_WORDS = range(4, 23)
# A longer line above a headline is part of the article: a kicker or a summary.
_MOST_LABEL_WORDS = 7
_LANGUAGE_SAMPLE = 2_000
_SAME_HEADLINE = 0.9
_SHORT_HEADLINE_WORDS = range(2, 4)
_pattern = phrase_patterns(HEAD["headlines"])
_SHORT_CLAUSE = _pattern("{short}", re.NOFLAG)
_NO_HEADLINE = _pattern("{none}", re.NOFLAG)
_GLUED = _pattern("{glued}", re.NOFLAG)
_SUFFIX = _pattern("{with_publisher}", re.NOFLAG)
# A Markdown heading, or a wire's mark: "(LEAD)", "(2nd LD)".
_FIRST_HEADING = _pattern(r"# .*[^\W\d_]{2}")
_MARK = _pattern(r"#{1,6}\s+|\*\*(?=\S)|\([A-Z][\w ]{2,15}\)\s+", re.NOFLAG)
_INITIALS = _pattern(r"(?:\b[A-Z]\.){2,}$|\.\.\.$", re.NOFLAG)


@dataclass(frozen=True, slots=True)
class Head:
    """The spans of the metadata in the head of a text; None for what it does not show.

    `labels` gives the kind of each paragraph that is not reporting, by position.
    """

    title: Span | None
    byline: Span | None
    publisher: Span | None
    publisher_note: str | None
    published: Stamp | None
    labels: Mapping[int, str]


class _Reading:
    """The state of reading a head: the lines, their labels, and the metadata found so far."""

    def __init__(
        self, text: str, paragraphs: Sequence[Span], known: Mapping[int, str], record: Record
    ) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.lines = [span.of(text) for span in paragraphs]
        self.labels: dict[int, str] = dict(known)
        self.record = record
        self.title: Span | None = None
        self.byline: Span | None = None
        self.publisher: Span | None = None
        self.publisher_note: str | None = None
        self.agency: Span | None = None
        self.stamps: list[Stamp] = []

    def free(self, stop: int) -> list[int]:
        """The positions below `stop` that have no label."""
        return [i for i in range(min(stop, len(self.lines))) if i not in self.labels]


def read_head(
    text: str, paragraphs: Sequence[Span], known: Mapping[int, str], record: Record
) -> Head:
    """Read the head; `known` gives the kinds of the paragraphs already known not to be reporting.

    The head ends at the first paragraph that is a sentence of reporting. A text that begins with
    such a sentence has no headline.
    """
    reading = _Reading(text, paragraphs, known, record)
    _read_bylines_and_dates(reading)
    body = _body_start(reading)
    headline = None if reading.title else _headline(reading, body)
    if headline is not None:
        _read_above(reading, headline)
        reading.labels[headline] = "headline"
        reading.title = _title_span(reading, headline)
    _read_below(reading)
    if reading.publisher is None and reading.agency is not None:
        reading.publisher = reading.agency
        reading.publisher_note = "the agency is named in place of an author"
    # A date labelled as publication goes before one without a label, and that before a change.
    best = min(reading.stamps, key=lambda stamp: (stamp.later, stamp.label is None), default=None)
    return Head(
        reading.title,
        reading.byline,
        reading.publisher,
        reading.publisher_note,
        best,
        reading.labels,
    )


def _read_bylines_and_dates(reading: _Reading) -> None:
    """Label bylines and date lines above the body and just below its first sentences."""
    prose_seen = False
    for i in reading.free(_BYLINES_UNTIL):
        span = reading.paragraphs[i]
        if is_office(reading.lines[i]):
            _read_office(reading, i)
            continue
        if not prose_seen and (_read_dated_masthead(reading, i) or _split_glued(reading, i)):
            continue
        if not prose_seen and _is_record_byline(reading, i):
            reading.labels[i] = "byline"
            continue
        names = _names(reading, i, prose_seen)
        dated = is_stamp_line(reading.text, span)
        dated = dated or (not prose_seen and is_place_and_date(reading.text, span))
        beside = reading.labels.get(i - 1) in ("byline", "date line")
        if names is not None:
            reading.labels[i] = "byline"
            _take_names(reading, names)
            _read_after_names(reading, names.end, span.end)
        elif dated and (
            not prose_seen or beside or any(one.label for one in read_stamps(reading.text, span))
        ):
            reading.labels[i] = "date line"
            reading.stamps += _under_label(reading, i)
        is_headline = i == 0 and is_marked_headline(reading.lines[i])
        is_body = i not in reading.labels and is_prose(reading.lines[i]) and not is_headline
        prose_seen = prose_seen or is_body
    if reading.byline is None:
        _read_byline_like_credit(reading)
    _read_masthead_beside_date(reading)


def _read_byline_like_credit(reading: _Reading) -> None:
    """Take the names of "By Jane Doe | Reuters", which could also be the credit of a photo."""
    for i, span in enumerate(reading.paragraphs[:_BYLINES_UNTIL]):
        is_credit = reading.labels.get(i) == "photo credit"
        if is_credit and without_by(reading.lines[i]) != reading.lines[i]:
            names = read_byline(reading.text, span)
            if names is not None:
                reading.labels[i], reading.byline = "byline", names
                return


def _foreign_names(reading: _Reading, i: int) -> Span | None:
    """The names in a byline with "Von", where the text is German: it begins English names, too."""
    found = read_foreign_byline(reading.text, reading.paragraphs[i])
    if found is None:
        return None
    below = "\n".join(reading.lines[i + 1 : i + 6])[:_LANGUAGE_SAMPLE]
    return found[0] if detect_language(below) == found[1] else None


def _names(reading: _Reading, i: int, prose_seen: bool) -> Span | None:
    """The names in a byline; below a sentence only of the first one, and not of a photo's credit.

    A credit has no "By", no date beside it, and sentences below it.
    """
    text, span = reading.text, reading.paragraphs[i]
    names = read_byline(text, span) or _foreign_names(reading, i)
    if names is None or not prose_seen:
        return names
    if reading.byline is not None:
        return None
    beside = (*reading.paragraphs[i - 1 : i], *reading.paragraphs[i + 1 : i + 2])
    if not is_bare_byline(text, span, names) or any(is_stamp_line(text, line) for line in beside):
        return names
    is_cut = continues(text, reading.paragraphs[i - 1], span)
    return None if is_cut or any(map(is_prose, reading.lines[i + 1 :])) else names


def _take_names(reading: _Reading, names: Span) -> None:
    """Take the names of people as the byline; an agency is no author."""
    agency = read_agency(reading.text, names)
    if agency is None:
        reading.byline = reading.byline or names
    else:
        reading.agency = reading.agency or agency


def _read_after_names(reading: _Reading, start: int, end: int) -> None:
    """Take date and paper from the rest of a byline."""
    reading.stamps += read_stamps(reading.text, Span(start, end))
    name = read_paper_of_byline(reading.text, start, end) if reading.publisher is None else None
    if name is not None:
        reading.publisher, reading.publisher_note = name, "the paper's name is after the byline"


def _read_masthead_beside_date(reading: _Reading) -> None:
    """Take the publisher from a line beside the date, under the byline or the headline."""
    for i in reading.free(_BYLINES_UNTIL):
        line, span = reading.lines[i].strip("*_ "), reading.paragraphs[i]
        if not _is_beside_date(reading, i, line):
            continue
        reading.labels[i] = "masthead"
        if reading.publisher is None:
            start = reading.text.index(line, span.start)
            reading.publisher = Span(start, start + len(line))
            reading.publisher_note = "the paper's name is beside the date"


def _is_beside_date(reading: _Reading, i: int, line: str) -> bool:
    """Whether a line is the name of a paper, and beside the date under byline or headline."""
    is_below = reading.labels.get(i - 1) == "date line"
    above = i - 1 - is_below
    if above < 0 or not (is_below or reading.labels.get(i + 1) == "date line"):
        return False
    under_byline = reading.labels.get(above) == "byline"
    if not under_byline and not _looks_like_headline(reading.lines[above]):
        return False
    is_name = read_masthead(line, ()) is not None or (under_byline and is_titled_name(line))
    return is_name and not _is_record_title(reading, i)


def _is_record_byline(reading: _Reading, i: int) -> bool:
    """Whether the line is the byline of the record."""
    known = folded(reading.record.byline or "")
    return bool(known) and folded(reading.lines[i]) in (known, f"by {known}")


def _read_dated_masthead(reading: _Reading, i: int) -> bool:
    """Take publisher and date from a line that holds both; return whether it does."""
    span = reading.paragraphs[i]
    stamps = read_stamps(reading.text, span)
    if len(stamps) != 1 or count_words(reading.text[stamps[0].mention.end : span.end]) > 3:
        return False
    name = read_dated_masthead(reading.text, span.start, stamps[0].mention.start)
    if name is None:
        return False
    sure = i <= 1 or reading.labels.get(i - 1) == "byline"
    if not sure and read_masthead(name.of(reading.text), ()) is None:
        return False
    reading.labels[i] = "masthead"
    if reading.publisher is None:
        reading.publisher, reading.publisher_note = name, "the paper's name is before the date"
    reading.stamps += [replace(stamp, label="the issue's date") for stamp in stamps]
    return True


def _split_glued(reading: _Reading, i: int) -> bool:
    """Take headline and byline from a line that holds both; return whether it does."""
    span = reading.paragraphs[i]
    glued = _GLUED.match(reading.lines[i])
    if glued is None or reading.record.title is not None:
        return False
    end = span.start + glued.end("title")
    names = read_byline(reading.text, Span(end, span.end))
    if names is None:
        return False
    reading.labels[i] = "headline and byline"
    reading.title, reading.byline = Span(span.start, end), names
    reading.stamps += read_stamps(reading.text, Span(names.end, span.end))
    return True


def _read_office(reading: _Reading, i: int) -> None:
    """Label a line that names an office, and take the name above it as the byline."""
    reading.labels[i] = "byline"
    if i == 0 or i - 1 in reading.labels or reading.byline is not None:
        return
    reading.byline = read_names(reading.text, reading.paragraphs[i - 1])
    if reading.byline is not None:
        reading.labels[i - 1] = "byline"


def _under_label(reading: _Reading, i: int) -> list[Stamp]:
    """The dates of a line, labelled by the line above if they have no label of their own."""
    stamps = read_stamps(reading.text, reading.paragraphs[i])
    above = reading.lines[i - 1].strip() if reading.labels.get(i - 1) == "time stamp" else ""
    if not re.fullmatch(r"(?:first |originally )?published|posted", above, re.IGNORECASE):
        return stamps
    return [replace(stamp, label=stamp.label or above) for stamp in stamps]


def _body_start(reading: _Reading) -> int:
    """The position of the first paragraph that is reporting, and not the headline."""
    free = reading.free(_LONGEST_HEAD)
    for place, i in enumerate(free):
        is_first = place == 0 and _trails_off(reading.lines[i]) and len(free) > 1
        if is_first and is_prose(reading.lines[free[1]]):
            continue
        if is_prose(reading.lines[i]) and not _is_record_title(reading, i):
            return i
    return min(len(reading.lines), _LONGEST_HEAD)


def _headline(reading: _Reading, body: int) -> int | None:
    """The position of the headline: the title of the record, or the first line of that form."""
    head = reading.free(body)
    if reading.record.title is not None:
        return next((i for i in head if _is_record_title(reading, i)), None)
    candidates = [i for i in head if _looks_like_headline(reading.lines[i])]
    found = next((i for i in candidates if not _masthead(reading, i, body)), None)
    return _short_headline(reading, head, body) if found is None else found


def _short_headline(reading: _Reading, head: list[int], body: int) -> int | None:
    """A first line of two or three words above prose: "Council closes port"."""
    if head != [0] or body >= len(reading.lines) or not is_prose(reading.lines[body]):
        return None
    line, span = reading.lines[0], reading.paragraphs[0]
    is_clause = _SHORT_CLAUSE.fullmatch(line) and count_words(line) in _SHORT_HEADLINE_WORDS
    if not is_clause or read_names(reading.text, span):
        return None
    return None if is_section(line) or read_masthead(line, ()) else 0


def _trails_off(line: str) -> bool:
    """Whether a line is a single clause that ends in an ellipsis, as some headlines are."""
    closed = line.rstrip()
    bare = closed.rstrip("….").rstrip()
    return (
        closed.endswith(("…", "..."))
        and count_words(closed) in _HEADLINE_WORDS
        and not _NO_HEADLINE.search(bare)
        and not re.search(r"[.!?…]\s", bare)
    )


def _is_record_title(reading: _Reading, i: int) -> bool:
    if reading.record.title is None or i >= _BYLINES_UNTIL:
        return False
    line, title = folded(reading.lines[i]), folded(reading.record.title)
    if line == title:
        return True
    alike = 0.6 * len(title) < len(line) < 1.6 * len(title) and len(title) < 400
    return alike and SequenceMatcher(None, line, title).ratio() >= _SAME_HEADLINE


def _looks_like_headline(line: str) -> bool:
    """Whether a line has the form of a headline: one clause with a capital and no full stop."""
    line = line.rstrip()
    if _FIRST_HEADING.match(line):
        return count_words(line) < _HEADLINE_WORDS.stop
    if count_words(line) not in _HEADLINE_WORDS or _NO_HEADLINE.search(line):
        return False
    if line.endswith((".", ",", ":", ";", ")", "]")) and not _INITIALS.search(line):
        return False
    return not any(m.kind == "day" and m.is_complete for m in find_dates(line))


def _masthead(reading: _Reading, i: int, stop: int) -> str | None:
    return read_masthead(reading.lines[i], [reading.lines[j] for j in range(stop)])


def _read_above(reading: _Reading, headline: int) -> None:
    """Label the lines above the headline: publisher, sections, page furniture."""
    for i in reading.free(headline):
        if count_words(reading.lines[i]) > _MOST_LABEL_WORDS:
            continue
        name = _masthead(reading, i, headline)
        reading.labels[i] = "masthead" if name else "section label"
        if name and reading.publisher is None:
            start = reading.paragraphs[i].start
            reading.publisher = Span(start, start + len(name))
            reading.publisher_note = "the paper's name is above the headline"
        elif not name and count_words(reading.lines[i]) > 3:
            reading.labels[i] = "page furniture above the headline"


def _title_span(reading: _Reading, headline: int) -> Span:
    """The span of the headline, without Markdown marks and the publisher at its end."""
    span, line = reading.paragraphs[headline], reading.lines[headline]
    mark = _MARK.match(line)
    start = mark.end() if mark else 0
    suffix = _SUFFIX.fullmatch(line, start)
    if suffix and read_masthead(suffix["name"], ()):
        if reading.publisher is None:
            reading.publisher = Span(span.start + suffix.start("name"), span.end)
            reading.publisher_note = "the paper's name is after the headline"
        return Span(span.start + start, span.start + suffix.end("title"))
    return Span(span.start + start, span.start + len(line.rstrip("#* ")))


def _read_dated_footer(reading: _Reading, last_prose: int) -> None:
    """Take paper and date from the only line with a date under the article."""
    below = [i for i in range(last_prose + 1, len(reading.lines)) if i not in reading.labels]
    dated = [i for i in below if read_stamps(reading.text, reading.paragraphs[i])]
    if len(dated) == 1 and not reading.stamps and ":" not in reading.lines[dated[0]]:
        _read_dated_masthead(reading, dated[0])


def _read_below(reading: _Reading) -> None:
    """Take publisher and dates from the notices under the article."""
    free = reading.free(len(reading.lines))
    last_prose = max((i for i in free if is_prose(reading.lines[i])), default=0)
    _read_dated_footer(reading, last_prose)
    for i in range(last_prose, len(reading.lines)):
        span = reading.paragraphs[i]
        if i not in reading.labels and is_stamp_line(reading.text, span):
            reading.labels[i] = "date line"
            reading.stamps += read_stamps(reading.text, span)
        if reading.labels.get(i) == "copyright notice" and reading.publisher is None:
            reading.publisher = read_copyright_holder(reading.text, span)
            reading.publisher_note = "it holds the copyright"
        if i not in reading.labels and reading.publisher is None:
            reading.publisher = read_own_source(reading.text, span)
            reading.publisher_note = "it is named as the source, or its own reporters are"
