"""Parts of the page that are folded away, and drawn from when they are first wanted.

What is drawn unseen costs: a new window shows no widget of the page before it has loaded the code
of all of them, that of the plots alone being as large as half of Streamlit.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def folded(name: str, label: str) -> Iterator[bool]:
    """A part with this label; gives whether to draw what is in it.

    Once drawn it stays, so that folding it away loses nothing that was begun in it.
    """
    wanted = f"wanted_{name}"
    with st.expander(label, on_change="rerun") as part:
        if part.open:
            st.session_state[wanted] = True
        yield wanted in st.session_state
