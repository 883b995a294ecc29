"""The published indexes, opened for search; each question works on a snapshot of them."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import islice
from time import monotonic

from assistant.embedders.base import Matrix
from assistant.embedders.opening import projection_of
from assistant.errors import AssistantError, IndexAway, IndexDamaged, LibraryBusy, LibraryError
from assistant.index.exact_search import ExactVectors
from assistant.index.generations import Generation, Generations, Kind, Publication, lease
from assistant.index.publisher import Publisher
from assistant.index.search_index import Hit, best_first
from assistant.index.server import Server
from assistant.index.vector_index import VectorsIndex, candidates_for, check_database
from assistant.index.word_index import ArticleWords, WordsIndex
from assistant.library.store import Library
from assistant.reply import Filters
from assistant.resources import limit_memory, release_memory

# If a filter passes at least this share of the chunks, the approximate index is searched for more
# neighbours than needed, and those that pass are kept. Below it, search is exact.
_WIDE = 0.3
_SPARE = 2.0
# Copies of a text have the same cosine. So many more are asked for, to choose among them by id.
_TIED = 20
_TRIES = 5
_FOLLOW_SECONDS = 10.0
# Time until a server that did not answer is tried again
_AWAY_SECONDS = 15.0


def open_index(library: Library, embedder_id: str | None, server: Server = None) -> "LiveIndex":
    """Open the published indexes of a library.

    Nothing is opened before the first question. Vectors are opened in the background. Without an
    embedder only words are searched, and Chroma is not loaded. An index that is missing, damaged or
    behind the library is rebuilt first, and `notices` says so. While the server that holds the
    vectors does not answer, vectors are searched exactly, in the library.
    """
    limit_memory()
    return LiveIndex(library, embedder_id, server)


class PublishedIndex:
    """A snapshot of one published pair of word and vector index: a `SearchIndex`."""

    def __init__(
        self,
        library: Library,
        words: WordsIndex,
        vectors: "Future[_OpenVectors]",
        embedder_id: str | None,
        on_lost: Callable[[AssistantError], None],
    ) -> None:
        self._library = library
        self._on_lost = on_lost
        self._words = words
        self._vectors = vectors
        self._embedder_id = embedder_id
        self._exact_lock = threading.Lock()
        self._made_exact: ExactVectors | None = None
        self.words, self.frequency, self.vocabulary = (
            words.search,
            words.frequency,
            words.vocabulary,
        )
        self.excerpts, self.passage = library.excerpts, library.passage
        self.article_chunks, self.articles_by = library.article_chunks, library.articles_by
        self.outlets, self.authors = cache(library.outlets), cache(library.authors)
        self.users = 0

    def __len__(self) -> int:
        """How many chunks it holds."""
        return len(self._words)

    @property
    def coverage(self) -> float:
        """The share of the chunks that have vectors, 0 to 1; 1 if there are no chunks."""
        total = len(self._words)
        return min(1.0, self._vectors.result().count / total) if total else 1.0

    def vectors(self, vector: Matrix, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k chunks nearest to a unit vector, best first; none if there are no vectors."""
        opened = self._vectors.result()
        if opened.count == 0:
            return []
        try:
            found = self._by_graph(opened, vector, k, filters)
        except (IndexAway, IndexDamaged) as error:
            self._on_lost(error)
            found = None
        return self._exact.search(vector, k, filters) if found is None else found

    def cosines(self, vector: Matrix, chunk_ids: Sequence[str]) -> dict[str, float]:
        """The cosines of a unit vector and these chunks; chunks without a vector are left out."""
        import numpy as np

        kept = self._library.vectors.of_chunks(self._embedder_id or "", chunk_ids)
        # Stored with sixteen bits a number, the vectors do not have exactly unit length.
        return {
            chunk_id: float(own @ vector / np.linalg.norm(own)) for chunk_id, own in kept.items()
        }

    def _by_graph(
        self, opened: "_OpenVectors", vector: Matrix, k: int, filters: Filters
    ) -> list[Hit] | None:
        """The nearest by approximate search, or None if exact search has to be used."""
        if opened.index is None:
            return None
        asked = candidates_for(k)
        if not filters:
            return self._compared(opened.near(vector, asked + _TIED), vector, k)
        share = self._exact.share(filters)
        if share < _WIDE:
            return None
        near = opened.near(vector, int(_SPARE * asked / share))
        passing = (hit for hit in near if self._exact.admits(hit.chunk_id, filters))
        found = list(islice(passing, asked))
        return self._compared(found, vector, k) if len(found) == asked else None

    def _compared(self, near: Sequence[Hit], vector: Matrix, k: int) -> list[Hit]:
        """The k best by full vectors; a chunk removed meanwhile keeps its approximate score."""
        cosines = self.cosines(vector, [hit.chunk_id for hit in near])
        return best_first((Hit(one, cosines.get(one, about)) for one, about in near), k)

    def close(self) -> None:
        """Release memory and files; no question may be running."""
        self._vectors.result().close()

    @property
    def _exact(self) -> ExactVectors:
        with self._exact_lock:
            if self._made_exact is None:
                self._made_exact = ExactVectors(self._library, self._embedder_id or "")
                release_memory()
            return self._made_exact


