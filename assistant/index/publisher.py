"""Updates the published indexes from the library: changes only, words first, then vectors."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, tee
from pathlib import Path
from time import monotonic
from typing import Any

from assistant.article import chunk_id_of
from assistant.embedders.base import Embedder, Matrix
from assistant.embedders.opening import projection_of
from assistant.errors import IndexDamaged
from assistant.index.dask_embedder import DaskEmbedder
from assistant.index.generations import Generation, Generations, Kind, Publication, copy_generation
from assistant.index.server import ChromaServer, Kept, Server, collection_of, name_collection
from assistant.index.vector_index import Batch, VectorsIndex
from assistant.index.word_index import ArticleWords, WordsIndex
from assistant.library.progress import OnProgress, Progress, silent
from assistant.library.store import Library
from assistant.library.vectors import Unembedded
from assistant.resources import limit_memory, release_memory

# A crash while embedding loses one batch: a few seconds of work.
_EMBED_AT_ONCE = 128
# Batches embedded ahead, so that no core is idle while vectors are published.
_AHEAD = 3
# Copying a generation takes as long as embedding thousands of chunks. Publishing only when the
# number of vectors has doubled keeps the work of all copies in proportion.
_PUBLISH_GROWTH = 2.0
_PUBLISH_FIRST = 500
# Removed vectors stay in Chroma's graph, marked as deleted. Above this share it is rebuilt.
_REBUILD_SHARE = 0.3
_WORDS_SECONDS = 10.0
# Up to so many chunks, the word index is rebuilt in seconds.
_ANEW = 50_000
# Up to so many vectors, each is searched for after a change; beyond that, only the new ones.
_CHECK_ALL = 20_000


class Publisher:
    """Updates the indexes of one library.

    Call all methods inside `library.writing()`. `words` and `stored_vectors` write to this home
    only, so `library.publishing()` is enough for them.
    """

    def __init__(
        self, library: Library, on_progress: OnProgress = silent, server: Server = None
    ) -> None:
        limit_memory()
        self._library = library
        self._server = server
        self._generations = Generations(library.home, server)
        self._on_progress = on_progress
        self._words_at = 0.0

    def words_now_and_then(self) -> None:
        """Publish the words added so far, unless that was done a few seconds ago."""
        if monotonic() - self._words_at >= _WORDS_SECONDS:
            self.words()

    def words(self) -> None:
        """Publish a word index of every article in the library."""
        published, revision = self._published(), self._library.revision()
        if published.words is None or published.words.revision != revision:
            generation = self._changed_words(published.words, revision)
            self._publish(replace(published, words=generation))
            self._on_progress(Progress("words", generation.chunks, generation.chunks))
            release_memory()
        self._words_at = monotonic()

    def settle_words(self) -> None:
        """Rebuild the word index if removed chunks still count in its scores.

        Scores then depend only on the articles, and not on the order in which they were indexed.
        """
        published, revision = self._published(), self._library.revision()
        words = published.words
        if words is None or words.revision != revision or words.chunks > _ANEW:
            return
        try:
            is_settled = not WordsIndex(self._generations.path(words)).counts_removed
        except IndexDamaged:
            is_settled = False
        if not is_settled:
            self._publish(replace(published, words=self._made_words(None, revision)))

    def vectors(self, embedder: Embedder, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Embed the chunks without vectors, and publish a vector index of all chunks.

        `meanwhile` is called while the first texts are being embedded.
        """
        name, total = embedder.embedder_id, self._library.count_chunks()
        with _embedding(embedder, self._library.vectors.missing(name)) as embedded:
            meanwhile()
            self.stored_vectors(name)
            done = published = self._library.vectors.count(name)
            for batch, found in embedded:
                self._library.vectors.put(name, [chunk.content for chunk in batch], found)
                done = min(total, done + len(batch))
                self._on_progress(Progress("vectors", done, total))
                if done >= max(_PUBLISH_FIRST, published * _PUBLISH_GROWTH):
                    self.stored_vectors(name)
                    published = done
        self.stored_vectors(name)
        self._on_progress(Progress("vectors", total, total))

    def stored_vectors(self, embedder_id: str) -> None:
        """Publish the vectors that the library holds; nothing is embedded."""
        published, old = self._published(), self._published().vectors
        state = (self._library.revision(), embedder_id, self._library.vectors.last())
        where = self._generations.where
        if old is not None and (old.server, old.form) != (where, projection_of(embedder_id).form):
            old = None
        if old is None or (old.revision, old.embedder_id, old.last_vector) != state:
            self._publish(replace(published, vectors=self._changed_vectors(old, *state)))

    def tidy(self) -> None:
        """Delete replaced chunks that no index names, and index folders that nobody reads."""
        self._library.forget_replaced()
        self._generations.sweep()

    def afresh(self, embedder_id: str | None) -> None:
        """Rebuild both indexes, so that no file contains text that was removed from the library.

        Nothing is embedded.
        """
        self.discard("words", "vectors")
        self.words()
        if embedder_id is not None:
            self.stored_vectors(embedder_id)
        self.tidy()

    def discard(self, *kinds: Kind) -> None:
        """Unpublish damaged indexes; the next step rebuilds them."""
        published = self._published()
        if "vectors" in kinds and self._server and published.vectors:
            # Another machine would find the collection and think that it is sound.
            name = collection_of(self._generations.path(published.vectors))
            if name is not None:
                self._server.drop(name)
        gone: dict[str, Any] = dict.fromkeys(kinds)
        self._publish(replace(published, **gone))

    def _published(self) -> Publication:
        """The publication of this library; an empty one if there is none."""
        library_id, found = self._library.library_id, self._generations.published()
        if found is None or found.library_id != library_id:
            return Publication(0, library_id)
        revision = self._library.revision()
        ahead = [g for g in (found.words, found.vectors) if g and g.revision > revision]
        return replace(found, words=None, vectors=None) if ahead else found

    def _publish(self, publication: Publication) -> None:
        self._generations.root.mkdir(parents=True, exist_ok=True)
        self._generations.publish(replace(publication, number=publication.number + 1))
        self._generations.sweep()

    # Words

    def _changed_words(self, old: Generation | None, revision: int) -> Generation:
        if old is not None:
            try:
                made = self._made_words(old, revision)
                # If others wrote meanwhile, the counts need not agree.
                moved_on = self._library.is_shared and self._library.revision() != revision
                if moved_on or made.chunks == self._library.count_chunks():
                    return made
            except IndexDamaged:
                pass
        return self._made_words(None, revision)

    def _made_words(self, old: Generation | None, revision: int) -> Generation:
        folder = self._generations.new_folder("words")
        changed: list[str] | None = None
        if old is not None:
            self._generations.verify(old)
            copy_generation(self._generations.path(old), folder, link=True)
            changed = [change.article_id for change in self._library.changes_since(old.revision)]
        index = WordsIndex(folder)
        entries = (ArticleWords(*entry) for entry in self._library.current(changed))
        index.write(entries, removed=changed or ())
        return Generation(folder.name, revision, len(index), self._generations.sealed(folder))

    # Vectors

    def _changed_vectors(
        self, old: Generation | None, revision: int, embedder_id: str, last: int
    ) -> Generation:
        made: _Made | None = None
        if self._server is not None:
            made = self._served_vectors(self._server, embedder_id, revision, last)
        elif old is not None and old.embedder_id == embedder_id:
            made = self._copied_vectors(old, embedder_id)
        if made is None:
            made = self._filled(self._generations.new_folder("vectors"), embedder_id)
        return Generation(
            made.folder.name,
            revision,
            made.chunks,
            self._generations.sealed(made.folder),
            embedder_id,
            last,
            made.strays,
            self._generations.where,
            projection_of(embedder_id).form,
        )

    def _served_vectors(
        self, server: ChromaServer, embedder_id: str, revision: int, last: int
    ) -> "_Made":
        """The collection that a machine filled with this state, or a new one for all machines."""
        form = projection_of(embedder_id).form
        library_id, state = self._library.library_id, f"{revision}-{last}-{embedder_id}-{form}"
        folder = self._generations.new_folder("vectors")
        kept = server.kept(library_id, state)
        if kept is not None:
            name_collection(folder, library_id, kept.name)
            return _Made(folder, kept.chunks, kept.strays)
        name = name_collection(folder, library_id)
        made = self._filled(folder, embedder_id)
        if (self._library.revision(), self._library.vectors.last()) == (revision, last):
            server.declare_whole(library_id, state, Kept(name, made.chunks, made.strays))
        return made

    def _copied_vectors(self, old: Generation, embedder_id: str) -> "_Made | None":
        """A copy of the old generation with the changes applied; None if rebuilding is better."""
        removed = [
            chunk_id_of(change.article_id, position)
            for change in self._library.changes_since(old.revision)
            for position in range(change.chunks_before)
        ]
        if len(removed) > _REBUILD_SHARE * old.chunks:
            return None
        count = self._library.vectors.count(embedder_id)
        # New vectors can make old ones unreachable in the graph.
        check_all = count <= _CHECK_ALL
        try:
            self._generations.verify(old)
            folder = self._generations.new_folder("vectors")
            copy_generation(self._generations.path(old), folder, link=False)
            additions = partial(self._additions, old, embedder_id)
            made = self._filled(folder, embedder_id, removed, additions, check_all=check_all)
        except IndexDamaged:
            return None
        if made.chunks != count:
            return None
        if check_all:
            return made
        kept = set(old.strays) - set(removed)
        return replace(made, strays=tuple(sorted({*made.strays, *kept})))

    def _additions(self, old: Generation, embedder_id: str) -> Iterator[Batch]:
        """What an old generation lacks: the vectors of changed articles, and new vectors."""
        changed = [change.article_id for change in self._library.changes_since(old.revision)]
        yield from self._library.vectors.by_chunk(embedder_id, changed)
        yield from self._library.vectors.by_chunk(embedder_id, after=old.last_vector)

    def _filled(
        self,
        folder: Path,
        embedder_id: str,
        removed: Sequence[str] = (),
        additions: Callable[[], Iterable[Batch]] | None = None,
        *,
        check_all: bool = True,
    ) -> "_Made":
        """Update the vector index in a folder, then search it for all vectors, or the additions.

        Without additions, all vectors of the library are added.
        """
        everything = partial(self._library.vectors.by_chunk, embedder_id)
        added = everything if additions is None else additions
        projection = projection_of(embedder_id)
        index = VectorsIndex(folder, create=True, server=self._server, projection=projection)
        try:
            index.remove(removed)
            index.put(added())
            lost = set(index.lost(everything() if check_all else added()))
            return _Made(folder, len(index), tuple(sorted(lost)))
        finally:
            index.close()


