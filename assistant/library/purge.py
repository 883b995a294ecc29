"""Every trace of an article removed, for those who must."""

import shutil
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from assistant.errors import LibraryError
from assistant.library.conversations import Conversations
from assistant.library.database import mapped, overwrite_deleted
from assistant.library.schema import (
    articles,
    changes,
    chunks,
    edges,
    edits,
    facts,
    files,
    prints,
    reprints,
    texts,
    vectors,
)
from assistant.library.store import Library


@dataclass(frozen=True, slots=True)
class Purged:
    """What went: versions of the article, answers that quoted it, and backups that held it.

    `copies` are other sources with the same words, which stay; `path` is the file that the
    article was read from, which would bring it back.
    """

    source: str
    versions: int
    answers: int
    backups: int
    copies: tuple[str, ...]
    path: str | None


def purge(library: Library, source: str) -> Purged:
    """Remove every version of a source's article from the library, its words and its vectors.

    Answers that quoted it are erased from conversations, backups are deleted, and what the
    database kept of it in free pages is overwritten or given back. The indexes still hold it: they
    have to be made again from nothing (`Publisher.afresh`); those that other homes made of a shared
    library are, when next they are used. Call it inside `library.writing()`.

    Raises:
        LibraryError: the library never held such a source.
    """
    ids = library.versions(source)
    if not ids:
        raise LibraryError(f"{source}: no such article; assistant sources lists those there are")
    copies = library.copies_of(source)
    answers = Conversations(library.engine).erase(source, ids)
    with mapped(library.engine), library.engine.connect() as connection:
        overwrite_deleted(connection)
        path = _delete(connection, source, ids)
        if library.is_shared:
            _disown_indexes(connection)
        connection.commit()
    backups = _delete_backups(library)
    library.compact()
    return Purged(source, len(ids), answers, backups, copies, path)


def _delete(connection: Connection, source: str, ids: list[str]) -> str | None:
    """Delete the rows, and what only they needed; give the path of the article's file."""
    held = select(files.c.path).join(articles, articles.c.file_id == files.c.id)
    path = connection.scalar(held.where(articles.c.source == source))
    connection.execute(delete(chunks).where(chunks.c.article_id.in_(ids)))
    connection.execute(delete(changes).where(changes.c.article_id.in_(ids)))
    connection.execute(delete(articles).where(articles.c.id.in_(ids)))
    connection.execute(delete(edits).where(edits.c.source == source))
    # Vectors of versions that were replaced have no chunk any more; they go with the orphans.
    connection.execute(delete(vectors).where(vectors.c.content.not_in(select(chunks.c.content))))
    connection.execute(delete(texts).where(texts.c.hash.not_in(select(articles.c.text_hash))))
    connection.execute(delete(edges).where(edges.c.text_hash.not_in(select(texts.c.hash))))
    gone = reprints.c.article_id.in_(ids) | reprints.c.other_id.in_(ids)
    connection.execute(delete(reprints).where(gone))
    keys = [bytes.fromhex(article_id) for article_id in ids]
    connection.execute(delete(prints).where(prints.c.article.in_(keys)))
    kept = select(articles.c.file_id).where(articles.c.file_id.is_not(None))
    connection.execute(delete(files).where(files.c.source == source, files.c.id.not_in(kept)))
    return path


def _disown_indexes(connection: Connection) -> None:
    """Make the indexes of all homes another library's, so that none is only brought in step."""
    chosen = update(facts).where(facts.c.name == "library_id")
    connection.execute(chosen.values(value=uuid.uuid4().hex))


def _delete_backups(library: Library) -> int:
    folder = library.home / "backups"
    count = len(list(folder.glob("*"))) if folder.is_dir() else 0
    shutil.rmtree(folder, ignore_errors=True)
    return count
