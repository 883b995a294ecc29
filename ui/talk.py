"""What a person does in a conversation: ask, stop, ask again, edit, vote."""

import itertools
from typing import Any

import streamlit as st

from assistant import AssistantError, Conversation, Message, Turn
from ui import address
from ui.opened import begin_writing, writer_of
from ui.session import Session
from ui.writer import Task

Pair = tuple[Message, Message]


def current(session: Session) -> Conversation | None:
    """The conversation that the address names, if it is there."""
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


def ask(session: Session, question: str) -> None:
    """Ask in the open conversation, or in a new one."""
    kept = session.assistant.conversations
    conversation = current(session)
    if conversation is None:
        conversation = kept.start(question, session.owner, address.filters())
        address.name_conversation(conversation.conversation_id)
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
    """End an answer that is being written; what was checked stays."""
    writer = writer_of(message.message_id)
    if writer is not None:
        writer.stop()


def ask_instead(session: Session, question: Message, text: str) -> None:
    """Take a question and what followed back, and ask another in its place."""
    _end_writing(session, question)
    session.assistant.conversations.take_back(question.message_id)
    if text != question.content:
        st.session_state["taken_back"] = question
    address.close_reader()
    ask(session, text)


def vote(session: Session, message: Message, does: dict[str, Any]) -> None:
    """Keep what a reader thinks of an answer."""
    choice = does.get("vote")
    given = choice if choice in ("up", "down") else None
    session.assistant.conversations.vote(message.message_id, given, does.get("reason"))


def _end_writing(session: Session, question: Message) -> None:
    for message in session.assistant.conversations.messages(question.conversation_id):
        stop(message)


def _history(messages: list[Message]) -> list[Turn]:
    turns = []
    for question, answer in pairs(messages):
        if answer.answer and answer.answer.answer:
            turns += [Turn("user", question.content), Turn("assistant", answer.answer.answer)]
    return turns
