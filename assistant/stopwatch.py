"""How long each step took."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Stopwatch:
    """Adds up milliseconds by the name of a step."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._spent: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time of the block towards the step."""
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - start) * 1000
            self._spent[name] = self._spent.get(name, 0.0) + spent

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """The items, with the time that it takes to get each counted towards the step."""
        following = iter(items)
        while True:
            with self.step(name):
                try:
                    item = next(following)
                except StopIteration:
                    return
            yield item

    def timings_ms(self) -> dict[str, float]:
        """Milliseconds by step, and in `total` since the watch was made."""
        total = (time.perf_counter() - self._started) * 1000
        return {name: round(ms, 1) for name, ms in {**self._spent, "total": total}.items()}
