"""Syncs the library with files and folders: only what has changed is read and written."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from assistant.article import Article
from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.corpus.load import FoundFile, check_readable, find_files, read_articles
from assistant.corpus.loaded import Loaded, LoadedText, LoadFailure, Skipped, shown_name
from assistant.errors import LoadError
from assistant.library.chunk import CountTokens, chunk_article
from assistant.library.edits import edited, is_same_article
from assistant.library.files import KnownFile, digest_of, reading_code
from assistant.library.moved_edits import follow_moved_articles
from assistant.library.own_files import own_files
from assistant.library.progress import OnProgress, Progress, silent
from assistant.library.store import Entry, Library, Outcome

# Each commit waits for the disk. A crash loses one batch: a second of reading, and no embedding.
_ARTICLES_AT_ONCE = 256
_CHARACTERS_AT_ONCE = 2_000_000

DESCRIBE_ERRORS = (LoadError, ValueError, LookupError, TypeError, RecursionError)
"""The errors that describing an odd article can raise."""

Describe = Callable[[LoadedText], Article]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The result of a run: the sources added, changed and removed, and what could not be read.

    A text that only moved to another name is in `moved` (from, to), and also in `added` and
    `removed`. `skipped` counts, by kind, the files in formats that are not read. `taken_out` names
    the unchanged files whose articles were all removed by hand; they are not read again.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    failed: tuple[LoadFailure, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    taken_out: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `assistant index --json` prints."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "moved": len(self.moved),
            "unchanged": self.unchanged,
            "failed": [{"source": fault.source, "why": fault.why} for fault in self.failed],
            "skipped": dict(self.skipped),
        }


@dataclass(slots=True)
class _Reading:
    """A file that is being read: the sources found in it so far, and what is to be kept of it."""

    file: KnownFile
    status: os.stat_result
    digest: bytes
    sources: set[str] = field(default_factory=set)
    failures: list[LoadFailure] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def sync(
    library: Library,
    paths: Iterable[Path | str],
    describe: Describe,
    count_tokens: CountTokens,
    *,
    name: str | None = None,
    fields: Fields = NO_FIELDS,
    on_progress: OnProgress = silent,
    on_batch: Callable[[], None] = lambda: None,
) -> SyncReport:
    """Sync the library with files and folders, and report what was done.

    Only sources under these paths are changed. A file that was read before keeps its name, unless
    `name` is given. A name that a file elsewhere has is refused. A file that cannot be read is
    listed and keeps its last version; the run goes on. `on_batch` is called after each batch is
    stored. A run may be interrupted at any point; the next one continues from there. Call it
    inside `library.writing()`.

    Raises:
        LoadError: a path does not exist.
        LibraryError: the library cannot be written.
    """
    roots = [Path(path).absolute() for path in paths]
    name = (name or "").strip("/") or None
    return _Sync(library, roots, describe, count_tokens, name, fields, on_batch).run(on_progress)


@dataclass
class _Sync:
    """One run of `sync`, and what it has done so far."""

    library: Library
    roots: Sequence[Path]
    describe: Describe
    count_tokens: CountTokens
    name: str | None
    fields: Fields
    on_batch: Callable[[], None]

    def __post_init__(self) -> None:
        self._known = self.library.files()
        self._corrections = self.library.corrections()
        self._code = reading_code()
        self._paths = {file.file_id: path for path, file in self._known.items()}
        self._entries: list[Entry] = []
        self._read: list[_Reading] = []
        self._sources: dict[Outcome | Literal["removed"], list[str]] = defaultdict(list)
        self._unchanged = 0
        self._failed: list[LoadFailure] = []
        self._skipped: Counter[str] = Counter()
        self._taken_out: list[str] = []

    def run(self, on_progress: OnProgress) -> SyncReport:
        apart = own_files(self.library.home)
        found = list(find_files(self.roots, self.name, self._skipped, apart))
        missing = self._missing(found)
        for at, file in enumerate(found):
            on_progress(Progress("reading", at, len(found)))
            self._take_in(file)
        self._write()
        for known in missing:
            self._sources["removed"] += self.library.forget_file(known)
        follow_moved_articles(self.library, self.count_tokens)
        on_progress(Progress("reading", len(found), len(found)))
        if missing:
            self.on_batch()
        return self._report()

    def _missing(self, found: Sequence[FoundFile]) -> list[KnownFile]:
        """The known files under the roots that are gone, except in folders that are unreadable."""
        there = {str(file.file) for file in found}
        closed = [file.file for file in found if file.file.is_dir()]
        return [
            known
            for path, known in self._known.items()
            if path not in there
            and any(Path(path).is_relative_to(root) for root in self.roots)
            and not any(Path(path).is_relative_to(folder) for folder in closed)
        ]

    # One file

    def _take_in(self, found: FoundFile) -> None:
        path = str(found.file)
        known = self._known.get(path) or KnownFile(path, found.source)
        try:
            check_readable(found.file, found.source)
            status = found.file.stat()
            if self._reads_as_before(known, status):
                self._unchanged += known.articles
                self._failed += known.failures
                self._skipped.update(known.skipped)
                if not (known.articles or known.failures or known.skipped):
                    self._taken_out.append(known.source)
                return
            digest = b"" if found.file.is_dir() else digest_of(found.file)
        except LoadError as error:
            self._failed.append(LoadFailure(shown_name(found.source), str(error)))
            return
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            why = f"it cannot be read ({reason}); check its permissions"
            self._failed.append(LoadFailure(found.source, why))
            return
        if self.name is not None:
            known = KnownFile(path, found.source, file_id=known.file_id)
        self._read_file(found.file, _Reading(self._registered(known), status, digest))

    def _reads_as_before(self, known: KnownFile, status: os.stat_result) -> bool:
        """Whether reading the file again would give the same, judging by its size and time."""
        keeps_name = self.name is None or known.source.startswith(f"{self.name}/")
        is_same = known.is_as_it_was(status.st_size, status.st_mtime_ns, self._code)
        return is_same and keeps_name and not self.fields

    def _registered(self, known: KnownFile) -> KnownFile:
        if known.file_id:
            return known
        registered = self.library.put_file(known)
        self._paths[registered.file_id] = registered.path
        return registered

    def _read_file(self, path: Path, reading: _Reading) -> None:
        for loaded in read_articles(path, reading.file.source, self.fields):
            article = self._article(loaded, reading)
            if article is not None:
                reading.sources.add(article.source)
                chunks = chunk_article(article, self.count_tokens)
                self._entries.append(Entry(article, chunks, reading.file.file_id))
                characters = sum(len(entry.article.text) for entry in self._entries)
                if len(self._entries) >= _ARTICLES_AT_ONCE or characters >= _CHARACTERS_AT_ONCE:
                    self._write()
        self._read.append(reading)

    def _article(self, loaded: Loaded, reading: _Reading) -> Article | None:
        """The article, or None if there is none or another file has its name."""
        if isinstance(loaded, Skipped):
            reading.skipped[loaded.kind] += 1
            return None
        if isinstance(loaded, LoadFailure):
            reading.failures.append(loaded)
            return None
        holder = self._other_holder(loaded.source, reading.file.file_id)
        if holder is not None:
            why = f"{holder} already goes by this name; tell them apart with --name PREFIX"
            reading.failures.append(LoadFailure(loaded.source, why))
            return None
        try:
            found = self.describe(loaded)
        except DESCRIBE_ERRORS as error:
            reading.failures.append(LoadFailure(loaded.source, f"cannot be described: {error}"))
            return None
        return self._corrected(found)

    def _corrected(self, found: Article) -> Article:
        """The article with the corrections made under its name, if they were made to it."""
        correction = self._corrections.get(found.source)
        if correction is None:
            return found
        before = self.library.article(correction.article_id)
        return edited(found, correction.values) if is_same_article(before, found) else found

    def _other_holder(self, source: str, file_id: int) -> str | None:
        """The path of another file that has this source name, if that file still exists."""
        pending = (entry for entry in self._entries if entry.article.source == source)
        holder = next((entry.file_id for entry in pending), None) or self.library.holder_of(source)
        path = self._paths.get(holder or 0)
        return path if path and holder != file_id and Path(path).exists() else None

    # The library

    def _write(self) -> None:
        """Store the articles that were read, then the state of the completely read files."""
        if self._entries:
            for entry, outcome in zip(self._entries, self.library.put(self._entries), strict=True):
                if outcome == "unchanged":
                    self._unchanged += 1
                else:
                    self._sources[outcome].append(entry.article.source)
        for reading in self._read:
            self._finish(reading)
        if self._entries:
            self.on_batch()
        self._entries, self._read = [], []

    def _finish(self, reading: _Reading) -> None:
        """Remove the sources that the file no longer has, and store the state of the file.

        Sources that could not be read keep their last version.
        """
        held = set(self.library.sources_of_file(reading.file.file_id))
        failed = {failure.source for failure in reading.failures}
        is_lost = not reading.sources and reading.file.source in failed
        gone = sorted(held - reading.sources - failed) if not is_lost else []
        self._sources["removed"] += self.library.remove(gone)
        self._failed += reading.failures
        self._skipped.update(reading.skipped)
        read = replace(
            reading.file,
            size=reading.status.st_size,
            mtime_ns=reading.status.st_mtime_ns,
            digest=reading.digest,
            reading=self._code,
            failures=tuple(reading.failures),
            skipped=dict(reading.skipped),
        )
        self.library.put_file(read)

    def _report(self) -> SyncReport:
        return SyncReport(
            added=tuple(self._sources["added"]),
            changed=tuple(self._sources["changed"]),
            removed=tuple(self._sources["removed"]),
            moved=tuple(self._moves()),
            unchanged=self._unchanged,
            failed=tuple(self._failed),
            skipped=dict(sorted(self._skipped.items(), key=lambda kind: (-kind[1], kind[0]))),
            taken_out=tuple(self._taken_out),
        )

    def _moves(self) -> Iterator[tuple[str, str]]:
        """Pairs of a removed and an added source with the same text."""
        removed, added = self._sources["removed"], self._sources["added"]
        if not removed or not added:
            return
        old, new = self.library.texts_of(removed), self.library.texts_of(added)
        for source in removed:
            target = next((name for name in new if new[name] == old.get(source)), None)
            if target is not None:
                del new[target]
                yield source, target