@contextmanager
def _embedding(
    embedder: Embedder, missing: Iterator[Unembedded]
) -> Iterator[Iterator[tuple[list[Unembedded], Matrix]]]:
    """Batches with their vectors, in order; the next are embedded while one is processed."""
    batches = iter(lambda: list(islice(missing, _EMBED_AT_ONCE)), [])
    if isinstance(embedder, DaskEmbedder):
        dealt, ahead = tee(batches)
        texts = ([chunk.text for chunk in batch] for batch in ahead)
        yield zip(dealt, embedder.stream(texts), strict=True)
        return
    # Two threads that import numpy at the same time can see it half initialised.
    import numpy.typing  # noqa: F401

    pool = ThreadPoolExecutor(1, thread_name_prefix="embed")
    waiting: deque[tuple[list[Unembedded], Future[Matrix]]] = deque()

    def begin(count: int) -> None:
        for batch in islice(batches, count):
            work = pool.submit(embedder.vectors, [chunk.text for chunk in batch])
            waiting.append((batch, work))

    def finished() -> Iterator[tuple[list[Unembedded], Matrix]]:
        while waiting:
            batch, work = waiting.popleft()
            begin(1)
            yield batch, work.result()

    try:
        begin(_AHEAD)
        yield finished()
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Made:
    """A vector index that was written: its number of vectors, and those it cannot reach."""

    folder: Path
    chunks: int
    strays: tuple[str, ...]
