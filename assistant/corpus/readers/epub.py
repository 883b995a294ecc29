"""E-books (.epub), such as issues of a magazine: each chapter with prose is an article."""

import posixpath
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import unquote
from zipfile import ZipFile

from assistant.corpus.html_text import text_of
from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.readers.streams import read_whole
from assistant.corpus.readers.web_text import has_sentences
from assistant.corpus.readers.zipped import local_name, opened_zip, parsed_member
from assistant.errors import LoadError
from assistant.text.dates import parse_date

_MOST_CHAPTERS = 5_000


def read_epub(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The chapters that hold prose, in reading order, named `source!path`.

    Raises:
        LoadError: it is no e-book, damaged, encrypted, or holds no prose.
    """
    with opened_zip(read_whole(stream), ".epub") as archive:
        package, folder = _package(archive)
        if "META-INF/encryption.xml" in archive.namelist() and package is None:
            raise LoadError("it is encrypted; save it without copy protection")
        issue = _issue(package)
        is_empty = True
        for path in _reading_order(package, folder)[:_MOST_CHAPTERS]:
            chapter = parsed_member(archive, path)
            body = _first(chapter, "body") if chapter is not None else None
            text = text_of(body) if body is not None else ""
            if has_sentences(text):
                is_empty = False
                record = Record(title=_heading(body) or issue.title, **_shared(issue))
                yield LoadedText(f"{source}!{path}", text, record=record)
    if is_empty:
        raise LoadError("the e-book holds no text; pages that are pictures need OCR")


def _shared(issue: Record) -> dict[str, Any]:
    places = dict.fromkeys(("title", "publisher", "published", "language"), "the e-book")
    return {
        "publisher": issue.publisher,
        "published": issue.published,
        "language": issue.language,
        "places": places,
    }


def _package(archive: ZipFile) -> tuple[Any, str]:
    """The package document, which lists the chapters, and the folder that it is in."""
    container = parsed_member(archive, "META-INF/container.xml")
    root = _first(container, "rootfile") if container is not None else None
    path = root.get("full-path") if root is not None else None
    package = parsed_member(archive, path) if path else None
    if package is None or path is None:
        raise LoadError("it is no e-book, or damaged; save it again as .epub")
    return package, posixpath.dirname(path)


def _issue(package: Any) -> Record:
    words = {name: _words(_first(package, name)) for name in ("title", "publisher", "date")}
    language = _words(_first(package, "language"))
    return Record(
        title=words["title"],
        publisher=words["publisher"] or words["title"],
        published=parse_date(words["date"]) if words["date"] else None,
        language=language.split("-")[0].lower() if language else None,
    )


def _reading_order(package: Any, folder: str) -> list[str]:
    items = {e.get("id"): e.get("href") for e in package.iter() if local_name(e) == "item"}
    order = [e.get("idref") for e in package.iter() if local_name(e) == "itemref"]
    hrefs = (items[name] for name in order if items.get(name))
    return [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in hrefs]


def _heading(body: Any) -> str | None:
    names = ("h1", "h2", "h3")
    return next((_words(e) for e in body.iter() if local_name(e) in names and _words(e)), None)


def _first(element: Any, name: str) -> Any:
    return next((e for e in element.iter() if local_name(e) == name), None)


def _words(element: Any) -> str | None:
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None
