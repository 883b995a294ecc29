"""State shared by all windows of a server: open libraries and the answers being written."""

import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import streamlit as st

from assistant import Assistant, Settings, Trace, load_settings, open_assistant
from ui.writer import AnswerWriter, Task

# A trace has the whole prompt, so it is kept for the last answers only, and not on disk.
_MOST_TRACES = 20
# Answers of the built-in model that are written at once; more would only share the processors.
_AT_ONCE = 4
STUB = "stub"


def settings() -> Settings:
    """The settings that this server was started with."""
    return load_settings()


@st.cache_resource(show_spinner=False, on_release=lambda assistant: assistant.close())
def assistant_of(home: Path) -> Assistant:
    """The assistant for the library in this folder, opened once."""
    main = settings()
    # A shared library is the main one; those beside it are this machine's own.
    address = main.library if home == main.home else ""
    return open_assistant(main.model_copy(update={"home": home, "library": address}))


@st.cache_resource(show_spinner=False)
def _writers() -> dict[str, AnswerWriter]:
    return {}


@st.cache_resource(show_spinner=False)
def _places() -> threading.Semaphore:
    """The limit of how many answers are written at once."""
    return threading.Semaphore(_AT_ONCE)


def begin_writing(assistant: Assistant, task: Task, failed: str) -> AnswerWriter:
    """Start writing an answer in the background."""
    writers = _writers()
    for message_id in [key for key, writer in list(writers.items()) if writer.progress.ended]:
        _keep_trace(message_id, writers.pop(message_id, None))
    is_stub = (task.model or assistant.settings.model) == STUB
    place: AbstractContextManager[object] = _places() if is_stub else nullcontext()
    writer = writers[task.message_id] = AnswerWriter(assistant, task, failed, place)
    writer.start()
    return writer


def kept_trace(message_id: str) -> Trace | None:
    """How one of the last answers of this server came about; None for others."""
    writer = writer_of(message_id)
    return writer.trace if writer is not None else _traces().get(message_id)


def _keep_trace(message_id: str, writer: AnswerWriter | None) -> None:
    if writer is not None and writer.trace:
        traces = _traces()
        traces[message_id] = writer.trace
        for oldest in list(traces)[:-_MOST_TRACES]:
            traces.pop(oldest, None)


@st.cache_resource
def _traces() -> dict[str, Trace]:
    return {}


def count_writing() -> int:
    """How many answers are being written, over all windows."""
    return sum(not writer.progress.ended for writer in list(_writers().values()))


def writer_of(message_id: str) -> AnswerWriter | None:
    """The writer of this answer, while it is being written."""
    return _writers().get(message_id)
