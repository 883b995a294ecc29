"""The library: every article that was taken in, in its versions; the one source of truth."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.article import Article, Chunk
from assistant.errors import LibraryError
from assistant.library import records
from assistant.library.database import Database, mapped, named, open_database
from assistant.library.edits import Edits, edits_in, put_edits
from assistant.library.excerpts import find_excerpts, texts_in
from assistant.library.files import KnownFile, drop_file, known_files, put_file
from assistant.library.lock import writer_lock
from assistant.library.schema import articles, changes, chunks, edges, facts, texts, vectors
from assistant.reply import Excerpt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Outcome = Literal["added", "changed", "unchanged"]
# SQLite takes 32,766 variables a statement; a few hundred ids already hide the cost of a call.
_AT_ONCE = 500
# Vectors as float32: 1.5 KB a row, and some copies of it while they are looked at.
_ROWS_AT_ONCE = 500


class Entry(NamedTuple):
    """An article on its way in: with its chunks, and the file that it was read from."""

    article: Article
    chunks: Sequence[Chunk]
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source that the library holds, as a list shows it.

    `characters` counts what is kept as reporting; `copies` are other sources with the same text;
    `edited` names the fields that a person has corrected.
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
    """An article that indexes have to take out, and in again where it is current."""

    article_id: str
    chunks_before: int


class Filterable(NamedTuple):
    """What filters compare of an article."""

    article_id: str
    source: str
    publisher: str | None
    published: str | None


class Located(NamedTuple):
    """A chunk that has a vector, and the number that its vector is kept by."""

    article_id: str
    position: int
    place: int


class Unembedded(NamedTuple):
    """A text that has no vector yet."""

    content: bytes
    text: str


def open_library(home: Path, address: str = "") -> "Library":
    """Open the library in a folder, or at the address of a database, made where there is none.

    At an address, the folder is where this machine keeps its indexes of it.

    Raises:
        LibraryError: it is damaged, cannot be reached or written, or is newer than this program.
        SettingsError: the address is none, or its driver is not installed.
    """
    return Library(home, address)


class Library:
    """Articles in versions, their chunks, and the vectors of their words.

    Reading sees whole transactions only. Any number of processes may read while one writes.
    """

    def __init__(self, home: Path, address: str = "") -> None:
        self.home = home
        self._database: Database = open_database(home, address)
        self._engine: Engine = self._database.engine
        self._text = lru_cache(maxsize=256)(self._read_text)

    @property
    def engine(self) -> Engine:
        """The database, for what else is kept in it: conversations."""
        return self._engine

    @property
    def path(self) -> str:
        """What a person knows the library by: its file, or its address."""
        return named(self._engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # What is in it

    def article(self, article_id: str) -> Article:
        """One version of an article, current or not.

        Raises:
            LibraryError: no version has this id; it never had, or it was purged.
        """
        with self._reading() as connection:
            row = connection.execute(select(articles).where(articles.c.id == article_id)).first()
        if row is None:
            raise LibraryError(
                f"the library holds no article {article_id}; it may have been purged"
            )
        return records.article_of_row(dict(row._mapping), self._text(row.text_hash))

    def article_of(self, source: str) -> Article:
        """The current version of a source's article.

        Raises:
            LibraryError: the library holds no such source.
        """
        found = select(articles.c.id).where(articles.c.source == source, articles.c.current)
        with self._reading() as connection:
            article_id = connection.scalar(found)
        if article_id is None:
            raise LibraryError(
                f"{source}: no such article; assistant sources lists those there are"
            )
        return self.article(article_id)

    def versions(self, source: str) -> list[str]:
        """The ids of all versions of a source's article, oldest first."""
        found = select(articles.c.id).where(articles.c.source == source)
        with self._reading() as connection:
            return list(connection.scalars(found.order_by(articles.c.added_at, articles.c.id)))

    def sources(self) -> list[SourceSummary]:
        """The current articles, by the names of their sources."""
        history = articles.alias()
        count = (
            select(func.count())
            .select_from(history)
            .where(history.c.source == articles.c.source)
            .scalar_subquery()
        )
        found = select(articles, count.label("versions")).where(articles.c.current)
        with self._reading() as connection:
            rows = connection.execute(found.order_by(articles.c.source)).all()
        holders = Counter(row.text_hash for row in rows)
        return [_summary(dict(row._mapping), holders[row.text_hash] - 1) for row in rows]

    def outlets(self) -> list[str]:
        """The publishers of current articles, each once."""
        return self._each(articles.c.publisher)

    def authors(self) -> list[str]:
        """The bylines of current articles, each once."""
        return self._each(articles.c.byline)

    def count_articles(self) -> int:
        """How many articles are current."""
        found = select(func.count()).select_from(articles).where(articles.c.current)
        with self._reading() as connection:
            return connection.scalar(found) or 0

    def count_chunks(self) -> int:
        """How many chunks the current articles have."""
        found = select(func.count()).select_from(chunks.join(articles, _OWNER))
        with self._reading() as connection:
            return connection.scalar(found.where(articles.c.current)) or 0

    def chunk_ids(self, embedded_by: str | None = None) -> set[str]:
        """The ids of all chunks of current articles, or of those with a vector."""
        joined = chunks.join(articles, _OWNER)
        if embedded_by is not None:
            joined = joined.join(vectors, _vector_of(embedded_by))
        found = select(chunks.c.article_id, chunks.c.position).select_from(joined)
        with self._reading() as connection:
            rows = connection.execute(found.where(articles.c.current))
            return {f"{row.article_id}-{row.position:04d}" for row in rows}

    def unsound_articles(self) -> Iterator[tuple[str, str]]:
        """The sources whose texts are lost or were changed behind the library's back, and why."""
        found = select(articles.c.source, articles.c.text_hash, texts.c.body).outerjoin(
            texts, texts.c.hash == articles.c.text_hash
        )
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=200).execute(found):
                fault = records.fault_of(row.text_hash, row.body)
                if fault is not None:
                    yield row.source, fault

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """The chunks of one article, in its order; none where it is not known or was replaced."""
        with self._reading() as connection:
            rows = self._article_rows(connection, [article_id])
            return [c for _, _, own in self._chunks_of_rows(connection, rows) for c in own]

    def excerpts(self, chunk_ids: Sequence[str]) -> list[Excerpt]:
        """The chunks of these ids, in that order, with their articles; unknown ids are dropped."""
        with self._reading() as connection:
            return find_excerpts(connection, chunk_ids)

    def article_chunks(self, article_id: str) -> list[Excerpt]:
        """All chunks of one article as excerpts, in its order."""
        return self.excerpts([chunk.chunk_id for chunk in self.chunks_of(article_id)])

    def passage(self, article_id: str, start: int, end: int) -> str:
        """An article's own words from `start` to `end`; empty where the article is not known."""
        with self._reading() as connection:
            found = select(articles.c.text_hash).where(articles.c.id == article_id)
            text_hash = connection.scalar(found)
        return "" if text_hash is None else self._text(text_hash)[start:end]

    def texts_of(self, sources: Iterable[str]) -> dict[str, bytes]:
        """The hash of each source's last text."""
        found = select(articles.c.source, articles.c.text_hash).order_by(articles.c.current)
        hashes: dict[str, bytes] = {}
        with self._reading() as connection:
            for batch in _batches(list(sources)):
                rows = connection.execute(found.where(articles.c.source.in_(batch)))
                hashes |= {row.source: row.text_hash for row in rows}
        return hashes

    # What goes in and out

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the one right to write this library and its indexes.

        `patience` is for how many seconds to wait for it.

        Raises:
            LibraryBusy: another process holds it.
        """
        with self._database.right_to_write(patience), writer_lock(self.home, patience):
            yield

    @contextmanager
    def publishing(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the one right to write the indexes of this home; `writing` holds it too.

        Raises:
            LibraryBusy: another process holds it.
        """
        with writer_lock(self.home, patience):
            yield

    @property
    def is_shared(self) -> bool:
        """Whether other homes write to it, and publish where this one does not see it."""
        return self._database.is_shared

    def is_written_elsewhere(self) -> bool:
        """Whether a process that publishes in another home is writing just now."""
        with mapped(self._engine):
            return self._database.is_written()

    def put(self, entries: Iterable[Entry]) -> list[Outcome]:
        """Take articles in, all of them or none, and say what became of each.

        An article whose source is already there with other words becomes its new version; the old
        one is kept, but no longer searched.
        """
        with self._writing() as connection:
            return [_put(connection, entry) for entry in entries]

    def edits(self) -> dict[str, dict[str, str | None]]:
        """The corrections that people made to what was found, by source and field."""
        with self._reading() as connection:
            return edits_in(connection)

    def put_edited(self, entry: Entry, values: Edits) -> None:
        """Keep an edited article and its corrections: both, or neither."""
        with self._writing() as connection:
            put_edits(connection, entry.article.source, values)
            _put(connection, entry)

    def remove(self, sources: Iterable[str]) -> list[str]:
        """Take sources out of search, and say which there were; their last versions are kept."""
        with self._writing() as connection:
            return [source for source in sources if _retire(connection, source)]

    def holder_of(self, source: str) -> int | None:
        """The id of the file that a source's current article was read from, or None."""
        found = select(articles.c.file_id).where(articles.c.source == source, articles.c.current)
        with self._reading() as connection:
            return connection.scalar(found)

    def sources_of_file(self, file_id: int) -> list[str]:
        """The sources whose current articles were read from a file."""
        found = select(articles.c.source).where(articles.c.file_id == file_id, articles.c.current)
        with self._reading() as connection:
            return list(connection.scalars(found.order_by(articles.c.source)))

    def files(self) -> dict[str, KnownFile]:
        """What is known of each file that was read, by its path."""
        with self._reading() as connection:
            return known_files(connection)

    def put_file(self, file: KnownFile) -> KnownFile:
        """Keep what is known of a file, and give it its id."""
        with self._writing() as connection:
            return put_file(connection, file)

    def forget_file(self, file: KnownFile) -> list[str]:
        """Take a file's articles out of search, forget the file, and say which sources went."""
        sources = self.sources_of_file(file.file_id)
        with self._writing() as connection:
            for source in sources:
                _retire(connection, source)
            drop_file(connection, file.file_id)
        return sources

    # What indexes are made from

    @property
    def library_id(self) -> str:
        """Tells this library from all others, whatever folder it lies in."""
        return str(self.fact("library_id"))

    def fact(self, name: str) -> str | None:
        """Something that is known of the library as a whole."""
        with self._reading() as connection:
            return connection.scalar(select(facts.c.value).where(facts.c.name == name))

    def put_fact(self, name: str, value: str) -> None:
        """Keep something that is known of the library as a whole."""
        with self._writing() as connection:
            connection.execute(delete(facts).where(facts.c.name == name))
            connection.execute(insert(facts).values(name=name, value=value))

    def put_edges(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Keep the sentences that stand at the head and the foot of an article."""
        if rows:
            with self._writing() as connection:
                connection.execute(or_ignore(connection, edges), rows)

    def edges_of(self, publisher: str) -> dict[bytes, set[bytes]]:
        """For each text of a publisher, the sentences at its head and its foot."""
        found = select(edges.c.text_hash, edges.c.sentence).where(edges.c.publisher == publisher)
        by_text: dict[bytes, set[bytes]] = {}
        with self._reading() as connection:
            for row in connection.execute(found):
                by_text.setdefault(row.text_hash, set()).add(row.sentence)
        return by_text

    def holders_of_edges(self, publisher: str, sentences: Iterable[bytes]) -> list[str]:
        """The publisher's current articles that have one of these sentences at head or foot."""
        found = (
            select(articles.c.id)
            .join(edges, edges.c.text_hash == articles.c.text_hash)
            .where(articles.c.current, articles.c.publisher == publisher)
            .where(edges.c.publisher == publisher)
        )
        ids: set[str] = set()
        with self._reading() as connection:
            for batch in _batches(sorted(sentences)):
                ids |= set(connection.scalars(found.where(edges.c.sentence.in_(batch))))
        return sorted(ids)

    def revision(self) -> int:
        """The number of the last change; it grows with each."""
        with self._reading() as connection:
            return connection.scalar(select(func.max(changes.c.seq))) or 0

    def changes_since(self, revision: int) -> list[Change]:
        """The articles that changed after a revision, each once, as that revision knew them."""
        found = (
            select(changes.c.article_id, func.max(changes.c.chunks_before))
            .where(changes.c.seq > revision)
            .group_by(changes.c.article_id)
            .order_by(changes.c.article_id)
        )
        with self._reading() as connection:
            return [Change(*row) for row in connection.execute(found)]

    def current(
        self, article_ids: Iterable[str] | None = None
    ) -> Iterator[tuple[Article, list[Chunk]]]:
        """Those of the articles that are current, or all that are, with their chunks."""
        ids = self._current_ids() if article_ids is None else list(article_ids)
        for batch in _batches(ids):
            with self._reading() as connection:
                rows = self._article_rows(connection, batch)
                rows = {key: row for key, row in rows.items() if row["current"]}
                found = list(self._chunks_of_rows(connection, rows))
            for row, text, own in found:
                yield records.article_of_row(row, text), own

    def unembedded(self, embedder_id: str) -> Iterator[Unembedded]:
        """The texts of current chunks that have no vector of this embedder, each once."""
        missing = (
            select(chunks.c.content, func.min(chunks.c.article_id).label("article_id"))
            .select_from(chunks.join(articles, _OWNER).outerjoin(vectors, _vector_of(embedder_id)))
            .where(articles.c.current, vectors.c.id.is_(None))
            .group_by(chunks.c.content)
        )
        owners: dict[str, list[bytes]] = {}
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=2000).execute(missing):
                owners.setdefault(row.article_id, []).append(row.content)
        while owners:
            article_id, wanted = owners.popitem()
            for chunk in self.chunks_of(article_id):
                content = records.hash_of(chunk.indexed_text)
                if content in wanted:
                    wanted.remove(content)
                    yield Unembedded(content, chunk.indexed_text)

    def put_vectors(
        self, embedder_id: str, contents: Sequence[bytes], found: "NDArray[np.float32]"
    ) -> None:
        """Keep one vector for each text, as float16; a text that has one already keeps it."""
        import numpy as np

        rows = [
            {"embedder": embedder_id, "content": content, "vector": vector.tobytes()}
            for content, vector in zip(contents, found.astype(np.float16), strict=True)
        ]
        with self._writing() as connection:
            connection.execute(or_ignore(connection, vectors), rows)

    def vectors_of(
        self, embedder_id: str, article_ids: Iterable[str] | None = None, after: int = 0
    ) -> Iterator[tuple[list[str], "NDArray[np.float32]"]]:
        """Batches of current chunks' ids and vectors: of these articles, or of all.

        `after` passes over vectors that were there when `last_vector` gave that number.
        """
        found = _current_vectors(embedder_id).where(vectors.c.id > after)
        batches = [None] if article_ids is None else _batches(list(article_ids))
        for batch in batches:
            some = found if batch is None else found.where(chunks.c.article_id.in_(batch))
            for located, matrix in self._vector_batches(some):
                yield [f"{one.article_id}-{one.position:04d}" for one in located], matrix

    def located_vectors(
        self, embedder_id: str
    ) -> Iterator[tuple[list[Located], "NDArray[np.float32]"]]:
        """Batches of all current chunks' vectors, with where each is kept."""
        yield from self._vector_batches(_current_vectors(embedder_id))

    def vectors_in(self, places: Sequence[int]) -> dict[int, "NDArray[np.float32]"]:
        """The vectors that are kept by these numbers; those that are gone are passed over."""
        found: dict[int, NDArray[np.float32]] = {}
        with self._reading() as connection:
            for batch in _batches(places):
                rows = connection.execute(_VECTORS_BY_ID, {"ids": list(batch)})
                found |= {row.id: _unpacked(row.vector) for row in rows}
        return found

    def vectors_of_chunks(
        self, embedder_id: str, chunk_ids: Sequence[str]
    ) -> dict[str, "NDArray[np.float32]"]:
        """The vectors of those of the chunks that are current and have one."""
        asked = set(chunk_ids)
        owners = sorted({chunk_id.rpartition("-")[0] for chunk_id in asked})
        places = sorted({int(chunk_id.rpartition("-")[2]) for chunk_id in asked})
        contents: dict[str, bytes] = {}
        kept: dict[bytes, NDArray[np.float32]] = {}
        with self._reading() as connection:
            for batch in _batches(owners):
                rows = connection.execute(_CONTENTS, {"ids": list(batch), "places": places})
                for article_id, position, content in rows.all():
                    contents[f"{article_id}-{position:04d}"] = content
            contents = {one: contents[one] for one in chunk_ids if one in contents}
            for some in _batches(sorted(set(contents.values()))):
                found = {"embedder": embedder_id, "contents": list(some)}
                rows = connection.execute(_VECTORS_BY_CONTENT, found)
                kept |= {row.content: _unpacked(row.vector) for row in rows.all()}
        return {one: kept[content] for one, content in contents.items() if content in kept}

    def vector_model(self) -> str | None:
        """The id of the embedder that made the latest vectors; None if there are none."""
        latest = select(vectors.c.embedder).order_by(vectors.c.id.desc()).limit(1)
        with self._reading() as connection:
            found: str | None = connection.execute(latest).scalar()
            return found

    def forget_other_vectors(self, embedder_id: str) -> None:
        """Drop the vectors that other embedders made."""
        with self._writing() as connection:
            connection.execute(delete(vectors).where(vectors.c.embedder != embedder_id))

    def count_vectors(self, embedder_id: str) -> int:
        """How many current chunks have a vector of this embedder."""
        found = select(func.count()).select_from(
            chunks.join(articles, _OWNER).join(vectors, _vector_of(embedder_id))
        )
        with self._reading() as connection:
            return connection.scalar(found.where(articles.c.current)) or 0

    def filterables(self, *, undated: bool = False) -> list[Filterable]:
        """What filters compare, of every current article, or of those without a date."""
        columns = (articles.c.id, articles.c.source, articles.c.publisher, articles.c.published)
        found = select(*columns).where(articles.c.current)
        if undated:
            found = found.where(articles.c.published.is_(None))
        with self._reading() as connection:
            return [Filterable(*row) for row in connection.execute(found)]

    def last_vector(self) -> int:
        """The number of the youngest vector; it grows with each."""
        with self._reading() as connection:
            return connection.scalar(select(func.max(vectors.c.id))) or 0

    def state(self) -> tuple[str, int, int]:
        """What indexes are made of: the library's id, its revision and its youngest vector."""
        return self.library_id, self.revision(), self.last_vector()

    def forget_replaced(self) -> None:
        """Drop the chunks of articles that are no longer current; no index names them any more."""
        old = select(articles.c.id).where(~articles.c.current)
        with self._writing() as connection:
            connection.execute(delete(chunks).where(chunks.c.article_id.in_(old)))

    def copies_of(self, source: str) -> tuple[str, ...]:
        """Other sources whose current text is one of this source's versions."""
        own = select(articles.c.text_hash).where(articles.c.source == source)
        others = select(articles.c.source).where(
            articles.c.text_hash.in_(own), articles.c.source != source, articles.c.current
        )
        with self._reading() as connection:
            return tuple(connection.scalars(others.order_by(articles.c.source)))

    def holds_anything(self) -> bool:
        """Whether there is any article, current or not."""
        with self._reading() as connection:
            return connection.scalar(select(articles.c.id).limit(1)) is not None

    def compact(self) -> None:
        """Write the database anew, without what was deleted from it."""
        self._text.cache_clear()
        with mapped(self._engine):
            self._database.compact()

    def fault(self) -> str | None:
        """What the database finds wrong with its own file, or None."""
        with mapped(self._engine):
            return self._database.fault()

    # How it is read and written

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction for what else is kept about articles: whole, or not at all."""
        with self._writing() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with mapped(self._engine), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with mapped(self._engine), self._engine.begin() as connection:
            yield connection

    def _read_text(self, text_hash: bytes) -> str:
        with self._reading() as connection:
            return texts_in(connection, [text_hash])[text_hash]

    def _each(self, column: Any) -> list[str]:
        found = select(column).where(articles.c.current, column.is_not(None)).distinct()
        with self._reading() as connection:
            return sorted(connection.scalars(found))

    def _current_ids(self) -> list[str]:
        with self._reading() as connection:
            found = select(articles.c.id).where(articles.c.current).order_by(articles.c.id)
            return list(connection.scalars(found))

    def _article_rows(
        self, connection: Connection, article_ids: Sequence[str]
    ) -> dict[str, Mapping[str, Any]]:
        rows: dict[str, Mapping[str, Any]] = {}
        for batch in _batches(article_ids):
            found = connection.execute(
                select(articles).where(articles.c.id.in_(batch)).order_by(articles.c.id)
            )
            rows |= {row.id: dict(row._mapping) for row in found}
        return rows

    def _chunks_of_rows(
        self, connection: Connection, rows: Mapping[str, Mapping[str, Any]]
    ) -> Iterator[tuple[Mapping[str, Any], str, list[Chunk]]]:
        """Each article's row with its text and its chunks."""
        owned: dict[str, list[Any]] = {key: [] for key in rows}
        for batch in _batches(list(rows)):
            found = select(chunks).where(chunks.c.article_id.in_(batch))
            for row in connection.execute(found.order_by(chunks.c.article_id, chunks.c.position)):
                owned[row.article_id].append(row._mapping)
        bodies = texts_in(connection, (row["text_hash"] for row in rows.values()))
        for key, own in owned.items():
            text, headline = bodies[rows[key]["text_hash"]], rows[key]["headline"]
            made = [records.chunk_of_row(chunk, headline, text) for chunk in own]
            yield rows[key], text, made

    def _vector_batches(self, found: Any) -> Iterator[tuple[list[Located], "NDArray[np.float32]"]]:
        with (
            self._reading() as connection,
            connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(found) as rows,
        ):
            for part in rows.partitions():
                stored = _unpacked(b"".join(row.vector for row in part))
                located = [Located(row.article_id, row.position, row.id) for row in part]
                yield located, stored.reshape(len(located), -1)


