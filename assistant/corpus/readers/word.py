"""Word documents (.docx, .rtf): their paragraphs and tables, as Word shows them."""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.readers.database_exports import split_export
from assistant.corpus.readers.streams import MEBIBYTE, read_whole
from assistant.errors import LoadError

# The largest size of an unpacked .docx.
_MOST_UNPACKED = 256 * MEBIBYTE
# Word keeps the English name of a style that it has built in, in any language. The title in the
# properties is often that of a template; only a first paragraph in the style of titles is surer.
_TITLE, _HEADING = "title", "heading 1"


@dataclass(slots=True)
class Paragraph:
    """A paragraph's text, and the id of its style."""

    text: str
    style: str = ""


def read_docx(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The document as one article, as Word shows it with all tracked changes accepted.

    Its title is its first paragraph in the style of titles, the one in its properties, or its
    heading. A warning says that changes are open.
    """
    data = read_whole(stream)
    document = _document(data)
    paragraphs = [p for p in read_paragraphs(document.element.body) if p.text.strip()]
    text = "\n\n".join(paragraph.text.strip() for paragraph in paragraphs)
    if not text.strip():
        raise LoadError("the document holds no text; pictures of text need OCR")
    title, place = _title(document, paragraphs[0])
    record = Record(title=title or None, places={"title": place})
    warnings = _warnings(sum(1 for _ in document.element.body.iter(*_CHANGES)))
    yield from split_export(LoadedText(source, text, record=record, warnings=warnings))


def read_rtf(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The document as one article."""
    from striprtf import striprtf

    convert: Callable[..., str] = striprtf.rtf_to_text
    data = read_whole(stream)
    if not data.lstrip().startswith(b"{\\rtf"):
        raise LoadError("the file is no RTF; save it as .docx or as text")
    try:
        text = convert(data.decode("latin-1"), errors="replace")
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise LoadError("the RTF is damaged and cannot be read; save it as .docx") from error
    if not text.strip():
        raise LoadError("the document holds no text; pictures of text need OCR")
    yield from split_export(LoadedText(source, re.sub(r"\n{3,}", "\n\n", text).strip()))


def _document(data: bytes) -> Any:
    from zipfile import BadZipFile, ZipFile

    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise LoadError("it is encrypted, or an old .doc by another name; save it as .docx")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED:
                raise LoadError("it unpacks to more than any document has; it may be hostile")
        return Document(io.BytesIO(data))
    except (BadZipFile, OpcError, LxmlError, *_BUGS) as error:
        raise LoadError("it is no Word document, or damaged; save it again as .docx") from error


# What python-docx lets through on damaged files.
_BUGS = (
    ValueError,
    KeyError,
    AttributeError,
    IndexError,
    NotImplementedError,
    EOFError,
    zlib.error,
)


def _title(document: Any, first: Paragraph) -> tuple[str, str]:
    """The title of a document, which may be empty, and its place."""
    names = {style.style_id: style.name for style in document.styles}
    style = (names.get(first.style) or "").lower()
    title = (document.core_properties.title or "").strip()
    if style == _TITLE or (style == _HEADING and not title):
        return first.text.strip(), "the document's heading"
    return title, "the document's properties"


def _warnings(changes: int) -> tuple[str, ...]:
    if not changes:
        return ()
    many = f"{changes} tracked changes are" if changes > 1 else "1 tracked change is"
    return (f"{many} not yet accepted or rejected in the document; read as if accepted",)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Word shows none of these: deleted and moved text, field codes, properties, phonetic guides.
_UNSEEN = frozenset(
    _W + name
    for name in "del moveFrom delText delInstrText instrText pPr rPr sdtPr sdtEndPr tblPr trPr "
    "tcPr tblGrid sectPr rt customXmlPr smartTagPr".split()
)
_CHARACTERS = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
    _W + "ptab": "\t",
}
_CHANGES = tuple(_W + name for name in ("ins", "del", "moveFrom", "moveTo"))


@dataclass(slots=True)
class _Inline:
    """The text of a paragraph so far, and the text boxes that are anchored in it."""

    words: list[str] = field(default_factory=list)
    boxes: list[Paragraph] = field(default_factory=list)


def read_paragraphs(element: Any) -> Iterator[Paragraph]:
    """The paragraphs below an element of the document, in order; a table has one a row.

    Text in content controls, custom XML, smart tags and hyperlinks is part of its paragraph. A
    text box is read after the paragraph in which it is anchored. A paragraph whose mark is deleted
    goes on in the next.
    """
    held = ""
    for child in element:
        if child.tag == _W + "p":
            inline = _Inline()
            _read_inline(child, inline)
            text = held + "".join(inline.words)
            if child.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
                held = text
                yield from inline.boxes
                continue
            held = ""
            style = child.find(f"{_W}pPr/{_W}pStyle")
            yield Paragraph(text, "" if style is None else str(style.get(_W + "val", "")))
            yield from inline.boxes
        elif child.tag == _W + "tbl":
            yield from _rows(child)
        elif child.tag == _MC + "AlternateContent":
            yield from read_paragraphs(_alternative(child))
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from read_paragraphs(child)
    if held:
        yield Paragraph(held)


def _read_inline(element: Any, inline: _Inline) -> None:
    for child in element:
        tag = child.tag
        if tag == _W + "t":
            inline.words.append(child.text or "")
        elif tag in _CHARACTERS:
            inline.words.append(_CHARACTERS[tag])
        elif tag == _MC + "AlternateContent":
            _read_inline(_alternative(child), inline)
        elif tag == _W + "txbxContent":
            inline.boxes += read_paragraphs(child)
        elif isinstance(tag, str) and tag not in _UNSEEN and not _is_hidden(child):
            _read_inline(child, inline)


def _alternative(element: Any) -> Any:
    """The first of the alternatives that holds text: all of them hold the same."""
    choices = [child for child in element if isinstance(child.tag, str)]
    return next((each for each in choices if next(each.iter(_W + "t"), None) is not None), [])


def _is_hidden(run: Any) -> bool:
    """Whether a run is set as hidden text."""
    mark = run.find(f"{_W}rPr/{_W}vanish") if run.tag == _W + "r" else None
    return mark is not None and mark.get(_W + "val", "1") not in ("0", "false", "off")


def _rows(table: Any) -> Iterator[Paragraph]:
    """A paragraph a row; the paragraphs of the cells where the table only lays out a page."""
    rows = [row for row in _own(table, _W + "tr") if row.find(f"{_W}trPr/{_W}del") is None]
    lines: list[str] = []
    for row in rows:
        cells = [
            [p for p in read_paragraphs(cell) if p.text.strip()] for cell in _own(row, _W + "tc")
        ]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 or any(len(cell) > 2 for cell in filled):
            yield from _lines(lines)
            lines = []
            yield from (paragraph for cell in filled for paragraph in cell)
        elif filled:
            lines.append("  ".join("\n".join(p.text.strip() for p in cell) for cell in filled))
    yield from _lines(lines)


def _lines(lines: list[str]) -> Iterator[Paragraph]:
    if lines:
        yield Paragraph("\n".join(lines))


def _own(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those in content controls included."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and child.tag != _W + "tbl":
            yield from _own(child, tag)
