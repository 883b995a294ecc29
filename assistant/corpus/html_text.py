"""Turns HTML in records, feeds and books into plain text."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|strong|em|h[1-6]|ul|ol|li|blockquote|img|figure|figcaption|table|"
    r"tr|td|th|tbody|section|article|font|small|sup|sub|hr|iframe|script|style)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}\d?|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol blockquote figure figcaption table section article header "
    "footer main aside hr body pre dl block hl1 hl2".split()
)
_LINES = frozenset(("li", "tr", "br", "dt", "dd"))
_UNSEEN = frozenset(("script", "style", "template", "noscript", "iframe", "head", "svg", "math"))
_PARAGRAPH, _LINE = "\0", "\n"


def is_markup(text: str) -> bool:
    """Whether a text holds HTML tags or character references."""
    return bool(_TAG.search(text) or any(unescape(e) != e for e in _ENTITY.findall(text)))


def html_to_text(text: str) -> str:
    """The words of a text that holds HTML: a blank line between blocks, no tags or references.

    A text without HTML is returned as it is.
    """
    if not is_markup(text):
        return text
    if not _TAG.search(text):
        return unescape(text)
    from lxml.html import fragment_fromstring

    bare = re.sub(r"\0|<\?xml[^>]*>", "", text)
    return text_of(fragment_fromstring(f"<div>{bare}</div>", create_parent="div"))


def plain_line(words: str) -> str:
    """The words of a title or a name that holds HTML, on one line."""
    return " ".join(html_to_text(words).split()) if is_markup(words) else words


def text_of(element: Any) -> str:
    """The words below an element of HTML or of XHTML, a blank line between its blocks."""
    paragraphs = []
    for paragraph in "".join(_pieces(element)).split(_PARAGRAPH):
        lines = (" ".join(line.split()) for line in paragraph.split(_LINE))
        if words := "\n".join(line for line in lines if line):
            paragraphs.append(words)
    return "\n\n".join(paragraphs)


def _pieces(element: Any) -> Iterator[str]:
    yield _flat(element.text)
    for child in element:
        name = _name(child)
        if name and name not in _UNSEEN:
            mark = _PARAGRAPH if name in _BLOCKS else _LINE if name in _LINES else ""
            cell = "  " if name in ("td", "th") else ""
            yield mark + cell
            yield from _pieces(child)
            yield mark
        yield _flat(child.tail)


def _name(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _flat(words: str | None) -> str:
    return re.sub(r"[\0\s]+", " ", words) if words else ""
