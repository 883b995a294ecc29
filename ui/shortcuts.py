"""Keyboard shortcuts, on every page."""

from dataclasses import replace
from typing import Any

import streamlit as st

from ui import address, chat
from ui.chat import passages_of
from ui.components.mount import mount
from ui.session import Session


def keys(session: Session) -> None:
    """Listen for shortcuts, and give the browser the language of the page."""

    def act(did: dict[str, Any]) -> None:
        _act(session, str(did["do"]))

    is_open = address.place() is not None or address.source() is not None
    data = {
        "language": session.t.language,
        "on": session.keys,
        "open": is_open,
        "words": session.t.section("page"),
    }
    with st.container(key="keys"):
        mount("keys", "keys-listener", data, act)


def _act(session: Session, what: str) -> None:
    match what:
        case "new":
            address.go_to()
        case "help":
            st.session_state["go_help"] = True
        case "close":
            address.close_reader()
        case "stop":
            for _, message in _pairs(session):
                chat.stop(message)
        case "next" | "previous":
            _step(session, 1 if what == "next" else -1)


def _pairs(session: Session) -> list[chat.Pair]:
    conversation = chat.current(session)
    if conversation is None:
        return []
    return chat.pairs(session.assistant.conversations.messages(conversation.conversation_id))


def _step(session: Session, by: int) -> None:
    """Open the next citation of the answer that is open in the reader, or of the last answer."""
    pairs, place = _pairs(session), address.place()
    if not pairs:
        return
    here = place or address.Place(pairs[-1][1].message_id, 0)
    markers = [one.marker for one in passages_of(pairs, here)]
    if not markers:
        return
    at = markers.index(here.marker) + by if here.marker in markers else 0
    address.open_place(replace(here, marker=markers[at % len(markers)]))
