"""Readers of the page without a browser: each speaks Streamlit's protocol, as its page does.

A reader draws nothing. It keeps the address and what the page cached, asks again for each part of
the page that looks by itself, and knows when the first words and the whole of an answer came.
"""

import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

_FIRST = re.compile(rb'"(?:refusal|text)": ?"[^"]')
_STATE = re.compile(rb'"question": ?"(?P<question>[^"]*)", ?"state": ?"(?P<state>\w+)"')


@dataclass
class Asked:
    """When a question was asked, when its first words were there, and when all of it was."""

    question: str
    at: float
    first: float | None = None
    whole: float | None = None
    state: str = ""


@dataclass
class _Look:
    """A part of the page that looks by itself, every `interval` seconds, next at `at`."""

    part: str
    interval: float
    at: float


@dataclass(eq=False)
class Reader:
    """One window, over a connection of its own; `address` is that of the page's server."""

    address: str
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._socket = connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
        )
        self._lock = threading.Lock()
        self._query = self._page = self._box = ""
        self._cached: dict[str, bytes] = {}
        self._looks: list[_Look] = []
        self._drawn = threading.Event()
        self._ended = threading.Event()
        self._moved = threading.Condition()
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._listen, self._look)
        ]
        for thread in self._threads:
            thread.start()
        self._rerun()

    def wait_drawn(self, seconds: float = 120) -> None:
        """Wait until the page has been drawn once."""
        if not self._drawn.wait(seconds):
            raise TimeoutError("the page was never drawn")

    def ask(self, question: str) -> None:
        """Send a question, as its field does when Enter is pressed."""
        with self._moved:
            self.asked.append(Asked(question, time.perf_counter()))
        self._rerun(question=question)

    def wait_answered(self, seconds: float = 120) -> None:
        """Wait until the last question has its whole answer."""
        with self._moved:
            if not self._moved.wait_for(lambda: self.asked[-1].whole is not None, seconds):
                raise TimeoutError(f"no whole answer to: {self.asked[-1].question}")

    def close(self) -> None:
        """Leave the page."""
        self._ended.set()
        self._socket.close()
        for thread in self._threads:
            thread.join()

    def _rerun(self, question: str = "", part: str = "") -> None:
        message = BackMsg()
        state = message.rerun_script
        with self._lock:
            state.query_string = self._query
            state.page_script_hash = self._page
            state.context_info.locale = "en-GB"
            state.cached_message_hashes.extend(self._cached)
            if part:
                state.fragment_id, state.is_auto_rerun = part, True
            if question:
                widget = state.widget_states.widgets.add(id=self._box)
                widget.chat_input_value.data = question
            with suppress(ConnectionClosed):  # the server may end before its readers leave
                self._socket.send(message.SerializeToString())

    def _listen(self) -> None:
        with suppress(ConnectionClosed):
            for raw in self._socket:
                assert isinstance(raw, bytes)
                message = ForwardMsg()
                message.ParseFromString(raw)
                self._take(message, raw)

    def _take(self, message: Any, raw: bytes) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            if not message.metadata.run.fragment_ids:
                self._looks = []
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._plan(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            gone = set(message.stop_auto_rerun.fragment_ids)
            self._looks = [look for look in self._looks if look.part not in gone]
        elif kind == "script_finished":
            self._drawn.set()
        else:
            self._take_element(message, raw)

    def _take_element(self, message: Any, raw: bytes) -> None:
        if message.HasField("ref_hash"):
            raw = self._cached[message.ref_hash]
        elif message.metadata.cacheable:
            self._cached[message.hash] = raw
        if message.HasField("delta") and message.delta.new_element.HasField("chat_input"):
            self._box = message.delta.new_element.chat_input.id
        self._see(raw)

    def _see(self, raw: bytes) -> None:
        """Note what an element says of the last question."""
        turn, last = _STATE.search(raw), self.asked[-1] if self.asked else None
        if not turn or not last or last.whole is not None:
            return
        if turn["question"].decode() != last.question:
            return
        with self._moved:
            if last.first is None and _FIRST.search(raw):
                last.first = time.perf_counter() - last.at
            if turn["state"] != b"writing":
                last.whole, last.state = time.perf_counter() - last.at, turn["state"].decode()
                self._moved.notify_all()

    def _plan(self, part: str, interval: float) -> None:
        others = [look for look in self._looks if look.part != part]
        self._looks = [*others, _Look(part, interval, time.monotonic() + interval)]

    def _look(self) -> None:
        """Ask for each part that looks by itself, at its times, as a browser's timers do."""
        while not self._ended.wait(0.01):
            for look in self._looks:
                if look.at <= time.monotonic():
                    look.at += look.interval
                    self._rerun(part=look.part)
