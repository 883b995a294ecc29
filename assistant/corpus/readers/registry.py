"""The formats that are read. A new format is one module with a read function, and one line here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, BinaryIO

from assistant.corpus.fields import Fields
from assistant.corpus.loaded import Loaded, Reader
from assistant.errors import LoadError


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the endings of its files, and the function that reads it.

    `function` is `module:name` in this package, and is imported when the first such file is read.
    `takes_fields` is true where the function takes the user's field names as a third argument.
    """

    name: str
    suffixes: tuple[str, ...]
    function: str
    takes_fields: bool = False

    def reader(self, fields: Fields) -> Reader:
        """The read function, with the user's field names bound where it takes them."""
        module, name = self.function.split(":")
        read: Reader = getattr(import_module(f"assistant.corpus.readers.{module}"), name)
        return _with_fields(read, fields) if self.takes_fields else read


FORMATS = (
    Format("text", (".txt", ".text"), "plain:read_text"),
    Format("Markdown", (".md", ".markdown"), "plain:read_text"),
    Format("web page", (".html", ".htm", ".xhtml"), "web_page:read_page"),
    Format("web archive", (".mhtml", ".mht"), "mail:read_web_archive"),
    Format("PDF", (".pdf",), "pdf:read_pdf"),
    Format("Word", (".docx",), "word:read_docx"),
    Format("RTF", (".rtf",), "word:read_rtf"),
    Format("OpenDocument", (".odt",), "odt:read_odt"),
    Format("e-book", (".epub",), "epub:read_epub"),
    Format("e-mail", (".eml",), "mail:read_mail", takes_fields=True),
    Format("mailbox", (".mbox",), "mail:read_mailbox", takes_fields=True),
    Format("feed or news XML", (".xml", ".rss", ".atom", ".nitf"), "news_xml:read_news_xml"),
    Format("JSON Lines", (".jsonl", ".ndjson"), "records:read_json_lines", takes_fields=True),
    Format("JSON", (".json",), "records:read_json", takes_fields=True),
    Format("table", (".csv", ".tsv"), "tables:read_table", takes_fields=True),
    Format("workbook", (".xlsx",), "sheets:read_workbook", takes_fields=True),
    Format("web crawl", (".warc", ".warc.gz"), "crawl:read_crawl"),
    Format("packed web crawl", (".wacz",), "packed:read_wacz"),
    Format("gzip", (".gz",), "packed:read_gzip", takes_fields=True),
    Format("zip", (".zip",), "packed:read_zip", takes_fields=True),
)

# These formats often hold articles. The error says which format to convert them to.
_CONVERTIBLE: Mapping[str, str] = MappingProxyType(
    {
        ".doc": ".docx",
        ".pages": ".docx",
        ".wpd": ".docx",
        ".xls": ".csv",
        ".tar": ".zip",
        ".tgz": ".zip",
        ".tar.gz": ".zip",
        ".7z": ".zip",
        ".rar": ".zip",
    }
)
# Files with these names describe their folder, whatever their ending.
_ABOUT_THE_FOLDER = ("readme", "license", "licence", "copying", "notice")


def reader_of(name: str, fields: Fields) -> Reader:
    """The reader for a file of this name.

    Raises:
        LoadError: no reader reads this format.
    """
    found = _format_of(name)
    if found is not None:
        return found.reader(fields)
    suffix = PurePath(name).suffix.lower()
    target = _convertible(name)
    if target is not None:
        raise LoadError(f"{suffix} files are not read; save it as {target}")
    shown = f"{suffix} is" if suffix else "a file without an extension is in"
    raise LoadError(f"{shown} no format that is read; the README lists the formats")


def skipped_kind(name: str) -> str | None:
    """Under which kind a folder's summary counts this file, or None for a file to be read.

    A format that can be converted is not skipped: the user gets an error that says how.
    """
    path = PurePath(name)
    if path.name.startswith("."):
        return "hidden"
    if path.stem.lower() in _ABOUT_THE_FOLDER:
        return "readme or licence"
    found = _format_of(name)
    if found is not None and found.suffixes == (".gz",):
        return skipped_kind(path.stem) if _convertible(name) is None else None
    if found is not None or _convertible(name) is not None:
        return None
    return path.suffix.lower() or "no extension"


def _format_of(name: str) -> Format | None:
    """The format with the longest ending of this name: `.warc.gz` before `.gz`."""
    by_suffix = _by_suffix()
    endings = ("".join(PurePath(name.lower()).suffixes[-count:]) for count in (2, 1))
    return next((by_suffix[ending] for ending in endings if ending in by_suffix), None)


def _convertible(name: str) -> str | None:
    endings = ("".join(PurePath(name.lower()).suffixes[-count:]) for count in (2, 1))
    return next((_CONVERTIBLE[ending] for ending in endings if ending in _CONVERTIBLE), None)


@cache
def _by_suffix() -> Mapping[str, Format]:
    return {suffix: each for each in FORMATS for suffix in each.suffixes}


def _with_fields(read: Any, fields: Fields) -> Reader:
    def bound(source: str, stream: BinaryIO) -> Iterator[Loaded]:
        yield from read(source, stream, fields)

    return bound
