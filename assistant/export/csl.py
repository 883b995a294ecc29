"""Cited articles as CSL-JSON, which citation processors read."""

import json
from collections.abc import Sequence
from typing import Any

from assistant.export.said import Cited


def as_csl(sources: Sequence[Cited]) -> str:
    """A list of newspaper articles."""
    return json.dumps([_item(one) for one in sources], ensure_ascii=False, indent=2) + "\n"


def _item(source: Cited) -> dict[str, Any]:
    citation, article = source.citation, source.article
    item = {
        "id": citation.article_id,
        "type": "article-newspaper",
        "title": source.title,
        "container-title": citation.publisher,
        "author": [{"literal": article.byline}] if article and article.byline else None,
        "issued": _issued(citation.published),
        "URL": article.url if article else None,
        "note": f"Source: {citation.source}",
    }
    return {name: value for name, value in item.items() if value}


def _issued(published: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in published.split("-")]]} if published else None
