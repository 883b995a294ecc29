"""The tables of the library, each with what it is for."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from assistant.article import METADATA

SCHEMA_VERSION = 4

metadata = MetaData()

# SQLite assigns row numbers only to its own INTEGER type, which has 64 bits.
_Whole = Integer().with_variant(BigInteger(), "postgresql")
# Sort by code point on every server, whatever its default collation.
_Name = String().with_variant(String(collation="C"), "postgresql")

facts = Table(
    "facts",
    metadata,
    Column("name", _Name, primary_key=True),
    Column("value", _Name, nullable=False),
)
"""Single values: `schema_version`, and `library_id`, which an index must have been built from."""

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", _Name, nullable=False, unique=True),
    Column("source", _Name, nullable=False),
    Column("size", _Whole, nullable=False),
    Column("mtime_ns", _Whole, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("reading", _Name, nullable=False),
    Column("failures", Text, nullable=False),
)
"""The state of each file when it was last read completely, and what in it could not be read."""

texts = Table(
    "texts",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""Each text once, compressed, however many sources have it."""

articles = Table(
    "articles",
    metadata,
    Column("id", _Name, primary_key=True),
    Column("source", _Name, nullable=False, index=True),
    Column("file_id", Integer, index=True),
    Column("text_hash", LargeBinary, nullable=False, index=True),
    Column("current", Boolean, nullable=False),
    Column("added_at", _Name, nullable=False),
    Column("encoding", _Name, nullable=False),
    *(Column(name, _Name) for name in METADATA),
    Column("headline", _Name),
    Column("details", Text, nullable=False),
    Index(
        "one_current_version",
        "source",
        unique=True,
        sqlite_where=text("current"),
        postgresql_where=text("current"),
    ),
)
"""Every version of every article; at most one version of a source is current, and searched."""

edits = Table(
    "edits",
    metadata,
    Column("source", _Name, primary_key=True),
    Column("field", _Name, primary_key=True),
    Column("value", _Name),
    sqlite_with_rowid=False,
)
"""Corrections by hand, by source. Rows of `articles` have them applied, and keep the original.

They belong to the article that was corrected: see `edits.Correction`.
"""

chunks = Table(
    "chunks",
    metadata,
    Column("article_id", _Name, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Spans of articles; `content` is the hash of the embedded text."""

vectors = Table(
    "vectors",
    metadata,
    Column("id", _Whole, primary_key=True),
    Column("embedder", _Name, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    UniqueConstraint("content", "embedder"),
    sqlite_autoincrement=True,
)
"""One float16 vector for each text and embedder, however many chunks have that text."""

changes = Table(
    "changes",
    metadata,
    Column("seq", _Whole, primary_key=True),
    Column("article_id", _Name, nullable=False),
    Column("chunks_before", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""The articles that the indexes must add or remove, in order of change."""

edges = Table(
    "edges",
    metadata,
    Column("publisher", _Name, primary_key=True),
    Column("sentence", LargeBinary, primary_key=True),
    Column("text_hash", LargeBinary, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Hashes of the first and last sentences of articles, to find what a publisher repeats."""

prints = Table(
    "prints",
    metadata,
    Column("print", _Whole, primary_key=True, autoincrement=False),
    Column("article", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)
"""A sample of the hashed word 5-grams of each article; shared ones suggest shared paragraphs."""

reprints = Table(
    "reprints",
    metadata,
    Column("article_id", _Name, primary_key=True),
    Column("other_id", _Name, primary_key=True, index=True),
    Column("share", Float, nullable=False),
    Column("spans", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""How much of an article appears in another one, and where those words are in the first."""

conversations = Table(
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
"""What people asked, as a list of conversations; `hidden` is when one was deleted."""

messages = Table(
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
"""Questions and answers; `hidden` is when one was withdrawn."""

preferences = Table(
    "preferences",
    metadata,
    Column("owner", String(320), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What each person has set, as names and values."""
