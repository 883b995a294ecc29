"""Conversations and their messages, kept in the library's database.

Deleted conversations and withdrawn messages are hidden first, so that they can be restored; `purge`
deletes them after 30 days. Search covers titles and messages that are not hidden.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from assistant.errors import LibraryError
from assistant.library.database import mapped, overwrite_deleted, read_rows, transaction, write
from assistant.library.schema import conversations, messages, metadata
from assistant.reply import Answer, Filters, answer_from_json

State = Literal["done", "writing", "stopped", "failed"]
Vote = Literal["up", "down"]

_TITLE_LENGTH = 80
_MOST_LISTED = 200
_ERASED = "This answer was removed with an article that it quoted."
_HIDDEN_FOR_GOOD_AFTER = 30 * 24 * 3600.0  # time to notice a mistake


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as lists show it; `filters` limit the articles that its questions search."""

    conversation_id: str
    owner: str
    title: str
    pinned: bool
    filters: Filters
    created: float
    updated: float


@dataclass(frozen=True)
class Message:
    """One question or one answer; `answer` is None for questions and before the first sentence.

    `state` is `writing` while the answer is being generated, `stopped` if a person ended it, and
    `failed` if an error did (then `content` is the error message).
    """

    message_id: str
    conversation_id: str
    position: int
    role: Literal["user", "assistant"]
    content: str
    state: State = "done"
    answer: Answer | None = None
    vote: Vote | None = None
    reason: str | None = None
    created: float = field(default=0.0, compare=False)


