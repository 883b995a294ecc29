"""Files that a person asked for, on their way to the browser, until it says that it has them."""

import uuid
from typing import Any

import streamlit as st

from assistant import AnsweredQuestion, Message, export_file
from ui import talk
from ui.known import known_of
from ui.session import Session
from ui.turn_view import with_edits

_WAITING = "file_to_save"


def prepare(session: Session, message: Message, scope: str, form: str) -> None:
    """Make the file, of this answer or of its whole conversation."""
    kept = session.assistant.conversations
    known = known_of(session.assistant).by_id
    whole = scope == "conversation"
    said = [
        AnsweredQuestion(question.content, with_edits(answer.answer, known))
        for question, answer in talk.pairs(kept.messages(message.conversation_id))
        if answer.answer and (whole or answer.message_id == message.message_id)
    ]
    title = kept.get(message.conversation_id, session.owner).title if whole else said[0].question
    suffix = {"conversation": "conversation", "sources": "sources"}.get(scope, "")
    made = export_file(form, title, said, session.assistant.article_version, suffix)
    file = {"id": uuid.uuid4().hex, "name": made.name, "mime": made.mime, "text": made.text}
    st.session_state[_WAITING] = (message.message_id, file)


def file_for(message_id: str) -> dict[str, Any] | None:
    """The file that waits to be saved from this answer's menu."""
    file: dict[str, Any] | None
    waiting, file = st.session_state.get(_WAITING, (None, None))
    if waiting != message_id:
        return None
    return file


def forget() -> None:
    """The browser has the file."""
    st.session_state.pop(_WAITING, None)
