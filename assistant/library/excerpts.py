"""Reads chunks as excerpts, in a fixed number of queries however many are asked for."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from assistant.article import chunk_id_of, is_timely
from assistant.errors import LibraryError
from assistant.library import row_format
from assistant.library.database import batches
from assistant.library.schema import articles, chunks, reprints, texts
from assistant.reply import Excerpt

SHOWN_OF_ARTICLE = ("source", "title", "byline", "publisher", "published", "reported")
"""The fields of an article that its excerpts have."""
_NEARLY_ALL = 0.8


def load_excerpts(connection: Connection, chunk_ids: Sequence[str]) -> list[Excerpt]:
    """The chunks with these ids, in this order; unknown ids are dropped.

    Raises:
        LibraryError: a text is lost or damaged.
    """
    rows = [row for batch in batches(chunk_ids) for row in _rows(connection, batch)]
    bodies = texts_in(connection, {row.text_hash for row in rows})
    copies = _copies(connection, {row.text_hash for row in rows})
    carried = _carried(connection, {row.article_id for row in rows})
    found = {
        chunk_id_of(row.article_id, row.position): _excerpt(
            row,
            bodies[row.text_hash],
            copies.get(row.text_hash, set()) | _carriers(row, carried.get(row.article_id, ())),
        )
        for row in rows
    }
    return [found[chunk_id] for chunk_id in chunk_ids if chunk_id in found]


def texts_in(connection: Connection, hashes: Iterable[bytes]) -> dict[bytes, str]:
    """The texts with these hashes.

    Raises:
        LibraryError: one of them is lost or damaged.
    """
    wanted = sorted(set(hashes))
    bodies: dict[bytes, bytes] = {}
    for batch in batches(wanted):
        found = connection.execute(select(texts).where(texts.c.hash.in_(batch)))
        bodies |= {row.hash: row.body for row in found}
    return {text_hash: _sound(text_hash, bodies.get(text_hash)) for text_hash in wanted}


def _sound(text_hash: bytes, body: bytes | None) -> str:
    fault = row_format.damage_in(text_hash, body)
    if fault is not None or body is None:
        raise LibraryError(
            f"an article in the library cannot be read: {fault}; assistant doctor names it"
        )
    return row_format.unpacked(body)


def _rows(connection: Connection, chunk_ids: Sequence[str]) -> list[Row[Any]]:
    # For pairs of columns SQLite would scan the table; for the article alone it uses the key.
    owners = {chunk_id.rpartition("-")[0] for chunk_id in chunk_ids}
    found = (
        select(
            chunks.c.article_id,
            chunks.c.position,
            chunks.c.start,
            chunks.c.end,
            articles.c.text_hash,
            articles.c.details,
            *(articles.c[name] for name in SHOWN_OF_ARTICLE),
        )
        .join(articles, articles.c.id == chunks.c.article_id)
        .where(chunks.c.article_id.in_(sorted(owners)))
    )
    asked = set(chunk_ids)
    return [
        row
        for row in connection.execute(found)
        if chunk_id_of(row.article_id, row.position) in asked
    ]


def _copies(connection: Connection, hashes: Iterable[bytes]) -> Mapping[bytes, set[str]]:
    """The current sources of each text."""
    found = select(articles.c.text_hash, articles.c.source).where(articles.c.current)
    copies: dict[bytes, set[str]] = {}
    for batch in batches(sorted(hashes)):
        for row in connection.execute(found.where(articles.c.text_hash.in_(batch))):
            copies.setdefault(row.text_hash, set()).add(row.source)
    return copies


def _carried(
    connection: Connection, article_ids: Iterable[str]
) -> dict[str, list[tuple[str, list[list[int]]]]]:
    """For each article, the sources that reprint parts of it, with the spans of these parts."""
    found = (
        select(reprints.c.article_id, reprints.c.spans, articles.c.source)
        .join(articles, articles.c.id == reprints.c.other_id)
        .where(articles.c.current)
    )
    carried: dict[str, list[tuple[str, list[list[int]]]]] = {}
    for batch in batches(sorted(article_ids)):
        for row in connection.execute(found.where(reprints.c.article_id.in_(batch))):
            carried.setdefault(row.article_id, []).append((row.source, json.loads(row.spans)))
    return carried


def _carriers(row: Row[Any], carried: Iterable[tuple[str, list[list[int]]]]) -> set[str]:
    """The sources that reprint nearly all of a chunk."""
    enough = _NEARLY_ALL * (row.end - row.start)
    return {
        source
        for source, spans in carried
        if sum(max(0, min(end, row.end) - max(start, row.start)) for start, end in spans) >= enough
    }


def _excerpt(row: Row[Any], text: str, holders: set[str]) -> Excerpt:
    return Excerpt(
        chunk_id=chunk_id_of(row.article_id, row.position),
        article_id=row.article_id,
        start=row.start,
        end=row.end,
        text=text[row.start : row.end],
        copies=tuple(sorted(holders - {row.source})),
        timely=is_timely(row_format.origins_of_details(row.details)),
        **{name: row._mapping[name] for name in SHOWN_OF_ARTICLE},
    )
