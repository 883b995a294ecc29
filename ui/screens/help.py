"""The help page."""

import streamlit as st

from ui.session import Session

_TOPICS = ("asking", "checking", "sources", "privacy")
_KEYS = (("/", "question"), ("n", "new"), ("s", "search"), ("x", "stop"), ("\\]", "next"))
_MORE_KEYS = (("\\[", "previous"), ("Esc", "close"), ("→", "actions"), ("?", "help"))


def help_page(session: Session) -> None:
    """Show the help page."""
    t = session.t
    with st.container(key="help"):
        st.header(t("page.help"), anchor=False)
        for topic in _TOPICS:
            st.subheader(t(f"help.{topic}.head"), anchor=False)
            st.markdown(t(f"help.{topic}.text"))
        st.subheader(t("help.keys.head"), anchor=False)
        lines = [f"- **{key}** {t(f'help.keys.{name}')}" for key, name in (*_KEYS, *_MORE_KEYS)]
        st.markdown("\n".join(lines))
