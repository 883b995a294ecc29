"""Cited articles as RIS, which reference managers read."""

from collections.abc import Sequence

from assistant.export.said import Cited


def as_ris(sources: Sequence[Cited]) -> str:
    """One newspaper entry an article."""
    return "".join(_entry(source) for source in sources)


def _entry(source: Cited) -> str:
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
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])
