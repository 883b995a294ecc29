"""The library as last published, pinned for one question at a time."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, IndexAway, IndexDamaged, LibraryBusy, LibraryError
from assistant.index.exact_search import ExactVectors
from assistant.index.filters import admits, asked_days
from assistant.index.generations import Generation, Generations, Publication, lease
from assistant.index.projection import FORM, candidates_for
from assistant.index.publisher import Publisher
from assistant.index.resources import limit_memory, release_memory
from assistant.index.search_index import Hit, best_first
from assistant.index.server import Server
from assistant.index.vector_index import VectorsIndex, check_database
from assistant.index.word_index import ArticleWords, WordsIndex
from assistant.library.store import Library
from assistant.reply import Excerpt, Filters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The nearest of all chunks hold the nearest of so large a share of them, as a rule.
_WIDE = 0.3
_SPARE = 2.0
# Copies of the same words have the same cosine: who is in is not left to the graph.
_TIED = 20
_TRIES = 5
_FOLLOW_SECONDS = 10.0
# A server that was away is looked for again after so long.
_AWAY_SECONDS = 15.0


def open_index(library: Library, embedder_id: str | None, server: Server = None) -> "LiveIndex":
    """Open what is published of a library; vectors are opened on the side, words at once.

    Nothing is opened before the first question. Without an embedder only words are searched, and
    Chroma is not even loaded. An index that is missing, damaged or behind the library is made
    again first; `notices` says so. While the server that holds the vectors is away, they are
    compared one by one.
    """
    limit_memory()
    return LiveIndex(library, embedder_id, server)


class PublishedIndex:
    """One published pair of words and vectors: a `SearchIndex` that stays as it is."""

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
        self.users = 0

    def __len__(self) -> int:
        """How many chunks it holds."""
        return len(self._words)

    @property
    def coverage(self) -> float:
        """The share of the chunks that have vectors, 0 to 1; 1 where there are no chunks."""
        total = len(self._words)
        return min(1.0, self._vectors.result().count / total) if total else 1.0

    def words(self, query: str, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k chunks that share most with the query's words, best first."""
        return self._words.search(query, k, filters)

    def vectors(
        self, vector: "NDArray[np.float32]", k: int, filters: Filters = Filters()
    ) -> list[Hit]:
        """The k chunks nearest to a unit vector, best first; none where there are no vectors."""
        opened = self._vectors.result()
        if opened.count == 0:
            return []
        try:
            found = self._by_graph(opened, vector, k, filters)
        except (IndexAway, IndexDamaged) as error:
            self._on_lost(error)
            found = None
        return self._exact.search(vector, k, filters) if found is None else found

    def cosines(self, vector: "NDArray[np.float32]", chunk_ids: Sequence[str]) -> dict[str, float]:
        """The cosines of a unit vector and these chunks; what has no vector is left out."""
        import numpy as np

        kept = self._library.vectors_of_chunks(self._embedder_id or "", chunk_ids)
        # As they are kept, in sixteen bits a number, they are not quite of one length.
        return {
            chunk_id: float(own @ vector / np.linalg.norm(own)) for chunk_id, own in kept.items()
        }

    def _by_graph(
        self, opened: "_OpenVectors", vector: "NDArray[np.float32]", k: int, filters: Filters
    ) -> list[Hit] | None:
        """What the graph finds; None where all that pass have to be compared one by one."""
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

    def _compared(self, near: Sequence[Hit], vector: "NDArray[np.float32]", k: int) -> list[Hit]:
        """The k best of what is near, by whole vectors; one that is gone since keeps its score."""
        cosines = self.cosines(vector, [hit.chunk_id for hit in near])
        return best_first((Hit(one, cosines.get(one, about)) for one, about in near), k)

    def excerpts(self, chunk_ids: Sequence[str]) -> list[Excerpt]:
        """The chunks of these ids with what is known of them; unknown ids are dropped."""
        return self._library.excerpts(chunk_ids)

    def article_chunks(self, article_id: str) -> list[Excerpt]:
        """All chunks of one article, in its order."""
        return self._library.article_chunks(article_id)

    def passage(self, article_id: str, start: int, end: int) -> str:
        """An article's own words from `start` to `end`; empty for an unknown article."""
        return self._library.passage(article_id, start, end)

    def frequency(self, word: str) -> int:
        """How many chunks hold the word, in any of its forms."""
        return self._words.frequency(word)

    def vocabulary(self, prefix: str) -> Sequence[str]:
        """The stems of the words that begin with `prefix`, each once."""
        return self._words.vocabulary(prefix)

    @cached_property
    def _outlets(self) -> list[str]:
        return self._library.outlets()

    @cached_property
    def _authors(self) -> list[str]:
        return self._library.authors()

    def outlets(self) -> Sequence[str]:
        """The publishers whose articles it holds, each once."""
        return self._outlets

    def authors(self) -> Sequence[str]:
        """The bylines of the articles it holds, each once."""
        return self._authors

    def undated(self, filters: Filters) -> int:
        """How many articles fall out of a filter only because they have no date."""
        if asked_days(filters) is None:
            return 0
        anytime = replace(filters, date_from=None, date_to=None)
        rows = self._library.filterables(undated=True)
        return sum(admits(anytime, row.source, row.publisher, None) for row in rows)

    def close(self) -> None:
        """Give memory and files back; no question may be under way."""
        self._vectors.result().close()

    @property
    def _exact(self) -> ExactVectors:
        with self._exact_lock:
            return self._made_exact

    @cached_property
    def _made_exact(self) -> ExactVectors:
        made = ExactVectors(self._library, self._embedder_id or "")
        release_memory()
        return made


