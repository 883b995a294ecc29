"""Arranges the pieces of text on a page into columns in reading order, and into paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from unicodedata import bidirectional

from assistant.corpus.header_fields import is_header_line
from assistant.corpus.readers.database_exports import is_between
from assistant.text.sentences import ends_sentence

# A column has at least so many lines, beside at least so many of the other column.
_FEWEST_LINES = 3
# Lines of prose have so many characters on average; the cells of tables have fewer.
_PROSE_WIDTH = 18
# So many lines in which a word begins at one place are no accident.
_MANY_LINES = 8
EDGE = 0.1
"""The words at the left edge of a column begin so close to each other, in line heights."""
# The least space between two columns, in line heights.
_GUTTER = 0.2
# A line that ends before this share of the column's width is the last of its paragraph.
_FULL_LINE = 0.75
_SAME_SIZE, _OTHER_SIZE = 1.15, 1.4
# A wider gap in a line, in line heights, is between two cells of a table.
_CELL_GAP = 1.5
_MORE_SPACE = 1.4
INITIAL = 1.8
"""An initial is so many times as high as the lines beside it."""
_INITIAL = re.compile(r"[\"'“”‘’„«»‹›]?\s?([^\W_]{1,4})['’]?")
_WORD = re.compile(r"[\w'’]+")
_MOST_INITIALS = 20
# A footer is one or two lines, so many line heights below the columns.
_MOST_FOOTER, _FOOTER_SPACE = 2, 1.7
_NOTE_WORDS = 6
# The lines of a note in the margin are no more than so many line heights apart.
_NOTE_STEP = 1.8
_RIGHT_TO_LEFT = ("R", "AL")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one line, and their place: x grows to the right, the baseline grows upwards."""

    text: str
    left: float
    right: float
    baseline: float
    height: float


Row = list[Piece]
"""The pieces on one baseline, from left to right."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a column as a line of text."""

    text: str
    left: float
    right: float
    baseline: float
    height: float
    has_cells: bool


def is_initial(words: str, height: float, beside: float) -> bool:
    """Whether a piece may be the large first letter, or short word, of the lines beside it."""
    return height > INITIAL * beside and _INITIAL.fullmatch(words) is not None


