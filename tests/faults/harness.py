"""Kills, damages and starves the indexer, and says whether anything that was in is lost.

`bench/reliability.py` runs the same scenarios many more times and writes docs/reliability.md.
"""

import contextlib
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy.exc import SQLAlchemyError

from assistant.article import Article, Span
from assistant.corpus.loaded import LoadedText
from assistant.embedders.minilm.embedder import count_word_pieces
from assistant.errors import AssistantError, LibraryBusy
from assistant.index.generations import Generations
from assistant.index.health import examine
from assistant.index.live_index import PublishedIndex, open_index
from assistant.index.publisher import Publisher
from assistant.index.vector_index import VectorsIndex
from assistant.index.word_index import WordsIndex
from assistant.library.conversation_store import Conversations
from assistant.library.store import Library, open_library
from assistant.library.sync import sync
from assistant.library.vectors import Vectors
from tests.hashing import HashingEmbedder

EMBEDDER = HashingEmbedder(96)
ARTICLES = 24
_SAID = 7
_PRELOADED = ["chromadb", "tantivy", "numpy", __name__]
_SUBJECTS = (
    "harbour comet farmer bridge parliament orchestra glacier railway museum stadium".split()
)
_VERBS = "opened closed moved doubled burned froze reopened shrank expanded vanished".split()


Work = Callable[[Path, Path | None], None]
"""What a process does to a home; it writes to the log which sources are in."""

# What is indexed


def sentence(number: int, edition: int) -> str:
    """A sentence that no other article has: its words name the article and its edition."""
    chance = random.Random(f"{number}/{edition}")
    words = [f"{chance.choice(_SUBJECTS)}{chance.randrange(10_000)}" for _ in range(6)]
    return f"The {' and the '.join(words)} {chance.choice(_VERBS)} in edition {edition}."


@dataclass
class Corpus:
    """A folder of articles that a chance generator edits, adds to and removes from."""

    folder: Path
    editions: dict[str, tuple[int, int]] = field(default_factory=dict)
    made: int = 0

    def grow(self, count: int) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for _ in range(count):
            self._write(f"article-{self.made:04d}.txt", self.made, 0)
            self.made += 1

    def change(self, chance: random.Random) -> None:
        """A day's work: some articles edited, one removed, one moved, some added."""
        for name in chance.sample(sorted(self.editions), 3):
            number, edition = self.editions[name]
            self._write(name, number, edition + 1)
        self.drop(chance.choice(sorted(self.editions)))
        moved = chance.choice(sorted(self.editions))
        (self.folder / moved).rename(self.folder / f"moved-{moved}")
        self.editions[f"moved-{moved}"] = self.editions.pop(moved)
        self.grow(4)

    def drop(self, source: str) -> None:
        (self.folder / source).unlink()
        del self.editions[source]

    def text(self, source: str) -> str:
        return sentence(*self.editions[source])

    def _write(self, name: str, number: int, edition: int) -> None:
        body = " ".join([sentence(number, edition), "It was reported on Monday. " * 3])
        (self.folder / name).write_text(body)
        self.editions[name] = (number, edition)


# The indexer, in a process of its own


def index(home: Path, log: Path | None, folder: Path) -> None:
    """What `assistant index` does, with an embedder that needs no model.

    Each source that is in is written to the log as soon as it is.
    """
    library = open_library(home)
    try:
        with library.writing(), _logged(log):
            publisher = Publisher(library)
            sync(
                library,
                [folder],
                _describe,
                count_word_pieces,
                on_batch=publisher.words,
            )
            publisher.words()
            publisher.vectors(EMBEDDER)
            publisher.tidy()
    finally:
        library.close()


def _describe(loaded: LoadedText) -> Article:
    text = loaded.text
    return Article(loaded.source, text, kept=(Span(0, len(text)),), publisher="Wire")


@contextlib.contextmanager
def _logged(log: Path | None) -> Iterator[None]:
    """Write down every source that the library has committed."""
    put = Library.put

    def noted(self: Library, entries: list) -> list:
        outcomes = put(self, entries)
        with log.open("a") as file:
            file.writelines(f"{entry.article.source}\n" for entry in entries)
        return outcomes

    if log is None:
        yield
        return
    with patch.object(Library, "put", noted):
        yield


FLUSH_POINTS = (
    (Library, "put"),
    (Library, "put_edited"),
    (Library, "put_fact"),
    (Library, "remove_fact"),
    (Library, "compact"),
    (Library, "put_file"),
    (Vectors, "put"),
    (Library, "forget_file"),
    (Library, "forget_replaced"),
    (Conversations, "erase"),
    (WordsIndex, "write"),
    (VectorsIndex, "put"),
    (VectorsIndex, "remove"),
    (VectorsIndex, "close"),
    (Generations, "new_folder"),
    (Generations, "sealed"),
    (Generations, "publish"),
    (Generations, "sweep"),
)


