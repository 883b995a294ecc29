"""PDF files: the text of their pages, line breaks undone where a line was only full."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from assistant.corpus.headers import is_header_line
from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.readers.bounds import MEBIBYTE, read_whole
from assistant.corpus.readers.exports import is_between, split_export
from assistant.errors import LoadError

_MOST_PAGES = 1_000
_MOST_TEXT = 20 * MEBIBYTE
_FULL_LINE = 0.75
# A line at the edge of this share of the pages, but for its figures, is a running head.
_RUNNING = 0.5


def read_pdf(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The PDF as one article. Scripts and attachments in it are never looked at.

    Raises:
        LoadError: it is encrypted, damaged, too large, or has no text.
    """
    pages, title = _pages(read_whole(stream))
    text = "\n\n".join(_paragraphs(_without_running_heads(pages)))
    if not any(c.isalpha() for c in text):
        raise LoadError("the PDF holds no text, only images; make it searchable first (OCR)")
    known = title if title and title in text[:2_000] else None
    record = Record(title=known, places={"title": "the PDF's title"})
    yield from split_export(LoadedText(source, text, record=record))


def _pages(data: bytes) -> tuple[list[list[str]], str | None]:
    """The lines of each page, and the title in the file's metadata."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise LoadError("the PDF is encrypted; save it without a password")
        if len(reader.pages) > _MOST_PAGES:
            raise LoadError(f"the PDF has more than {_MOST_PAGES} pages; split it")
        title = reader.metadata.title if reader.metadata else None
        return list(_lines_of(page.extract_text() for page in reader.pages)), title
    except (PyPdfError, RecursionError, OSError, *_BUGS) as error:
        raise LoadError("the PDF is damaged and cannot be read; print it to a new PDF") from error


# What pypdf lets through on damaged files.
_BUGS = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
)


def _lines_of(texts: Iterable[str]) -> Iterator[list[str]]:
    size = 0
    for text in texts:
        size += len(text)
        if size > _MOST_TEXT:
            raise LoadError("the PDF unpacks to more text than any article has; split it")
        yield [line.rstrip() for line in text.split("\n")]


def _without_running_heads(pages: list[list[str]]) -> Iterator[str]:
    """All lines but page numbers and those that stand at the edge of most pages."""
    edges = Counter(key for page in pages for key in {_key(line) for line in _edge(page)})
    running = {key for key, times in edges.items() if times >= max(3, len(pages) * _RUNNING)}
    for page in pages:
        edge = {id(line) for line in _edge(page)}
        for line in page:
            if id(line) in edge and (_key(line) in running or line.strip().isdigit()):
                continue
            yield line


def _edge(page: list[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    return [*filled[:2], *filled[-2:]]


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined to paragraphs: on over a full line, until a blank one or a short closed one.

    What a news database puts around its articles stays a line by itself.
    """
    held = list(lines)
    width = _usual_width(held)
    paragraph = ""
    for line in held:
        words = " ".join(line.split())
        if not words:
            if paragraph and not _goes_on(paragraph, width):
                yield paragraph
                paragraph = ""
            continue
        stands_alone = is_header_line(words) or is_between(words)
        if paragraph and stands_alone:
            yield paragraph
            paragraph = ""
        paragraph = _joined(paragraph, words)
        if stands_alone or _is_last(words, width):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _usual_width(lines: list[str]) -> int:
    widths = sorted(len(line) for line in lines if line.strip())
    return widths[len(widths) * 9 // 10] if widths else 0


def _goes_on(paragraph: str, width: int) -> bool:
    """Whether a blank line, as a page's end makes one, stands in the midst of a sentence."""
    return len(paragraph) > width and paragraph[-1].isalnum() and paragraph[-1].islower()


def _is_last(line: str, width: int) -> bool:
    return len(line) < _FULL_LINE * width


def _joined(paragraph: str, line: str) -> str:
    """The two as one, a word that was broken at the line's end made whole."""
    if re.search(r"[^\W\d_]{2,}-$", paragraph) and line[:1].islower():
        return paragraph[:-1] + line
    return f"{paragraph} {line}" if paragraph else line
