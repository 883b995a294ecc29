"""The tables of the library, and how an older library becomes a present one."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
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

SCHEMA_VERSION = 4

metadata = MetaData()

# SQLite numbers rows by themselves in columns of its own integers alone, which have 64 bits.
_Whole = Integer().with_variant(BigInteger(), "postgresql")
# Names sort by their characters everywhere, whatever language a server was set up in.
_Name = String().with_variant(String(collation="C"), "postgresql")

facts = Table(
    "facts",
    metadata,
    Column("name", _Name, primary_key=True),
    Column("value", _Name, nullable=False),
)
"""`schema_version`, and `library_id`, which tells whether an index was made from this library."""

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
"""What each file was when it was last read to its end, and what in it could not be read."""

texts = Table(
    "texts",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""Each text once, compressed, however many sources carry it."""

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
    Column("title", _Name),
    Column("byline", _Name),
    Column("publisher", _Name),
    Column("published", _Name),
    Column("reported", _Name),
    Column("url", _Name),
    Column("language", _Name),
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
"""Every version of every article; of each source at most one is current, and searched."""

edits = Table(
    "edits",
    metadata,
    Column("source", _Name, primary_key=True),
    Column("field", _Name, primary_key=True),
    Column("value", _Name),
    sqlite_with_rowid=False,
)
"""Corrections by hand, by source; `articles` has them applied, beside what was found."""

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
"""Spans of articles; `content` is the hash of what is embedded."""

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
"""One vector of float16 for each text and embedder, however many chunks say it."""

changes = Table(
    "changes",
    metadata,
    Column("seq", _Whole, primary_key=True),
    Column("article_id", _Name, nullable=False),
    Column("chunks_before", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""Which articles the indexes have to take in or out, in the order in which it happened."""

edges = Table(
    "edges",
    metadata,
    Column("publisher", _Name, primary_key=True),
    Column("sentence", LargeBinary, primary_key=True),
    Column("text_hash", LargeBinary, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""The sentences at the heads and feet of articles, hashed: what a publisher repeats is found so."""

prints = Table(
    "prints",
    metadata,
    Column("print", _Whole, primary_key=True, autoincrement=False),
    Column("article", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)
"""A sample of the runs of words in each article: who shares prints may share paragraphs."""

reprints = Table(
    "reprints",
    metadata,
    Column("article_id", _Name, primary_key=True),
    Column("other_id", _Name, primary_key=True, index=True),
    Column("share", Float, nullable=False),
    Column("spans", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""How much of an article another carries, and where those words stand in the first."""
