"""Indexing in background threads; each library has one run at a time."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

import streamlit as st

from assistant import Assistant, AssistantError, LibraryBusy, Progress, SyncReport
from assistant.library.uploads import is_new_version

_LOG = logging.getLogger(__name__)
_PATIENCE = 120.0  # seconds: a large run of another process takes longer, and is then named

Watch = Callable[[Progress], None]
Work = Callable[[Watch], SyncReport | None]


@dataclass(eq=False)
class Indexing:
    """One run: its progress, and at the end its report or its error."""

    progress: Progress | None = None
    report: SyncReport | None = None
    error: str = ""
    ended: bool = False


@dataclass
class Runs:
    """The runs of one library in order; `turn` lets one run at a time."""

    all: list[Indexing] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)


@st.cache_resource(show_spinner=False)
def _runs() -> WeakKeyDictionary[Assistant, Runs]:
    return WeakKeyDictionary()


def runs_of(assistant: Assistant) -> list[Indexing]:
    """The runs of this library that are in progress or not yet dismissed."""
    runs = _runs().get(assistant)
    return list(runs.all) if runs else []


def is_indexing(assistant: Assistant) -> bool:
    """Whether a run of this library is in progress."""
    return any(not run.ended for run in runs_of(assistant))


def dismiss(assistant: Assistant, run: Indexing | None = None) -> None:
    """Forget a finished run, or all that have finished."""
    runs = _runs().get(assistant)
    if runs:
        runs.all = [one for one in runs.all if not one.ended or run not in (one, None)]


def begin_indexing(assistant: Assistant, paths: Sequence[Path], failed: str) -> None:
    """Index these files and folders after the earlier runs."""
    _begin(assistant, lambda watch: assistant.index(paths, progress=watch), failed)


def begin_rebuilding(assistant: Assistant, failed: str) -> None:
    """Rebuild the indexes from the library after the earlier runs."""

    def rebuild(watch: Watch) -> None:
        assistant.doctor(rebuild=True, progress=watch)

    _begin(assistant, rebuild, failed)


def _begin(assistant: Assistant, work: Work, failed: str) -> None:
    dismiss(assistant)
    runs = _runs().setdefault(assistant, Runs())
    run = Indexing()
    runs.all.append(run)

    def in_turn() -> None:
        with runs.turn:
            _work(run, work, failed)

    threading.Thread(target=in_turn, daemon=True).start()


def _work(run: Indexing, work: Work, failed: str) -> None:
    def watch(progress: Progress) -> None:
        run.progress = progress

    try:
        run.report = _patiently(work, watch)
    except AssistantError as error:
        run.error = str(error)
    except Exception:  # noqa: BLE001 - a bug: the page says so, the log has the traceback
        _LOG.exception("indexing failed")
        run.error = failed
    finally:
        run.ended = True


def _patiently(work: Work, watch: Watch) -> SyncReport | None:
    """Retry while another process writes to the library, for a while."""
    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            return work(watch)
        except LibraryBusy:
            if time.monotonic() > patience:
                raise
            time.sleep(0.5)


def keep_uploads(home: Path, files: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Store uploaded files in the library's folder, and return their paths.

    Only the last part of a name is used, so that no name leads out of the folder. A name is in use
    if another file of this upload has it, or an earlier one that holds another article; the file
    then gets a number. A new version of an earlier file replaces it.
    """
    folder = home / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {}
    for name, content in files:
        last = name.replace("\\", "/").rsplit("/", 1)[-1].lstrip(".").replace("\0", "")
        contents[_free_name(folder / (last or "article"), content, contents)] = content
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _free_name(path: Path, content: bytes, taken: Mapping[str, bytes]) -> str:
    """The name of the path, with a number if it is in use."""
    number, free = 1, path
    while _is_in_use(free, content, taken):
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free.name


def _is_in_use(path: Path, content: bytes, taken: Mapping[str, bytes]) -> bool:
    if path.name in taken:
        return taken[path.name] != content
    return path.exists() and not is_new_version(path, content)
