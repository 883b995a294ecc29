"""The settings page."""

import streamlit as st

from assistant import as_questions
from ui.address import go_to
from ui.escaping import escaped, shown
from ui.libraries import (
    MAIN,
    library_names,
    make_library,
    remove_library,
    restore_library,
    usable_name,
)
from ui.server_state import assistant_of, settings
from ui.session import Session, switch_library
from ui.status_view import model_name
from ui.texts import LANGUAGES
from ui.widgets import quiet_button

_AUTOMATIC = "auto"


def settings_page(session: Session) -> None:
    """Show the settings."""
    with st.container(key="settings"):
        st.header(session.t("page.settings"), anchor=False)
        _language(session)
        _threshold(session)
        _keys(session)
        _model(session)
        _traces(session)
        _libraries(session)
        _votes(session)
        _person(session)


def _language(session: Session) -> None:
    t = session.t
    st.selectbox(
        t("settings.language"),
        [_AUTOMATIC, *LANGUAGES],
        index=[_AUTOMATIC, *LANGUAGES].index(session.preferred.get("language", _AUTOMATIC)),
        format_func=lambda name: LANGUAGES.get(name, t("settings.automatic")),
        key="set-language",
        on_change=_set,
        args=(session, "language"),
    )


def _threshold(session: Session) -> None:
    t = session.t
    now = session.threshold if session.threshold is not None else settings().threshold
    st.select_slider(
        t("settings.threshold"),
        sorted({now, *(step / 20 for step in range(21))}),
        now,
        format_func=lambda value: t.number(value, 2),
        key="set-threshold",
        on_change=_set,
        args=(session, "threshold"),
    )
    st.caption(t("settings.threshold_help"))


def _keys(session: Session) -> None:
    t = session.t
    st.toggle(
        t("settings.keys"), session.keys, key="set-keys", on_change=_set, args=(session, "keys")
    )
    st.caption(t("settings.keys_help"))


def _model(session: Session) -> None:
    t = session.t
    st.subheader(t("settings.model"), anchor=False)
    st.markdown(t("settings.model_now", name=escaped(model_name(session.model.name, t))))
    st.caption(t("settings.model_help"))


def _traces(session: Session) -> None:
    t = session.t
    st.toggle(
        t("settings.traces"),
        session.traces,
        key="set-traces",
        on_change=_set,
        args=(session, "traces"),
    )
    st.caption(t("settings.traces_help"))


def _libraries(session: Session) -> None:
    t, home = session.t, settings().home
    names = library_names(home)
    st.subheader(t("settings.libraries"), anchor=False)
    st.caption(t("settings.libraries_help"))
    st.selectbox(
        t("settings.library"),
        [MAIN, *names],
        index=[MAIN, *names].index(session.library),
        format_func=lambda name: shown(name, 60) or t("settings.main"),
        key="set-library",
        on_change=_switch,
    )
    with (
        st.form("make-library", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input(t("settings.new_library"), max_chars=60)
        if st.form_submit_button(t("settings.make")):
            _make(session, name, names)
    _remove(session)


def _switch() -> None:
    switch_library(st.session_state["set-library"])
    go_to()


def _make(session: Session, name: str, names: list[str]) -> None:
    usable = usable_name(name, names)
    if usable is None:
        st.warning(session.t("settings.bad_name"))
        return
    make_library(settings().home, usable)
    switch_library(usable)
    go_to()
    st.rerun()


def _remove(session: Session) -> None:
    t, home = session.t, settings().home
    removed = st.session_state.get("removed_library")

    def remove() -> None:
        assistant_of.clear(home / "libraries" / session.library)
        remove_library(home, session.library)
        st.session_state["removed_library"] = session.library
        switch_library(MAIN)

    if session.library:
        st.button(t("settings.remove", name=escaped(session.library, 60)), on_click=remove)
    if removed:

        def restore() -> None:
            restore_library(home, removed)
            st.session_state["removed_library"] = None

        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(t("settings.removed", name=escaped(removed, 60)))
            quiet_button(t("sidebar.undo"), restore, key="unremove-library")


def _votes(session: Session) -> None:
    t = session.t
    votes = list(session.assistant.conversations.votes(session.owner))
    st.subheader(t("settings.votes"), anchor=False)
    st.caption(t("settings.votes_help", n=len(votes)))
    if votes:
        st.download_button(
            t("settings.votes_save"),
            as_questions(votes),
            "votes.jsonl",
            "application/jsonl",
            on_click="ignore",
        )


def _person(session: Session) -> None:
    if session.owner:
        st.caption(session.t("settings.signed_in", name=escaped(session.owner, 100)))
        st.button(session.t("settings.sign_out"), on_click=st.logout)


def _set(session: Session, name: str) -> None:
    value = st.session_state[f"set-{name}"]
    kept = None if value == _AUTOMATIC else str(value)
    session.assistant.preferences.set(name, kept, session.owner)
