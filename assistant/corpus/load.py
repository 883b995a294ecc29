"""Files and folders -> the texts of articles, as a stream."""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.corpus.loaded import Loaded, LoadedText, LoadFailure, Reader, Record
from assistant.errors import LoadError

# What a file of this name says is about the folder that it lies in, whatever its ending.
_ABOUT_THE_FOLDER = ("readme", "license", "licence", "copying", "notice")

# What the libraries that read a format let through on files that nobody thought of. One file must
# not stop the others.
_BUGS_OF_READERS = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError),
    *(RecursionError, NotImplementedError, EOFError, MemoryError, zlib.error, struct.error),
)
_READ = frozenset(
    ".txt .text .md .markdown .jsonl .ndjson .json .csv .tsv .html .htm .xhtml .mhtml .mht .eml "
    ".pdf .docx .rtf .warc .gz .zip".split()
)
# May well be articles: whoever keeps such in a folder is told.
_CONVERTIBLE = {
    ".doc": ".docx",
    ".odt": ".docx",
    ".pages": ".docx",
    ".wpd": ".docx",
    ".epub": "web pages",
    ".xls": ".csv",
    ".xlsx": ".csv",
    ".tar": ".zip",
    ".tgz": ".zip",
    ".7z": ".zip",
    ".rar": ".zip",
}

__all__ = [
    "FoundFile",
    "LoadFailure",
    "Loaded",
    "LoadedText",
    "Record",
    "find_articles",
    "find_files",
    "read_articles",
]


def find_articles(
    paths: Iterable[Path | str], name: str | None = None, fields: Fields = NO_FIELDS
) -> Iterator[Loaded]:
    """The articles in these files and folders, each by itself, in a stable order.

    A file in a folder is named by its path relative to that folder, a file given by itself by its
    name, a record by `file#id`. `name` stands in front of all these, with a slash. Hidden files,
    a folder's README, LICENSE and NOTICE, and what in it is of no kind that articles come in, are
    passed over; links are followed once. What cannot be read is handed over as a `LoadFailure`,
    and the others go on. `fields` names the fields of records where they cannot be guessed.

    Raises:
        LoadError: a path leads nowhere.
    """
    for found in find_files(paths, name):
        yield from read_articles(found.file, found.source, fields)


class FoundFile(NamedTuple):
    """A file, the root it was found under (itself where it was given), and the name it goes by."""

    root: Path
    file: Path
    source: str


def find_files(paths: Iterable[Path | str], name: str | None = None) -> Iterator[FoundFile]:
    """The files that `find_articles` reads, unopened, so that unchanged ones can be passed over.

    Raises:
        LoadError: a path leads nowhere.
    """
    prefix = f"{name}/" if name else ""
    for path in map(Path, paths):
        if path.is_dir():
            for file in _walk(path, set()):
                yield FoundFile(path, file, prefix + file.relative_to(path).as_posix())
        elif path.exists():
            yield FoundFile(path, path, prefix + path.name)
        else:
            raise LoadError(f"{path}: there is no such file or folder")


def _walk(folder: Path, visited: set[tuple[int, int]]) -> Iterator[Path]:
    """The files below a folder, by name; a folder reached a second time is passed over."""
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    if (status.st_dev, status.st_ino) in visited:
        return
    visited.add((status.st_dev, status.st_ino))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, visited)
        elif _may_hold_articles(entry.name):
            yield entry


def read_articles(file: Path, source: str, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The articles of one file; whatever is wrong with it becomes a failure."""
    shown = source.encode("utf-8", "backslashreplace").decode()
    if not shown.isprintable() or shown != source:
        shown = shown.encode("unicode_escape").decode("ascii")
        yield LoadFailure(shown, "the file's name holds characters that cannot be shown; rename it")
        return
    try:
        reader = _reader(file.name, fields)
        with _opened(file) as stream:
            yield from reader(source, stream)
    except LoadError as error:
        yield LoadFailure(source, str(error))
    except OSError as error:
        yield LoadFailure(source, f"cannot be read: {os.strerror(error.errno or 5).lower()}")
    except _BUGS_OF_READERS as error:
        kind = type(error).__name__
        yield LoadFailure(source, f"damaged in a way that its reader does not know ({kind})")


def _opened(file: Path) -> BinaryIO:
    if file.is_dir():
        raise LoadError("the folder cannot be opened; give yourself the right to read it")
    if not file.is_file():
        raise LoadError("neither a file nor a folder")
    return file.open("rb")


def _reader(name: str, fields: Fields) -> Reader:
    """The reader for a file's format, imported only now.

    Raises:
        LoadError: the format is not read.
    """
    suffix = Path(name).suffix.lower()
    if name.lower().endswith((".warc", ".warc.gz")):
        from assistant.corpus.readers.crawl import read_crawl

        return read_crawl
    if suffix in (".gz", ".zip"):
        return _unpacking_reader(name, suffix, fields)
    if suffix in (".jsonl", ".ndjson", ".json", ".csv", ".tsv"):
        return _record_reader(suffix, fields)
    reader = _document_reader(suffix)
    if reader is not None:
        return reader
    if suffix in _CONVERTIBLE:
        raise LoadError(f"{suffix} files are not read; save it as {_CONVERTIBLE[suffix]}")
    raise LoadError(f"{suffix or 'files without ending'}: no format that is read")


def _record_reader(suffix: str, fields: Fields) -> Reader:
    """The reader of a format that holds many articles, each a record."""
    from assistant.corpus.readers import records, tables

    if suffix in (".csv", ".tsv"):
        return lambda source, stream: tables.read_table(source, stream, fields)
    read = records.read_json if suffix == ".json" else records.read_json_lines
    return lambda source, stream: read(source, stream, fields)


def _document_reader(suffix: str) -> Reader | None:
    """The reader of a format that holds one article."""
    if suffix in (".txt", ".text", ".md", ".markdown"):
        from assistant.corpus.readers.plain import read_text

        return read_text
    if suffix in (".html", ".htm", ".xhtml"):
        from assistant.corpus.readers.page import read_page

        return read_page
    if suffix in (".mhtml", ".mht", ".eml"):
        from assistant.corpus.readers import mail

        return mail.read_mail if suffix == ".eml" else mail.read_web_archive
    if suffix == ".pdf":
        from assistant.corpus.readers.pdf import read_pdf

        return read_pdf
    if suffix in (".docx", ".rtf"):
        from assistant.corpus.readers import word

        return word.read_docx if suffix == ".docx" else word.read_rtf
    return None


def _unpacking_reader(name: str, suffix: str, fields: Fields) -> Reader:
    """The reader of what is packed: a gzipped file, or an archive, one deep."""
    from assistant.corpus.readers import packed

    if suffix == ".gz":
        inner = _reader(Path(name).stem, fields)
        return lambda source, stream: packed.read_gzip(source, stream, inner)

    def reader_of(member: str) -> Reader | None:
        if member.lower().endswith(".zip"):
            raise LoadError("an archive within an archive is not read; unpack it first")
        return _reader(member, fields) if _may_hold_articles(member) else None

    return lambda source, stream: packed.read_zip(source, stream, reader_of)


def _may_hold_articles(name: str) -> bool:
    """Whether a file that lies among others is worth a word; the rest is passed over."""
    path = Path(name)
    suffix = path.suffix.lower()
    if path.stem.lower() in _ABOUT_THE_FOLDER:
        return False
    if suffix == ".gz" and not name.lower().endswith(".tar.gz"):
        return _may_hold_articles(path.stem)
    return suffix in _READ or suffix in _CONVERTIBLE
