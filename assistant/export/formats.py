"""Saves answers in any format, by the format's name."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.export.answered_question import AnsweredQuestion, ArticleOf, cited_articles
from assistant.export.readable import as_markdown, as_webpage
from assistant.export.references import as_bibtex, as_csl, as_ris

_FORMATS = {
    "markdown": (".md", "text/markdown"),
    "html": (".html", "text/html"),
    "json": (".json", "application/json"),
    "bibtex": (".bib", "application/x-bibtex"),
    "ris": (".ris", "application/x-research-info-systems"),
    "csl": (".csl.json", "application/vnd.citationstyles.csl+json"),
}
# Characters that change the direction of text could show a name or a figure in another order. They
# are left out of the formats that people read; the formats that programs read keep them.
_BIDI_CONTROLS = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_WITHOUT_BIDI_CONTROLS = dict.fromkeys(_BIDI_CONTROLS)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file to save: its name, its MIME type and its text."""

    name: str
    mime: str
    text: str


def export_file(
    form: str,
    title: str,
    turns: Sequence[AnsweredQuestion],
    article_of: ArticleOf,
    suffix: str = "",
) -> ExportFile:
    """Answers in one of the formats `markdown`, `html`, `json`, `bibtex`, `ris`, `csl`.

    The file is named after the title, followed by the suffix (such as `conversation`). An article
    that was purged is exported from its citation alone.
    """
    ending, mime = _FORMATS[form]
    match form:
        case "markdown":
            text = as_markdown(title, turns).translate(_WITHOUT_BIDI_CONTROLS)
        case "html":
            text = as_webpage(title, turns, article_of).translate(_WITHOUT_BIDI_CONTROLS)
        case "json":
            text = as_json(title, turns)
        case _:
            write = {"bibtex": as_bibtex, "ris": as_ris, "csl": as_csl}[form]
            text = write(cited_articles(turns, article_of))
    name = "-".join(part for part in (_file_name(title), suffix) if part)
    return ExportFile(name + ending, mime, text)


def as_json(title: str, turns: Sequence[AnsweredQuestion]) -> str:
    """The title and the answers, each the object that `assistant ask --json` prints."""
    answers = [turn.answer.as_json() for turn in turns]
    return json.dumps({"title": title, "answers": answers}, ensure_ascii=False, indent=2) + "\n"


def _file_name(title: str) -> str:
    kept = "".join(sign if sign.isalnum() else "-" for sign in title.lower())
    return "-".join(part for part in kept.split("-") if part)[:60].strip("-") or "answer"
