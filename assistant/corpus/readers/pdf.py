"""PDF files: the text of their pages in reading order, with lines joined to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_double
from dataclasses import replace
from typing import Any, BinaryIO

from assistant.article import Span
from assistant.corpus.head_dates import read_stamps
from assistant.corpus.head_lines import read_masthead
from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.prose import is_prose
from assistant.corpus.readers.database_exports import split_export
from assistant.corpus.readers.pdf_layout import (
    EDGE,
    INITIAL,
    Piece,
    Row,
    columns_of,
    is_initial,
    narrow_edges,
    paragraphs_of,
    part_beside,
    rows_of,
)
from assistant.corpus.readers.streams import MEBIBYTE, read_whole
from assistant.errors import LoadError

_MOST_PAGES = 1_000
_MOST_TEXT = 20 * MEBIBYTE
# A line at the edge of this share of the pages, whatever its digits, is a running head.
_RUNNING = 0.5
# PDFium's marks for a hyphen that breaks a word at the end of a line.
_HYPHENS = (0x02, 0xFFFE)
# A wider gap between two characters, in line heights, is more than the space between two words.
_GAP = 0.8
_WARNED_PAGES = 10
# The number of a page at the beginning or the end of a line: "A7".
_PAGE = re.compile(r"^(?:page )?[A-Z]?\d{1,3}\s|\s[A-Z]?\d{1,3}$", re.IGNORECASE)
# A piece of more characters is no initial.
_MOST_INITIAL = 10
# What browsers print above and below each page
_PRINTED_AT = re.compile(r"\d{1,2}([./])\d{1,2}\1(?:20)?\d\d, \d{1,2}:\d\d(?:\s[AP]M)?")
_PRINTED_FROM = re.compile(r"(?:https?|file)://\S+\s+\d+/\d+")
_MOST_PRINTED = 2
# A program that has no better title writes the name of the file, or its address.
_FILE_NAME = re.compile(
    r"(?:https?|file)://\S+|.*\.(?:[xs]?html?|php|aspx?|pdf|docx?|odt|rtf|txt|md"
    r"|indd|qxp|pub|tex|dvi|pptx?)",
    re.IGNORECASE,
)
_BESIDE = "lines stand side by side, perhaps of columns that were not told apart; check the text"
_SECTION_PAGE = re.compile(r"\s+[A-Z]\d{1,3}$")


def read_pdf(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The PDF as one article. Scripts and attachments in it are never run or read."""
    pages, empty, title = _pages(read_whole(stream))
    groups: list[list[list[Row]]] = [[]]
    for column in (column for rows in _without_running_heads(pages) for column in columns_of(rows)):
        parts = part_beside(column)
        if len(parts) == 1:
            groups[-1] += parts
        else:
            groups += [*([part] for part in parts), []]
    text = "\n\n".join(paragraph for group in groups for paragraph in paragraphs_of(group))
    if not any(c.isalpha() for c in text):
        raise LoadError("the PDF holds no text, only images; make it searchable first (OCR)")
    known = title if title and title in text[:2_000] and not _is_file_name(title) else None
    record = Record(title=known, places={"title": "the PDF's title"})
    warnings = (*_warnings(empty), *([_BESIDE] if len(groups) > 1 else []))
    yield from split_export(LoadedText(source, text, record=record, warnings=warnings))


def _is_file_name(title: str) -> bool:
    """Whether a title names a file, which a printer may write above each page: `l.html`."""
    return _FILE_NAME.fullmatch(title.strip()) is not None


def _warnings(empty: list[int]) -> tuple[str, ...]:
    """The pages without text, by number."""
    if not empty:
        return ()
    numbers = ", ".join(map(str, empty[:_WARNED_PAGES]))
    more = ", ..." if len(empty) > _WARNED_PAGES else ""
    these = "page" if len(empty) == 1 else "pages"
    return (f"no text on {these} {numbers}{more}, only images; make the PDF searchable (OCR)",)


