"""Converts articles and chunks to database rows, and back."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from assistant.article import METADATA, Article, Chunk, Omission, Provenance, Span
from assistant.text.words import without_surrogates


def hash_of(text: str) -> bytes:
    """Sixteen bytes that identify a text."""
    return hashlib.sha256(_bytes(text)).digest()[:16]


def packed(text: str) -> bytes:
    """The text, compressed."""
    return zlib.compress(_bytes(text))


def unpacked(body: bytes) -> str:
    """The text that was compressed, unchanged."""
    return zlib.decompress(body).decode("utf-8", "surrogatepass")


def damage_in(text_hash: bytes, body: bytes | None) -> str | None:
    """What is wrong with a compressed text, or None."""
    if body is None:
        return "its text is lost"
    try:
        sound = hash_of(unpacked(body)) == text_hash
    except (zlib.error, UnicodeDecodeError):
        sound = False
    return None if sound else "its text is damaged"


def article_row(article: Article, chunks: Sequence[Chunk]) -> dict[str, Any]:
    """The row of `articles`, without its file, its age and whether it is current."""
    details: dict[str, Any] = {
        "evidence": {name: asdict(found) for name, found in sorted(article.evidence.items())},
        "kept": [[span.start, span.end] for span in article.kept],
        "omitted": [[gap.start, gap.end, gap.why] for gap in article.omitted],
        "warnings": list(article.warnings),
    }
    if article.extracted:
        found = sorted(article.extracted.items())
        details["extracted"] = {name: one and asdict(one) for name, one in found}
    known = {name: getattr(article, name) for name in METADATA}
    known["headline"] = chunks[0].headline if chunks else None
    return {
        "id": article.article_id,
        "source": article.source,
        "text_hash": hash_of(article.text),
        "encoding": article.encoding,
        **{name: value and without_surrogates(value) for name, value in known.items()},
        # Escaping preserves lone surrogates, which a database would refuse.
        "details": json.dumps(details, ensure_ascii=True),
    }


def article_of_row(row: RowMapping, text: str) -> Article:
    """The article in a row of `articles`, with its text."""
    details = json.loads(row["details"])
    return Article(
        source=row["source"],
        text=text,
        encoding=row["encoding"],
        **{name: row[name] for name in METADATA},
        evidence={name: Provenance(**found) for name, found in details["evidence"].items()},
        kept=tuple(Span(*span) for span in details["kept"]),
        omitted=tuple(Omission(*gap) for gap in details["omitted"]),
        warnings=tuple(details["warnings"]),
        extracted={
            name: found and Provenance(**found)
            for name, found in details.get("extracted", {}).items()
        },
    )


def details_of_row(row: RowMapping) -> tuple[list[tuple[int, int]], list[str], list[str]]:
    """The kept spans, the warnings and the edited fields in a row of `articles`."""
    details = json.loads(row["details"])
    kept = [(start, end) for start, end in details["kept"]]
    return kept, list(details["warnings"]), sorted(details.get("extracted", {}))


def origins_of_details(details: str) -> dict[str, str]:
    """The origins of the evidence, by field, in the details of an article's row."""
    evidence = json.loads(details)["evidence"]
    return {name: found["origin"] for name, found in evidence.items()}


def chunk_row(chunk: Chunk) -> dict[str, Any]:
    """The row of `chunks` for a chunk; its text is read from the article."""
    return {
        "article_id": chunk.article_id,
        "position": chunk.position,
        "start": chunk.start,
        "end": chunk.end,
        "content": hash_of(chunk.indexed_text),
    }


def chunk_of_row(row: RowMapping, headline: str | None, text: str) -> Chunk:
    """The chunk in a row of `chunks`, with its text."""
    words = text[row["start"] : row["end"]]
    return Chunk(row["article_id"], row["position"], row["start"], row["end"], words, headline)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
