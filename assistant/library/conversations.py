"""Conversations and their messages, kept in the library's database.

What is deleted or taken back is hidden first, so that it can be brought back; `purge` removes for
good what has been hidden for long. Search sees titles and everything said that is still shown.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from assistant.errors import LibraryError
from assistant.library.database import mapped, overwrite_deleted
from assistant.reply import Answer, Filters, answer_from_json

State = Literal["done", "writing", "stopped", "failed"]
Vote = Literal["up", "down"]

_TITLE_LENGTH = 80
_ERASED = "This answer quoted an article that has been purged."
_HIDDEN_FOR_GOOD_AFTER = 30 * 24 * 3600.0  # long enough to notice, short enough to be forgotten

metadata = MetaData()

_conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", String(32), primary_key=True),
    Column("owner", String(320), nullable=False),
    Column("title", Text, nullable=False),
    Column("searchable", Text, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("filters", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("updated", Float, nullable=False),
    Column("hidden", Float),
    Index("conversations_by_owner", "owner", "updated"),
)

_messages = Table(
    "messages",
    metadata,
    Column("message_id", String(32), primary_key=True),
    Column(
        "conversation_id",
        ForeignKey("conversations.conversation_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("position", Integer, nullable=False),
    Column("role", String(16), nullable=False),
    Column("content", Text, nullable=False),
    Column("searchable", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("answer", Text),
    Column("vote", String(8)),
    Column("reason", Text),
    Column("created", Float, nullable=False),
    Column("hidden", Float),
    Index("messages_by_conversation", "conversation_id", "position"),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A row of the list: what it is called, whose it is, and what it is limited to."""

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

    `state` is `writing` while the answer comes in, `stopped` where a person ended it, `failed`
    where an error did (then `content` is that error's sentence).
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


def create_tables(engine: Engine) -> None:
    """Make the tables that are not there yet."""
    metadata.create_all(engine)


class Conversations:
    """The conversations of one library, safe to use from several threads and windows."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock
        with mapped(self._engine):
            create_tables(engine)

    def start(
        self,
        question: str,
        owner: str = "",
        filters: Filters = Filters(),
    ) -> Conversation:
        """Begin a conversation, called after its first question."""
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
        with self._writing() as connection:
            connection.execute(insert(_conversations).values(row))
        return self.get(conversation_id, owner)

    def get(self, conversation_id: str, owner: str = "") -> Conversation:
        """One conversation of this owner.

        Raises:
            LibraryError: this owner has no such conversation, or has deleted it.
        """
        chosen = _shown(_conversations).where(
            _conversations.c.conversation_id == conversation_id, _conversations.c.owner == owner
        )
        with self._reading() as connection:
            row = connection.execute(chosen).one_or_none()
        if row is None:
            raise LibraryError("There is no such conversation here; it may have been deleted.")
        return _conversation(row)

    def recent(self, owner: str = "", search: str = "", limit: int = 200) -> list[Conversation]:
        """This owner's conversations, pinned ones first, then the latest.

        With `search`, those whose title or messages hold these words, whatever their case.
        """
        chosen = _shown(_conversations).where(_conversations.c.owner == owner)
        for word in search.casefold().split():
            chosen = chosen.where(_mentions(word))
        order = (_conversations.c.pinned.desc(), _conversations.c.updated.desc())
        with self._reading() as connection:
            return [
                _conversation(row)
                for row in connection.execute(chosen.order_by(*order).limit(limit))
            ]

    def rename(self, conversation_id: str, title: str) -> None:
        """Call it something else; a title of white space alone changes nothing."""
        title = _title(title)
        if title:
            self._change(conversation_id, title=title, searchable=title.casefold())

    def pin(self, conversation_id: str, pinned: bool) -> None:
        """Keep it at the top of the list, or no longer."""
        self._change(conversation_id, pinned=pinned)

    def limit_to(self, conversation_id: str, filters: Filters) -> None:
        """Limit the questions asked from now on."""
        self._change(conversation_id, filters=json.dumps(asdict(filters)))

    def delete(self, conversation_id: str) -> None:
        """Take it out of the list; `restore` brings it back."""
        self._change(conversation_id, hidden=self._clock())

    def restore(self, conversation_id: str) -> None:
        """Bring back what was deleted."""
        self._change(conversation_id, hidden=None)

    def messages(self, conversation_id: str) -> list[Message]:
        """What was said, in order, without what was taken back."""
        chosen = _shown(_messages).where(_messages.c.conversation_id == conversation_id)
        with self._reading() as connection:
            return [
                _message(row) for row in connection.execute(chosen.order_by(_messages.c.position))
            ]

    def message(self, message_id: str) -> Message:
        """One message, hidden or not.

        Raises:
            LibraryError: there is none.
        """
        with self._reading() as connection:
            row = connection.execute(
                select(_messages).where(_messages.c.message_id == message_id)
            ).one_or_none()
        if row is None:
            raise LibraryError("There is no such message here; it may have been deleted.")
        return _message(row)

    def ask(self, conversation_id: str, question: str) -> tuple[Message, Message]:
        """Add a question and the answer that is about to be written."""
        with self._writing() as connection:
            place = _next_position(connection, conversation_id)
            rows = [
                self._row(conversation_id, place, "user", question, "done"),
                self._row(conversation_id, place + 1, "assistant", "", "writing"),
            ]
            connection.execute(insert(_messages), rows)
            _touch(connection, conversation_id, self._clock())
        return self.message(rows[0]["message_id"]), self.message(rows[1]["message_id"])

    def write(self, message_id: str, answer: Answer, state: State) -> None:
        """Keep an answer as far as it has come."""
        self._write(
            message_id,
            content=answer.answer,
            searchable=answer.answer.casefold(),
            answer=json.dumps(answer.as_json()),
            state=state,
        )

    def fail(self, message_id: str, why: str) -> None:
        """Keep why there is no answer; what was written so far stays."""
        self._write(message_id, content=why, state="failed")

    def interrupt(self, message_id: str) -> None:
        """Mark an answer whose writer is gone as stopped where it stands."""
        self._write(message_id, state="stopped")

    def take_back(self, message_id: str) -> None:
        """Hide a message and all that follows it; `bring_back` shows them again."""
        later = _from_on(self.message(message_id))
        with self._writing() as connection:
            shown = update(_messages).where(later, _messages.c.hidden.is_(None))
            connection.execute(shown.values(hidden=self._clock()))

    def bring_back(self, message_id: str) -> None:
        """Show again what `take_back` hid, in place of what was said since."""
        later = _from_on(self.message(message_id))
        same = select(_messages.c.hidden).where(_messages.c.message_id == message_id)
        with self._writing() as connection:
            hidden = connection.execute(same).scalar_one()
            if hidden is None:
                return
            taken = select(_messages.c.message_id).where(later, _messages.c.hidden == hidden)
            again = connection.execute(taken).scalars().all()
            since = update(_messages).where(later, _messages.c.hidden.is_(None))
            connection.execute(since.values(hidden=self._clock()))
            shown = update(_messages).where(_messages.c.message_id.in_(again))
            connection.execute(shown.values(hidden=None))

    def vote(self, message_id: str, vote: Vote | None, reason: str | None = None) -> None:
        """Keep what a reader thinks of an answer, and why."""
        self._write(message_id, vote=vote, reason=reason)

    def votes(self, owner: str = "") -> Iterator[tuple[Message, Message]]:
        """Every question of this owner with the answer that was voted on, oldest first."""
        chosen = (
            select(_messages)
            .join(_conversations)
            .where(_messages.c.vote.is_not(None), _conversations.c.owner == owner)
            .order_by(_messages.c.created)
        )
        with self._reading() as connection:
            voted = [_message(row) for row in connection.execute(chosen)]
        for answer in voted:
            question = self._before(answer)
            if question is not None:
                yield question, answer

    def purge(self) -> int:
        """Remove for good what was deleted or taken back more than 30 days ago; says how many."""
        before = self._clock() - _HIDDEN_FOR_GOOD_AFTER
        old = select(_conversations.c.conversation_id).where(_conversations.c.hidden < before)
        with self._writing() as connection:
            orphans = or_(_messages.c.hidden < before, _messages.c.conversation_id.in_(old))
            connection.execute(delete(_messages).where(orphans))
            gone = connection.execute(
                delete(_conversations).where(_conversations.c.hidden < before)
            )
        return gone.rowcount

    def erase(self, source: str, article_ids: Sequence[str]) -> int:
        """Erase every answer that names an article, hidden ones too; says how many."""
        named = _messages.c.answer.contains(json.dumps(source)[1:-1], autoescape=True)
        erased = 0
        with self._writing() as connection:
            overwrite_deleted(connection)
            for row in connection.execute(select(_messages).where(named)).all():
                if _names(json.loads(row.answer), source, set(article_ids)):
                    chosen = update(_messages).where(_messages.c.message_id == row.message_id)
                    values = {"content": _ERASED, "searchable": _ERASED.casefold(), "answer": None}
                    connection.execute(chosen.values(values))
                    erased += 1
        return erased

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with mapped(self._engine), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with mapped(self._engine), self._engine.begin() as connection:
            yield connection

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
        chosen = _conversations.c.conversation_id == conversation_id
        with self._writing() as connection:
            connection.execute(update(_conversations).where(chosen).values(values))

    def _write(self, message_id: str, **values: Any) -> None:
        with self._writing() as connection:
            connection.execute(
                update(_messages).where(_messages.c.message_id == message_id).values(values)
            )

    def _before(self, message: Message) -> Message | None:
        chosen = (
            select(_messages)
            .where(
                _messages.c.conversation_id == message.conversation_id,
                _messages.c.position < message.position,
                _messages.c.role == "user",
            )
            .order_by(_messages.c.position.desc())
            .limit(1)
        )
        with self._reading() as connection:
            row = connection.execute(chosen).one_or_none()
        return None if row is None else _message(row)


def _new_id() -> str:
    return uuid.uuid4().hex[:16]


def _title(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _TITLE_LENGTH else words[: _TITLE_LENGTH - 1].rstrip() + "…"


def _shown(table: Table) -> Select[Any]:
    return select(table).where(table.c.hidden.is_(None))


def _names(value: Any, source: str, article_ids: set[str]) -> bool:
    """Whether an answer's object names a source or an article anywhere."""
    if isinstance(value, dict):
        if value.get("source") == source or value.get("article_id") in article_ids:
            return True
        return any(_names(inner, source, article_ids) for inner in value.values())
    return isinstance(value, list) and any(_names(one, source, article_ids) for one in value)


def _mentions(word: str) -> Any:
    said = (
        select(_messages.c.conversation_id)
        .where(_messages.c.hidden.is_(None))
        .where(_messages.c.searchable.contains(word, autoescape=True))
    )
    return or_(
        _conversations.c.searchable.contains(word, autoescape=True),
        _conversations.c.conversation_id.in_(said),
    )


def _from_on(message: Message) -> Any:
    return and_(
        _messages.c.conversation_id == message.conversation_id,
        _messages.c.position >= message.position,
    )


def _next_position(connection: Connection, conversation_id: str) -> int:
    # hidden messages count too, so that what is brought back keeps its place
    last = connection.execute(
        select(func.max(_messages.c.position)).where(_messages.c.conversation_id == conversation_id)
    ).scalar()
    return 0 if last is None else last + 1


def _touch(connection: Connection, conversation_id: str, now: float) -> None:
    chosen = _conversations.c.conversation_id == conversation_id
    connection.execute(update(_conversations).where(chosen).values(updated=now))


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        conversation_id=row.conversation_id,
        owner=row.owner,
        title=row.title,
        pinned=row.pinned,
        filters=_filters(json.loads(row.filters)),
        created=row.created,
        updated=row.updated,
    )


def _filters(kept: dict[str, Any]) -> Filters:
    def several(values: Sequence[str]) -> tuple[str, ...]:
        return tuple(values)

    return Filters(
        publishers=several(kept["publishers"]),
        date_from=kept["date_from"],
        date_to=kept["date_to"],
        sources=several(kept["sources"]),
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        message_id=row.message_id,
        conversation_id=row.conversation_id,
        position=row.position,
        role=row.role,
        content=row.content,
        state=row.state,
        answer=None if row.answer is None else answer_from_json(json.loads(row.answer)),
        vote=row.vote,
        reason=row.reason,
        created=row.created,
    )
