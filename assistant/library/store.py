"""The library: every article in all its versions. Indexes can be rebuilt from it at any time."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update

from assistant.article import Article, Chunk, chunk_id_of
from assistant.errors import LibraryError
from assistant.library import row_format
from assistant.library.chunk import CountTokens, chunk_article
from assistant.library.database import (
    Database,
    batches,
    insert_new,
    mapped,
    named,
    open_database,
    read_rows,
    read_value,
    read_values,
    reading,
    transaction,
    write,
)
from assistant.library.edits import Correction, Edits, corrections_in, edits_in, put_edits
from assistant.library.excerpts import SHOWN_OF_ARTICLE, load_excerpts, texts_in
from assistant.library.files import KnownFile, drop_file, known_files, put_file
from assistant.library.lock import writer_lock
from assistant.library.schema import articles, changes, chunks, facts, texts
from assistant.library.vectors import Vectors
from assistant.reply import Excerpt

Outcome = Literal["added", "changed", "unchanged"]


class Entry(NamedTuple):
    """An article to store, with its chunks and the file that it was read from."""

    article: Article
    chunks: Sequence[Chunk]
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source that the library holds, as lists show it.

    `characters` counts the text that is kept as reporting, `copies` other sources with the same
    text; `edited` names the fields that a person has corrected.
    """

    source: str
    article_id: str
    title: str | None
    byline: str | None
    publisher: str | None
    published: str | None
    reported: str | None
    language: str | None
    added_at: str
    versions: int
    characters: int = 0
    copies: int = 0
    warnings: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


class Change(NamedTuple):
    """An article that indexes must remove, and add again if it is current."""

    article_id: str
    chunks_before: int


class Filterable(NamedTuple):
    """The fields of an article that filters compare."""

    article_id: str
    source: str
    publisher: str | None
    published: str | None


def open_library(home: Path, address: str = "") -> "Library":
    """Open the library in a folder, or at the address of a database; create it if there is none.

    With an address, the folder holds this machine's indexes of it.

    Raises:
        LibraryError: it is damaged, cannot be reached or written, or is newer than this program.
        SettingsError: the address is invalid, or its driver is not installed.
    """
    return Library(home, address)


