"""The sidebar: conversations, filters, and the status of the program."""

import streamlit as st

from ui import chat
from ui.address import go_to
from ui.components.conversations import conversations
from ui.escaping import escaped
from ui.session import Session
from ui.source_filters import choose
from ui.status_view import state
from ui.widgets import quiet_button


def sidebar(session: Session) -> None:
    """Draw it."""
    t = session.t
    with st.sidebar:
        st.button(
            t("sidebar.new"), key="new", on_click=go_to, width="stretch", icon=":material/add:"
        )
        words = st.text_input(
            t("sidebar.search"),
            key="search",
            placeholder=t("sidebar.search"),
            label_visibility="collapsed",
            icon=":material/search:",
            live="300ms",
        )
        _undo(session)
        found = session.assistant.conversations.recent(session.owner, words or "")
        conversations(session, found, searched=bool(words))
        choose(session, chat.current(session))
        state(session)


def _undo(session: Session) -> None:
    deleted = st.session_state.get("deleted")
    if deleted is None:
        return
    t = session.t

    def restore() -> None:
        session.assistant.conversations.restore(deleted.conversation_id)
        st.session_state["deleted"] = None

    with st.container(horizontal=True, vertical_alignment="center", key="undo-delete"):
        st.caption(t("sidebar.deleted", title=escaped(deleted.title, 40)))
        quiet_button(t("sidebar.undo"), restore, key="undelete")
