"""Excel workbooks (.xlsx): one article a row; the first row names the fields."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, BinaryIO
from zipfile import ZipFile

from assistant.corpus.fields import NO_FIELDS, Fields
from assistant.corpus.html_text import local_name
from assistant.corpus.loaded import Loaded, LoadFailure
from assistant.corpus.readers.record_files import article_of_record, check_header
from assistant.corpus.readers.streams import read_whole
from assistant.corpus.readers.zipped import elements_named, first_named, opened_zip, parsed_member
from assistant.errors import LoadError

# Number formats that Excel has built in for dates.
_DATE_FORMATS = frozenset(
    map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
)
_DATE_CODE = re.compile(r"[dy]|m{3,}", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_workbook(source: str, stream: BinaryIO, fields: Fields = NO_FIELDS) -> Iterator[Loaded]:
    """The rows as articles, named `source#id`, or `source#L12` by the row.

    With several sheets a row without an id is named `source#Sheet!L12`.
    """
    data = read_whole(stream)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise LoadError("it is encrypted, or an old .xls by another name; save it as .xlsx")
    with opened_zip(data, ".xlsx") as archive:
        book = _Book(archive)
        seen: set[str] = set()
        for name, path in book.sheets:
            front = f"{name}!" if len(book.sheets) > 1 else ""
            yield from _articles(source, front, book.rows(path), fields, seen)


def _articles(
    source: str,
    front: str,
    rows: Iterator[tuple[int, list[str | None]]],
    fields: Fields,
    seen: set[str],
) -> Iterator[Loaded]:
    header: Sequence[str | None] | None = None
    for number, cells in rows:
        if not any(cell and cell.strip() for cell in cells):
            continue
        if header is None:
            header = cells
            try:
                check_header(header, number, fields)
            except LoadError as error:
                yield LoadFailure(f"{source}#{front}L{number}" if front else source, str(error))
                return
            continue
        values = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell}
        yield article_of_record(source, f"{front}L{number}", values, seen, fields)


class _Book:
    """A workbook: its sheets, its shared strings, and which of its styles are those of dates."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        book = parsed_member(archive, "xl/workbook.xml")
        if book is None:
            raise LoadError("it is no workbook, or damaged; save it again as .xlsx")
        self.sheets = self._named_sheets(book)
        properties = first_named(book, "workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._first_day = date(1904, 1, 1) if is_1904 else date(1899, 12, 30)
        shared = parsed_member(archive, "xl/sharedStrings.xml")
        self._strings = [_words(e) for e in shared] if shared is not None else []
        self._date_styles = _date_styles(parsed_member(archive, "xl/styles.xml"))

    def _named_sheets(self, book: Any) -> list[tuple[str, str]]:
        relations = parsed_member(self._archive, "xl/_rels/workbook.xml.rels")
        targets = (
            {e.get("Id"): e.get("Target", "") for e in relations} if relations is not None else {}
        )
        sheets = []
        for sheet in elements_named(book, "sheet"):
            relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            target = targets.get(relation, "").lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            sheets.append((sheet.get("name") or "", path))
        return sheets

    def rows(self, path: str) -> Iterator[tuple[int, list[str | None]]]:
        """The rows of a sheet, each with its number and its cells from column A on."""
        sheet = parsed_member(self._archive, path)
        for place, row in enumerate(elements_named(sheet, "row"), 1):
            number = row.get("r") or ""
            yield int(number) if number.isdigit() else place, self._cells(row)

    def _cells(self, row: Any) -> list[str | None]:
        cells: list[str | None] = []
        for cell in (e for e in row if local_name(e) == "c"):
            column = _column(cell.get("r") or "", len(cells))
            cells += [None] * (column - len(cells))
            cells.append(self._value(cell))
        return cells

    def _value(self, cell: Any) -> str | None:
        kind = cell.get("t")
        if kind == "inlineStr":
            return _words(cell) or None
        value: str | None = next((e.text for e in cell if local_name(e) == "v"), None)
        if value is None or kind == "e":
            return None
        if kind == "s":
            is_known = value.isdecimal() and int(value) < len(self._strings)
            return (self._strings[int(value)] or None) if is_known else None
        if kind in (None, "n") and cell.get("s", "") in self._date_styles:
            return self._day(value)
        return value

    def _day(self, value: str) -> str:
        try:
            return (self._first_day + timedelta(days=int(float(value)))).isoformat()
        except (ValueError, OverflowError):
            return value


def _column(reference: str, following: int) -> int:
    """The position of a cell's column: "B7" is 1."""
    letters = reference.rstrip("0123456789")
    if not (letters.isascii() and letters.isupper() and len(letters) <= 3):
        return following
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(number - 1, following)


def _words(element: Any) -> str:
    """The text of a cell or a shared string, without the readings of Japanese words."""
    return "".join(
        e.text or "" for e in elements_named(element, "t") if local_name(e.getparent()) != "rPh"
    )


def _date_styles(styles: Any) -> frozenset[str]:
    """The positions of the cell styles that show a number as a date."""
    codes = {
        e.get("numFmtId"): _QUOTED.sub("", e.get("formatCode") or "")
        for e in elements_named(styles, "numFmt")
    }
    dated = {number for number, code in codes.items() if _DATE_CODE.search(code)}
    formats = first_named(styles, "cellXfs")
    return frozenset(
        str(place)
        for place, style in enumerate(() if formats is None else formats)
        if style.get("numFmtId") in dated or style.get("numFmtId") in _DATE_FORMATS
    )
