"""Parts that several pages use: errors beside the page, and folded sections."""

from collections.abc import Iterator
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
