"""The status of the program: model, offline or online, number of articles."""

from datetime import datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

import streamlit as st

from ui import address
from ui.address import run_again
from ui.date_format import shown_time
from ui.escaping import escaped, shown
from ui.indexing import is_indexing
from ui.library_state import library_state
from ui.server_state import STUB
from ui.session import Session
from ui.texts import Texts
from ui.translation import in_language, translated

_LOOK_EVERY = 1.0
# How soon an idle page notices changes by other processes.
_NOTICE_EVERY = 10.0


def state(session: Session) -> None:
    """Show the status at the foot of the sidebar, and refresh it."""
    known = library_state(session.assistant)
    moving = known.status is None or is_indexing(session.assistant)
    every = _LOOK_EVERY if moving else _NOTICE_EVERY
    st.fragment(_lines, run_every=every)(session, moving, known.revision)


def model_warning(session: Session) -> None:
    """A warning above every page if the model cannot be used, with the reason and what to do."""
    if session.model.problem:
        t = session.t
        why = t("ask.unusable_model", why=escaped(translated(session.model.problem, t)))
        st.warning(f"{why}\n\n{escaped(t('ask.unusable_hint'))}")


def state_in_brief(session: Session) -> None:
    """Show the status in one line, which `page.css` hides while the sidebar is open."""
    with st.container(key="state-brief"):
        st.caption(" · ".join(state_lines(session)))


def model_picker(session: Session) -> None:
    """A choice of the model that answers, if more than the built-in one is configured."""
    if len(session.models) == 1:
        return
    t = session.t
    names = [one.name for one in session.models]
    unusable = {one.name for one in session.models if one.problem}

    def label(name: str) -> str:
        words = model_name(name, t)
        return t("state.unusable", name=words) if name in unusable else words

    # Another conversation may be open since the last run, with another model.
    st.session_state["model"] = session.model.name

    def choose() -> None:
        session.keep_model(st.session_state["model"], address.conversation_id())

    st.selectbox(
        t("settings.model"),
        names,
        format_func=label,
        key="model",
        label_visibility="collapsed",
        on_change=choose,
        width=280,
    )


def model_name(name: str, t: Texts) -> str:
    """What the page calls a model; of a local file only its name."""
    provider, _, path = name.partition(":")
    if provider == "local":
        name = f"local:{PurePath(path).name}"
    return t("state.stub") if name == STUB else shown(name, 60)


def _lines(session: Session, was_moving: bool, revision: int) -> None:
    known = library_state(session.assistant)
    with st.container(key="state", gap=None):
        for line in state_lines(session):
            st.caption(line)
    done = known.status is not None and not is_indexing(session.assistant)
    if (was_moving and done) or known.revision != revision:
        run_again()


def state_lines(session: Session) -> list[str]:
    """One short line each, safe to show as Markdown."""
    t, known = session.t, library_state(session.assistant)
    status, model = known.status, session.model
    named = escaped(model_name(model.name, t))
    if model.problem:
        lines = [f"● {t('state.unusable', name=named)}"]
    else:
        lines = [f"● {t('state.offline') if model.offline else t('state.online')} · {named}"]
    lines.append(t("state.articles", n=len(known.sources)) + _changed(session, known.changed))
    notices = (in_language(notice, t) for notice in (status.notices if status else ()))
    lines += [escaped(notice) for notice in notices if notice]
    return [*lines, t("state.indexing")] if is_indexing(session.assistant) else lines


def _changed(session: Session, when: datetime | None) -> str:
    """When the library last changed, in the time zone of the browser."""
    if when is None:
        return ""
    zone = st.context.timezone
    there = when.astimezone(ZoneInfo(zone)) if zone else when
    return f" · {session.t('state.changed', time=shown_time(there, session.t))}"
