"""What went wrong in answer to a click: said beside the page until the next one."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from assistant import AssistantError
from ui.plain import escaped
from ui.texts import Texts
from ui.translation import translated

_PROBLEM = "problem"


@contextmanager
def told() -> Iterator[None]:
    """Keep the sentence of an error, for `show_problem` to show."""
    try:
        yield
    except AssistantError as error:
        st.session_state[_PROBLEM] = str(error)


def show_problem(t: Texts) -> None:
    """Show the sentence, once."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        st.error(escaped(translated(problem, t)))