class Conversations:
    """The conversations of one library, safe to use from several threads and windows."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock
        with mapped(self._engine):
            # Older libraries may lack them.
            metadata.create_all(engine, tables=[conversations, messages])

    def start(self, question: str, owner: str = "", filters: Filters = Filters()) -> Conversation:
        """Begin a conversation; its title is its first question."""
        title, now = _title(question), self._clock()
        conversation_id = _new_id()
        row = {
            "conversation_id": conversation_id,
            "owner": owner,
            "title": title,
            "searchable": title.casefold(),
            "pinned": False,
            "filters": json.dumps(asdict(filters)),
            "created": now,
            "updated": now,
        }
        write(self._engine, insert(conversations).values(row))
        return self.get(conversation_id, owner)

    def get(self, conversation_id: str, owner: str = "") -> Conversation:
        """One conversation of this owner.

        Raises:
            LibraryError: this owner has no such conversation, or has deleted it.
        """
        chosen = _shown(conversations).where(
            conversations.c.conversation_id == conversation_id, conversations.c.owner == owner
        )
        return _conversation(self._only("conversation", chosen))

    def recent(self, owner: str = "", search: str = "") -> list[Conversation]:
        """This owner's conversations, pinned ones first, then by last change.

        `search` limits them to those whose title or messages contain all its words, in any case.
        """
        chosen = _shown(conversations).where(conversations.c.owner == owner)
        for word in search.casefold().split():
            chosen = chosen.where(_mentions(word))
        order = (conversations.c.pinned.desc(), conversations.c.updated.desc())
        found = chosen.order_by(*order).limit(_MOST_LISTED)
        return [_conversation(row) for row in read_rows(self._engine, found)]

    def rename(self, conversation_id: str, title: str) -> None:
        """Change the title; an empty one changes nothing."""
        title = _title(title)
        if title:
            self._change(conversation_id, title=title, searchable=title.casefold())

    def pin(self, conversation_id: str, pinned: bool) -> None:
        """Pin it to the top of the list, or unpin it."""
        self._change(conversation_id, pinned=pinned)

    def limit_to(self, conversation_id: str, filters: Filters) -> None:
        """Set the filters of the questions asked from now on."""
        self._change(conversation_id, filters=json.dumps(asdict(filters)))

    def delete(self, conversation_id: str) -> None:
        """Hide it from the list; `restore` undoes this."""
        self._change(conversation_id, hidden=self._clock())

    def restore(self, conversation_id: str) -> None:
        """Undo `delete`."""
        self._change(conversation_id, hidden=None)

    def messages(self, conversation_id: str) -> list[Message]:
        """The messages in order, without withdrawn ones."""
        chosen = _shown(messages).where(messages.c.conversation_id == conversation_id)
        found = chosen.order_by(messages.c.position)
        return [_message(row) for row in read_rows(self._engine, found)]

    def message(self, message_id: str) -> Message:
        """One message, hidden or not.

        Raises:
            LibraryError: there is none.
        """
        chosen = select(messages).where(messages.c.message_id == message_id)
        return _message(self._only("message", chosen))

    def ask(self, conversation_id: str, question: str) -> tuple[Message, Message]:
        """Add a question and an empty answer in state `writing`."""
        with transaction(self._engine) as connection:
            place = _next_position(connection, conversation_id)
            rows = [
                self._row(conversation_id, place, "user", question, "done"),
                self._row(conversation_id, place + 1, "assistant", "", "writing"),
            ]
            connection.execute(insert(messages), rows)
            chosen = conversations.c.conversation_id == conversation_id
            connection.execute(update(conversations).where(chosen).values(updated=self._clock()))
        return self.message(rows[0]["message_id"]), self.message(rows[1]["message_id"])

    def write(self, message_id: str, answer: Answer, state: State) -> None:
        """Store an answer, or as much of it as has been generated."""
        self._write(
            message_id,
            content=answer.answer,
            searchable=answer.answer.casefold(),
            answer=json.dumps(answer.as_json()),
            state=state,
        )

    def fail(self, message_id: str, why: str) -> None:
        """Store why there is no answer; sentences stored before are kept."""
        self._write(message_id, content=why, state="failed")

    def take_back(self, message_id: str) -> None:
        """Withdraw a message and all that follow it; `bring_back` undoes this."""
        later = _from_on(self.message(message_id))
        with transaction(self._engine) as connection:
            shown = update(messages).where(later, messages.c.hidden.is_(None))
            connection.execute(shown.values(hidden=self._clock()))

    def bring_back(self, message_id: str) -> None:
        """Undo `take_back`; messages added since then are withdrawn instead."""
        later = _from_on(self.message(message_id))
        same = select(messages.c.hidden).where(messages.c.message_id == message_id)
        with transaction(self._engine) as connection:
            hidden = connection.execute(same).scalar_one()
            if hidden is None:
                return
            taken = select(messages.c.message_id).where(later, messages.c.hidden == hidden)
            again = connection.execute(taken).scalars().all()
            since = update(messages).where(later, messages.c.hidden.is_(None))
            connection.execute(since.values(hidden=self._clock()))
            shown = update(messages).where(messages.c.message_id.in_(again))
            connection.execute(shown.values(hidden=None))

    def vote(self, message_id: str, vote: Vote | None, reason: str | None = None) -> None:
        """Store how a reader rated an answer, and why."""
        self._write(message_id, vote=vote, reason=reason)

    def votes(self, owner: str = "") -> Iterator[tuple[Message, Message]]:
        """This owner's rated answers, each after its question, oldest first."""
        chosen = (
            select(messages)
            .join(conversations)
            .where(messages.c.vote.is_not(None), conversations.c.owner == owner)
            .order_by(messages.c.created)
        )
        for answer in map(_message, read_rows(self._engine, chosen)):
            question = self._before(answer)
            if question is not None:
                yield question, answer

    def purge(self) -> int:
        """Delete what has been hidden for 30 days; return how many conversations went."""
        before = self._clock() - _HIDDEN_FOR_GOOD_AFTER
        old = select(conversations.c.conversation_id).where(conversations.c.hidden < before)
        with transaction(self._engine) as connection:
            orphans = or_(messages.c.hidden < before, messages.c.conversation_id.in_(old))
            connection.execute(delete(messages).where(orphans))
            gone = connection.execute(delete(conversations).where(conversations.c.hidden < before))
        return gone.rowcount

    def erase(self, source: str, article_ids: Sequence[str]) -> int:
        """Erase every answer that names an article, hidden or not; return how many."""
        named = messages.c.answer.contains(json.dumps(source)[1:-1], autoescape=True)
        erased = 0
        with transaction(self._engine) as connection:
            overwrite_deleted(connection)
            for row in connection.execute(select(messages).where(named)).all():
                if _names(json.loads(row.answer), source, set(article_ids)):
                    chosen = update(messages).where(messages.c.message_id == row.message_id)
                    values = {"content": _ERASED, "searchable": _ERASED.casefold(), "answer": None}
                    connection.execute(chosen.values(values))
                    erased += 1
        return erased

    def _row(
        self, conversation_id: str, position: int, role: str, content: str, state: State
    ) -> dict[str, Any]:
        return {
            "message_id": _new_id(),
            "conversation_id": conversation_id,
            "position": position,
            "role": role,
            "content": content,
            "searchable": content.casefold(),
            "state": state,
            "created": self._clock(),
        }

    def _change(self, conversation_id: str, **values: Any) -> None:
        chosen = conversations.c.conversation_id == conversation_id
        write(self._engine, update(conversations).where(chosen).values(values))

    def _write(self, message_id: str, **values: Any) -> None:
        chosen = messages.c.message_id == message_id
        write(self._engine, update(messages).where(chosen).values(values))

    def _only(self, kind: str, chosen: Select[Any]) -> Any:
        """The one row that a query finds."""
        found = read_rows(self._engine, chosen)
        if not found:
            raise LibraryError(f"There is no such {kind} here; it may have been deleted.")
        return found[0]

    def _before(self, message: Message) -> Message | None:
        chosen = (
            select(messages)
            .where(
                messages.c.conversation_id == message.conversation_id,
                messages.c.position < message.position,
                messages.c.role == "user",
            )
            .order_by(messages.c.position.desc())
            .limit(1)
        )
        found = read_rows(self._engine, chosen)
        return _message(found[0]) if found else None


