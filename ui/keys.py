"""What keys do, on every page."""

from typing import Any

import streamlit as st

from assistant import Citation
from ui import address, talk
from ui.components.mount import mount
from ui.opened import writer_of
from ui.session import Session


def keys(session: Session) -> None:
    """Listen for them, and tell the browser which language the page is in."""

    def act(did: dict[str, Any]) -> None:
        _act(session, str(did["do"]))

    is_open = address.place() is not None or address.source() is not None
    data = {"language": session.t.language, "on": session.keys, "open": is_open}
    with st.container(key="keys"):
        mount("keys", "keys-listener", data, act)


def _act(session: Session, what: str) -> None:
    match what:
        case "new":
            st.session_state["go"] = None
        case "help":
            st.session_state["go_help"] = True
        case "close":
            address.close_reader()
        case "stop":
            for _, message in _pairs(session):
                talk.stop(message)
        case "next" | "previous":
            _step(session, 1 if what == "next" else -1)


def _pairs(session: Session) -> list[talk.Pair]:
    conversation = talk.current(session)
    if conversation is None:
        return []
    return talk.pairs(session.assistant.conversations.messages(conversation.conversation_id))


def _step(session: Session, by: int) -> None:
    """Open the next citation of the answer whose citation is open, or of the last answer."""
    pairs, place = _pairs(session), address.place()
    if not pairs:
        return
    message_id = place.message_id if place else pairs[-1][1].message_id
    markers = [one.marker for one in citations_of(pairs, message_id)]
    if not markers:
        return
    at = markers.index(place.marker) + by if place and place.marker in markers else 0
    address.open_place(address.Place(message_id, markers[at % len(markers)]))


def citations_of(pairs: list[talk.Pair], message_id: str) -> list[Citation]:
    """The citations of an answer, as far as it has come."""
    for _, message in pairs:
        if message.message_id == message_id:
            writer = writer_of(message_id)
            answer = writer.progress.answer if writer else message.answer
            return list(answer.citations) if answer else []
    return []
