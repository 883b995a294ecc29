"""Word files and RTF: their paragraphs and tables, in order."""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.readers.bounds import MEBIBYTE, read_whole
from assistant.corpus.readers.docx_text import Paragraph, count_changes, paragraphs_of
from assistant.corpus.readers.exports import split_export
from assistant.errors import LoadError

# What a .docx, a zip inside, may unpack to.
_MOST_UNPACKED = 256 * MEBIBYTE
# Word keeps the English name of a style that it has built in, in any language.
_HEADING = re.compile(r"Title|Heading 1", re.IGNORECASE)


def read_docx(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The document as one article, as Word shows it with all tracked changes accepted.

    Its title is the one in its properties, or its heading. A warning says that changes are open.

    Raises:
        LoadError: it is no Word document, damaged, encrypted or empty.
    """
    data = read_whole(stream)
    document = _document(data)
    paragraphs = [p for p in paragraphs_of(document.element.body) if p.text.strip()]
    text = "\n\n".join(paragraph.text.strip() for paragraph in paragraphs)
    if not text.strip():
        raise LoadError("the document holds no text")
    title, place = (document.core_properties.title or "").strip(), "the document's properties"
    if not title:
        title, place = _heading(document, paragraphs[0]), "the document's heading"
    record = Record(title=title or None, places={"title": place})
    warnings = _warnings(count_changes(document.element.body))
    yield from split_export(LoadedText(source, text, record=record, warnings=warnings))


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


def _heading(document: Any, first: Paragraph) -> str:
    """The words of the first paragraph, where its style makes it a heading."""
    names = {style.style_id: style.name for style in document.styles}
    return first.text.strip() if _HEADING.fullmatch(names.get(first.style) or "") else ""


def _warnings(changes: int) -> tuple[str, ...]:
    if not changes:
        return ()
    many = f"{changes} tracked changes are" if changes > 1 else "1 tracked change is"
    return (f"{many} not yet accepted or rejected in the document; read as if accepted",)