def _with_initials(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with large initials joined to the words that they begin.

    The lines beside an initial are not indented, so they get its left edge.
    """
    placed = list(pieces)
    lowest = min((piece.height for piece in pieces), default=0.0)
    words = Counter(_WORD.findall(" ".join(piece.text for piece in pieces).lower()))
    initials = [piece for piece in pieces if is_initial(piece.text, piece.height, lowest)]
    for initial in sorted(initials, key=lambda piece: -piece.height)[:_MOST_INITIALS]:
        lines = sorted(
            (piece for piece in placed if _is_beside(piece, initial)),
            key=lambda piece: -piece.baseline,
        )
        joint = _joint(initial, lines, words) if lines else None
        if joint is not None:
            whole = [replace(line, left=initial.left) for line in lines]
            whole[0] = replace(whole[0], text=initial.text + joint + lines[0].text)
            placed = [piece for piece in placed if piece not in (initial, *lines)] + whole
    return placed


def _is_beside(piece: Piece, initial: Piece) -> bool:
    """Whether a line begins right of an initial, at its height."""
    gap, above = piece.left - initial.right, piece.baseline - initial.baseline
    return (
        initial.height > INITIAL * piece.height
        and -0.5 * piece.height < gap < _CELL_GAP * piece.height
        and -0.35 * piece.height <= above < initial.height - 0.5 * piece.height
    )


def _joint(initial: Piece, lines: Sequence[Piece], words: Counter[str]) -> str | None:
    """What is between an initial and the lines beside it; None if they do not go together.

    An initial is on the first line, or reaches down to another one. It may be a word, such as "A".
    """
    is_raised = abs(lines[0].baseline - initial.baseline) <= 0.35 * lines[0].height
    letters, word = _INITIAL.fullmatch(initial.text), _WORD.match(lines[0].text)
    if letters is None or word is None or not (is_raised or len(lines) > 1):
        return None
    first, rest = letters[1].lower(), word.group().lower()
    is_name = word.group()[0].isupper() and not word.group().isupper()
    if not is_name and first + rest in words:
        return ""
    is_word = words[first] > 1 and (is_name or words[rest] > 1)
    if len(first) > 1 or first.isdigit() or is_word:
        return " "
    return None if is_name else ""


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """The rows of a page, from top to bottom."""
    rows: list[Row] = []
    for piece in sorted(_with_initials(pieces), key=lambda each: (-each.baseline, each.left)):
        if rows and abs(rows[-1][0].baseline - piece.baseline) <= 0.35 * piece.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def columns_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The columns of a page in reading order; a page without columns is one.

    Two columns are found where the left edge of several lines has free space in front of it, in
    consecutive rows, and prose on both sides. The rows above and below are read before and after.
    Notes in the margins are read before the columns, and a footer after them.
    """
    band = _best_band(rows)
    if band is None:
        yield from _column_with_notes(rows)
        return
    first, last, edge = band
    end = _before_footer(rows, first, last)
    inside = rows[first:end]
    sides = (
        [[p for p in row if p.left < edge] for row in inside],
        [[p for p in row if p.left >= edge] for row in inside],
    )
    if _is_right_to_left(inside):
        sides = sides[::-1]
    yield from columns_of(rows[:first])
    parted = [_without_margins([row for row in side if row]) for side in sides]
    yield from ([row] for _, notes in parted for row in notes)
    for column, _ in parted:
        yield from columns_of(column)
    yield from ([[piece]] for row in rows[end:last] for piece in row)
    yield from columns_of(rows[last:])


def part_beside(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one column in parts: pieces that stand side by side are parts of their own.

    Where three rows hold lines of prose side by side, they are columns whose edges were not found,
    and no sentence may go on from one to the other. Any other rows are one part.
    """
    if sum(sum(map(_is_line_of_prose, row)) > 1 for row in rows) < _FEWEST_LINES:
        return [list(rows)]
    parts: list[list[Row]] = []
    for is_one, group in groupby(rows, key=lambda row: len(row) == 1):
        found = list(group)
        parts += [found] if is_one else [[[piece]] for row in found for piece in row]
    return parts


def _is_line_of_prose(piece: Piece) -> bool:
    letters = sum(c.isalpha() for c in piece.text)
    is_long = len(piece.text) >= _PROSE_WIDTH and piece.text.count(" ") > 1
    return is_long and letters >= 0.6 * len(piece.text)


def _column_with_notes(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """A column, and before or after it a note in the margin: a line such as a date goes before."""
    column, notes = _without_margins(rows)
    if not notes:
        yield from [column] if column else []
        return
    body = _body(rows)
    start = next(i for i, row in enumerate(column) if any(p in body for p in row))
    are_lines = all(_is_note(piece.text) for row in notes for piece in row)
    above, below = ([[row] for row in notes], []) if are_lines else ([], [notes])
    yield from filter(None, [column[:start], *above, column[start:], *below])


def _before_footer(rows: Sequence[Row], first: int, last: int) -> int:
    """The end of the columns in these rows, without one or two lines of a footer below them.

    They are apart, and no sentence: short, or with the number of the page or a date.
    """
    height = median(piece.height for row in rows[first:last] for piece in row)
    for at in range(max(first + _FEWEST_LINES, last - _MOST_FOOTER), last):
        gap = rows[at - 1][0].baseline - rows[at][0].baseline
        words = [piece.text for row in rows[at:last] for piece in row]
        if gap > _FOOTER_SPACE * height and all(map(_is_note, words)):
            return at
    return last


def _is_note(words: str) -> bool:
    is_short = len(words.split()) <= _NOTE_WORDS or any(c.isdigit() for c in words)
    return is_short and not words[:1].islower() and not ends_sentence(words, also=",;")


def _without_margins(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of a column, and apart from them a note beside it, such as the date.

    The cells of a table are no note: few lines beside a note are short.
    """
    body = _body(rows)
    if not _is_prose_column(body):
        return list(rows), []
    left, right = min(line.left for line in body), max(line.right for line in body)
    top, bottom = body[0].baseline + body[0].height, body[-1].baseline
    notes = [
        [p for p in row if (p.left > right or p.right < left) and bottom <= p.baseline <= top]
        for row in rows
    ]
    found = [row for row in notes if row]
    columns = [[p for p in row if p not in note] for row, note in zip(rows, notes, strict=True)]
    beside = [row for row, note in zip(columns, notes, strict=True) if row and note]
    full = [row for row in beside if row[0].right >= left + _FULL_LINE * (right - left)]
    lines = set(body)
    are_lines = all(len(row) == 1 and row[0] in lines for row in beside)
    if 2 * len(full) < len(beside) or not are_lines or not _is_one_note(found, body):
        return list(rows), []
    return [row for row in columns if row], found


def _body(rows: Sequence[Row]) -> list[Piece]:
    """The lines of prose in a column, which have one left edge and one size."""
    lines = [piece for row in rows for piece in row if len(piece.text) >= _PROSE_WIDTH]
    if not lines:
        return []
    left, height = (median(each) for each in zip(*((p.left, p.height) for p in lines), strict=True))
    return [
        piece
        for row in rows
        for piece in row
        if abs(piece.left - left) <= 2 * height
        and height <= _SAME_SIZE * piece.height
        and piece.height <= _SAME_SIZE * height
    ]


def _is_one_note(rows: Sequence[Row], body: Sequence[Piece]) -> bool:
    """Whether these rows are close to each other, and few. On the left their type is smaller.

    The names of speakers and the marks of lists are in front of lines, in the type of the text.
    """
    return (
        3 * len(rows) <= len(body)
        and all(
            a[0].baseline - b[0].baseline <= _NOTE_STEP * body[0].height for a, b in pairwise(rows)
        )
        and all(
            any(map(str.isalpha, p.text))
            and (p.left > body[0].left or body[0].height > _SAME_SIZE * p.height)
            for row in rows
            for p in row
        )
    )


def _is_right_to_left(rows: Sequence[Row]) -> bool:
    words = "".join(piece.text for row in rows for piece in row)
    return sum(bidirectional(c) in _RIGHT_TO_LEFT for c in words) > len(words) / 3


def _best_band(rows: Sequence[Row]) -> tuple[int, int, float] | None:
    """The consecutive rows, and the left edge of a column in them, with most text side by side."""
    pieces = [piece for row in rows for piece in row]
    if len(pieces) < 2 * _FEWEST_LINES:
        return None
    height = median(piece.height for piece in pieces)
    found = (
        (score, band)
        for edge in _left_edges(pieces, 0.3 * height, _FEWEST_LINES)
        for band in _bands(rows, edge, height)
        if (score := _score(rows[band[0] : band[1]], edge, height)) > 0
    )
    return max(found, default=(0.0, None))[1]


def narrow_edges(words: Sequence[Piece]) -> list[float]:
    """The left edges of columns with hardly more in front of them than a space between words.

    At such an edge many consecutive lines have a word that begins exactly there.
    """
    if len(words) < _MANY_LINES:
        return []
    rows, height = rows_of(words), median(word.height for word in words)
    return [
        edge
        for edge in _left_edges(words, 2 * EDGE * height, _MANY_LINES)
        for first, last, _ in _bands(rows, edge, height)
        if _is_edge(rows[first:last], edge, height)
    ]


def _is_edge(rows: Sequence[Row], edge: float, height: float) -> bool:
    """Whether most lines left of an edge have a word at it, not far from the last one before it."""
    beside = [row for row in rows if row[0].left < edge - height and row[-1].right > edge]
    exact = [
        row for row in beside for a, b in pairwise(row)
        if abs(b.left - edge) <= 2 * EDGE * height and b.left - a.right < height
    ]  # fmt: skip
    return len(exact) >= _MANY_LINES and 2 * len(exact) > len(beside)


def _left_edges(pieces: Sequence[Piece], width: float, fewest: int) -> Iterator[float]:
    """The places where so many lines begin, apart from the leftmost."""
    places = sorted(piece.left for piece in pieces)
    start = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] - places[start] > width:
            if i - start >= fewest and start > 0:
                yield places[start]
            start = i


def _bands(rows: Sequence[Row], edge: float, height: float) -> Iterator[tuple[int, int, float]]:
    """The runs of rows in which the space in front of the edge is free."""
    start = 0
    for i in range(len(rows) + 1):
        if i < len(rows) and not any(_crosses(piece, edge, height) for piece in rows[i]):
            continue
        first = start
        while first < i and all(piece.left < edge for piece in rows[first]):
            first += 1
        if i - first >= _FEWEST_LINES:
            yield first, i, edge
        start = i + 1


def _crosses(piece: Piece, edge: float, height: float) -> bool:
    return piece.left < edge - 0.01 * height and piece.right > edge - _GUTTER * height


def _score(rows: Sequence[Row], edge: float, height: float) -> float:
    """How much text is side by side; 0 unless both sides are columns of prose."""
    left = [p for row in rows for p in row if p.left < edge]
    right = [p for row in rows for p in row if p.left >= edge]
    if not left or not right:
        return 0.0
    top = min(max(p.baseline for p in left), max(p.baseline for p in right)) + 0.5 * height
    bottom = max(min(p.baseline for p in left), min(p.baseline for p in right)) - 0.5 * height
    sides = [[p for p in side if bottom <= p.baseline <= top] for side in (left, right)]
    if any(not _is_prose_column(side) for side in sides):
        return 0.0
    return min(sum(len(p.text) for p in side) for side in sides)


def _is_prose_column(pieces: Sequence[Piece]) -> bool:
    lines = len({round(piece.baseline) for piece in pieces})
    characters = sum(len(piece.text) for piece in pieces)
    spaces = sum(piece.text.count(" ") for piece in pieces)
    letters = sum(c.isalpha() for piece in pieces for c in piece.text)
    return (
        lines >= _FEWEST_LINES
        and characters >= _PROSE_WIDTH * lines
        and spaces >= lines
        and letters >= 0.6 * (characters - spaces)
    )


def paragraphs_of(columns: Sequence[Sequence[Row]]) -> Iterator[str]:
    """The lines of the columns joined to paragraphs.

    A paragraph ends at a short line, at more space between lines, at an indented line, or where
    the size of the type changes. It goes on in the next column only where that begins in the
    midst of a sentence. A line that news databases put around articles stays a line by itself.
    """
    words, last = "", None
    for column in columns:
        lines = [_line(part) for row in column for part in _parts(row)]
        shape = _Shape(lines)
        for i, line in enumerate(lines):
            # From one column or page to the next, only a sentence goes on.
            goes_on = (
                last is not None
                and _may_join(last, line)
                and (shape.goes_on(last, line) if i else _is_in_sentence(last, line))
            )
            if words and not goes_on:
                yield words
                words = ""
            words, last = _joined(words, line.text), line
    if words:
        yield words


def _parts(row: Row) -> Iterator[Row]:
    """A row, divided where the size of the type changes: a small date beside a headline."""
    start = 0
    for i, (a, b) in enumerate(pairwise(row), 1):
        small, large = sorted((a.height, b.height))
        if b.left - a.right > _CELL_GAP * small and large > _OTHER_SIZE * small:
            yield row[start:i]
            start = i
    yield row[start:]


def _line(row: Row) -> _Line:
    pieces = row[::-1] if _is_right_to_left([row]) else row
    height = max(piece.height for piece in row)
    gaps = [b.left - a.right for a, b in pairwise(row)]
    wide = any(gap > _CELL_GAP * height for gap in gaps) and not _is_justified(row, gaps)
    return _Line(
        ("  " if wide else " ").join(piece.text for piece in pieces),
        row[0].left,
        max(piece.right for piece in row),
        row[0].baseline,
        height,
        wide,
    )


def _is_justified(row: Row, gaps: Sequence[float]) -> bool:
    """Whether the gaps are those between the words of a line that is spread over its column."""
    is_even = len(gaps) > 1 and max(gaps) - min(gaps) < 0.1 * row[0].height
    return is_even and not any(" " in piece.text for piece in row)


class _Shape:
    """The usual left edge, width and line spacing of a column."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
        self._left = lefts[len(lefts) // 10]
        self._right = rights[len(rights) * 9 // 10]
        steps = [a.baseline - b.baseline for a, b in pairwise(lines)]
        self._step = median(steps) if steps else 0.0
        self._height = median(line.height for line in lines)

    def goes_on(self, line: _Line, following: _Line) -> bool:
        """Whether the paragraph goes on in the following line of the column."""
        step = line.baseline - following.baseline
        if step > _MORE_SPACE * max(min(self._step, 1.5 * line.height), 0.9 * line.height):
            return False
        if _is_in_sentence(line, following):
            return True
        if line.height > _SAME_SIZE * self._height:
            return True
        indented = following.left - self._left > 0.8 * line.height
        if indented and line.left - self._left < 0.4 * line.height:
            return False
        return line.right >= self._left + _FULL_LINE * (self._right - self._left)


def _is_in_sentence(line: _Line, following: _Line) -> bool:
    """Whether a sentence goes on in the following line, as its first letter shows."""
    return following.text[:1].islower() and not ends_sentence(line.text, also=":;")


def _may_join(line: _Line, following: _Line) -> bool:
    """Whether the two lines can be of one paragraph, as far as their type and kind show."""
    small, large = sorted((line.height, following.height))
    return large <= _SAME_SIZE * small and not any(
        each.has_cells or is_header_line(each.text) or is_between(each.text)
        for each in (line, following)
    )


def _joined(words: str, line: str) -> str:
    """The two as one, a word that was broken at the end of the line made whole."""
    if re.search(r"[^\W\d_]{2,}[-‐\u00ad]$", words) and line[:1].islower():
        return words[:-1] + line
    return f"{words} {line}" if words else line