def _pages(data: bytes) -> tuple[list[list[Row]], list[int], str | None]:
    """The rows of each page, the numbers of the pages with drawings but no text, and the title."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise LoadError("the PDF is encrypted; save it without a password") from error
        raise LoadError("the PDF is damaged and cannot be read; print it to a new PDF") from error
    try:
        if len(document) > _MOST_PAGES:
            raise LoadError(f"the PDF has more than {_MOST_PAGES} pages; split it")
        title = document.get_metadata_dict().get("Title")
        pages, empty = _read_pages(document)
    except pypdfium2.PdfiumError as error:
        raise LoadError("the PDF is damaged and cannot be read; print it to a new PDF") from error
    finally:
        document.close()
    return pages, empty, title


def _read_pages(document: Any) -> tuple[list[list[Row]], list[int]]:
    pages: list[list[Row]] = []
    empty: list[int] = []
    size = 0
    for number, page in enumerate(document, 1):
        textpage = page.get_textpage()
        size += textpage.count_chars()
        if size > _MOST_TEXT:
            raise LoadError("the PDF unpacks to more text than any article has; split it")
        characters = list(_characters(page, textpage))
        edges = narrow_edges(list(_pieces(characters, None)))
        pieces = list(_pieces(characters, edges))
        pages.append(rows_of(pieces))
        if not any(c.isalpha() for piece in pieces for c in piece.text) and _has_drawing(page):
            empty.append(number)
        textpage.close()
        page.close()
    return pages, empty


def _has_drawing(page: Any) -> bool:
    """Whether a page shows more than text: an image, or perhaps letters as outlines."""
    from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

    return any(each.type != FPDF_PAGEOBJ_TEXT for each in page.get_objects())


def _pieces(
    characters: Iterable[tuple[str, "_Box | None"]], edges: Sequence[float] | None
) -> Iterator[Piece]:
    """The runs of characters on one line with no more than a space between two of them.

    One ends in front of a word at the left edge of a column; without edges, each word is one.
    """
    held: list[str] = []
    box: tuple[float, float, float, float] | None = None
    space = ""
    for character, place in characters:
        if place is None or character.isspace():
            space = " " if held else ""
            continue
        if box is not None and (
            _is_apart(box, place)
            or is_initial("".join(held[:_MOST_INITIAL]), box[3], place[3])
            or (space and _begins_column(place, edges))
        ):
            yield Piece("".join(held), *box)
            held, box, space = [], None, ""
        held.append(space + character)
        box, space = _united(box, place), ""
    if box is not None:
        yield Piece("".join(held), *box)


def _begins_column(place: "_Box", edges: Sequence[float] | None) -> bool:
    return edges is None or any(abs(place[0] - edge) <= EDGE * place[3] for edge in edges)


_Box = tuple[float, float, float, float]
"""Left, right, baseline (which grows upwards), height."""


def _is_apart(box: _Box, other: _Box) -> bool:
    small, large = sorted((box[3], other[3]))
    gap = max(other[0] - box[1], box[0] - other[1])
    # A large initial can reach down to the lines below.
    height = small if large > INITIAL * small else large
    return abs(box[2] - other[2]) > 0.5 * height or gap > _GAP * large


def _united(box: _Box | None, other: _Box) -> _Box:
    if box is None:
        return other
    return min(box[0], other[0]), max(box[1], other[1]), box[2], max(box[3], other[3])


def _characters(page: Any, textpage: Any) -> Iterator[tuple[str, _Box | None]]:
    """Each character with its box; None for a line break that PDFium adds."""
    from pypdfium2 import raw

    x, y, width = c_double(), c_double(), page.get_width()
    turned = page.get_rotation()
    lead = 0
    for i in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if 0xD800 <= code < 0xDC00:
            lead = code
            continue
        if 0xDC00 <= code < 0xE000 and lead:
            code, lead = 0x10000 + ((lead - 0xD800) << 10) + code - 0xDC00, 0
        character = "-" if code in _HYPHENS else chr(code)
        if code == 0 or character.isspace():
            yield " ", None
            continue
        left, bottom, right, top = textpage.get_charbox(i, loose=True)
        raw.FPDFText_GetCharOrigin(textpage, i, x, y)
        box = _upright(turned, width, (left, bottom, right, top), (x.value, y.value))
        yield character, box


def _upright(
    turned: int, width: float, box: tuple[float, float, float, float], origin: tuple[float, float]
) -> _Box:
    """The box as the page is shown, where the page is turned by quarters."""
    left, bottom, right, top = box
    if turned == 90:
        return bottom, top, width - origin[0], right - left
    if turned == 270:
        return -top, -bottom, origin[0], right - left
    if turned == 180:
        return -right, -left, -origin[1], top - bottom
    return left, right, origin[1], top - bottom


def _without_running_heads(pages: list[list[Row]]) -> Iterator[list[Row]]:
    """The pages without page numbers, print marks, and the lines at the edge of most pages.

    Below the first page, a line with the number of the page and the date or the paper is one too.
    Those with a date or the name of a paper are in front, each once.
    """
    edges = Counter(key for page in pages for key in {_key(row) for row in _edge(page)})
    fewest = max(min(3, len(pages)), len(pages) * _RUNNING, 2)
    later = (row for page in pages[1:] for row in _edge(page) if _is_running_head(row))
    running = {key for key, times in edges.items() if times >= fewest} | {_key(r) for r in later}
    heads = {_key(row): row for page in pages[::-1] for row in _edge(page)[::-1]}
    first = reversed(heads.items())
    named = [row for key, row in first if key in running and _names_source(row)]
    for piece in (piece for row in named for piece in row if not piece.text.isdigit()):
        yield [[replace(piece, text=_SECTION_PAGE.sub("", piece.text))]]
    for page in pages:
        edge = {id(row) for row in _edge(page)}
        yield [
            row
            for row in page
            if id(row) not in edge
            or not (_key(row) in running or _words(row).isdigit() or _is_print_mark(row))
        ]


def _is_running_head(row: Row) -> bool:
    words = _words(row)
    return _PAGE.search(words) is not None and not is_prose(words) and _names_source(row)


def _names_source(row: Row) -> bool:
    """Whether a running head has the date or the name of the paper."""
    words = _words(row)
    has_day = bool(read_stamps(words, Span(0, len(words)))) and not _is_print_mark(row)
    return has_day or read_masthead(words, ()) is not None


def _is_print_mark(row: Row) -> bool:
    """Whether a browser printed it: day and time with the title, or the address with the page."""
    if _PRINTED_AT.fullmatch(row[0].text) and len(row) <= _MOST_PRINTED:
        return True
    return _PRINTED_FROM.fullmatch(_words(row)) is not None


def _edge(page: list[Row]) -> list[Row]:
    return [*page[:2], *page[-2:]]


def _words(row: Row) -> str:
    return " ".join(piece.text for piece in row)


def _key(row: Row) -> str:
    return re.sub(r"\d+", "0", _words(row))
