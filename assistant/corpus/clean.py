"""Selects the spans of a text that are reporting, and names the reason for each omission.

Headers, page furniture, the head, the lines under the article and repetitions are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.article import Omission, Span
from assistant.corpus.article_head import Head, read_head
from assistant.corpus.captions import find_captions
from assistant.corpus.furniture import find_lists_and_comments, furniture
from assistant.corpus.head_dates import is_stamp_line, read_stamps
from assistant.corpus.head_lines import continues, is_bare_byline, read_byline
from assistant.corpus.header_fields import mark_length, read_header, split_article
from assistant.corpus.loaded import Record
from assistant.corpus.prose import count_words, ends_clause, folded, is_prose
from assistant.text.sentences import split_sentences, trimmed

_NO_RECORD = Record()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The reporting of a text, the omissions, and the metadata in its head.

    `kept` and `omitted` are in order and disjoint, and together cover all but white space and a
    byte order mark in front. A kept span holds whole paragraphs, and neighbouring ones are one
    span. `header` gives the spans of the values in a header block, by field name.
    """

    kept: tuple[Span, ...]
    omitted: tuple[Omission, ...]
    head: Head
    header: Mapping[str, Span]


def clean(text: str, record: Record = _NO_RECORD) -> Cleaned:
    """Select the reporting of a text without rewriting any of it.

    A paragraph is left out only if its words or its place give a reason; in doubt it is kept. Of a
    body that appears twice, the first copy is kept. If nothing would be left, the headline counts
    as reporting, and without a headline the whole text does.
    """
    paragraphs = split_article(text)
    header = read_header(text, paragraphs)
    known = _known_by_themselves(text, paragraphs) | dict.fromkeys(header.lines, "header field")
    title = header.values.get("title")
    if title and record.title is None:
        record = replace(record, title=title.of(text))
    head = read_head(text, paragraphs, known, record)
    found = {**head.labels, **read_tail(text, paragraphs, head.labels)}
    found |= _repeated_metadata(text, paragraphs, head, record, found)
    labels = _with_something_left(paragraphs, found)
    kept = [span for i, span in enumerate(paragraphs) if i not in labels]
    omitted = [Omission(paragraphs[i].start, paragraphs[i].end, why) for i, why in labels.items()]
    repeats = [Omission(s.start, s.end, "repeated above") for s in find_repeats(text, kept)]
    merged = tuple(_merged(text, sorted(omitted + repeats, key=lambda o: o.start)))
    return Cleaned(tuple(_between(text, merged)), merged, head, header.values)


def _known_by_themselves(text: str, paragraphs: Sequence[Span]) -> dict[int, str]:
    """The kind of each paragraph that its own words show not to be reporting."""
    by_words = {
        i: why for i, span in enumerate(paragraphs) if (why := furniture(span.of(text))) is not None
    }
    known = {**find_captions(text, paragraphs), **by_words}
    lines = [span.of(text) for span in paragraphs]
    return {**find_lists_and_comments(lines, known), **known}


def _repeated_metadata(
    text: str,
    paragraphs: Sequence[Span],
    head: Head,
    record: Record,
    known: Mapping[int, str],
) -> dict[int, str]:
    """The lines of the text that are only the paper's name, or only the day of publication.

    With more lines that are dates, the text is a timeline, and they belong to it.
    """
    free = [i for i in range(len(paragraphs)) if i not in known]
    paper = folded(record.publisher or (head.publisher.of(text) if head.publisher else ""))
    names = [i for i in free if paper and folded(paragraphs[i].of(text)) == paper]
    day = record.published or (head.published.iso if head.published else None)
    dated = [i for i in free if is_stamp_line(text, paragraphs[i])]
    is_repeated = len(dated) == 1 and day in [
        s.iso for s in read_stamps(text, paragraphs[dated[0]])
    ]
    return dict.fromkeys(names, "masthead") | dict.fromkeys(dated[:is_repeated], "date line")


def _with_something_left(
    paragraphs: Sequence[Span], labels: Mapping[int, str]
) -> Mapping[int, str]:
    if len(labels) < len(paragraphs):
        return labels
    if "headline" not in labels.values():
        return {}
    return {i: why for i, why in labels.items() if why != "headline"}


