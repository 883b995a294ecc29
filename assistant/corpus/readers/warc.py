"""Web crawls (.warc): the article of each page."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from assistant.corpus.loaded import Loaded, LoadedText, Record, with_failures
from assistant.corpus.readers.streams import MEBIBYTE
from assistant.corpus.readers.text_file import decode
from assistant.errors import LoadError

_MAX_PAGE = 16 * MEBIBYTE
# Of one record, those of the HTTP response included.
_MOST_HEADER_BYTES = MEBIBYTE
_PACKINGS = ("", "identity", "gzip", "x-gzip", "deflate", "br", "none", "utf-8")
_PAGE_TYPES = ("text/html", "application/xhtml")


def read_crawl(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The articles on the pages of a crawl, named `source#address`.

    Images, redirects and the like are passed over; a page without an article is a failure.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        records = ArchiveIterator(stream, arc2warc=True)
        lines = _HeaderLines(records.reader)
        for record in records:
            lines.given = 0
            url = record.rec_headers.get_header("WARC-Target-URI")
            if url and _is_page(record):
                address = url.strip("<>")
                name = f"{source}#{address}"
                yield from with_failures(name, _articles(name, record, address))
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, KeyError) as error:
        raise LoadError(
            "the WARC file is damaged or incomplete from here on; copy it again"
        ) from error


class _HeaderLines:
    """Bounds the header lines that warcio reads, which it does not do itself."""

    def __init__(self, reader: Any) -> None:
        self.given = 0
        self._readline = reader.readline
        reader.readline = self._bounded

    def _bounded(self, length: int | None = None) -> bytes:
        most = _MOST_HEADER_BYTES - self.given + 1
        line: bytes = self._readline(most if length is None else min(length, most))
        self.given += len(line)
        if self.given > _MOST_HEADER_BYTES:
            raise LoadError(
                f"the headers of a page are longer than {_MOST_HEADER_BYTES // MEBIBYTE} MiB; "
                "the crawl is damaged or hostile"
            )
        return line


def _is_page(record: Any) -> bool:
    if record.rec_type == "conversion":
        return True
    http = record.http_headers
    if record.rec_type != "response" or http is None or http.get_statuscode() != "200":
        return False
    return (http.get_header("Content-Type") or "text/html").lower().startswith(_PAGE_TYPES)


def _articles(name: str, record: Any, url: str) -> Iterator[Loaded]:
    from assistant.corpus.readers.web_page import articles_of_page

    data = _content(record)
    if record.rec_type == "conversion":
        yield LoadedText(name, decode(data)[0], record=Record(url=url))
    else:
        yield from articles_of_page(name, data, url)


def _content(record: Any) -> bytes:
    """The page, unpacked."""
    headers = record.http_headers
    packing = (headers.get_header("Content-Encoding") or "").strip().lower() if headers else ""
    if packing not in _PACKINGS:
        raise LoadError(
            f"the page is packed with {packing[:40]}, which is not read; crawl it with gzip"
        )
    data = _unbrotlied(record) if packing == "br" else record.content_stream().read(_MAX_PAGE + 1)
    if len(data) > _MAX_PAGE:
        raise LoadError(
            f"the page is larger than {_MAX_PAGE // MEBIBYTE} MiB; save the article by itself"
        )
    return bytes(data)


def _unbrotlied(record: Any) -> bytes:
    """The page unpacked with Brotli, for which warcio needs an older library."""
    import brotli
    from warcio.bufferedreaders import ChunkedDataReader

    chunked = (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    try:
        unpacked = brotli.Decompressor().process(
            stream.read(_MAX_PAGE), output_buffer_limit=_MAX_PAGE + 1
        )
    except brotli.error as error:
        raise LoadError("the page cannot be unpacked with Brotli; crawl it again") from error
    return bytes(unpacked)