class _OpenVectors:
    """An open vector index, the number of its vectors, and the lease on its folder.

    `index` is None if exact search replaces it. `strays` are the chunks that approximate search
    cannot reach, with their vectors.
    """

    def __init__(
        self,
        index: VectorsIndex | None,
        count: int,
        leases: ExitStack,
        strays: Mapping[str, Matrix] | None = None,
    ) -> None:
        self.index = index
        self.count = count
        self._leases = leases
        self._strays = strays or {}

    def near(self, vector: Matrix, k: int) -> list[Hit]:
        """The k chunks nearest by projected vectors, best first, with approximate cosines."""
        assert self.index is not None
        hits = {hit.chunk_id: hit for hit in self.index.search(vector, k)}
        for chunk_id, stray in self._strays.items():
            hits[chunk_id] = Hit(chunk_id, float(stray @ vector))
        return best_first(hits.values(), k)

    def close(self) -> None:
        if self.index is not None:
            self.index.close()
        self._leases.close()


class LiveIndex:
    """Always the latest published indexes; a question keeps one snapshot from start to end."""

    def __init__(self, library: Library, embedder_id: str | None, server: Server = None) -> None:
        self._library = library
        self._embedder_id = embedder_id
        self._server = server
        self._generations = Generations(library.home, server)
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="open-vectors")
        self._lock, self._repairing = threading.Lock(), threading.Lock()
        self._notices: dict[str, None] = {}
        self._stamp: tuple[int, int] | None = None
        self._state: tuple[str, int, int] | None = None
        self._followed_at = 0.0
        self._lost: str | None = None
        self._look_again_at = 0.0
        self._current: PublishedIndex | None = None

    def __enter__(self) -> "LiveIndex":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def notices(self) -> tuple[str, ...]:
        """Messages for the user about the state of the indexes, each once."""
        return tuple(self._notices)

    @contextmanager
    def pinned(self) -> Iterator[PublishedIndex]:
        """A snapshot of the published indexes that stays unchanged until the block ends."""
        with self._lock:
            index = self._followed()
            index.users += 1
        try:
            yield index
        finally:
            with self._lock:
                index.users -= 1
                self._close_unused(index)

    def close(self) -> None:
        """Close the indexes, after waiting for those that are being opened."""
        with self._lock:
            if self._current is not None:
                self._current.close()
            self._stamp = self._current = None
            self._opener.shutdown()

    def _followed(self) -> PublishedIndex:
        """The published indexes, opened if they are not open yet."""
        before = self._current
        is_same = self._stamp == self._generations.stamp() and not self._is_to_look_again()
        if before is not None and is_same and not self._lags():
            return before
        if self._library.is_shared:
            self._state, self._followed_at = self._library.state(), monotonic()
        self._stamp, self._current = self._opened()
        if before is not None:
            self._close_unused(before)
        return self._current

    def _lags(self) -> bool:
        """Whether a shared library has changed since: other homes write to it and publish there.

        While somebody is writing it changes all the time, so it is reopened only now and then.
        """
        if not self._library.is_shared or self._library.state() == self._state:
            return False
        is_due = monotonic() - self._followed_at >= _FOLLOW_SECONDS
        return is_due or not self._library.is_written_elsewhere()

    def _note_lost(self, error: AssistantError) -> None:
        """Plan to reopen the vector index: after a while if its server is away, else at once."""
        self._lost = f"Vectors are compared one by one for now: {error}"
        self._look_again_at = monotonic() + (_AWAY_SECONDS if isinstance(error, IndexAway) else 0)
        self._note(self._lost)

    def _is_to_look_again(self) -> bool:
        if self._lost is None or monotonic() < self._look_again_at:
            return False
        self._notices.pop(self._lost, None)
        self._lost = None
        return True

    def _close_unused(self, index: PublishedIndex) -> None:
        if index is not self._current and index.users == 0:
            index.close()

    def _opened(self) -> tuple[tuple[int, int], PublishedIndex]:
        """Open the published indexes, after updating them if they are behind the library."""
        stamp, words, leases = self._opened_words()
        if self._embedder_id is not None:
            # Two threads that import numpy at the same time can see it half initialised.
            import numpy.typing  # noqa: F401
        vectors = self._opener.submit(self._opened_vectors, leases)
        return stamp, PublishedIndex(
            self._library, words, vectors, self._embedder_id, self._note_lost
        )

    # Words

    def _opened_words(self) -> tuple[tuple[int, int], WordsIndex, ExitStack]:
        for attempt in range(_TRIES):
            stamp, leases = self._generations.stamp(), ExitStack()
            published, damage = self._published(), None
            generation = published.words if published else None
            try:
                if generation is not None:
                    words = self._healthy_words(generation, leases)
                    if attempt or generation.revision == self._library.revision():
                        return stamp, words, leases
            except IndexDamaged as error:
                damage = error
            leases.close()
            self._repair("words", damage)
        return stamp, self._words_in_memory(), ExitStack()

    def _published(self) -> Publication | None:
        """The publication, or None if there is none or it is of another library."""
        found = self._generations.published()
        return found if found and found.library_id == self._library.library_id else None

    def _healthy_words(self, generation: Generation, leases: ExitStack) -> WordsIndex:
        folder = self._generations.path(generation)
        leases.enter_context(lease(folder))
        self._generations.verify(generation)
        words = WordsIndex(folder)
        if len(words) != generation.chunks:
            raise IndexDamaged(f"the words index {folder} lost chunks")
        return words

    def _words_in_memory(self) -> WordsIndex:
        words = WordsIndex()
        words.write(ArticleWords(*entry) for entry in self._library.current())
        return words

    # Vectors

    def _opened_vectors(self, leases: ExitStack) -> _OpenVectors:
        """The published vectors, repaired if needed; exact search if that is impossible."""
        if self._embedder_id is None:
            return _OpenVectors(None, 0, leases)
        for attempt in range(_TRIES):
            published, own = self._published(), ExitStack()
            damage = None
            generation = published.vectors if published else None
            if generation is not None and not self._is_held_so(generation):
                generation = None
            try:
                if generation is not None and (attempt or self._is_in_step(generation)):
                    return self._healthy_vectors(generation, leases, own)
            except IndexDamaged as error:
                damage = error
            except IndexAway as error:
                own.close()
                self._note_lost(error)
                break
            own.close()
            if not self._repair("vectors", damage):
                break
        return _OpenVectors(None, self._library.vectors.count(self._embedder_id), leases)

    def _is_held_so(self, generation: Generation) -> bool:
        """Whether the vectors are in the place and the form of this program's index."""
        wanted = (self._generations.where, projection_of(self._embedder_id).form)
        return (generation.server, generation.form) == wanted

    def _is_in_step(self, generation: Generation) -> bool:
        state = (self._library.revision(), self._embedder_id, self._library.vectors.last())
        return (generation.revision, generation.embedder_id, generation.last_vector) == state

    def _healthy_vectors(
        self, generation: Generation, leases: ExitStack, own: ExitStack
    ) -> _OpenVectors:
        folder = self._generations.path(generation)
        own.enter_context(lease(folder))
        self._generations.verify(generation)
        if self._server is None:
            check_database(folder)
        projection = projection_of(self._embedder_id)
        index = VectorsIndex(folder, server=self._server, projection=projection)
        try:
            if len(index) != generation.chunks or not self._finds_itself(index, generation.strays):
                raise IndexDamaged(f"the vectors index {folder} lost vectors")
        except (IndexAway, IndexDamaged):
            index.close()
            raise
        leases.push(own.pop_all())
        strays = self._library.vectors.of_chunks(self._embedder_id or "", generation.strays)
        release_memory()
        return _OpenVectors(index, generation.chunks, leases, strays)

    def _finds_itself(self, index: VectorsIndex, strays: Sequence[str]) -> bool:
        """Whether the index finds a vector of the library by that very vector."""
        ids, vectors = next(self._library.vectors.by_chunk(self._embedder_id or ""), ([], None))
        own = next((at for at, chunk_id in enumerate(ids) if chunk_id not in strays), None)
        if vectors is None or own is None:
            return True
        return index.finds(vectors[own])

    # Repair

    def _repair(self, kind: Kind, damage: IndexDamaged | None) -> bool:
        """Rebuild an index from the library; False, with a notice, if that fails."""
        try:
            with self._repairing, self._library.publishing():
                publisher = Publisher(self._library, server=self._server)
                if damage is not None:
                    publisher.discard(kind)
                if kind == "words":
                    publisher.words()
                else:
                    publisher.stored_vectors(self._embedder_id or "")
        except LibraryBusy:
            return False  # the writing process publishes, and the next question sees it
        except IndexAway as error:
            self._note_lost(error)
            return False
        except (LibraryError, IndexDamaged) as error:
            self._note(f"The index could not be made again: {error}")
            return False
        if damage is not None:
            self._note(f"An index was damaged and was made again from the library: {damage}")
        return True

    def _note(self, notice: str) -> None:
        self._notices[notice] = None
