"""What the fields of a record mean: which holds the text, the title, the date."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from assistant.corpus.loaded import Record
from assistant.errors import LoadError
from assistant.text.dates import parse_date

Fields = Mapping[str, str]
"""Names the user's own fields: `{"text": "fulltext"}`; what is not named is guessed."""
NO_FIELDS: Fields = MappingProxyType({})

# The first that a record holds is taken; the order is from the exact to the loose.
_KNOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "_id", "doc_id", "docid", "article_id", "guid", "uid", "uuid"),
        "text": (
            "text", "body", "content", "article_text", "articlebody", "full_text", "fulltext",
            "maintext", "article", "story", "body_text", "text_content", "plain_text", "raw_text",
            "document", "contents",
        ),
        "title": ("title", "headline", "head", "heading", "name", "web_title", "article_title"),
        "publisher": (
            "publisher", "source", "outlet", "publication", "newspaper", "site", "site_name",
            "source_name", "news_source", "media", "source_domain", "domain",
        ),
        "byline": ("byline", "author", "authors", "creator", "writer", "by", "author_name"),
        "published": (
            "published_at", "published", "date_published", "publication_date", "publish_date",
            "published_date", "pub_date", "pubdate", "date_publish", "datepublished", "date",
            "datetime", "created_at", "timestamp", "time",
        ),
        "url": ("url", "link", "canonical_url", "web_url", "permalink", "href", "uri", "address"),
        "language": ("language", "lang", "locale"),
    }
)  # fmt: skip
# What exporters write where they know nothing.
_NOTHING = frozenset(("", "none", "null", "nan", "n/a", "na", "unknown", "undefined", "-"))


def read_record(
    values: Mapping[str, Any], fields: Fields = NO_FIELDS
) -> tuple[str | None, str, Record]:
    """The id, the text as it stands, and what else the record says of the article.

    Raises:
        LoadError: no field holds a text.
    """
    by_name = {_folded(name): value for name, value in values.items()}
    text = _value(by_name, "text", fields)
    if not isinstance(text, str):
        text = None
    if text is None or not text.strip():
        raise LoadError(f"no text under {_expected(fields)}; its fields are {_listed(values)}")
    words = {key: _words(_value(by_name, key, fields)) for key in _KNOWN if key != "text"}
    published = words["published"]
    record = Record(
        title=words["title"],
        byline=words["byline"],
        publisher=words["publisher"],
        published=parse_date(published) if published else None,
        url=words["url"],
        language=words["language"].split("-")[0].lower() if words["language"] else None,
    )
    return words["id"], text, record


def _folded(name: str) -> str:
    """A name as names are compared: "publishedAt", "published-at" and "Published at" are one."""
    return re.sub(r"[-_ ]", "", name.lower())


def _value(by_name: Mapping[str, Any], key: str, fields: Fields) -> Any:
    names = map(_folded, (fields[key],) if key in fields else _KNOWN[key])
    held = (by_name[name] for name in names if name in by_name)
    return next((value for value in held if _words(value) is not None), None)


def _words(value: Any) -> str | None:
    """A value as words: names of a list joined, the name of an object, None for nothing."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if isinstance(value, list):
        parts = [words for item in value[:50] if (words := _words(item)) is not None]
        return ", ".join(parts) or None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    words = str(value)
    return None if words.strip().lower() in _NOTHING else words.strip()


def _expected(fields: Fields) -> str:
    return f'"{fields["text"]}"' if "text" in fields else '"text", "body" or "content"'


def _listed(values: Mapping[str, Any]) -> str:
    names = [repr(name[:40]) for name in list(values)[:8]]
    return ", ".join(names) or "none"
