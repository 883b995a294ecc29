"""An article beside the answer, open at the words that were quoted."""

from collections.abc import Callable
from typing import Any

from ui.components.mount import mount
from ui.reader_view import Opened, reader_data
from ui.texts import Texts


def reader(opened: Opened, t: Texts, act: Callable[[dict[str, Any]], None]) -> None:
    """Show an article; `act` is told when to step, to close, or to ask this article alone."""
    mount("reader", "reader", reader_data(opened, t), act)
