"""A text -> the spans that count as reporting, and why the rest does not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.article import Omission, Span
from assistant.corpus.captions import find_captions
from assistant.corpus.furniture import furniture
from assistant.corpus.head import Head, read_head
from assistant.corpus.headers import Header, read_header, split_lines
from assistant.corpus.loaded import Record
from assistant.corpus.repeats import find_repeats
from assistant.corpus.tail import read_tail

_NO_RECORD = Record()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The reporting of a text, what was left out of it, and what its head shows.

    `kept` and `omitted` are in order, disjoint, and cover together all that is not white space.
    A kept span holds whole paragraphs; neighbouring ones are one span. `header` gives the fields
    of a header block, by the names of a record's, each where its value stands.
    """

    kept: tuple[Span, ...]
    omitted: tuple[Omission, ...]
    head: Head
    header: Mapping[str, Span]


def clean(text: str, record: Record = _NO_RECORD) -> Cleaned:
    """Select the reporting of a text; nothing of it is rewritten.

    A paragraph is left out only for a reason that its own words or its place show; in doubt it is
    kept. Of a body that stands there twice, the first copy is kept. Where nothing would be left,
    the headline counts as reporting, and failing that everything.
    """
    paragraphs = split_lines(text)
    header = read_header(text, paragraphs)
    known = _known_by_themselves(text, paragraphs) | dict.fromkeys(header.lines, "header field")
    head = read_head(text, paragraphs, known, _told(text, header, record))
    found = {**head.labels, **read_tail(text, paragraphs, head.labels)}
    labels = _with_something_left(paragraphs, found)
    kept = [span for i, span in enumerate(paragraphs) if i not in labels]
    omitted = [Omission(paragraphs[i].start, paragraphs[i].end, why) for i, why in labels.items()]
    repeats = [Omission(s.start, s.end, "repeated above") for s in find_repeats(text, kept)]
    merged = tuple(_merged(text, sorted(omitted + repeats, key=lambda o: o.start)))
    return Cleaned(tuple(_between(text, merged)), merged, head, header.values)


def _told(text: str, header: Header, record: Record) -> Record:
    """The record, with the title of a header block where it has none."""
    title = header.values.get("title")
    return replace(record, title=title.of(text)) if title and record.title is None else record


def _known_by_themselves(text: str, paragraphs: Sequence[Span]) -> dict[int, str]:
    """What each paragraph is that tells it by its own words."""
    by_words = {
        i: why for i, span in enumerate(paragraphs) if (why := furniture(span.of(text))) is not None
    }
    return {**find_captions(text, paragraphs), **by_words}


def _with_something_left(
    paragraphs: Sequence[Span], labels: Mapping[int, str]
) -> Mapping[int, str]:
    if len(labels) < len(paragraphs):
        return labels
    return (
        {i: why for i, why in labels.items() if why != "headline"}
        if ("headline" in labels.values())
        else {}
    )


def _merged(text: str, omissions: Iterable[Omission]) -> Iterator[Omission]:
    """Neighbouring omissions for the same reason as one."""
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
    """What is left between the omissions, trimmed of white space."""
    starts = [0, *(omission.end for omission in omissions)]
    ends = [*(omission.start for omission in omissions), len(text)]
    for start, end in zip(starts, ends, strict=True):
        piece = text[start:end]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            yield Span(start + left, start + len(piece.rstrip()))
