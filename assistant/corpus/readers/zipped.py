"""Opens zip archives of XML, such as .odt, .epub and .xlsx, and XML itself, safely."""

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zipfile import BadZipFile, ZipFile

from assistant.corpus.html_text import local_name
from assistant.corpus.readers.streams import MEBIBYTE
from assistant.errors import LoadError

_MOST_UNPACKED = 256 * MEBIBYTE


@contextmanager
def opened_zip(data: bytes, kind: str) -> Iterator[ZipFile]:
    """The archive; its errors name the kind of document.

    Raises:
        LoadError: it is not such a document, damaged, encrypted, or unpacks to too much.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED:
                raise LoadError("it unpacks to more than any document has; it may be hostile")
            yield archive
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, UnicodeError) as error:
        raise LoadError(f"it is no {kind} file, or damaged; save it again") from error
    except RuntimeError as error:
        raise LoadError("it is encrypted; save it without a password") from error


def parsed_member(archive: ZipFile, name: str) -> Any:
    """The XML of a member, or None where the archive has none of this name.

    Raises:
        LoadError: it is not XML.
    """
    return parsed_xml(archive.read(name)) if name in archive.namelist() else None


def parsed_xml(data: bytes) -> Any:
    """The root of an XML document; nothing outside of it is loaded, and no entity is expanded.

    Raises:
        LoadError: it is not XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise LoadError("the XML is damaged and cannot be read; export it again") from error
    if root is None:
        raise LoadError("the XML is damaged and cannot be read; export it again")
    return root


def elements_named(element: Any, *names: str) -> Iterator[Any]:
    """The elements of these names below an element and itself, in order; none below None."""
    return (
        (e for e in element.iter() if local_name(e) in names) if element is not None else iter(())
    )


def first_named(element: Any, *names: str) -> Any:
    """The first of the elements of these names, or None."""
    return next(elements_named(element, *names), None)