_OWNER = chunks.c.article_id == articles.c.id
_VECTORS_BY_ID = select(vectors.c.id, vectors.c.vector).where(
    vectors.c.id.in_(bindparam("ids", expanding=True))
)

_CONTENTS = (
    select(chunks.c.article_id, chunks.c.position, chunks.c.content)
    .join(articles, _OWNER)
    .where(articles.c.current, chunks.c.article_id.in_(bindparam("ids", expanding=True)))
    .where(chunks.c.position.in_(bindparam("places", expanding=True)))
)
_VECTORS_BY_CONTENT = select(vectors.c.content, vectors.c.vector).where(
    vectors.c.embedder == bindparam("embedder"),
    vectors.c.content.in_(bindparam("contents", expanding=True)),
)


def _vector_of(embedder_id: str) -> Any:
    return (vectors.c.content == chunks.c.content) & (vectors.c.embedder == embedder_id)


def _current_vectors(embedder_id: str) -> Any:
    """The vector of each current chunk that has one."""
    return (
        select(chunks.c.article_id, chunks.c.position, vectors.c.id, vectors.c.vector)
        .select_from(chunks.join(articles, _OWNER).join(vectors, _vector_of(embedder_id)))
        .where(articles.c.current)
    )


def _unpacked(stored: bytes) -> "NDArray[np.float32]":
    """The numbers of vectors as they are kept: float16."""
    import numpy as np

    return np.frombuffer(stored, dtype=np.float16).astype(np.float32)