def _at_flush_point(hit: int, act: Callable[[], None]) -> None:
    """Act just before or just after the n-th thing that reaches the disk."""
    passed = 0

    def watched(function: Callable) -> Callable:
        def call(*args: object, **options: object) -> object:
            nonlocal passed
            passed += 1
            if passed == hit:
                act()
            result = function(*args, **options)
            passed += 1
            if passed == hit:
                act()
            return result

        return call

    for owner, name in FLUSH_POINTS:
        setattr(owner, name, watched(getattr(owner, name)))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Fate:
    """What befalls one run of the indexer; nothing by default."""

    kill_at: int = 0
    max_file_bytes: int = 0
    locked_at: int = 0
    user: int = 0


def _run(work: Work, home: Path, log: Path, fate: Fate, said: Any) -> None:
    """The body of the process: exit status 0, or 7 with one sentence."""
    if fate.user:
        _import_everything(work)
        os.setuid(fate.user)
    if fate.kill_at:
        _at_flush_point(fate.kill_at, _die)
    if fate.locked_at:
        _at_flush_point(fate.locked_at, lambda: _lock(home))
    if fate.max_file_bytes:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (fate.max_file_bytes,) * 2)
    try:
        work(home, log)
    except AssistantError as error:
        said.put(str(error))
        said.close()
        said.join_thread()
        os._exit(_SAID)


def _import_everything(work: Work) -> None:
    """Work once, elsewhere: another user may not be able to read where the modules lie."""
    with tempfile.TemporaryDirectory() as elsewhere:
        work(Path(elsewhere) / "home", None)