def _merged(text: str, omissions: Iterable[Omission]) -> Iterator[Omission]:
    """Merge neighbouring omissions that have the same reason."""
    last: Omission | None = None
    for omission in omissions:
        if last and last.why == omission.why and not text[last.end : omission.start].strip():
            last = Omission(last.start, omission.end, last.why)
            continue
        if last:
            yield last
        last = omission
    if last:
        yield last


def _between(text: str, omissions: Sequence[Omission]) -> Iterator[Span]:
    """The spans between the omissions, without white space at their ends and byte order mark."""
    starts = [mark_length(text), *(omission.end for omission in omissions)]
    ends = [*(omission.start for omission in omissions), len(text)]
    for start, end in zip(starts, ends, strict=True):
        if (span := trimmed(text, start, end)) is not None:
            yield span


# Shorter runs may repeat: "No comment.", a refrain, the name of a speaker in a transcript.
_FEWEST_WORDS = 12


def find_repeats(text: str, kept: Sequence[Span]) -> list[Span]:
    """The sentences that repeat a run of earlier sentences, word for word and in the same order.

    Case, punctuation and line breaks may differ. A run has at least twelve words. The first copy is
    never included.
    """
    sentences = [s for span in kept for s in split_sentences(text, span.start, span.end)]
    keys = [folded(sentence.of(text)) for sentence in sentences]
    if len(set(keys)) == len(keys):
        return []
    return [
        sentence
        for first, last in _runs(keys)
        if sum(map(count_words, keys[first : last + 1])) >= _FEWEST_WORDS
        for sentence in sentences[first : last + 1]
    ]


def _runs(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last position of each maximal run that repeats an earlier one."""
    first_seen: dict[str, int] = {}
    at = 0
    while at < len(keys):
        origin = first_seen.setdefault(keys[at], at)
        length = 1
        if origin < at:
            while _goes_on(keys, origin, at, length):
                length += 1
            yield at, at + length - 1
        at += length


def _goes_on(keys: Sequence[str], origin: int, at: int, length: int) -> bool:
    ahead = at + length
    return ahead < len(keys) and origin + length < at and keys[origin + length] == keys[ahead]


# These follow an article. Advertisements and links are found within articles as well.
_ENDINGS = frozenset(("sign-up or promotion", "navigation", "copyright notice"))
# One of them may come before the last lines of an article; two mark its end.
_FEWEST_ENDINGS = 2
_SHORT = 15
_CREDITS = ("contribut", "reporting by", "editing by", "additional report", "correct")


def _is_last_byline(text: str, paragraphs: Sequence[Span], i: int) -> bool:
    """Whether a line under the article is a byline, and not the last word of its last sentence."""
    span = paragraphs[i]
    names = read_byline(text, span)
    if names is None or not is_bare_byline(text, span, names):
        return names is not None
    return not continues(text, paragraphs[i - 1], span)


def read_tail(text: str, paragraphs: Sequence[Span], known: Mapping[int, str]) -> dict[int, str]:
    """The kinds of the paragraphs under the article that belong to the page, by position.

    They follow the last sentence of reporting and the first lines that certainly belong to the
    page, and are not sentences. The names of further contributors are part of the article.
    """
    lines = [span.of(text) for span in paragraphs]
    last = max((i for i, line in enumerate(lines) if i not in known and is_prose(line)), default=-1)
    endings = [i for i in known if i > last and known[i] in _ENDINGS]
    start = min(endings) if len(endings) >= _FEWEST_ENDINGS else len(lines)
    labels: dict[int, str] = {}
    for i in range(last + 1, len(lines)):
        is_credit = any(credit in lines[i].lower() for credit in _CREDITS)
        if i in known or last < 0 or is_credit:
            continue
        if _is_last_byline(text, paragraphs, i):
            labels[i] = "byline"
        elif i > start and not ends_clause(lines[i]) and count_words(lines[i]) <= _SHORT:
            labels[i] = "page furniture under the article"
    return labels
