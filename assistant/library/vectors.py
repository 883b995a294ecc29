"""The vectors of chunk texts, for each embedder; equal texts share one vector."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Engine, bindparam, delete, func, select

from assistant.article import Chunk, chunk_id_of
from assistant.library.database import (
    batches,
    insert_new,
    read_rows,
    read_value,
    reading,
    transaction,
    write,
)
from assistant.library.row_format import hash_of
from assistant.library.schema import articles, chunks, vectors

if TYPE_CHECKING:
    from assistant.embedders.base import Matrix

# 1.5 KB per row as float32, several times that while a batch is processed.
_ROWS_AT_ONCE = 500


class Located(NamedTuple):
    """A chunk that has a vector, and the number of that vector."""

    article_id: str
    position: int
    place: int


class Unembedded(NamedTuple):
    """A text that has no vector yet, and its hash."""

    content: bytes
    text: str


class Vectors:
    """The vectors of one library, kept as float16; only those of current chunks are returned.

    Every vector has a number, which grows with each one that is added.
    """

    def __init__(self, engine: Engine, chunks_of: Callable[[str], list[Chunk]]) -> None:
        self._engine = engine
        self._chunks_of = chunks_of

    def missing(self, embedder_id: str) -> Iterator[Unembedded]:
        """The texts of current chunks without a vector of this embedder, each once."""
        found = (
            select(chunks.c.content, func.min(chunks.c.article_id).label("article_id"))
            .select_from(chunks.join(articles, _OWNER).outerjoin(vectors, _vector_of(embedder_id)))
            .where(articles.c.current, vectors.c.id.is_(None))
            .group_by(chunks.c.content)
        )
        owners: dict[str, list[bytes]] = {}
        with reading(self._engine) as connection:
            for row in connection.execution_options(yield_per=2000).execute(found):
                owners.setdefault(row.article_id, []).append(row.content)
        while owners:
            article_id, wanted = owners.popitem()
            for chunk in self._chunks_of(article_id):
                content = hash_of(chunk.indexed_text)
                if content in wanted:
                    wanted.remove(content)
                    yield Unembedded(content, chunk.indexed_text)

    def put(self, embedder_id: str, contents: Sequence[bytes], found: "Matrix") -> None:
        """Store one vector for each text; a text that has one already keeps it."""
        import numpy as np

        rows = [
            {"embedder": embedder_id, "content": content, "vector": vector.tobytes()}
            for content, vector in zip(contents, found.astype(np.float16), strict=True)
        ]
        with transaction(self._engine) as connection:
            connection.execute(insert_new(connection, vectors), rows)

    def model(self) -> str | None:
        """The id of the embedder that made the newest vector; None if there are none."""
        newest = select(vectors.c.embedder).order_by(vectors.c.id.desc()).limit(1)
        return read_value(self._engine, newest)

    def forget_others(self, embedder_id: str) -> None:
        """Delete the vectors that other embedders made."""
        write(self._engine, delete(vectors).where(vectors.c.embedder != embedder_id))

    def count(self, embedder_id: str) -> int:
        """How many current chunks have a vector of this embedder."""
        found = select(func.count()).select_from(
            chunks.join(articles, _OWNER).join(vectors, _vector_of(embedder_id))
        )
        return read_value(self._engine, found.where(articles.c.current)) or 0

    def last(self) -> int:
        """The number of the newest vector."""
        return read_value(self._engine, select(func.max(vectors.c.id))) or 0

    def chunk_ids(self, embedder_id: str) -> set[str]:
        """The ids of the chunks that have a vector of this embedder."""
        found = _current(embedder_id).with_only_columns(chunks.c.article_id, chunks.c.position)
        return {chunk_id_of(*row) for row in read_rows(self._engine, found)}

    def by_chunk(
        self, embedder_id: str, article_ids: Iterable[str] | None = None, after: int = 0
    ) -> Iterator[tuple[list[str], "Matrix"]]:
        """Batches of chunk ids with their vectors, of these articles or of all.

        Only vectors with a number above `after` are given.
        """
        found = _current(embedder_id).where(vectors.c.id > after)
        parts = [None] if article_ids is None else batches(list(article_ids))
        for part in parts:
            some = found if part is None else found.where(chunks.c.article_id.in_(part))
            for located, matrix in self._batches(some):
                yield [chunk_id_of(one.article_id, one.position) for one in located], matrix

    def located(self, embedder_id: str) -> Iterator[tuple[list[Located], "Matrix"]]:
        """Batches of all vectors, each with its chunk and its number."""
        yield from self._batches(_current(embedder_id))

    def by_number(self, numbers: Sequence[int]) -> dict[int, "Matrix"]:
        """The vectors with these numbers, as far as they exist."""
        found: dict[int, Matrix] = {}
        with reading(self._engine) as connection:
            for part in batches(numbers):
                rows = connection.execute(_BY_NUMBER, {"ids": list(part)})
                found |= {row.id: _unpacked(row.vector) for row in rows}
        return found

    def of_chunks(self, embedder_id: str, chunk_ids: Sequence[str]) -> dict[str, "Matrix"]:
        """The vectors of these chunks, as far as the chunks are current and have one."""
        asked = set(chunk_ids)
        owners = sorted({chunk_id.rpartition("-")[0] for chunk_id in asked})
        places = sorted({int(chunk_id.rpartition("-")[2]) for chunk_id in asked})
        contents: dict[str, bytes] = {}
        kept: dict[bytes, Matrix] = {}
        with reading(self._engine) as connection:
            for part in batches(owners):
                rows = connection.execute(_CONTENTS, {"ids": list(part), "places": places})
                contents |= {chunk_id_of(row.article_id, row.position): row.content for row in rows}
            contents = {one: contents[one] for one in chunk_ids if one in contents}
            for some in batches(sorted(set(contents.values()))):
                found = {"embedder": embedder_id, "contents": list(some)}
                rows = connection.execute(_BY_CONTENT, found)
                kept |= {row.content: _unpacked(row.vector) for row in rows.all()}
        return {one: kept[content] for one, content in contents.items() if content in kept}

    def _batches(self, found: Any) -> Iterator[tuple[list[Located], "Matrix"]]:
        with (
            reading(self._engine) as connection,
            connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(found) as rows,
        ):
            for part in rows.partitions():
                stored = _unpacked(b"".join(row.vector for row in part))
                located = [Located(row.article_id, row.position, row.id) for row in part]
                yield located, stored.reshape(len(located), -1)


# Statements that a question runs are built once: building one takes longer than running it.
_OWNER = chunks.c.article_id == articles.c.id
_BY_NUMBER = select(vectors.c.id, vectors.c.vector).where(
    vectors.c.id.in_(bindparam("ids", expanding=True))
)
_CONTENTS = (
    select(chunks.c.article_id, chunks.c.position, chunks.c.content)
    .join(articles, _OWNER)
    .where(articles.c.current, chunks.c.article_id.in_(bindparam("ids", expanding=True)))
    .where(chunks.c.position.in_(bindparam("places", expanding=True)))
)
_BY_CONTENT = select(vectors.c.content, vectors.c.vector).where(
    vectors.c.embedder == bindparam("embedder"),
    vectors.c.content.in_(bindparam("contents", expanding=True)),
)


def _vector_of(embedder_id: str) -> Any:
    return (vectors.c.content == chunks.c.content) & (vectors.c.embedder == embedder_id)


def _current(embedder_id: str) -> Any:
    """The vector of each current chunk that has one."""
    return (
        select(chunks.c.article_id, chunks.c.position, vectors.c.id, vectors.c.vector)
        .select_from(chunks.join(articles, _OWNER).join(vectors, _vector_of(embedder_id)))
        .where(articles.c.current)
    )


def _unpacked(stored: bytes) -> "Matrix":
    import numpy as np

    return np.frombuffer(stored, dtype=np.float16).astype(np.float32)
