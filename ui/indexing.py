"""Files on their way into a library, in a thread of their own; one at a time for each library."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assistant import Assistant, AssistantError, LibraryBusy, Progress, SyncReport

_LOG = logging.getLogger(__name__)
_PATIENCE = 120.0  # seconds: a large run of another process takes longer, and is then named

Watch = Callable[[Progress], None]
Work = Callable[[Watch], SyncReport | None]


@dataclass
class Indexing:
    """One run: how far it is, and at its end what was done or why not."""

    progress: Progress | None = None
    report: SyncReport | None = None
    error: str = ""
    ended: bool = False


@st.cache_resource(show_spinner=False)
def _runs() -> dict[int, Indexing]:
    return {}


def run_of(assistant: Assistant) -> Indexing | None:
    """The last run over this library, if there was one."""
    return _runs().get(id(assistant))


def forget_run(assistant: Assistant) -> None:
    """Put its report away."""
    run = run_of(assistant)
    if run is not None and run.ended:
        _runs().pop(id(assistant), None)


def begin_indexing(assistant: Assistant, paths: Sequence[Path], failed: str) -> None:
    """Bring these files and folders in, unless a run is under way already."""
    _begin(assistant, lambda watch: assistant.index(paths, progress=watch), failed)


def begin_rebuilding(assistant: Assistant, failed: str) -> None:
    """Make the indexes again from the library, unless a run is under way already."""

    def rebuild(watch: Watch) -> None:
        assistant.doctor(rebuild=True, progress=watch)

    _begin(assistant, rebuild, failed)


def _begin(
    assistant: Assistant,
    work: Work,
    failed: str,
) -> None:
    before = run_of(assistant)
    if before is not None and not before.ended:
        return
    run = _runs()[id(assistant)] = Indexing()
    threading.Thread(target=_work, args=(run, work, failed), daemon=True).start()


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
    """Wait for another writer, such as an index that is being mended, before giving up."""
    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            return work(watch)
        except LibraryBusy:
            if time.monotonic() > patience:
                raise
            time.sleep(0.5)


def keep_uploads(home: Path, files: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Write uploaded files into the library's own folder, and say where they are.

    Only the last part of a name is used, so that no name leads out of the folder.
    """
    folder = home / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files:
        plain = name.replace("\\", "/").rsplit("/", 1)[-1].lstrip(".") or "article"
        path = folder / plain.replace("\0", "")
        path.write_bytes(content)
        paths.append(path)
    return paths
