"""Removes every trace of an article.

It is the one module that writes all tables, so that it can be checked that none is forgotten. An
interrupted purge is completed by running it again.
"""

import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from assistant.errors import LibraryError
from assistant.library.conversation_store import Conversations
from assistant.library.database import overwrite_deleted, read_values, transaction
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

_UNFINISHED = "purge_unfinished"


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed: versions of the article, answers that quoted it, and backups.

    `copies` are other sources with the same text, which are kept; `path` is the file that the
    article was read from, which the next `index` would read again.
    """

    source: str
    versions: int
    answers: int
    backups: int
    copies: tuple[str, ...]
    path: str | None


def purge_article(library: Library, source: str, rebuild_indexes: Callable[[], None]) -> Purged:
    """Remove every version of a source's article from the library, with its text and vectors.

    Past versions of other sources with the same text go too: a file that was renamed has some.
    Answers that quoted it are erased, backups are deleted, and free pages of the database are
    overwritten. The indexes still hold it then, but no longer count as this library's;
    `rebuild_indexes` has to replace them. Call it inside `library.writing()`.

    Raises:
        LibraryError: the library never held such a source.
    """
    ids = _versions(library, source)
    if not ids and not is_unfinished(library):
        raise LibraryError(f"{source}: no such article; assistant sources lists those there are")
    library.put_fact(_UNFINISHED, "yes")
    copies = library.copies_of(source)
    backups = _delete_backups(library)
    answers = Conversations(library.engine).erase(source, ids)
    with transaction(library.engine) as connection:
        overwrite_deleted(connection)
        path = _delete(connection, source, ids)
        # With another id, no index of the library is updated any more; each must be rebuilt.
        disowned = update(facts).where(facts.c.name == "library_id")
        connection.execute(disowned.values(value=uuid.uuid4().hex))
    library.compact()
    rebuild_indexes()
    library.remove_fact(_UNFINISHED)
    return Purged(source, len(ids), answers, backups, copies, path)


def is_unfinished(library: Library) -> bool:
    """Whether a purge was interrupted, so that words of its article may still be in a file."""
    return library.fact(_UNFINISHED) is not None


def _versions(library: Library, source: str) -> list[str]:
    """The ids of a source's versions, and of past versions elsewhere that have their text."""
    own = select(articles.c.text_hash).where(articles.c.source == source)
    same = articles.c.text_hash.in_(own) & ~articles.c.current
    found = select(articles.c.id).where(same | (articles.c.source == source))
    return read_values(library.engine, found)


def _delete(connection: Connection, source: str, ids: list[str]) -> str | None:
    """Delete the rows, and others that only they needed; return the path of the article's file."""
    held = select(files.c.path).join(articles, articles.c.file_id == files.c.id)
    path = connection.scalar(held.where(articles.c.source == source))
    connection.execute(delete(chunks).where(chunks.c.article_id.in_(ids)))
    connection.execute(delete(changes).where(changes.c.article_id.in_(ids)))
    connection.execute(delete(articles).where(articles.c.id.in_(ids)))
    connection.execute(delete(edits).where(edits.c.source.not_in(select(articles.c.source))))
    # Replaced versions have no chunks any more, so all vectors without a chunk are deleted.
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


def _delete_backups(library: Library) -> int:
    folder = library.home / "backups"
    count = len(list(folder.glob("*"))) if folder.is_dir() else 0
    shutil.rmtree(folder, ignore_errors=True)
    return count
