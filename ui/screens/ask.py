"""The chat: questions, answers, and the article beside them."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from assistant import Answer, Article, AssistantError, Citation, Filters, Message, with_footnotes
from ui import address, chat
from ui.add_articles import empty, show_first_runs
from ui.article_reader import Opened, apply_edit, known_lines, reader
from ui.chat import answer_of, passages_of
from ui.components.mount import mount
from ui.escaping import escaped, shown
from ui.library_state import (
    SelectedArticles,
    Topic,
    independent_of,
    library_line,
    library_state,
    suggesting,
)
from ui.server_state import count_writing, kept_trace, writer_of
from ui.session import Session
from ui.source_filters import limit
from ui.status_view import model_picker, state_in_brief
from ui.trace_view import shown_trace
from ui.translation import translated
from ui.turn_view import TurnView, turn_data, with_edits
from ui.widgets import errors_shown, quiet_button
from ui.writer import AnswerProgress, AnswerWriter

# A refresh without news waits for some: longer the more answers are being written, so that many
# windows leave the processor to the writers, but no longer than a click may wait.
_LOOK_EVERY = 0.15
_PATIENCE = 0.06
_LONGEST = 0.6
# If a fragment runs again before the page's run is sent, Streamlit discards what the page's run
# drew of it, and its place is empty for a moment.
_SENT = 0.03
# The stub model is done within this time, and its answer is then drawn once instead of twice.
_FIRST_LOOK = 0.06
_SUGGESTIONS_EVERY = 0.4
# Those after an answer come without running the whole page again, which could lose a click.
_FOLLOWUPS_EVERY = 1.0
_SUGGESTED = 4  # questions on the first page
_FOLLOWING = 2  # under an answer
_SEEN = "progress_seen"


def ask_page(session: Session) -> None:
    """Show the conversation in the URL, or the page that starts one."""
    conversation = chat.current(session)
    if conversation is None:
        _begin(session)
    else:
        _thread(session, conversation.conversation_id)
    _question_box(session)
    if count_writing():
        time.sleep(_SENT)


def _question_box(session: Session) -> None:
    def submit() -> None:
        question = st.session_state["question"]
        with errors_shown():
            if question and question.strip():
                chat.ask_question(session, question)

    st.chat_input(session.t("ask.placeholder"), key="question", on_submit=submit)
    with st.bottom:
        model_picker(session)
        state_in_brief(session)


def _begin(session: Session) -> None:
    if address.conversation_id():
        st.info(session.t("ask.gone"))
    known = library_state(session.assistant)
    if not known.sources:
        empty(session)
        return
    show_first_runs(session)
    waiting = not _suggested(session).has_enough
    st.fragment(_welcome, run_every=_SUGGESTIONS_EVERY if waiting else None)(session, waiting)


def _welcome(session: Session, was_waiting: bool) -> None:
    selection = _suggested(session)
    if not selection.sources:
        st.info(session.t("filters.no_match"))
    t, questions = session.t, selection.suggestions[:_SUGGESTED]

    def act(did: dict[str, Any]) -> None:
        chat.ask_question(session, questions[did["at"]])
        st.session_state["whole_page"] = True

    data = {
        "head": t("ask.welcome"),
        "library": [shown(part) for part in library_line(session, address.filters())],
        "label": t("ask.suggested"),
        "questions": [shown(question) for question in questions],
    }
    mount("welcome", "welcome", data, act)
    if st.session_state.pop("whole_page", False):
        st.rerun()
    if was_waiting and selection.has_enough:
        address.run_again()


def _suggested(session: Session) -> SelectedArticles:
    topic = Topic(address.filters(), threshold=session.threshold)
    return suggesting(session.assistant, topic, _SUGGESTED)


def _thread(session: Session, conversation_id: str) -> None:
    pairs = chat.pairs(session.assistant.conversations.messages(conversation_id))
    _undo(session)
    st.session_state.pop("whole_page", None)
    answers = [answer.answer for _, answer in pairs if answer.answer]
    usage: Mapping[str, int] = sum((Counter(answer.usage) for answer in answers), Counter())
    usd = _usd(answers)
    for question, answer in pairs:
        writer = writer_of(answer.message_id)
        if writer is not None:
            writer.wait(_FIRST_LOOK)
        writing = writer is not None and not writer.progress.ended
        last = answer is pairs[-1][1]
        waiting = last and not writing and _is_awaited(session, answer.message_id)
        every = _LOOK_EVERY if writing else _FOLLOWUPS_EVERY if waiting else None
        st.fragment(_turn, run_every=every)(
            session, question, answer.message_id, last, writing, usage, usd
        )
    _reader(session, pairs)


def _usd(answers: list[Answer]) -> float | None:
    """The cost of a whole conversation; None if that of one of its answers is not known."""
    costs = [answer.cost for answer in answers if answer.usage]
    return None if None in costs else sum(cost.usd for cost in costs if cost)


def _turn(
    session: Session,
    question: Message,
    message_id: str,
    last: bool,
    was_writing: bool,
    usage: Mapping[str, int],
    usd: float | None,
) -> None:
    if st.session_state.pop("whole_page", False):
        st.rerun()
    writer = writer_of(message_id)
    progress = _moved(writer) if writer else None
    message = session.assistant.conversations.message(message_id)
    place = address.place()
    known = library_state(session.assistant).by_id
    followups = _followups(session, message) if last and not was_writing else ()
    view = TurnView(
        question,
        message,
        progress,
        open=place if place and place.message_id == message_id else None,
        last=last,
        copy=with_footnotes(with_edits(message.answer, known)) if message.answer else "",
        independent=_independent(session, message),
        known=known,
        suggestions=followups,
        file=chat.file_for(message_id),
        usage=usage,
        usd=usd,
    )
    act = partial(_act, session, question, message)
    mount("turn", f"turn-{message_id}", turn_data(view, session.t), act)
    if session.traces and (trace := kept_trace(message_id)):
        with (
            st.container(key=f"trace-{message_id}"),
            st.expander(session.t("turn.trace")),
        ):
            st.code("\n".join(shown_trace(trace, session.t)), language=None, wrap_lines=True)
    if was_writing and (progress is None or progress.ended):
        address.run_again()


def _moved(writer: AnswerWriter) -> AnswerProgress:
    """The progress of an answer, after waiting a little for news."""
    seen = st.session_state.get(_SEEN)
    if seen is writer.progress and not seen.ended:
        writer.wait_moved(seen, min(_LONGEST, _PATIENCE * count_writing()))
    progress = st.session_state[_SEEN] = writer.progress
    return progress


def _independent(session: Session, message: Message) -> int | None:
    if message.state != "done" or message.answer is None:
        return None
    cited = {citation.article_id for citation in message.answer.citations}
    return independent_of(session.assistant, tuple(sorted(cited))) if len(cited) > 1 else None


def _is_awaited(session: Session, message_id: str) -> bool:
    """Whether the questions to suggest after an answer are still looked for."""
    return _followups(session, session.assistant.conversations.message(message_id)) is None


def _followups(session: Session, answer: Message) -> list[str] | None:
    """Questions that the cited articles answer, none asked before; None until they are found.

    A declined question has the articles of the nearest passages, or else all that are selected.
    """
    given = answer.answer
    near = (given.citations or given.related) if given else ()
    messages = session.assistant.conversations.messages(answer.conversation_id)
    asked = {one.content.casefold() for one in messages if one.role == "user"}
    about = tuple(dict.fromkeys(one.source for one in near))
    topic = Topic(address.filters(), about, session.threshold)
    found = suggesting(session.assistant, topic, _FOLLOWING)
    left = [one for one in found.suggestions if one.casefold() not in asked]
    if len(left) < _FOLLOWING:
        missing = _FOLLOWING - len(left)
        found = suggesting(session.assistant, topic, len(found.suggestions) + missing)
    return left[:_FOLLOWING] if left[_FOLLOWING - 1 :] or found.has_enough else None


def _act(session: Session, question: Message, message: Message, did: dict[str, Any]) -> None:
    match did["do"]:
        case "open":
            address.open_place(address.Place(message.message_id, did["marker"]))
        case "near":
            address.open_place(address.Place(message.message_id, did["number"], near=True))
        case "stop":
            chat.stop(message)
        case "again":
            chat.ask_instead(session, question, question.content)
        case "edit":
            chat.ask_instead(session, question, did["text"])
        case "vote":
            chat.vote(session, message, did)
        case "export":
            chat.prepare_file(session, message, did["scope"], did["format"])
        case "saved":
            chat.forget_file()
        case "suggest":
            chat.ask_question(session, did["text"])
    st.session_state["whole_page"] = True


def _undo(session: Session) -> None:
    taken: Message | None = st.session_state.get("taken_back")
    if taken is None or taken.conversation_id != address.conversation_id():
        return
    t = session.t

    def bring_back() -> None:
        session.assistant.conversations.bring_back(taken.message_id)
        st.session_state["taken_back"] = None

    with st.container(horizontal=True, vertical_alignment="center", key="undo"):
        st.caption(t("ask.taken_back", question=escaped(taken.content, 60)))
        quiet_button(t("sidebar.undo"), bring_back, key="bring-back")


def _reader(session: Session, pairs: list[chat.Pair]) -> None:
    place = address.place()
    if place is None:
        return
    passages = passages_of(pairs, place)
    now = next((one for one in passages if one.marker == place.marker), None)
    if now is None:
        return
    try:
        article = session.assistant.article_version(now.article_id)
    except AssistantError as error:
        st.warning(session.t("reader.gone", why=escaped(translated(str(error), session.t))))
        return
    current = article.article_id in library_state(session.assistant).by_id
    opened = Opened(
        article,
        [one for one in passages if one.article_id == now.article_id],
        now,
        passages.index(now) + 1,
        len(passages),
        [
            *_not_enough(session, pairs, place),
            *known_lines(article, session.t),
            *([] if current else [session.t("reader.old")]),
        ],
        numbered=not place.near,
        editable=current,
    )
    reader(opened, session.t, partial(_read, session, place, passages, article))


def _not_enough(session: Session, pairs: list[chat.Pair], place: address.Place) -> list[str]:
    """Why the open passage did not answer the question, if it is a close passage."""
    answer = answer_of(pairs, place.message_id)
    why = answer.related[place.marker - 1].why if answer and place.near else ""
    return [translated(why, session.t)] if why else []


def _read(
    session: Session,
    place: address.Place,
    passages: list[Citation],
    article: Article,
    did: dict[str, Any],
) -> None:
    now = next(one for one in passages if one.marker == place.marker)
    match did["do"]:
        case "close":
            address.close_reader()
        case "step":
            at = (passages.index(now) + did["by"]) % len(passages)
            address.open_place(replace(place, marker=passages[at].marker))
        case "only":
            limit(session, chat.current(session), Filters(sources=(now.source,)))
        case "edit" | "undo_edits":
            apply_edit(session, article, did)