def _put(connection: Connection, entry: Entry) -> Outcome:
    row = records.article_row(entry.article, entry.chunks)
    own = [records.chunk_row(chunk) for chunk in entry.chunks]
    known = select(articles).where(articles.c.source == row["source"], articles.c.current)
    before = connection.execute(known).first()
    if before is not None and _is_same(connection, dict(before._mapping), row, own):
        if before.file_id != entry.file_id:
            moved = update(articles).where(articles.c.id == before.id)
            connection.execute(moved.values(file_id=entry.file_id))
        return "unchanged"
    if before is not None and before.id != row["id"]:
        _retire(connection, row["source"])
    _note_change(connection, row["id"])
    body = records.packed(entry.article.text)
    connection.execute(or_ignore(connection, texts), [{"hash": row["text_hash"], "body": body}])
    connection.execute(delete(articles).where(articles.c.id == row["id"]))
    connection.execute(
        insert(articles).values(**row, current=True, added_at=_now(), file_id=entry.file_id)
    )
    connection.execute(delete(chunks).where(chunks.c.article_id == row["id"]))
    if own:
        connection.execute(insert(chunks), own)
    return "added" if before is None else "changed"


def _is_same(
    connection: Connection,
    before: Mapping[str, Any],
    row: Mapping[str, Any],
    own: list[dict[str, Any]],
) -> bool:
    """Whether an article with its chunks stands in the library just so."""
    if any(before[name] != value for name, value in row.items()):
        return False
    found = select(chunks).where(chunks.c.article_id == row["id"]).order_by(chunks.c.position)
    return [dict(chunk._mapping) for chunk in connection.execute(found)] == own


def _retire(connection: Connection, source: str) -> bool:
    """Make a source's current article a past one; False where it has none."""
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


def _summary(row: Mapping[str, Any], copies: int) -> SourceSummary:
    kept, warnings, edited_fields = records.details_of_row(row)
    known = ("source", "title", "byline", "publisher", "published", "reported", "language")
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


def or_ignore(connection: Connection, table: Any) -> Any:
    """An insert that passes over rows that are there already."""
    made = sqlite if connection.dialect.name == "sqlite" else postgresql
    return made.insert(table).on_conflict_do_nothing()


def _batches(ids: Sequence[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield list(ids[at : at + _AT_ONCE])


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