def _lock(home: Path) -> None:
    for path in [home, *home.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def unlock(home: Path) -> None:
    for path in [home, *home.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


@dataclass(frozen=True)
class Ending:
    """How a run ended: its exit status (negative for a signal), and the sentence it said.

    A status of 1 is Python's own: an error that nobody put into words.
    """

    status: int
    said: str = ""


class Indexer:
    """Starts writers of a home quickly: each is forked from a server that has loaded the modules.

    A writer indexes the corpus, unless other work is named.
    """

    def __init__(self, home: Path, corpus: Corpus) -> None:
        self.home, self.corpus = home, corpus
        self.log = home.with_name(f"{home.name}.log")
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOADED)

    def run(
        self, fate: Fate = Fate(), kill_after: float | None = None, work: Work | None = None
    ) -> Ending:
        """One run to its end, or to its kill."""
        said = self.ear()
        process = self.start(fate, said, work)
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        process.join(60)
        if process.is_alive():
            process.kill()
            process.join()
            raise AssertionError("the indexer hung")
        assert process.exitcode is not None
        sentence = said.get(timeout=5) if process.exitcode == _SAID else ""
        said.close()
        return Ending(process.exitcode, sentence)

    def ear(self) -> multiprocessing.Queue:
        """Where a run puts its sentence; keep it until the run has ended."""
        return self._context.Queue()

    def start(self, fate: Fate = Fate(), said: Any = None, work: Work | None = None) -> BaseProcess:
        work = work or partial(index, folder=self.corpus.folder)
        arguments = (work, self.home, self.log, fate, said)
        process = self._context.Process(target=_run, args=arguments)
        process.start()
        return process


# What must hold afterwards


def findings(home: Path, corpus: Corpus, reported: set[str], *, complete: bool) -> list[str]:
    """What is wrong after a fault: nothing, where nothing was lost.

    Every article that was reported as in, as its file is now or was when it was read, is found by
    its own sentence through words, and through vectors where it has been embedded; after a
    complete run, that is all articles, both ways, and no others.
    """
    library = open_library(home)
    try:
        return list(_faults(library, corpus, reported, complete))
    finally:
        library.close()


def _faults(library: Library, corpus: Corpus, reported: set[str], complete: bool) -> Iterator[str]:
    if (fault := library.fault()) is not None:
        yield f"the library is damaged: {fault}"
    held = {summary.source for summary in library.sources()}
    if complete and held != set(corpus.editions):
        yield f"the library differs from the folder by {held ^ set(corpus.editions)}"
    embedded = library.vectors.chunk_ids(EMBEDDER.embedder_id)
    with open_index(library, EMBEDDER.embedder_id) as live, live.pinned() as index:
        if complete and index.coverage < 1:
            yield f"after a complete run the coverage is {index.coverage}"
        for source in sorted(held & (reported | set(corpus.editions))):
            article = library.article_of(source)
            asked = article.text.split(".")[0]
            if not _finds(index, index.words(asked, 3), source):
                yield f"{source} is not found by its words"
            if f"{article.article_id}-0000" in embedded and not _finds(
                index, index.vectors(EMBEDDER.vector(article.text), 3), source
            ):
                yield f"{source} is not found by its vector"
        for source in sorted(reported & set(corpus.editions) - held):
            yield f"{source} was reported as in and is gone"
    for finding in examine(library, EMBEDDER.embedder_id):
        unfinished = not complete and "if indexing was interrupted" in finding.what
        if not finding.ok and not unfinished:
            yield f"doctor: {finding.what}"


def _finds(index: PublishedIndex, hits: list, source: str) -> bool:
    return source in {x.source for x in index.excerpts([hit.chunk_id for hit in hits])}


# Scenarios; each gives one line of counts, and raises AssertionError where a promise broke


@dataclass
class Count:
    """How often something was done, and what it broke."""

    what: str
    times: int = 0
    broken: list[str] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    def note(self, what: str) -> None:
        self.notes[what] = self.notes.get(what, 0) + 1


def kill_at_random(base: Path, times: int, seed: int) -> Count:
    """SIGKILL at a random moment of runs that add, edit, move and remove."""
    return _kill(base, times, seed, "killed at a random moment", at_flush=False)


def kill_at_flush_points(base: Path, times: int, seed: int) -> Count:
    """SIGKILL just before or after something reaches the disk."""
    return _kill(base, times, seed, "killed at a flush point", at_flush=True)


def _kill(base: Path, times: int, seed: int, what: str, *, at_flush: bool) -> Count:
    chance, corpus, count = random.Random(seed), Corpus(base / "news"), Count(what)
    corpus.grow(ARTICLES)
    indexer = Indexer(base / "home", corpus)
    indexer.run()
    corpus.change(chance)
    longest = seconds(indexer.run)
    finished = 0
    while count.times < times:
        if at_flush:
            ending = indexer.run(Fate(kill_at=chance.randint(1, 50)))
        else:
            ending = indexer.run(kill_after=chance.uniform(0.02, 0.9 * longest))
        complete = ending.status == 0
        finished += complete
        count.times += not complete
        count.note("in their midst" if not complete else "after their end")
        count.broken += findings(indexer.home, corpus, _reported(indexer.log), complete=complete)
        if complete or chance.random() < 0.2:
            corpus.change(chance)
        if count.broken:
            break
    count.broken += _recovered(indexer, corpus)
    return count


def seconds(act: Callable[[], object]) -> float:
    start = time.monotonic()
    act()
    return time.monotonic() - start


def _reported(log: Path) -> set[str]:
    return set(log.read_text().splitlines()) if log.exists() else set()


def _recovered(indexer: Indexer, corpus: Corpus) -> list[str]:
    """What is still wrong after one more, undisturbed run."""
    ending = indexer.run()
    if ending.status != 0:
        return [f"the next run failed: {ending.said or ending.status}"]
    return findings(indexer.home, corpus, _reported(indexer.log), complete=True)


def damage_index_files(base: Path, times: int, seed: int) -> Count:
    """Index files cut short, with flipped bits, or removed; then questions at once."""
    chance, corpus = random.Random(seed), Corpus(base / "news")
    count = Count("index files cut short, flipped or removed")
    corpus.grow(ARTICLES)
    indexer = Indexer(base / "home", corpus)
    indexer.run()
    for _ in range(times):
        files = [path for path in (indexer.home / "index").rglob("*") if path.is_file()]
        count.note(_damage(chance.choice([f for f in files if f.stat().st_size]), chance))
        count.times += 1
        count.broken += findings(indexer.home, corpus, set(), complete=True)
    return count


def damage_library_file(base: Path, times: int, seed: int) -> Count:
    """The library's own file cut short or flipped: noticed in one sentence, or harmless."""
    chance, corpus = random.Random(seed), Corpus(base / "news")
    count = Count("library file cut short or flipped")
    corpus.grow(ARTICLES)
    Indexer(base / "home", corpus).run()
    for number in range(times):
        copy = base / f"copy-{number}"
        shutil.copytree(base / "home", copy)
        _damage(copy / "library.sqlite", chance, remove=False)
        count.times += 1
        try:
            library = open_library(copy)
            sound = all(finding.ok for finding in examine(library, None))
            count.note("harmless" if sound else "said by the doctor")
            library.close()
        except AssistantError:
            count.note("said when it was opened or read")
        except (sqlite3.Error, SQLAlchemyError, ValueError, LookupError, TypeError) as error:
            count.broken.append(f"a damaged library raised {error!r}")
        shutil.rmtree(copy)
    return count


def _damage(path: Path, chance: random.Random, *, remove: bool = True) -> str:
    content = bytearray(path.read_bytes())
    how = chance.choice(["cut short", "flipped", "removed"] if remove else ["cut short", "flipped"])
    if how == "removed":
        path.unlink()
    elif how == "cut short":
        path.write_bytes(content[: chance.randrange(len(content))])
    else:
        for _ in range(3):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
    return how


def fill_the_disk(base: Path, times: int, seed: int) -> Count:
    """No file may grow past a size: the run says so in one sentence, and the next one goes on."""
    chance, corpus, count = random.Random(seed), Corpus(base / "news"), Count("disk full")
    corpus.grow(ARTICLES)
    indexer = Indexer(base / "home", corpus)
    for _ in range(times):
        size = int(2 ** chance.uniform(12, 19))
        ending = indexer.run(Fate(max_file_bytes=size))
        count.times += 1
        count.note("said in one sentence" if ending.status == _SAID else "enough room")
        if ending.status not in (0, _SAID):
            count.broken.append(f"with {size} bytes a file the run ended with {ending.status}")
        if ending.status == _SAID and "\n" in ending.said:
            count.broken.append(f"more than one line was said: {ending.said}")
        if (indexer.home / "library.sqlite").exists():
            count.broken += findings(
                indexer.home, corpus, _reported(indexer.log), complete=ending.status == 0
            )
        if ending.status == 0 or chance.random() < 0.5:
            corpus.change(chance)
    count.broken += _recovered(indexer, corpus)
    return count


def lose_the_right_to_write(base: Path, times: int, seed: int) -> Count:
    """The home becomes read-only in mid-run, without the privileges that ignore that."""
    chance, corpus = random.Random(seed), Corpus(base / "news")
    count = Count("right to write lost in mid-run")
    corpus.grow(ARTICLES)
    indexer = Indexer(base / "home", corpus)
    indexer.home.mkdir()
    user = 65534 if os.geteuid() == 0 else 0
    for _ in range(times):
        _give_to(user, base)
        ending = indexer.run(Fate(locked_at=chance.randint(1, 60), user=user))
        unlock(indexer.home)
        count.times += 1
        count.note("said in one sentence" if ending.status == _SAID else "not needed any more")
        if ending.status not in (0, _SAID):
            count.broken.append(f"the run ended with {ending.status}")
        if (indexer.home / "library.sqlite").exists():
            count.broken += findings(
                indexer.home, corpus, _reported(indexer.log), complete=ending.status == 0
            )
        corpus.change(chance)
    _give_to(user, base)
    count.broken += _recovered(indexer, corpus)
    return count


def _give_to(user: int, base: Path) -> None:
    if user:
        for path in [base, *base.rglob("*")]:
            os.chown(path, user, user)


def two_writers_and_a_reader(base: Path, times: int, seed: int) -> Count:
    """Two runs at once while a reader asks: one writes, the other says who does."""
    chance, corpus = random.Random(seed), Corpus(base / "news")
    count = Count("two writers and a reader")
    corpus.grow(ARTICLES)
    indexer = Indexer(base / "home", corpus)
    indexer.run()
    library = open_library(indexer.home)
    with open_index(library, EMBEDDER.embedder_id) as live:
        for _ in range(times):
            corpus.change(chance)
            asked = sentence(1, 0)
            heard = [indexer.ear() for _ in range(2)]
            writers = [indexer.start(said=said) for said in heard]
            while any(writer.is_alive() for writer in writers):
                with live.pinned() as index:
                    hits = index.words(asked, 3), index.vectors(EMBEDDER.vector(asked), 3)
                    if not all(index.excerpts([hit.chunk_id for hit in some]) for some in hits):
                        count.broken.append("a question found nothing while others wrote")
            statuses = sorted(writer.exitcode or 0 for writer in writers)
            count.note("both wrote in turn" if statuses == [0, 0] else "one was told to wait")
            count.times += 1
            if statuses not in ([0, 0], [0, _SAID]):
                told = [ear.get(timeout=5) for ear in heard if not ear.empty()]
                count.broken.append(f"the writers ended with {statuses}, saying {told}")
            count.broken += _recovered(indexer, corpus)
    library.close()
    return count


def busy_is_said(base: Path) -> str:
    """What a second writer is told."""
    library = open_library(base / "home")
    try:
        with library.writing(), library.writing():
            return ""
    except LibraryBusy as error:
        return str(error)
    finally:
        library.close()
