"""The page over a library that holds nothing yet."""

import streamlit as st

from ui.indexing import begin_indexing, is_indexing
from ui.report import show_runs
from ui.session import Session
from ui.shipped import shipped_articles


def empty(session: Session) -> None:
    """Say how articles come in, and offer those that come with the program."""
    t = session.t
    with st.container(key="empty"):
        st.header(t("ask.empty"), anchor=False)
        st.markdown(t("ask.empty_what"))
        if not is_indexing(session.assistant):
            st.button(
                t("ask.use_seeds"),
                on_click=begin_indexing,
                args=(session.assistant, [shipped_articles()], t("ask.failed")),
            )
        show_runs(session)
