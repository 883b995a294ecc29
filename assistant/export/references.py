"""Cited articles for reference managers: BibTeX, RIS and CSL-JSON.

They are written here because each takes a dozen lines for one kind of entry, a newspaper article;
the libraries for these formats mostly parse, which is not needed, and none of them escapes text.
"""

import json
from collections.abc import Sequence
from typing import Any

from assistant.export.answered_question import CitedArticle

_BIBTEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: "\\" + sign for sign in "&%$#_{}"},
    }
)


def as_bibtex(sources: Sequence[CitedArticle]) -> str:
    """One entry for each article; its key is the id of the version that was quoted."""
    return "\n\n".join(_bibtex_entry(source) for source in sources) + "\n"


def _bibtex_entry(source: CitedArticle) -> str:
    citation, article = source.citation, source.article
    fields = {
        "title": f"{{{_bibtex_text(source.title)}}}",
        "author": f"{{{_bibtex_text(article.byline)}}}" if article and article.byline else None,
        "journal": _bibtex_text(citation.publisher),
        "date": citation.published,
        "year": citation.published[:4] if citation.published else None,
        "url": article.url if article else None,
        "note": _bibtex_text(f"Source: {citation.source}"),
    }
    lines = [f"  {name} = {{{_one_line(value)}}}" for name, value in fields.items() if value]
    return f"@article{{{citation.article_id},\n" + ",\n".join(lines) + "\n}"


def _bibtex_text(text: str | None) -> str:
    return (text or "").translate(_BIBTEX_ESCAPES)


def as_ris(sources: Sequence[CitedArticle]) -> str:
    """One newspaper entry for each article."""
    return "".join(_ris_entry(source) for source in sources)


def _ris_entry(source: CitedArticle) -> str:
    citation, article = source.citation, source.article
    year, month, day = [*(citation.published or "").split("-"), "", "", ""][:3]
    fields = (
        ("TY", "NEWS"),
        ("ID", citation.article_id),
        ("TI", source.title),
        ("AU", article.byline if article else None),
        ("T2", citation.publisher),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("UR", article.url if article else None),
        ("N1", f"Source: {citation.source}"),
    )
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def as_csl(sources: Sequence[CitedArticle]) -> str:
    """A list of newspaper articles, as citation processors read it."""
    return json.dumps([_csl_item(one) for one in sources], ensure_ascii=False, indent=2) + "\n"


def _csl_item(source: CitedArticle) -> dict[str, Any]:
    citation, article = source.citation, source.article
    date = [int(part) for part in citation.published.split("-")] if citation.published else None
    item = {
        "id": citation.article_id,
        "type": "article-newspaper",
        "title": source.title,
        "container-title": citation.publisher,
        "author": [{"literal": article.byline}] if article and article.byline else None,
        "issued": {"date-parts": [date]} if date else None,
        "URL": article.url if article else None,
        "note": f"Source: {citation.source}",
    }
    return {name: value for name, value in item.items() if value}


def _one_line(text: str) -> str:
    return " ".join(text.split())
