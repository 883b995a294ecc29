"""A button beside a part that refreshes itself: the fifth time slowly, the sixth with the page."""

import time

import streamlit as st

from ui.widgets import quiet_button

state = st.session_state


@st.fragment(run_every=0.3)
def _refresh():
    state.refreshes = state.get("refreshes", 0) + 1
    st.write(f"refresh {state.refreshes}")
    if state.refreshes == 5:
        time.sleep(3)
    if state.refreshes == 6:
        st.rerun()


@st.fragment
def _button():
    quiet_button("Press", lambda: state.update(pressed=True), key="press")


_refresh()
_button()
if state.get("pressed"):
    st.write("It was pressed.")
