"""Texts that come with a question, as articles."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.article import Article, Evidence, Span
from assistant.corpus.loaded import encodable

_FIELDS = ("title", "byline", "publisher", "published", "reported", "url")


def articles_of(documents: Sequence[Mapping[str, Any]]) -> list[Article]:
    """The documents as articles `documents#0`, `documents#1`, ...; each counts as a whole."""
    return [_article(number, document) for number, document in enumerate(documents)]


def _article(number: int, document: Mapping[str, Any]) -> Article:
    known = {name: _encodable(document[name]) for name in _FIELDS if document.get(name)}
    text = encodable(document["text"])
    return Article(
        source=f"documents#{number}",
        text=text,
        evidence={name: Evidence(value, "record") for name, value in known.items()},
        kept=(Span(0, len(text)),) if text.strip() else (),
        **known,
    )


def _encodable(value: Any) -> Any:
    return encodable(value) if isinstance(value, str) else value
