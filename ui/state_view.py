"""In which state the program is: which model, offline or not, what is indexed."""

import streamlit as st

from ui.indexing import is_indexing
from ui.known import known_of
from ui.plain import escaped
from ui.session import Session

_LOOK_EVERY = 1.0
_STUB = "stub"


def state(session: Session) -> None:
    """Show it at the foot of the sidebar; it follows what goes on in the background."""
    moving = known_of(session.assistant).status is None or is_indexing(session.assistant)
    st.fragment(_lines, run_every=_LOOK_EVERY if moving else None)(session, moving)


def _lines(session: Session, was_moving: bool) -> None:
    running, known = is_indexing(session.assistant), known_of(session.assistant)
    with st.container(key="state", gap=None):
        for line in state_lines(session):
            st.caption(line)
        if running:
            st.caption(session.t("state.indexing"))
    if was_moving and known.status is not None and not running:
        st.rerun()


def state_lines(session: Session) -> list[str]:
    """One short line each, safe to show as Markdown."""
    t, known = session.t, known_of(session.assistant)
    status, model = known.status, session.assistant.settings.model
    named = t("state.stub") if model == _STUB else t("state.model", name=escaped(model, 60))
    offline = status.offline if status else model == _STUB
    lines = [f"● {t('state.offline') if offline else t('state.online')} · {named}"]
    lines.append(t("state.articles", n=len(known.sources)))
    return lines + [escaped(notice) for notice in (status.notices if status else ())]
