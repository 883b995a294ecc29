"""The filters of a conversation, which are also in the URL."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from assistant import Conversation, Filters
from ui import address, chat
from ui.components.mount import mount
from ui.date_format import read_date, shown_date, written_date
from ui.escaping import shown
from ui.library_state import library_state, selected
from ui.session import Session
from ui.widgets import collapsible

Chip = tuple[str, Filters]


def limit(session: Session, conversation: Conversation | None, filters: Filters) -> None:
    """Apply these filters to the questions from now on."""
    address.limit_to(filters)
    if conversation is not None:
        session.assistant.conversations.limit_to(conversation.conversation_id, filters)


def _follow(conversation: Conversation) -> None:
    """Put the filters stored with a conversation into a URL that has none."""
    if st.session_state.get("followed") == conversation.conversation_id:
        return
    st.session_state["followed"] = conversation.conversation_id
    if conversation.filters and not address.filters():
        address.limit_to(conversation.filters)


def context_bar(session: Session) -> None:
    """The line above every page: the open library, and the active filters with buttons."""
    conversation = chat.current(session)
    if conversation is not None:
        _follow(conversation)
    t, filters = session.t, address.filters()
    found = chips_of(filters, session)

    def act(did: dict[str, Any]) -> None:
        left = found[did["at"]][1] if did["do"] == "remove" else Filters()
        limit(session, conversation, left)

    every = len(library_state(session.assistant).sources)
    here = len(selected(session.assistant, filters).sources)
    data = {
        "library": shown(session.library, 60) or t("settings.main"),
        "count": t("sources.shown", n=here, all=every) if filters else t("state.articles", n=every),
        "chips": [{"label": label} for label, _ in found],
        "words": t.section("filters"),
    }
    with st.container(key="context"):
        mount("context", "context-bar", data, act)
        # in the title bar of a phone, where the sidebar with the other button is out of sight
        st.button(t("sidebar.new"), key="new-here", on_click=address.go_to, type="tertiary")


def chips_of(filters: Filters, session: Session) -> list[Chip]:
    """Each filter in words, with the filters that remain if it is removed."""
    t = session.t
    found: list[Chip] = [
        (shown(name, 60), replace(filters, publishers=_without(filters.publishers, name)))
        for name in filters.publishers
    ]
    if filters.date_from:
        label = t("filters.chip_from", date=shown(shown_date(filters.date_from, t), 30))
        found.append((label, replace(filters, date_from=None)))
    if filters.date_to:
        label = t("filters.chip_to", date=shown(shown_date(filters.date_to, t), 30))
        found.append((label, replace(filters, date_to=None)))
    titles = {one.source: one.title for one in library_state(session.assistant).sources}
    found += [
        (
            t("filters.chip_source", name=shown(titles.get(name) or name, 60)),
            replace(filters, sources=_without(filters.sources, name)),
        )
        for name in filters.sources
    ]
    return found


def choose(session: Session, conversation: Conversation | None) -> None:
    """Let a person choose publishers and a period."""
    with collapsible("limits", session.t("filters.head")) as wanted:
        if wanted:
            _choices(session, conversation)


def _choices(session: Session, conversation: Conversation | None) -> None:
    t, filters = session.t, address.filters()
    publishers = library_state(session.assistant).publishers
    if publishers:
        st.multiselect(
            t("filters.publishers"),
            publishers,
            placeholder=t("filters.choose"),
            default=[name for name in filters.publishers if name in publishers],
            format_func=lambda name: shown(name, 60),
            key=_key("publishers", filters.publishers),
            on_change=_chosen,
            args=(session, conversation, "publishers"),
        )
    for name in ("from", "to"):
        value = getattr(filters, f"date_{name}")
        st.text_input(
            t(f"filters.{name}"),
            written_date(value, t),
            key=_key(name, value),
            placeholder=t("dates.example"),
            help=t("filters.date_help"),
            on_change=_chosen,
            args=(session, conversation, name),
        )
    if st.session_state.get("date_wrong"):
        st.warning(t("filters.date_wrong"))


def _key(name: str, value: object) -> str:
    # a widget keeps its value by its key: a new value from the address needs a new widget
    return f"limit-{name}-{value}"


def _chosen(session: Session, conversation: Conversation | None, name: str) -> None:
    filters = address.filters()
    field = "publishers" if name == "publishers" else f"date_{name}"
    value: Any = st.session_state[_key(name, getattr(filters, field))]
    st.session_state["date_wrong"] = False
    chosen: Any = tuple(value) if name == "publishers" else read_date(value, session.t)
    if chosen is None and value.strip():
        st.session_state["date_wrong"] = True
    else:
        limit(session, conversation, replace(filters, **{field: chosen}))


def _without(names: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)