def _new_id() -> str:
    return uuid.uuid4().hex[:16]


def _title(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _TITLE_LENGTH else words[: _TITLE_LENGTH - 1].rstrip() + "…"


def _shown(table: Table) -> Select[Any]:
    return select(table).where(table.c.hidden.is_(None))


def _names(value: Any, source: str, article_ids: set[str]) -> bool:
    """Whether a stored answer names the source or one of the articles anywhere."""
    if isinstance(value, dict):
        if value.get("source") == source or value.get("article_id") in article_ids:
            return True
        return any(_names(inner, source, article_ids) for inner in value.values())
    return isinstance(value, list) and any(_names(one, source, article_ids) for one in value)


def _mentions(word: str) -> Any:
    said = (
        select(messages.c.conversation_id)
        .where(messages.c.hidden.is_(None))
        .where(messages.c.searchable.contains(word, autoescape=True))
    )
    return or_(
        conversations.c.searchable.contains(word, autoescape=True),
        conversations.c.conversation_id.in_(said),
    )


def _from_on(message: Message) -> Any:
    return and_(
        messages.c.conversation_id == message.conversation_id,
        messages.c.position >= message.position,
    )


def _next_position(connection: Connection, conversation_id: str) -> int:
    # Hidden messages count too, so that restored ones keep their positions.
    last = connection.execute(
        select(func.max(messages.c.position)).where(messages.c.conversation_id == conversation_id)
    ).scalar()
    return 0 if last is None else last + 1


def _conversation(row: Row[Any]) -> Conversation:
    stored = json.loads(row.filters)
    # JSON turned tuples into lists.
    limits: dict[str, Any] = {
        name: tuple(x) if isinstance(x, list) else x for name, x in stored.items()
    }
    return Conversation(**_columns(row, Conversation) | {"filters": Filters(**limits)})


def _message(row: Row[Any]) -> Message:
    answer = None if row.answer is None else answer_from_json(json.loads(row.answer))
    return Message(**_columns(row, Message) | {"answer": answer})


def _columns(row: Row[Any], kind: type[Conversation | Message]) -> dict[str, Any]:
    """The columns of a row that are fields of this class."""
    return {field.name: row._mapping[field.name] for field in fields(kind)}
