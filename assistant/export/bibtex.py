"""Cited articles as BibTeX."""

from collections.abc import Sequence

from assistant.export.said import Cited

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: "\\" + sign for sign in "&%$#_{}"},
    }
)


def as_bibtex(sources: Sequence[Cited]) -> str:
    """One entry an article; its key is the id of the version that was quoted."""
    return "\n\n".join(_entry(source) for source in sources) + "\n"


def _entry(source: Cited) -> str:
    citation, article = source.citation, source.article
    fields = {
        "title": f"{{{_plain(source.title)}}}",
        "author": f"{{{_plain(article.byline)}}}" if article and article.byline else None,
        "journal": _plain(citation.publisher),
        "date": citation.published,
        "year": citation.published[:4] if citation.published else None,
        "url": article.url if article else None,
        "note": _plain(f"Source: {citation.source}"),
    }
    lines = [f"  {name} = {{{_one_line(value)}}}" for name, value in fields.items() if value]
    return f"@article{{{citation.article_id},\n" + ",\n".join(lines) + "\n}"


def _plain(text: str | None) -> str:
    return (text or "").translate(_ESCAPES)


def _one_line(text: str) -> str:
    return " ".join(text.split())
