"""The list of conversations, by date."""

import datetime
from collections.abc import Sequence
from typing import Any

import streamlit as st

from assistant import AssistantError, Conversation
from ui import address
from ui.components.mount import mount
from ui.escaping import shown
from ui.session import Session


def conversations(session: Session, found: Sequence[Conversation], searched: bool) -> None:
    """Show the list of conversations, and carry out its actions."""
    t = session.t
    data = {
        "groups": grouped(found, session, datetime.datetime.now().astimezone()),
        "none": t("sidebar.nothing_found") if searched else t("sidebar.none"),
        "words": t.section("sidebar"),
    }

    def act(did: dict[str, Any]) -> None:
        _act(session, did)

    mount("conversations", "conversations", data, act)


def grouped(
    found: Sequence[Conversation], session: Session, now: datetime.datetime
) -> list[dict[str, Any]]:
    """The conversations grouped by the day of their last question."""
    groups: dict[str, list[dict[str, Any]]] = {}
    current = address.conversation_id()
    for one in found:
        head = session.t(f"sidebar.{'pinned' if one.pinned else _age(one.updated, now)}")
        item = {
            "id": one.conversation_id,
            "title": shown(one.title, 120),
            "pinned": one.pinned,
            "current": one.conversation_id == current,
        }
        groups.setdefault(head, []).append(item)
    return [{"head": head, "items": items} for head, items in groups.items()]


def _age(updated: float, now: datetime.datetime) -> str:
    days = (now.date() - datetime.datetime.fromtimestamp(updated, now.tzinfo).date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return "week" if days <= 7 else "older"


def _act(session: Session, did: dict[str, Any]) -> None:
    kept, name = session.assistant.conversations, str(did["id"])
    try:
        conversation = kept.get(name, session.owner)
    except AssistantError:
        return  # deleted in another window; the list that follows says so
    match did["do"]:
        case "open":
            address.go_to(conversation)
        case "rename":
            kept.rename(name, str(did["title"]))
        case "pin":
            kept.pin(name, bool(did["pinned"]))
        case "delete":
            kept.delete(name)
            st.session_state["deleted"] = conversation
            if address.conversation_id() == name:
                address.go_to()
