"""The formats that are read, and the function that reads each.

A new format is one module with a read function, and one line here. Another package adds formats
through entry points that each name a `Format`; they go before the formats here:

    [project.entry-points."cited_news_assistant.formats"]
    epaper = "my_package.epaper:FORMAT"
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePath
from pkgutil import resolve_name
from types import MappingProxyType
from typing import TypeVar, cast

from assistant.corpus.fields import Fields
from assistant.corpus.loaded import Reader
from assistant.errors import LoadError

ENTRY_POINTS = "cited_news_assistant.formats"
_HERE = "assistant.corpus.readers"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the endings of its files, and the function that reads it.

    `function` is `package.module:name`; it is imported when the first such file is read.
    `takes_fields` is true where the function takes the user's field names as a third argument.
    """

    name: str
    suffixes: tuple[str, ...]
    function: str
    takes_fields: bool = False

    def reader(self, fields: Fields) -> Reader:
        """The read function, with the user's field names bound where it takes them."""
        read = resolve_name(self.function)
        if self.takes_fields:
            return lambda source, stream: read(source, stream, fields)
        return cast(Reader, read)


FORMATS = tuple(
    Format(name, tuple(suffixes.split()), f"{_HERE}.{function}", takes_fields)
    for name, suffixes, function, takes_fields in (
        ("text", ".txt .text", "text_file:read_text", False),
        ("Markdown", ".md .markdown", "text_file:read_text", False),
        ("web page", ".html .htm .xhtml", "web_page:read_page", False),
        ("web archive", ".mhtml .mht", "mail:read_web_archive", False),
        ("PDF", ".pdf", "pdf:read_pdf", False),
        ("Word", ".docx", "word:read_docx", False),
        ("RTF", ".rtf", "word:read_rtf", False),
        ("OpenDocument", ".odt", "odt:read_odt", False),
        ("e-book", ".epub", "epub:read_epub", False),
        ("e-mail", ".eml", "mail:read_mail", True),
        ("mailbox", ".mbox", "mail:read_mailbox", True),
        ("feed or news XML", ".xml .rss .atom .nitf", "news_xml:read_news_xml", False),
        ("JSON Lines", ".jsonl .ndjson", "record_files:read_json_lines", True),
        ("JSON", ".json", "record_files:read_json", True),
        ("table", ".csv .tsv", "record_files:read_table", True),
        ("workbook", ".xlsx", "xlsx:read_workbook", True),
        ("web crawl", ".warc .warc.gz", "warc:read_crawl", False),
        ("packed web crawl", ".wacz", "archives:read_wacz", False),
        ("gzip", ".gz", "archives:read_gzip", True),
        ("zip", ".zip", "archives:read_zip", True),
    )
)

# These formats often hold articles. The error says which format to convert them to.
_CONVERTIBLE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".doc", ".pages", ".wpd"), ".docx"),
        **dict.fromkeys((".tar", ".tgz", ".tar.gz", ".7z", ".rar"), ".zip"),
        ".xls": ".csv",
    }
)
# Files with these names describe their folder, whatever their ending.
_ABOUT_THE_FOLDER = ("readme", "license", "licence", "copying", "notice")


def reader_of(name: str, fields: Fields) -> Reader:
    """The reader for a file of this name.

    Raises:
        LoadError: no reader reads this format.
    """
    found = _longest_ending(name, _formats_by_suffix())
    if found is not None:
        return found.reader(fields)
    suffix = PurePath(name).suffix.lower()
    target = _longest_ending(name, _CONVERTIBLE)
    if target is not None:
        raise LoadError(f"unsupported file type ({suffix}); save it as {target}")
    shown = suffix or "no extension"
    raise LoadError(f"unsupported file type ({shown}); the README lists the formats that are read")


def skipped_kind(name: str) -> str | None:
    """Under which kind a folder's summary counts this file, or None for a file to be read.

    A format that can be converted is not skipped: the user gets an error that says how.
    """
    path = PurePath(name)
    if path.name.startswith("."):
        return "hidden"
    if path.stem.lower() in _ABOUT_THE_FOLDER:
        return "readme or licence"
    found = _longest_ending(name, _formats_by_suffix())
    target = _longest_ending(name, _CONVERTIBLE)
    if found is not None and found.suffixes == (".gz",):
        return skipped_kind(path.stem) if target is None else None
    if found is not None or target is not None:
        return None
    return path.suffix.lower() or "no extension"


def _longest_ending(name: str, by_suffix: Mapping[str, _T]) -> _T | None:
    """The entry for the longest ending of this name: `.warc.gz` before `.gz`."""
    endings = ("".join(PurePath(name.lower()).suffixes[-count:]) for count in (2, 1))
    return next((by_suffix[ending] for ending in endings if ending in by_suffix), None)


@cache
def _formats_by_suffix() -> Mapping[str, Format]:
    added = _added_formats(entry_points(group=ENTRY_POINTS))
    return {suffix.lower(): each for each in (*FORMATS, *added) for suffix in each.suffixes}


def _added_formats(points: Iterable[EntryPoint]) -> Iterator[Format]:
    """The formats of other packages; one that cannot be loaded is left out with a warning."""
    for point in points:
        try:
            added = point.load()
        except Exception as error:  # noqa: BLE001 - another package may raise anything
            added = error
        if isinstance(added, Format):
            yield added
        else:
            warnings.warn(
                f"the format plug-in {point.name!r} ({point.value}) is no Format and is left out: "
                f"{added!r}; update or uninstall its package",
                RuntimeWarning,
                stacklevel=2,
            )
