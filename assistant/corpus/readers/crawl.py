"""WARC files, as news crawls come in: one article a page, the others passed over."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from assistant.corpus.loaded import Loaded, LoadedText, LoadFailure, Record
from assistant.corpus.readers.bounds import MEBIBYTE
from assistant.corpus.readers.encoding import decode
from assistant.errors import LoadError

_MAX_PAGE = 16 * MEBIBYTE
_PAGE_TYPES = ("text/html", "application/xhtml")


def read_crawl(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The articles on the pages of a crawl, named `source#address`.

    Images, redirects and the like are passed over; a page without an article is a failure.

    Raises:
        LoadError: the file is no WARC, or breaks off.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen: set[str] = set()
    try:
        for record in ArchiveIterator(stream, arc2warc=True):
            url = record.rec_headers.get_header("WARC-Target-URI")
            if url and _is_page(record):
                yield _article(
                    _unused(f"{source}#{url.strip('<>')}", seen), record, url.strip("<>")
                )
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, KeyError) as error:
        raise LoadError("the crawl breaks off here: it is no whole WARC file") from error


def _unused(name: str, seen: set[str]) -> str:
    """The name, or the name with a number where a crawl fetched the same address again."""
    number, unused = 1, name
    while unused in seen:
        number += 1
        unused = f"{name}#{number}"
    seen.add(unused)
    return unused


def _is_page(record: Any) -> bool:
    if record.rec_type == "conversion":
        return True
    http = record.http_headers
    if record.rec_type != "response" or http is None or http.get_statuscode() != "200":
        return False
    return (http.get_header("Content-Type") or "text/html").lower().startswith(_PAGE_TYPES)


def _article(name: str, record: Any, url: str) -> Loaded:
    from assistant.corpus.readers.page import article_of_page

    try:
        data = record.content_stream().read(_MAX_PAGE + 1)
        if len(data) > _MAX_PAGE:
            raise LoadError(f"the page is larger than {_MAX_PAGE // MEBIBYTE} MiB")
        if record.rec_type == "conversion":
            return LoadedText(name, decode(data)[0], record=Record(url=url))
        return article_of_page(name, data, url)
    except LoadError as error:
        return LoadFailure(name, str(error))
