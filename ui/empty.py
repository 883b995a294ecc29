"""The page over a library that holds nothing yet."""

import streamlit as st

from ui.indexing import begin_indexing, run_of
from ui.report import show_run
from ui.session import Session
from ui.shipped import shipped_articles


def empty(session: Session) -> None:
    """Say how articles come in, and offer those that come with the program."""
    t = session.t
    with st.container(key="empty"):
        st.header(t("ask.empty"), anchor=False)
        st.markdown(t("ask.empty_what"))
        run = run_of(session.assistant)
        if run is None or run.ended:
            st.button(
                t("ask.use_seeds"),
                on_click=begin_indexing,
                args=(session.assistant, [shipped_articles()], t("ask.failed")),
            )
        show_run(session)
