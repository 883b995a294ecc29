"""JSON-LD: what a page says of its article in a form for machines."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from assistant.corpus.prose import folded

_ARTICLE_TYPES = re.compile(
    r"(?:https?://schema\.org/)?"
    r"(?:News|Blog|Report|Opinion|Analysis|Review|Background|Live)?\w*(?:Article|Posting)$"
)
_OPENING = re.compile(r"^\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?")
_CLOSING = re.compile(r"(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*;?\s*$")
_MOST_THINGS = 500
_DEEPEST = 5

Thing = Mapping[str, Any]


def linked_record(tree: Any, page_title: str | None) -> dict[str, str | None]:
    """The fields of the article on the page: of several, the one that the page's title names."""
    things = list(_all_things(tree))
    named = {t["@id"]: t for t in things if isinstance(t.get("@id"), str) and t.get("name")}
    articles = [thing for thing in things if _is_article(thing)]
    if not articles:
        return {}
    title = folded(page_title or "")
    headlines = ((thing, folded(_name(thing.get("headline"), {}) or "")) for thing in articles)
    best = next((thing for thing, words in headlines if words and words in title), articles[0])
    return _fields(best, named)


def _all_things(tree: Any) -> Iterator[Thing]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            bare = _CLOSING.sub("", _OPENING.sub("", script.text or ""))
            try:
                content = json.loads(bare, strict=False)
            except (ValueError, RecursionError):
                continue
            yield from list(_things(content, 0))[:_MOST_THINGS]


def _things(content: Any, depth: int) -> Iterator[Thing]:
    """The objects of a document, those in lists and in the fields that hold others included."""
    if depth > _DEEPEST:
        return
    if isinstance(content, list):
        for item in content[:100]:
            yield from _things(item, depth + 1)
    elif isinstance(content, dict):
        yield content
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher"):
            yield from _things(content.get(key), depth + 1)


def _is_article(thing: Thing) -> bool:
    types = thing.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _ARTICLE_TYPES.match(name) for name in names)


def _fields(thing: Thing, named: Mapping[str, Thing]) -> dict[str, str | None]:
    def name_of(*keys: str) -> str | None:
        return next((name for key in keys if (name := _name(thing.get(key), named))), None)

    return {
        "title": name_of("headline", "name"),
        "byline": name_of("author", "creator"),
        "publisher": name_of("publisher", "sourceOrganization"),
        "published": name_of("datePublished", "dateCreated"),
        "url": name_of("url") or _address(thing.get("mainEntityOfPage")),
        "language": name_of("inLanguage"),
    }


def _address(value: Any) -> str | None:
    value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
    return value if isinstance(value, str) else None


def _name(value: Any, named: Mapping[str, Thing]) -> str | None:
    """A value as words: a string, the name of a thing, or the names of several.

    A thing that is only referred to (`{"@id": "#person"}`) is looked up among those named.
    """
    if isinstance(value, list):
        names = [name for item in value[:20] if (name := _name(item, named))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        given = next((_name(value[k], {}) for k in ("name", "@value") if value.get(k)), None)
        other = named.get(str(value.get("@id")))
        return given or (_name(other.get("name"), {}) if other is not None else None)
    if not isinstance(value, str):
        return None
    return _name(named[value], {}) if value in named else unescape(value)