class _OpenVectors:
    """An open vectors index, how many vectors it holds, and the lease on its folder.

    `index` is None where exact search has to stand in for it. `strays` are the chunks that its
    graph does not lead to, with their vectors.
    """

    def __init__(
        self,
        index: VectorsIndex | None,
        count: int,
        leases: ExitStack,
        strays: "Mapping[str, NDArray[np.float32]] | None" = None,
    ) -> None:
        self.index = index
        self.count = count
        self._leases = leases
        self._strays = strays or {}

    def near(self, vector: "NDArray[np.float32]", k: int) -> list[Hit]:
        """The k chunks that seem nearest, best first, with about their cosines."""
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
    """Follows what is published; a question pins one state of it from its start to its end."""

    def __init__(self, library: Library, embedder_id: str | None, server: Server = None) -> None:
        self._library = library
        self._embedder_id = embedder_id
        self._server = server
        self._generations = Generations(library.home, server)
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="open-vectors")
        self._lock, self._mending = threading.Lock(), threading.Lock()
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
        """What a person should know about the state of the indexes, each thing once."""
        return tuple(self._notices)

    @contextmanager
    def pinned(self) -> Iterator[PublishedIndex]:
        """The state that is published now, unchanged until the block ends."""
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
        """Wait for what is being opened, and close it."""
        with self._lock:
            if self._current is not None:
                self._current.close()
            self._stamp = self._current = None
            self._opener.shutdown()

    def _followed(self) -> PublishedIndex:
        """What is published now, opened if it is not open yet."""
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
        """Whether a shared library has moved on: other homes write to it, and publish there.

        While somebody writes it moves on all the time, and is followed now and then.
        """
        if not self._library.is_shared or self._library.state() == self._state:
            return False
        is_due = monotonic() - self._followed_at >= _FOLLOW_SECONDS
        return is_due or not self._library.is_written_elsewhere()

    def _note_lost(self, error: AssistantError) -> None:
        """Look for the vectors again at a later question; at the next, where they can be made."""
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
        """Open what is published, after catching up with the library where it lags behind."""
        stamp, words, leases = self._opened_words()
        if self._embedder_id is not None:
            # Two threads that import numpy at once can each find it half made.
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
            self._mend_words(damage)
        return stamp, self._words_in_memory(), ExitStack()

    def _published(self) -> Publication | None:
        """What is published of this library; another's index is none."""
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

    def _mend_words(self, damage: IndexDamaged | None) -> None:
        def mend(publisher: Publisher) -> None:
            if damage is not None:
                publisher.discard(words=True)
            publisher.words()

        self._mend(mend, damage)

    def _words_in_memory(self) -> WordsIndex:
        words = WordsIndex()
        words.write(ArticleWords(*entry) for entry in self._library.current())
        return words

    # Vectors

    def _opened_vectors(self, leases: ExitStack) -> _OpenVectors:
        """The published vectors, mended where they must be; exact search where they cannot be."""
        if self._embedder_id is None:
            return _OpenVectors(None, 0, leases)
        for attempt in range(_TRIES):
            published, own = self._published(), ExitStack()
            damage = None
            generation = published.vectors if published else None
            where = self._generations.where
            if generation is not None and (generation.server, generation.form) != (where, FORM):
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
            if not self._mend_vectors(damage):
                break
        return _OpenVectors(None, self._library.count_vectors(self._embedder_id), leases)

    def _is_in_step(self, generation: Generation) -> bool:
        state = (self._library.revision(), self._embedder_id, self._library.last_vector())
        return (generation.revision, generation.embedder_id, generation.last_vector) == state

    def _healthy_vectors(
        self, generation: Generation, leases: ExitStack, own: ExitStack
    ) -> _OpenVectors:
        folder = self._generations.path(generation)
        own.enter_context(lease(folder))
        self._generations.verify(generation)
        if self._server is None:
            check_database(folder)
        index = VectorsIndex(folder, server=self._server)
        try:
            if len(index) != generation.chunks or not self._finds_itself(index, generation.strays):
                raise IndexDamaged(f"the vectors index {folder} lost vectors")
        except (IndexAway, IndexDamaged):
            index.close()
            raise
        leases.push(own.pop_all())
        strays = self._library.vectors_of_chunks(self._embedder_id or "", generation.strays)
        release_memory()
        return _OpenVectors(index, generation.chunks, leases, strays)

    def _finds_itself(self, index: VectorsIndex, strays: Sequence[str]) -> bool:
        """Whether a vector of the library is its own nearest neighbour."""
        ids, vectors = next(self._library.vectors_of(self._embedder_id or ""), ([], None))
        own = next((at for at, chunk_id in enumerate(ids) if chunk_id not in strays), None)
        if vectors is None or own is None:
            return True
        return index.finds(vectors[own])

    def _mend_vectors(self, damage: IndexDamaged | None) -> bool:
        def mend(publisher: Publisher) -> None:
            if damage is not None:
                publisher.discard(vectors=True)
            publisher.stored_vectors(self._embedder_id or "")

        return self._mend(mend, damage)

    # Mending

    def _mend(self, mend: Callable[[Publisher], None], damage: IndexDamaged | None) -> bool:
        """Make an index again from the library; False, and a notice, where that cannot be."""
        try:
            with self._mending, self._library.publishing():
                mend(Publisher(self._library, server=self._server))
        except LibraryBusy:
            return False  # whoever writes will publish, and the next question sees it
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
