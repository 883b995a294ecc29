"""A question and its answer."""

from collections.abc import Callable
from typing import Any

from ui.components.mount import mount
from ui.texts import Texts
from ui.turn_view import TurnView, turn_data


def turn(shown: TurnView, t: Texts, act: Callable[[dict[str, Any]], None]) -> None:
    """Show a turn; `act` receives what a person does in it."""
    mount("turn", f"turn-{shown.message.message_id}", turn_data(shown, t), act)
