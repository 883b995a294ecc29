"""The page over a library that holds nothing yet."""

import streamlit as st

from ui.adding import drop_files, use_samples
from ui.indexing import is_indexing
from ui.report import show_runs
from ui.session import Session


def empty(session: Session) -> None:
    """Say what the assistant does, take the first files, and offer the samples."""
    t = session.t
    with st.container(key="empty"):
        st.header(t("ask.empty"), anchor=False)
        st.markdown(t("ask.empty_what"))
        if not is_indexing(session.assistant):
            drop_files(session)
            use_samples(session)
        show_runs(session)
