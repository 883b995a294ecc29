"""E-books (.epub), such as issues of a magazine: each chapter with prose is an article."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import unquote
from zipfile import ZipFile

from assistant.corpus.html_text import line_of, text_of
from assistant.corpus.language import language_code
from assistant.corpus.loaded import Loaded, LoadedText, Record
from assistant.corpus.readers.streams import read_whole
from assistant.corpus.readers.web_text import has_sentences
from assistant.corpus.readers.zipped import elements_named, first_named, opened_zip, parsed_member
from assistant.errors import LoadError
from assistant.text.dates import parse_date

_MOST_CHAPTERS = 5_000


def read_epub(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The chapters that hold prose, in reading order, named `source!path`."""
    with opened_zip(read_whole(stream), ".epub") as archive:
        package, folder = _package(archive)
        if "META-INF/encryption.xml" in archive.namelist() and package is None:
            raise LoadError("it is encrypted; save it without copy protection")
        issue = _issue(package)
        is_empty = True
        for path in _reading_order(package, folder)[:_MOST_CHAPTERS]:
            chapter = parsed_member(archive, path)
            body = first_named(chapter, "body")
            text = text_of(body) if body is not None else ""
            if has_sentences(text):
                is_empty = False
                headings = filter(None, map(line_of, elements_named(body, "h1", "h2", "h3")))
                record = replace(issue, title=next(headings, issue.title))
                yield LoadedText(f"{source}!{path}", text, record=record)
    if is_empty:
        raise LoadError("the e-book holds no text; pages that are pictures need OCR")


def _package(archive: ZipFile) -> tuple[Any, str]:
    """The package document, which lists the chapters, and the folder that it is in."""
    container = parsed_member(archive, "META-INF/container.xml")
    root = first_named(container, "rootfile")
    path = root.get("full-path") if root is not None else None
    package = parsed_member(archive, path) if path else None
    if package is None or path is None:
        raise LoadError("it is no e-book, or damaged; save it again as .epub")
    return package, posixpath.dirname(path)


def _issue(package: Any) -> Record:
    words = {name: line_of(first_named(package, name)) for name in ("title", "publisher", "date")}
    return Record(
        title=words["title"],
        publisher=words["publisher"] or words["title"],
        published=parse_date(words["date"]) if words["date"] else None,
        language=language_code(line_of(first_named(package, "language"))),
        places=dict.fromkeys(("title", "publisher", "published", "language"), "the e-book"),
    )


def _reading_order(package: Any, folder: str) -> list[str]:
    items = {e.get("id"): e.get("href") for e in elements_named(package, "item")}
    order = [e.get("idref") for e in elements_named(package, "itemref")]
    hrefs = (items[name] for name in order if items.get(name))
    return [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in hrefs]
