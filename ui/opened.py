"""What a server process opens once and shares among its windows: libraries and their writers."""

import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import streamlit as st

from assistant import Assistant, Settings, load_settings, open_assistant
from ui.writer import Task, Writer

# So many answers that this machine's processors make itself are made at once; the others wait for
# their turn, which serves all of them sooner.
_AT_ONCE = 4
STUB = "stub"


def settings() -> Settings:
    """The settings that this server was started with."""
    return load_settings()


@st.cache_resource(show_spinner=False, on_release=lambda assistant: assistant.close())
def assistant_of(home: Path) -> Assistant:
    """The assistant over the library in this folder."""
    main = settings()
    # A shared library is the main one; those beside it are this machine's own.
    address = main.library if home == main.home else ""
    return open_assistant(main.model_copy(update={"home": home, "library": address}))


@st.cache_resource(show_spinner=False)
def _writers() -> dict[str, Writer]:
    return {}


@st.cache_resource(show_spinner=False)
def _places() -> threading.Semaphore:
    return threading.Semaphore(_AT_ONCE)


def _place(model: str) -> AbstractContextManager[object]:
    """What an answer waits for before it is made."""
    return _places() if model == STUB else nullcontext()


def begin_writing(assistant: Assistant, task: Task, failed: str) -> Writer:
    """Let an answer be written, in the background."""
    writers = _writers()
    for message_id in [key for key, writer in list(writers.items()) if writer.progress.ended]:
        writers.pop(message_id, None)
    writer = writers[task.message_id] = Writer(
        assistant, task, failed, _place(task.model or assistant.settings.model)
    )
    writer.start()
    return writer


def count_writing() -> int:
    """How many answers are being written, for all windows."""
    return sum(not writer.progress.ended for writer in list(_writers().values()))


def writer_of(message_id: str) -> Writer | None:
    """Who is writing this answer, if anyone is."""
    return _writers().get(message_id)