class Library:
    """Articles in all versions, and their chunks; `vectors` holds the vectors of these.

    Readers see complete transactions only. Any number of processes may read while one writes.
    """

    def __init__(self, home: Path, address: str = "") -> None:
        self.home = home
        self._database: Database = open_database(home, address)
        self.engine: Engine = self._database.engine
        """The database, for other tables in it: conversations, preferences."""
        self._text = lru_cache(maxsize=256)(self._read_text)
        self.vectors = Vectors(self.engine, self.chunks_of)

    @property
    def path(self) -> str:
        """The name of the library in messages: its file, or its address."""
        return named(self.engine)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    # Reading articles

    def article(self, article_id: str) -> Article:
        """One version of an article, current or not.

        Raises:
            LibraryError: no version has this id, for example because it was purged.
        """
        found = read_rows(self.engine, select(articles).where(articles.c.id == article_id))
        if not found:
            raise LibraryError(
                f"the library holds no article {article_id}; it may have been purged"
            )
        return row_format.article_of_row(found[0]._mapping, self._text(found[0].text_hash))

    def article_of(self, source: str) -> Article:
        """The current version of a source's article.

        Raises:
            LibraryError: the library holds no such source.
        """
        found = select(articles.c.id).where(articles.c.source == source, articles.c.current)
        article_id = read_value(self.engine, found)
        if article_id is None:
            raise LibraryError(
                f"{source}: no such article; assistant sources lists those there are"
            )
        return self.article(article_id)

    def versions(self, source: str) -> list[str]:
        """The ids of all versions of a source's article, oldest first."""
        found = select(articles.c.id).where(articles.c.source == source)
        return read_values(self.engine, found.order_by(articles.c.added_at, articles.c.id))

    def sources(self) -> list[SourceSummary]:
        """The current articles, ordered by the names of their sources."""
        history = articles.alias()
        count = (
            select(func.count())
            .select_from(history)
            .where(history.c.source == articles.c.source)
            .scalar_subquery()
        )
        found = select(articles, count.label("versions")).where(articles.c.current)
        rows = read_rows(self.engine, found.order_by(articles.c.source))
        holders = Counter(row.text_hash for row in rows)
        return [_summary(row._mapping, holders[row.text_hash] - 1) for row in rows]

    def outlets(self) -> list[str]:
        """The publishers of current articles, without duplicates."""
        return self._each(articles.c.publisher)

    def authors(self) -> list[str]:
        """The bylines of current articles, without duplicates."""
        return self._each(articles.c.byline)

    def articles_by(self, bylines: Sequence[str]) -> list[str]:
        """The ids of the current articles with one of these bylines, latest first."""
        latest = articles.c.published.desc().nulls_last()
        found = select(articles.c.id).where(articles.c.current, articles.c.byline.in_(bylines))
        return list(read_values(self.engine, found.order_by(latest, articles.c.id)))

    def count_articles(self) -> int:
        """How many articles are current."""
        found = select(func.count()).select_from(articles).where(articles.c.current)
        return read_value(self.engine, found) or 0

    def count_chunks(self) -> int:
        """How many chunks the current articles have."""
        found = select(func.count()).select_from(chunks.join(articles, _OWNER))
        return read_value(self.engine, found.where(articles.c.current)) or 0

    def chunk_ids(self) -> set[str]:
        """The ids of all chunks of current articles."""
        found = select(chunks.c.article_id, chunks.c.position).join(articles, _OWNER)
        return {
            chunk_id_of(*row) for row in read_rows(self.engine, found.where(articles.c.current))
        }

    def unsound_articles(self) -> Iterator[tuple[str, str]]:
        """The sources whose texts are lost or damaged, each with the reason."""
        found = select(articles.c.source, articles.c.text_hash, texts.c.body).outerjoin(
            texts, texts.c.hash == articles.c.text_hash
        )
        with reading(self.engine) as connection:
            for row in connection.execution_options(yield_per=200).execute(found):
                fault = row_format.damage_in(row.text_hash, row.body)
                if fault is not None:
                    yield row.source, fault

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """The chunks of one article, in order; none if it is unknown or was replaced."""
        with reading(self.engine) as connection:
            rows = self._article_rows(connection, [article_id])
            return [c for _, _, own in self._chunks_of_rows(connection, rows) for c in own]

    def excerpts(self, chunk_ids: Sequence[str]) -> list[Excerpt]:
        """The chunks with these ids, in this order; unknown ids are dropped."""
        with reading(self.engine) as connection:
            return load_excerpts(connection, chunk_ids)

    def article_chunks(self, article_id: str) -> list[Excerpt]:
        """All chunks of one article as excerpts, in order."""
        return self.excerpts([chunk.chunk_id for chunk in self.chunks_of(article_id)])

    def passage(self, article_id: str, start: int, end: int) -> str:
        """An article's text from `start` to `end`; empty if the article is unknown."""
        text_hash = read_value(
            self.engine, select(articles.c.text_hash).where(articles.c.id == article_id)
        )
        return "" if text_hash is None else self._text(text_hash)[start:end]

    def texts_of(self, sources: Iterable[str]) -> dict[str, bytes]:
        """The hash of each source's latest text."""
        found = select(articles.c.source, articles.c.text_hash).order_by(articles.c.current)
        hashes: dict[str, bytes] = {}
        for batch in batches(list(sources)):
            rows = read_rows(self.engine, found.where(articles.c.source.in_(batch)))
            hashes |= {row.source: row.text_hash for row in rows}
        return hashes

    # Writing articles

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the one lock for writing this library and its indexes.

        `patience` is how many seconds to wait for it.

        Raises:
            LibraryBusy: another process holds it.
        """
        with self._database.right_to_write(patience), writer_lock(self.home, patience):
            yield

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Hold the one lock for writing the indexes of this home; `writing` includes it.

        Raises:
            LibraryBusy: another process holds it.
        """
        with writer_lock(self.home, 0.0):
            yield

    @property
    def is_shared(self) -> bool:
        """Whether other machines write to it, each with indexes of its own."""
        return self._database.is_shared

    def is_written_elsewhere(self) -> bool:
        """Whether a process with another home is writing now."""
        with mapped(self.engine):
            return self._database.is_written()

    def put(self, entries: Iterable[Entry]) -> list[Outcome]:
        """Store articles, all of them or none, and report the outcome of each.

        If a source is there with another text, the article becomes its new version; the old one
        is kept, but no longer searched.
        """
        with transaction(self.engine) as connection:
            return [_put(connection, entry) for entry in entries]

    def edits(self) -> dict[str, dict[str, str | None]]:
        """The corrections that people made to metadata, by source and field."""
        with reading(self.engine) as connection:
            return edits_in(connection)

    def corrections(self) -> dict[str, Correction]:
        """The corrections of each source, with the version of its article that they belong to."""
        with reading(self.engine) as connection:
            return corrections_in(connection)

    def put_edited(self, entry: Entry, values: Edits) -> None:
        """Store an edited article together with its corrections, in one transaction."""
        with transaction(self.engine) as connection:
            put_edits(connection, entry.article.source, values)
            _put(connection, entry)

    def move_edits(self, source: str, entry: Entry, values: Edits) -> None:
        """Store an article with the corrections that a source had, in one transaction."""
        with transaction(self.engine) as connection:
            put_edits(connection, source, {})
            put_edits(connection, entry.article.source, values)
            _put(connection, entry)

    def remove(self, sources: Iterable[str]) -> list[str]:
        """Remove sources from search, and return those that were there; their versions are kept."""
        with transaction(self.engine) as connection:
            return [source for source in sources if _retire(connection, source)]

    def holder_of(self, source: str) -> int | None:
        """The id of the file that a source's current article was read from, or None."""
        found = select(articles.c.file_id).where(articles.c.source == source, articles.c.current)
        return read_value(self.engine, found)

    def rechunked(self, article: Article, count_tokens: CountTokens) -> Entry:
        """The entry for an article whose source is in the library, of the same file."""
        chunks = chunk_article(article, count_tokens)
        return Entry(article, chunks, self.holder_of(article.source))

    def sources_of_file(self, file_id: int) -> list[str]:
        """The sources whose current articles were read from a file."""
        found = select(articles.c.source).where(articles.c.file_id == file_id, articles.c.current)
        return read_values(self.engine, found.order_by(articles.c.source))

    def files(self) -> dict[str, KnownFile]:
        """The state of each file that was read, by its path."""
        with reading(self.engine) as connection:
            return known_files(connection)

    def put_file(self, file: KnownFile) -> KnownFile:
        """Store the state of a file, and return it with its id."""
        with transaction(self.engine) as connection:
            return put_file(connection, file)

    def forget_file(self, file: KnownFile) -> list[str]:
        """Remove a file and, from search, its articles; return their sources."""
        sources = self.sources_of_file(file.file_id)
        with transaction(self.engine) as connection:
            for source in sources:
                _retire(connection, source)
            drop_file(connection, file.file_id)
        return sources

    # What indexes are built from

    @property
    def library_id(self) -> str:
        """Identifies this library, wherever its folder is; indexes carry it."""
        return str(self.fact("library_id"))

    def fact(self, name: str) -> str | None:
        """A named value that is stored for the whole library."""
        return read_value(self.engine, select(facts.c.value).where(facts.c.name == name))

    def put_fact(self, name: str, value: str) -> None:
        """Store a named value for the whole library."""
        with transaction(self.engine) as connection:
            connection.execute(delete(facts).where(facts.c.name == name))
            connection.execute(insert(facts).values(name=name, value=value))

    def remove_fact(self, name: str) -> None:
        """Delete a named value of the whole library."""
        write(self.engine, delete(facts).where(facts.c.name == name))

    def revision(self) -> int:
        """The number of the last change; it grows with every change."""
        return read_value(self.engine, select(func.max(changes.c.seq))) or 0

    def changes_since(self, revision: int) -> list[Change]:
        """The articles that changed after a revision, each once, with their chunk count before."""
        found = (
            select(changes.c.article_id, func.max(changes.c.chunks_before))
            .where(changes.c.seq > revision)
            .group_by(changes.c.article_id)
            .order_by(changes.c.article_id)
        )
        return [Change(*row) for row in read_rows(self.engine, found)]

    def current(
        self, article_ids: Iterable[str] | None = None
    ) -> Iterator[tuple[Article, list[Chunk]]]:
        """The current ones among these articles, or all current articles, with their chunks."""
        if article_ids is None:
            found = select(articles.c.id).where(articles.c.current)
            article_ids = read_values(self.engine, found.order_by(articles.c.id))
        for batch in batches(list(article_ids)):
            with reading(self.engine) as connection:
                rows = self._article_rows(connection, batch)
                rows = {key: row for key, row in rows.items() if row["current"]}
                read = list(self._chunks_of_rows(connection, rows))
            for row, text, own in read:
                yield row_format.article_of_row(row, text), own

    def filterables(self) -> list[Filterable]:
        """The filterable fields of all current articles."""
        columns = (articles.c.id, articles.c.source, articles.c.publisher, articles.c.published)
        found = select(*columns).where(articles.c.current)
        return [Filterable(*row) for row in read_rows(self.engine, found)]

    def state(self) -> tuple[str, int, int]:
        """The state that indexes are built from: library id, revision and newest vector."""
        return self.library_id, self.revision(), self.vectors.last()

    def forget_replaced(self) -> None:
        """Delete the chunks of replaced articles; call it when no index holds them any more."""
        old = select(articles.c.id).where(~articles.c.current)
        write(self.engine, delete(chunks).where(chunks.c.article_id.in_(old)))

    def copies_of(self, source: str) -> tuple[str, ...]:
        """Other sources whose current text equals that of any version of this source."""
        own = select(articles.c.text_hash).where(articles.c.source == source)
        others = select(articles.c.source).where(
            articles.c.text_hash.in_(own), articles.c.source != source, articles.c.current
        )
        return tuple(read_values(self.engine, others.order_by(articles.c.source)))

    def later_copies(self, article_id: str) -> list[str]:
        """The ids of other sources' current articles with the text of this version, added later."""
        version = articles.alias()
        found = select(articles.c.id).join(
            version, (version.c.id == article_id) & (version.c.text_hash == articles.c.text_hash)
        )
        found = found.where(articles.c.current, articles.c.source != version.c.source)
        found = found.where(articles.c.added_at > version.c.added_at)
        return read_values(self.engine, found.order_by(articles.c.source))

    def holds_anything(self) -> bool:
        """Whether there is any article, in any version."""
        return read_value(self.engine, select(articles.c.id).limit(1)) is not None

    def compact(self) -> None:
        """Rewrite the database so that nothing of deleted rows is left."""
        self._text.cache_clear()
        with mapped(self.engine):
            self._database.compact()

    def fault(self) -> str | None:
        """What the database reports as wrong with itself, or None."""
        with mapped(self.engine):
            return self._database.fault()

    # Access to the database

    def _read_text(self, text_hash: bytes) -> str:
        with reading(self.engine) as connection:
            return texts_in(connection, [text_hash])[text_hash]

    def _each(self, column: Any) -> list[str]:
        found = select(column).where(articles.c.current, column.is_not(None)).distinct()
        return sorted(read_values(self.engine, found))

    def _article_rows(
        self, connection: Connection, article_ids: Sequence[str]
    ) -> dict[str, RowMapping]:
        """The rows of a batch of articles, by their ids."""
        found = select(articles).where(articles.c.id.in_(article_ids)).order_by(articles.c.id)
        return {row.id: row._mapping for row in connection.execute(found)}

    def _chunks_of_rows(
        self, connection: Connection, rows: Mapping[str, RowMapping]
    ) -> Iterator[tuple[RowMapping, str, list[Chunk]]]:
        """Each article's row, with its text and its chunks."""
        owned: dict[str, list[Any]] = {key: [] for key in rows}
        found = select(chunks).where(chunks.c.article_id.in_(list(rows)))
        for row in connection.execute(found.order_by(chunks.c.article_id, chunks.c.position)):
            owned[row.article_id].append(row._mapping)
        bodies = texts_in(connection, (row["text_hash"] for row in rows.values()))
        for key, own in owned.items():
            text, headline = bodies[rows[key]["text_hash"]], rows[key]["headline"]
            made = [row_format.chunk_of_row(chunk, headline, text) for chunk in own]
            yield rows[key], text, made


