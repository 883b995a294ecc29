"""Every format by its name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.article import Article
from assistant.export.bibtex import as_bibtex
from assistant.export.csl import as_csl
from assistant.export.markdown import as_markdown
from assistant.export.record import as_json
from assistant.export.ris import as_ris
from assistant.export.said import Said, cited_articles
from assistant.export.webpage import as_webpage

_KINDS = {
    "markdown": (".md", "text/markdown"),
    "html": (".html", "text/html"),
    "json": (".json", "application/json"),
    "bibtex": (".bib", "application/x-bibtex"),
    "ris": (".ris", "application/x-research-info-systems"),
    "csl": (".csl.json", "application/vnd.citationstyles.csl+json"),
}
# Overrides and the like would show a name or a figure in another order than it has. What people
# read is without them; what programs read has every sign of the source.
_DECEIVING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file to save: what to call it, what it is, what it holds."""

    name: str
    mime: str
    text: str


def export_file(
    form: str,
    title: str,
    turns: Sequence[Said],
    article_of: Callable[[str], Article],
    suffix: str = "",
) -> ExportFile:
    """Answers in one of the formats `markdown`, `html`, `json`, `bibtex`, `ris`, `csl`.

    The file is named after the title, with the suffix (such as `conversation`) after it.
    `article_of` gives a version of an article by its id, or raises LibraryError; what it does not
    have is exported from its citation alone.
    """
    ending, mime = _KINDS[form]
    match form:
        case "markdown":
            text = _DECEIVING.sub("", as_markdown(title, turns))
        case "html":
            text = _DECEIVING.sub("", as_webpage(title, turns, article_of))
        case "json":
            text = as_json(title, turns)
        case _:
            write = {"bibtex": as_bibtex, "ris": as_ris, "csl": as_csl}[form]
            text = write(cited_articles(turns, article_of))
    name = "-".join(part for part in (_file_name(title), suffix) if part)
    return ExportFile(name + ending, mime, text)


def _file_name(title: str) -> str:
    kept = "".join(sign if sign.isalnum() else "-" for sign in title.lower())
    return "-".join(part for part in kept.split("-") if part)[:60].strip("-") or "answer"
