"""Finds articles that share text: copies, reprints, wire reports that several outlets published.

Reprints do not share whole texts: paragraphs are cut, reordered, and mixed with an outlet's own.
Therefore word 5-grams are compared. One in sixteen of their hashes is stored as a print; articles
that share prints are candidates, and are then compared by all their 5-grams.
"""

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, or_, select

from assistant.article import Article, Span
from assistant.library.database import batches, insert_new, transaction
from assistant.library.schema import prints, reprints
from assistant.library.store import Library

_RUN = 5
_SAMPLE = 16
# A print in more articles than this is boilerplate, or a quotation that everybody published.
_COMMON = 60
_FEWEST_PRINTS = 2
# Articles that share less than this merely quote the same people.
_SMALLEST_SHARE = 0.15
_WORD = re.compile(r"\w+")
_DONE = "reprints_revision"


@dataclass(frozen=True, slots=True)
class _Words:
    """The spans of the words of an article's reporting, and the hashes of its word 5-grams."""

    spans: list[Span]
    runs: list[int]

    def shared_with(self, others: set[int]) -> list[Span]:
        """The spans covered by 5-grams that another article has too."""
        stretches: list[Span] = []
        for at, run in enumerate(self.runs):
            if run in others:
                start, end = self.spans[at].start, self.spans[at + _RUN - 1].end
                if stretches and start <= stretches[-1].end:
                    start = stretches.pop().start
                stretches.append(Span(start, end))
        return stretches


def note_reprints(library: Library) -> int:
    """Compare the articles that changed with all others; return the number of pairs found.

    Call it inside `library.writing()`.
    """
    since, revision = int(library.fact(_DONE) or 0), library.revision()
    if since == revision:
        return 0
    changed = [change.article_id for change in library.changes_since(since)]
    count = 0
    for some in batches(changed):
        count += _note_some(library, some)
    library.put_fact(_DONE, str(revision))
    return count


def _note_some(library: Library, changed: list[str]) -> int:
    """Store the prints of some articles, then the pairs that they are part of."""
    read = {article.article_id: _words_of(article) for article, _ in library.current(changed)}
    with transaction(library.engine) as connection:
        gone = or_(reprints.c.article_id.in_(changed), reprints.c.other_id.in_(changed))
        connection.execute(delete(reprints).where(gone))
        rows: list[dict[str, object]] = [
            {"print": run, "article": bytes.fromhex(key)}
            for key, words in read.items()
            for run in sorted(_sampled(words))
        ]
        if rows:
            connection.execute(insert_new(connection, prints), rows)
        pairs = {key: _likely(connection, key, words) for key, words in read.items()}
    others = {other for found in pairs.values() for other in found} - read.keys()
    known = read | {a.article_id: _words_of(a) for a, _ in library.current(sorted(others))}
    rows = list(_pair_rows(pairs, known))
    with transaction(library.engine) as connection:
        if rows:
            connection.execute(insert_new(connection, reprints), rows)
    return len(rows) // 2


def _words_of(article: Article) -> _Words:
    found = [
        Span(match.start(), match.end())
        for kept in article.kept
        for match in _WORD.finditer(article.text, kept.start, kept.end)
    ]
    folded = [span.of(article.text).casefold() for span in found]
    runs = [
        zlib.crc32(" ".join(folded[at : at + _RUN]).encode("utf-8", "replace"))
        for at in range(len(folded) - _RUN + 1)
    ]
    return _Words(found, runs)


def _sampled(words: _Words) -> set[int]:
    return {run for run in words.runs if run % _SAMPLE == 0}


def _likely(connection: Connection, article_id: str, words: _Words) -> list[str]:
    """The articles that share enough prints to be compared in full."""
    own = sorted(_sampled(words))
    counts: Counter[bytes] = Counter()
    for some in batches(own):
        rare = (
            select(prints.c.print)
            .where(prints.c.print.in_(some))
            .group_by(prints.c.print)
            .having(func.count() <= _COMMON)
        )
        holders = select(prints.c.article).where(prints.c.print.in_(rare))
        counts.update(connection.scalars(holders))
    counts.pop(bytes.fromhex(article_id), None)
    return [key.hex() for key, count in counts.items() if count >= _FEWEST_PRINTS]


def _pair_rows(
    pairs: dict[str, list[str]], known: dict[str, _Words]
) -> Iterator[dict[str, object]]:
    """Two rows for each pair: the share of each that the other has."""
    runs = {key: set(words.runs) for key, words in known.items()}
    unordered = {tuple(sorted((a, b))) for a, found in pairs.items() for b in found if b in known}
    for one, other in sorted(unordered):
        both = [(a, b, known[a].shared_with(runs[b])) for a, b in ((one, other), (other, one))]
        shares = [_share(known[a], spans) for a, _, spans in both]
        if max(shares) >= _SMALLEST_SHARE:
            for (a, b, spans), share in zip(both, shares, strict=True):
                where = json.dumps([[span.start, span.end] for span in spans])
                yield {"article_id": a, "other_id": b, "share": round(share, 4), "spans": where}


def _share(words: _Words, spans: Iterable[Span]) -> float:
    """The share of the text that is within the spans."""
    inside = sum(span.end - span.start for span in spans)
    whole = sum(span.end - span.start for span in words.spans) + max(0, len(words.spans) - 1)
    return min(1.0, inside / whole) if whole else 0.0