_OWNER = chunks.c.article_id == articles.c.id


def _put(connection: Connection, entry: Entry) -> Outcome:
    row = row_format.article_row(entry.article, entry.chunks)
    own = [row_format.chunk_row(chunk) for chunk in entry.chunks]
    known = select(articles).where(articles.c.source == row["source"], articles.c.current)
    before = connection.execute(known).first()
    if before is not None and _is_same(connection, before._mapping, row, own):
        if before.file_id != entry.file_id:
            moved = update(articles).where(articles.c.id == before.id)
            connection.execute(moved.values(file_id=entry.file_id))
        return "unchanged"
    if before is not None and before.id != row["id"]:
        _retire(connection, row["source"])
    _note_change(connection, row["id"])
    body = row_format.packed(entry.article.text)
    connection.execute(insert_new(connection, texts), [{"hash": row["text_hash"], "body": body}])
    connection.execute(delete(articles).where(articles.c.id == row["id"]))
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
    connection.execute(
        insert(articles).values(**row, current=True, added_at=now, file_id=entry.file_id)
    )
    connection.execute(delete(chunks).where(chunks.c.article_id == row["id"]))
    if own:
        connection.execute(insert(chunks), own)
    return "added" if before is None else "changed"


def _is_same(
    connection: Connection,
    before: RowMapping,
    row: Mapping[str, Any],
    own: list[dict[str, Any]],
) -> bool:
    """Whether the library holds an article with exactly these fields and chunks."""
    if any(before[name] != value for name, value in row.items()):
        return False
    found = select(chunks).where(chunks.c.article_id == row["id"]).order_by(chunks.c.position)
    return [dict(chunk._mapping) for chunk in connection.execute(found)] == own


def _retire(connection: Connection, source: str) -> bool:
    """Make a source's current article a past version; False if it has none."""
    known = select(articles.c.id).where(articles.c.source == source, articles.c.current)
    article_id = connection.scalar(known)
    if article_id is None:
        return False
    _note_change(connection, article_id)
    connection.execute(update(articles).where(articles.c.id == article_id).values(current=False))
    return True


def _note_change(connection: Connection, article_id: str) -> None:
    count = select(func.count()).select_from(chunks).where(chunks.c.article_id == article_id)
    connection.execute(
        insert(changes).values(article_id=article_id, chunks_before=connection.scalar(count) or 0)
    )


def _summary(row: RowMapping, copies: int) -> SourceSummary:
    kept, warnings, edited_fields = row_format.details_of_row(row)
    known = (*SHOWN_OF_ARTICLE, "language")
    return SourceSummary(
        article_id=row["id"],
        added_at=row["added_at"],
        versions=row["versions"],
        characters=sum(end - start for start, end in kept),
        copies=copies,
        warnings=tuple(warnings),
        edited=tuple(edited_fields),
        **{name: row[name] for name in known},
    )
