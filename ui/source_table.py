"""The table of articles: searched, filtered, sorted and cut into pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant import SourceSummary
from ui.date_format import news_date, shown_news_date
from ui.escaping import file_name, shown
from ui.texts import Texts
from ui.translation import translated

PAGE = 50  # rows: more than a screen shows, few enough to be drawn at once
COLUMNS = ("title", "publisher", "byline", "published", "characters")


@dataclass(frozen=True)
class View:
    """The search, filters, order and page that a person chose."""

    words: str = ""
    publisher: str | None = None
    year: str | None = None
    sort: str = "title"
    descending: bool = False
    page: int = 1


def chosen(sources: Sequence[SourceSummary], view: View) -> list[SourceSummary]:
    """The articles of this view in its order, unknown values last."""
    words = view.words.casefold().split()
    found = [
        one
        for one in sources
        if (view.publisher is None or one.publisher == view.publisher)
        and (view.year is None or (one.published or "").startswith(view.year))
        and all(word in _searchable(one) for word in words)
    ]
    known = [one for one in found if _value(one, view.sort) is not None]
    unknown = [one for one in found if _value(one, view.sort) is None]
    known.sort(key=lambda one: (_value(one, view.sort), one.source), reverse=view.descending)
    return known + unknown


def table_data(sources: Sequence[SourceSummary], view: View, t: Texts) -> dict[str, Any]:
    """The data of `sources.js`: one page of rows."""
    found = chosen(sources, view)
    languages = {one.language for one in sources}
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, view.page), pages)
    rows = found[(page - 1) * PAGE : page * PAGE]
    return {
        "rows": [_row(one, len(languages) > 1, t) for one in rows],
        "columns": [{"id": name, "name": t(f"sources.{name}")} for name in COLUMNS],
        "sort": view.sort,
        "descending": view.descending,
        "page": page,
        "pages": pages,
        "count": t("sources.shown", n=len(found), all=len(sources)),
        "place": t("sources.page", n=page, all=pages),
        "words": t.section("sources"),
    }


def by_publisher(sources: Sequence[SourceSummary], unknown: str) -> list[dict[str, Any]]:
    """How many articles each publisher has, the largest twelve."""
    counts = Counter(shown(one.publisher or unknown, 40) for one in sources)
    return [{"publisher": name, "articles": n} for name, n in counts.most_common(12)]


def by_month(sources: Sequence[SourceSummary]) -> list[dict[str, Any]]:
    """How many articles each month has; articles without a month are left out."""
    dates = (news_date(one.published, one.reported) or "" for one in sources)
    months = Counter(date[:7] for date in dates if len(date) > 4)
    return [{"month": month, "articles": n} for month, n in sorted(months.items())]


def years(sources: Sequence[SourceSummary]) -> list[str]:
    """The years in which articles were published, latest first."""
    return sorted({one.published[:4] for one in sources if one.published}, reverse=True)


def _row(one: SourceSummary, names_language: bool, t: Texts) -> dict[str, Any]:
    notes = [shown(translated(warning, t), 120) for warning in one.warnings]
    if one.copies:
        notes.append(t("sources.copies", n=one.copies))
    if one.versions > 1:
        notes.append(t("sources.versions", n=one.versions))
    if one.edited:
        notes.append(t("sources.edited"))
    return {
        "source": one.source,
        "title": shown(one.title or one.source, 200),
        "file": shown(file_name(one.source), 120),
        "publisher": shown(one.publisher, 60),
        "byline": shown(one.byline, 60),
        "published": shown(shown_news_date(one.published, one.reported, t)),
        "characters": t("sources.length", n=one.characters),
        "language": shown(one.language, 12) if names_language else "",
        "notes": notes,
    }


def _value(one: SourceSummary, column: str) -> Any:
    if column == "title":
        return (one.title or one.source).casefold()
    value = getattr(one, column)
    return value.casefold() if isinstance(value, str) else value


def _searchable(one: SourceSummary) -> str:
    parts = (one.title, one.source, one.publisher, one.byline, one.published)
    return "\n".join(part for part in parts if part).casefold()
