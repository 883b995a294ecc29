"""OpenDocument texts (.odt): paragraphs, lists and tables, in order."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from assistant.corpus.html_text import line_of, local_name
from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.readers.database_exports import split_export
from assistant.corpus.readers.streams import read_whole
from assistant.corpus.readers.zipped import elements_named, first_named, opened_zip, parsed_member
from assistant.errors import LoadError

# What is deleted, beside the text, or only about it.
_UNSEEN = frozenset(
    "tracked-changes annotation note forms sequence-decls variable-decls bookmark".split()
)
_MARKS = {"tab": "\t", "line-break": "\n"}


def read_odt(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The document as one article, with all tracked changes accepted."""
    with opened_zip(read_whole(stream), ".odt") as archive:
        manifest = parsed_member(archive, "META-INF/manifest.xml")
        if first_named(manifest, "encryption-data") is not None:
            raise LoadError("it is encrypted; save it without a password")
        content, about = parsed_member(archive, "content.xml"), parsed_member(archive, "meta.xml")
    if content is None:
        raise LoadError("it is no OpenDocument text; save it again as .odt")
    body = first_named(content, "text")
    paragraphs = [] if body is None else [p for p in _paragraphs(body) if p]
    if not paragraphs:
        raise LoadError("the document holds no text; pictures of text need OCR")
    record = Record(
        title=line_of(first_named(about, "title")), places={"title": "the document's properties"}
    )
    changes = first_named(content, "changed-region") is not None
    warnings = ("the document has open tracked changes; read as if accepted",) if changes else ()
    text = "\n\n".join(paragraphs)
    yield from split_export(LoadedText(source, text, record=record, warnings=warnings))


def _paragraphs(element: Any) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name in ("p", "h"):
            yield _words(child).strip()
            for box in elements_named(child, "text-box"):
                yield from _paragraphs(box)
        elif name == "table":
            yield "\n".join(row for row in _rows(child) if row.strip())
        elif name and name not in _UNSEEN:
            yield from _paragraphs(child)


def _rows(table: Any) -> Iterator[str]:
    for row in elements_named(table, "table-row"):
        cells = [" ".join(p for p in _paragraphs(cell) if p) for cell in row]
        yield "  ".join(cell for cell in cells if cell)


def _words(element: Any) -> str:
    """The words of a paragraph; those of a text box in it are paragraphs of their own."""
    parts = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name == "s":
            count = next((v for k, v in child.attrib.items() if k.endswith("}c")), "1")
            parts.append(" " * min(int(count), 100) if count.isdigit() else " ")
        elif name in _MARKS:
            parts.append(_MARKS[name])
        elif name and name not in _UNSEEN and name != "text-box":
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
