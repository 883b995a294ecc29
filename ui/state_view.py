"""In which state the program is: which model, offline or not, what is indexed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from ui.address import run_again
from ui.dates import shown_time
from ui.engine_words import in_language
from ui.indexing import is_indexing
from ui.known import known_of
from ui.plain import escaped
from ui.session import Session

_LOOK_EVERY = 1.0
# How soon what another process did to the library is noticed by a page that lies still.
_NOTICE_EVERY = 10.0
_STUB = "stub"


def state(session: Session) -> None:
    """Show it at the foot of the sidebar; it follows what goes on here and in other processes."""
    known = known_of(session.assistant)
    moving = known.status is None or is_indexing(session.assistant)
    every = _LOOK_EVERY if moving else _NOTICE_EVERY
    st.fragment(_lines, run_every=every)(session, moving, known.revision)


def model_warning(session: Session) -> None:
    """Say above every page that the model cannot be used, with the reason and the remedy."""
    status = known_of(session.assistant).status
    if status is not None and status.problem:
        t = session.t
        why = t("ask.unusable_model", why=escaped(status.problem))
        st.warning(f"{why}\n\n{escaped(t('ask.unusable_hint'))}")


def state_in_brief(session: Session) -> None:
    """Show it in one line, which `page.css` hides while the sidebar is open."""
    with st.container(key="state-brief"):
        st.caption(" · ".join(state_lines(session)))


def _lines(session: Session, was_moving: bool, revision: int) -> None:
    known = known_of(session.assistant)
    with st.container(key="state", gap=None):
        for line in state_lines(session):
            st.caption(line)
    done = known.status is not None and not is_indexing(session.assistant)
    if (was_moving and done) or known.revision != revision:
        run_again()


def state_lines(session: Session) -> list[str]:
    """One short line each, safe to show as Markdown."""
    t, known = session.t, known_of(session.assistant)
    status, model = known.status, session.assistant.settings.model
    named = t("state.stub") if model == _STUB else t("state.model", name=escaped(model, 60))
    offline = status.offline if status else model == _STUB
    lines = [f"● {t('state.offline') if offline else t('state.online')} · {named}"]
    lines.append(t("state.articles", n=len(known.sources)) + _changed(session, known.changed))
    notices = (in_language(notice, t) for notice in (status.notices if status else ()))
    lines += [escaped(notice) for notice in notices if notice]
    return [*lines, t("state.indexing")] if is_indexing(session.assistant) else lines


def _changed(session: Session, when: datetime | None) -> str:
    """When the library was last seen to change, by the reader's clock."""
    if when is None:
        return ""
    zone = st.context.timezone
    there = when.astimezone(ZoneInfo(zone)) if zone else when
    return f" · {session.t('state.changed', time=shown_time(there, session.t))}"
