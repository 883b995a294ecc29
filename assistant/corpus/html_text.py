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

    A text without HTML is returned as it is. Feeds can give HTML as characters: `&lt;p&gt;`.
    """
    if not is_markup(text):
        return text
    if not _TAG.search(text):
        text = unescape(text)
        if not _TAG.match(text.lstrip()):
            return text
    from lxml.html import fragment_fromstring

    bare = re.sub(r"\0|<\?xml[^>]*>", "", text)
    return text_of(fragment_fromstring(f"<div>{bare}</div>", create_parent="div"))


def plain_line(words: str) -> str:
    """The words of a title or a name that holds HTML, on one line."""
    return " ".join(html_to_text(words).split()) if is_markup(words) else words


def line_of(element: Any) -> str | None:
    """The words of an element on one line; None if it has none, or is None itself."""
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment or the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Any) -> str:
    """The words below an element of HTML or of XHTML, a blank line between its blocks."""
    return "\n\n".join(paragraphs_in("".join(_pieces(element))))


def paragraphs_in(marked: str) -> Iterator[str]:
    """The paragraphs of a text in which NUL separates paragraphs and a line feed lines."""
    for paragraph in marked.split(_PARAGRAPH):
        lines = (" ".join(line.split()) for line in paragraph.split(_LINE))
        if words := "\n".join(line for line in lines if line):
            yield words


def _pieces(element: Any) -> Iterator[str]:
    yield without_marks(element.text)
    for child in element:
        name = local_name(child).lower()
        if name and name not in _UNSEEN:
            mark = _PARAGRAPH if name in _BLOCKS else _LINE if name in _LINES else ""
            cell = "  " if name in ("td", "th") else ""
            yield mark + cell
            yield from _pieces(child)
            yield mark
        yield without_marks(child.tail)


def without_marks(words: str | None) -> str:
    """The words with the line feeds of the source as spaces: they mean nothing in HTML."""
    return re.sub(r"[\0\s]+", " ", words) if words else ""
