"""Corrections that a person makes to what is known of an article, in its reader."""

from typing import Any

from assistant import Article, AssistantError
from ui.dates import read_date, written_date
from ui.session import Session


def edit(session: Session, article: Article, does: dict[str, Any]) -> None:
    """Keep what was typed for the fields whose values differ.

    Raises:
        AssistantError: the date is none, or the library cannot be written.
    """
    if does["do"] == "undo_edits":
        session.assistant.undo_edits(article.source)
        return
    typed = {name: str(value).strip() for name, value in does["values"].items()}
    if "published" in typed and typed["published"] == written_date(article.published, session.t):
        del typed["published"]
    values = {n: value for n, value in typed.items() if value != (getattr(article, n) or "")}
    if values.get("published"):
        date = read_date(values["published"], session.t)
        if date is None:
            raise AssistantError(session.t("filters.date_wrong"))
        values["published"] = date
    if values:
        session.assistant.edit(article.source, values)
