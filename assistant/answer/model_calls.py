"""Calls to chat models under one time limit, whatever their servers do.

A call runs as a task on an event loop in the background. It can be cancelled at any moment, even
while its server sends nothing or only keep-alives. Models inside this program are called directly.
"""

import asyncio
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable

from assistant.providers.model_faults import fault, provider_errors

T = TypeVar("T")
# How often a waiting call looks whether it was stopped.
_TICK = 0.2


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment, of the monotonic clock, by which a turn has to be done; None is never."""

    ends: float | None = None

    @classmethod
    def after(cls, seconds: float | None) -> "Deadline":
        """The deadline so many seconds from now."""
        return cls(None if seconds is None else time.monotonic() + seconds)

    @property
    def left(self) -> float | None:
        """The seconds that are left, not below 0; None without a deadline."""
        return None if self.ends is None else max(0.0, self.ends - time.monotonic())

    def share(self, part: float) -> "Deadline":
        """A deadline after this part of the time that is left."""
        return Deadline.after(None if self.left is None else part * self.left)


def stream_call(
    runnable: Runnable[Any, BaseMessage],
    value: Any,
    name: str,
    deadline: Deadline,
    stopped: Callable[[], bool] = bool,
) -> Iterator[BaseMessage]:
    """The pieces of a model's message as they come; ends early once `stopped` says so.

    Raises:
        ModelFault: the provider or the network failed, or the deadline passed.
    """
    with provider_errors(name):
        if deadline.ends is None:
            yield from runnable.stream(value)
            return
        pieces: queue.Queue[BaseMessage | Exception | None] = queue.Queue()
        task = _start(_pump(runnable.astream(value), pieces))
        try:
            while (piece := _next(pieces, name, deadline, stopped)) is not None:
                yield piece
        finally:
            task.cancel()


def call(runnable: Runnable[Any, T], value: Any, name: str, deadline: Deadline) -> T:
    """The whole result of a model.

    Raises:
        ModelFault: the provider or the network failed, or the deadline passed.
    """
    with provider_errors(name):
        if deadline.ends is None:
            return runnable.invoke(value)
        task = _start(runnable.ainvoke(value))
        try:
            result: T = task.result(deadline.left)
        except TimeoutError:
            raise fault(name, "timeout") from None
        finally:
            task.cancel()
    return result


async def _pump(
    pieces: AsyncIterator[BaseMessage], into: "queue.Queue[BaseMessage | Exception | None]"
) -> None:
    try:
        async for piece in pieces:
            into.put(piece)
        into.put(None)
    except Exception as error:  # noqa: BLE001 - it is raised where the pieces are taken
        into.put(error)


def _next(
    pieces: "queue.Queue[BaseMessage | Exception | None]",
    name: str,
    deadline: Deadline,
    stopped: Callable[[], bool],
) -> BaseMessage | None:
    while not stopped():
        left = deadline.left or 0.0
        if not left:
            raise fault(name, "timeout")
        try:
            piece = pieces.get(timeout=min(_TICK, left))
        except queue.Empty:
            continue
        if isinstance(piece, Exception):
            raise piece
        return piece
    return None


def _start(coroutine: Any) -> "Future[Any]":
    return asyncio.run_coroutine_threadsafe(coroutine, _loop())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop of all calls: clients keep their connections open in the loop they are in."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="model calls", daemon=True).start()
    return loop
