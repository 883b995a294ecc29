"""Word files and RTF: their paragraphs and tables, in order."""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.readers.bounds import MEBIBYTE, read_whole
from assistant.corpus.readers.exports import split_export
from assistant.errors import LoadError

# What a .docx, a zip inside, may unpack to.
_MOST_UNPACKED = 256 * MEBIBYTE
# Word keeps the English name of a style that it has built in, in any language.
_HEADING = re.compile(r"Title|Heading 1", re.IGNORECASE)


def read_docx(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The document as one article; its title is the one kept in its properties, or its heading.

    Raises:
        LoadError: it is no Word document, damaged, encrypted or empty.
    """
    data = read_whole(stream)
    document = _document(data)
    text = "\n\n".join(words for words in _blocks(document) if words)
    if not text.strip():
        raise LoadError("the document holds no text")
    title, place = (document.core_properties.title or "").strip(), "the document's properties"
    if not title:
        title, place = _heading(document), "the document's heading"
    record = Record(title=title or None, places={"title": place})
    yield from split_export(LoadedText(source, text, record=record))


def read_rtf(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The document as one article.

    Raises:
        LoadError: it is no RTF, or empty.
    """
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
        raise LoadError("the document holds no text")
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


def _heading(document: Any) -> str:
    """The words of the first paragraph that has any, where its style makes it a heading."""
    first = next((block for block in document.paragraphs if block.text.strip()), None)
    style = first.style.name if first is not None and first.style is not None else ""
    return first.text.strip() if first is not None and _HEADING.fullmatch(style or "") else ""


def _blocks(document: Any) -> Iterator[str]:
    """The text of each paragraph, and of each table a line a row."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = ("  ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
            yield "\n".join(row for row in rows if row.strip())
        else:
            yield block.text.strip()
