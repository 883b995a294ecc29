"""The actions of a conversation: ask, stop, edit, vote, export, and list its citations."""

import itertools
import uuid
from typing import Any

import streamlit as st

from assistant import (
    Answer,
    AnsweredQuestion,
    AssistantError,
    Citation,
    Conversation,
    Message,
    Related,
    Turn,
    export_file,
)
from ui import address
from ui.address import Place
from ui.library_state import library_state
from ui.server_state import begin_writing, writer_of
from ui.session import Session
from ui.turn_view import with_edits
from ui.writer import Task

_WAITING = "file_to_save"

Pair = tuple[Message, Message]


def current(session: Session) -> Conversation | None:
    """The conversation in the URL, if it exists."""
    name = address.conversation_id()
    if name is None:
        return None
    try:
        return session.assistant.conversations.get(name, session.owner)
    except AssistantError:
        return None


def pairs(messages: list[Message]) -> list[Pair]:
    """Each question with its answer."""
    found = []
    for question, answer in itertools.pairwise(messages):
        if question.role == "user" and answer.role == "assistant":
            found.append((question, answer))
    return found


def ask_question(session: Session, question: str) -> None:
    """Ask in the open conversation, or in a new one."""
    kept = session.assistant.conversations
    conversation = current(session)
    if conversation is None:
        model = session.model.name
        conversation = kept.start(question, session.owner, address.filters())
        address.name_conversation(conversation.conversation_id)
        if len(session.models) > 1:
            session.keep_model(model, conversation.conversation_id)
    elif conversation.filters != address.filters():
        kept.limit_to(conversation.conversation_id, address.filters())
    history = _history(kept.messages(conversation.conversation_id))
    _, answer = kept.ask(conversation.conversation_id, question)
    task = Task(
        answer.message_id,
        question,
        history,
        address.filters(),
        session.threshold,
        session.model.name if session.model != session.models[0] else None,
    )
    begin_writing(session.assistant, task, session.t("ask.failed"))


def stop(message: Message) -> None:
    """Stop an answer that is being written; its checked sentences are kept."""
    writer = writer_of(message.message_id)
    if writer is not None:
        writer.stop()


def ask_instead(session: Session, question: Message, text: str) -> None:
    """Replace a question, and all that followed it, with another question."""
    for message in session.assistant.conversations.messages(question.conversation_id):
        stop(message)
    session.assistant.conversations.take_back(question.message_id)
    if text != question.content:
        st.session_state["taken_back"] = question
    address.close_reader()
    ask_question(session, text)


def vote(session: Session, message: Message, does: dict[str, Any]) -> None:
    """Store a rating."""
    choice = does.get("vote")
    given = choice if choice in ("up", "down") else None
    session.assistant.conversations.vote(message.message_id, given, does.get("reason"))


def _history(messages: list[Message]) -> list[Turn]:
    turns = []
    for question, answer in pairs(messages):
        if answer.answer and answer.answer.answer:
            turns += [Turn("user", question.content), Turn("assistant", answer.answer.answer)]
    return turns


def answer_of(pairs: list[Pair], message_id: str) -> Answer | None:
    """An answer, or as much of it as is written."""
    for _, message in pairs:
        if message.message_id == message_id:
            writer = writer_of(message_id)
            return writer.progress.answer if writer else message.answer
    return None


def passages_of(pairs: list[Pair], place: Place) -> list[Citation]:
    """The citations of the answer at this place, or its closest passages numbered from 1."""
    answer = answer_of(pairs, place.message_id)
    if answer is None:
        return []
    if place.near:
        return [_as_citation(number, one) for number, one in enumerate(answer.related, 1)]
    return list(answer.citations)


def _as_citation(number: int, near: Related) -> Citation:
    return Citation(
        marker=number,
        source=near.source,
        article_id=near.article_id,
        title=near.title,
        publisher=None,
        published=None,
        quote=near.quote,
        start=near.start,
        end=near.end,
    )


def prepare_file(session: Session, message: Message, scope: str, form: str) -> None:
    """Prepare an export of this answer or its whole conversation, for the browser to save."""
    kept = session.assistant.conversations
    known = library_state(session.assistant).by_id
    whole = scope == "conversation"
    said = [
        AnsweredQuestion(question.content, with_edits(answer.answer, known))
        for question, answer in pairs(kept.messages(message.conversation_id))
        if answer.answer and (whole or answer.message_id == message.message_id)
    ]
    title = kept.get(message.conversation_id, session.owner).title if whole else said[0].question
    suffix = {"conversation": "conversation", "sources": "sources"}.get(scope, "")
    made = export_file(form, title, said, session.assistant.article_version, suffix)
    file = {"id": uuid.uuid4().hex, "name": made.name, "mime": made.mime, "text": made.text}
    st.session_state[_WAITING] = (message.message_id, file)


def file_for(message_id: str) -> dict[str, Any] | None:
    """The export that waits for the browser to save it, if it belongs to this answer."""
    file: dict[str, Any] | None
    waiting, file = st.session_state.get(_WAITING, (None, None))
    if waiting != message_id:
        return None
    return file


def forget_file() -> None:
    """Drop the export once the browser has saved it."""
    st.session_state.pop(_WAITING, None)
