"""Parts that several pages use: errors beside the page, and folded sections."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from assistant import AssistantError
from ui.escaping import escaped
from ui.texts import Texts
from ui.translation import translated

_PROBLEM = "problem"


@contextmanager
def errors_shown() -> Iterator[None]:
    """Catch an error, for `show_error` to show in the next run."""
    try:
        yield
    except AssistantError as error:
        st.session_state[_PROBLEM] = str(error)


def show_error(t: Texts) -> None:
    """Show the last error once."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        st.error(escaped(translated(problem, t)))


def quiet_button(label: str, act: Callable[[], None], *, key: str, help: str | None = None) -> bool:
    """A button without a frame that acts in a callback; returns whether it was pressed.

    Streamlit may answer a press together with a refresh that runs the whole page again. The value
    that the button returns is lost then; the callback has run.
    """

    def pressed() -> None:
        with errors_shown():
            act()

    return st.button(label, key=key, help=help, type="tertiary", on_click=pressed)


@contextmanager
def collapsible(name: str, label: str) -> Iterator[bool]:
    """A collapsible section; yields whether to draw its content.

    Content that was drawn once stays, so that closing the section loses no input.
    """
    wanted = f"wanted_{name}"
    with st.expander(label, on_change="rerun") as part:
        if part.open:
            st.session_state[wanted] = True
        yield wanted in st.session_state
