"""A model's raw output, as it streams in, turned into plain lines of sentences.

Reasoning between tags, headings, labels on a line of their own, code fences and lists of sources
are dropped. A row of a table becomes a sentence, and so does each statement of a JSON answer, with
its citation numbers as markers. Everything else passes through as it is, as soon as the start of
its line shows that it is plain text.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.answer.citation_markers import STRONG_MARKER
from assistant.text.lexicon import phrase_patterns, read_data

_PHRASES = read_data(__package__, "output_markup.toml")
_pattern = phrase_patterns({**_PHRASES, "marker": STRONG_MARKER.pattern})
_HIDDEN_START = _pattern(
    r"<(?P<tag>{hidden})>|\[(?P<bracket>THINK)\]|<\|channel\|>(?P<channel>analysis|commentary)"
)
_HIDDEN_END = _pattern(r"</{hidden}>|\[/THINK\]")
_DROPPED_TAG = _pattern(r"</?{dropped}(?:\s[^<>]*)?>|<\|[a-z_]{1,30}\|>(?:final|assistant)?")
_BREAKING_TAG = _pattern(r"</?{breaking}(?:\s[^<>]*)?/?>")
_NUMBER_TAG = _pattern("{number_tag}")
_TAG_TO_COME = _pattern("{tag_to_come}")
_LONGEST_TAG = 80

_SOURCES_HEADING = _pattern(r"[#*_\s]*{sources}(?:\s+(?:used|cited))?[\s:*_]*")
_SOURCE_LINE = _pattern(r"\s*{source_line}")
_FOOTNOTE = _pattern(r"\[\^?\d{1,3}\]:")
_FENCE = _pattern(r"(?:`{3,}|~{3,})\s*\w*\s*")
_HEADING = _pattern(r"#{1,6}\s+|#{1,6}$")
_BOLD_LINE = _pattern("{bold_line}")
_STATES = _pattern(r"[.!?…][\"”’')*_]*\s*$|{marker}")
_RULE_ROW = _pattern(r"\|?(?:\s*:?-+:?\s*\|?)+")
_JSON_START = _pattern(r"\{|\[\s*[{\"]")
# A line whose start leaves open what it is; nothing of it is passed on before that is known.
_UNDECIDED = _pattern("{undecided}")


class MarkupReader:
    r"""Gives the plain text of a streamed answer, piece by piece, as soon as it is settled.

    How the stream is cut into pieces makes no difference to the text as a whole. `reasoning` says
    whether any was dropped. `restarts` counts the ends of reasoning whose start the server kept to
    itself: all text before one is void.

        >>> reader = MarkupReader()
        >>> reader.feed("<think>Hm.</think>## Answer") + reader.feed("\nIt rained [1].")
        '\nIt rained [1].'
    """

    def __init__(self) -> None:
        self._raw = ""
        self._hidden: re.Pattern[str] | None = None
        self._lines = _LineReader()
        self.reasoning = False
        self.restarts = 0

    def feed(self, piece: str) -> str:
        """Take the next piece of the stream and give the plain text that it settles."""
        self._raw += piece
        return self._settled(closing=False)

    def close(self) -> str:
        """End the stream and give what is left."""
        return self._settled(closing=True) + self._lines.close()

    def _settled(self, closing: bool) -> str:
        settled, restarts = "", self.restarts
        for text in self._untagged(closing):
            if self.restarts != restarts:
                settled, restarts = "", self.restarts
            settled += self._lines.feed(text)
        return settled

    def _untagged(self, closing: bool) -> Iterator[str]:
        """The text without what is hidden between tags, and without the tags of HTML."""
        while self._raw:
            if self._hidden is not None and not self._leave_hidden():
                return
            at = re.search(r"[<\[]", self._raw)
            if at is None:
                yield self._take(len(self._raw))
                return
            yield self._take(at.start())
            if not closing and _TAG_TO_COME.match(self._raw):
                return
            yield self._take_tag()

    def _leave_hidden(self) -> bool:
        """Drop the raw text up to the end of the hidden part; False if that has not come yet."""
        assert self._hidden is not None
        end = self._hidden.search(self._raw)
        self._raw = self._raw[end.end() :] if end else self._raw[-_LONGEST_TAG:]
        self._hidden = None if end else self._hidden
        return end is not None

    def _take(self, length: int) -> str:
        taken, self._raw = self._raw[:length], self._raw[length:]
        return taken

    def _take_tag(self) -> str:
        """The text for the tag at the start; the bracket itself if it does not open a tag."""
        if hidden := _HIDDEN_START.match(self._raw):
            self._hidden = _end_of(hidden)
            self.reasoning = True
            self._take(hidden.end())
            return ""
        if end := _HIDDEN_END.match(self._raw):
            self._take(end.end())
            self._lines = _LineReader()
            self.reasoning = True
            self.restarts += 1
            return ""
        if number := _NUMBER_TAG.match(self._raw):
            self._take(number.end())
            return f"[{number[2]}]"
        for pattern, instead in ((_DROPPED_TAG, ""), (_BREAKING_TAG, "\n")):
            if tag := pattern.match(self._raw):
                self._take(tag.end())
                return instead
        return self._take(1)


def _end_of(start: re.Match[str]) -> re.Pattern[str]:
    if start["channel"]:
        return _pattern(r"<\|(?:end|return)\|>")
    return _pattern(r"\[/THINK\]" if start["bracket"] else f"</{start['tag']}>")


class _LineReader:
    """Decides what each line is, and gives the plain ones on before they are whole."""

    def __init__(self) -> None:
        self._text = ""
        self._in_line = False
        self._rows: list[str] = []
        self._in_sources = False

    def feed(self, text: str) -> str:
        self._text += text
        return "".join(self._settled(closing=False))

    def close(self) -> str:
        return "".join([*self._settled(closing=True), *self._flush_table()])

    def _settled(self, closing: bool) -> Iterator[str]:
        while self._text:
            if self._in_line:
                yield self._rest_of_line()
                continue
            self._text = self._text.lstrip(" \t")
            line, newline, _ = self._text.partition("\n")
            if not closing and not newline and self._is_undecided(line):
                return
            if _JSON_START.match(self._text):
                length = _json_length(self._text)
                if length is None and not closing:
                    return
                yield from self._flush_table()
                yield self._take_json(length or len(self._text))
                continue
            yield from self._take_line(line, newline)

    def _rest_of_line(self) -> str:
        line, newline, self._text = self._text.partition("\n")
        self._in_line = not newline
        return line + newline

    def _is_undecided(self, line: str) -> bool:
        return not line or self._in_sources or _UNDECIDED.fullmatch(line) is not None

    def _take_line(self, line: str, newline: str) -> Iterator[str]:
        whole = len(line) + len(newline)
        if line.startswith("|") and line.rstrip().count("|") > 1:
            self._rows.append(line)
            self._text = self._text[whole:]
            return
        yield from self._flush_table()
        if self._is_dropped(line):
            self._text = self._text[whole:]
            yield "\n"
        elif line.startswith(">"):
            self._text = self._text[1:]
        else:
            heading = _HEADING.match(line)
            self._text = self._text[heading.end() if heading else 0 :]
            self._in_line = True

    def _is_dropped(self, line: str) -> bool:
        """Whether a whole line states nothing: a heading, a fence, a footnote, a source."""
        if _SOURCES_HEADING.fullmatch(line):
            self._in_sources = True
            return True
        if self._in_sources and _SOURCE_LINE.match(line):
            return True
        self._in_sources = False
        is_title = _HEADING.match(line) or _BOLD_LINE.fullmatch(line)
        if is_title and not _STATES.search(line):
            return True
        return bool(_FENCE.fullmatch(line) or _FOOTNOTE.match(line))

    def _flush_table(self) -> Iterator[str]:
        rows, self._rows = self._rows, []
        if rows:
            yield "".join(f"{sentence}\n" for sentence in _table_sentences(rows))

    def _take_json(self, length: int) -> str:
        raw, self._text = self._text[:length], self._text[length:]
        try:
            value = json.loads(raw)
        except ValueError:
            self._in_line = True
            return raw
        return "".join(f"{sentence}\n" for sentence in json_sentences(value))


def plain_text(raw: str) -> str:
    """The plain text of a whole answer."""
    reader = MarkupReader()
    return reader.feed(raw) + reader.close()


def _json_length(text: str) -> int | None:
    """How long the JSON value at the start of the text is; None where its end is yet to come."""
    depth, in_string, escaped = 0, False, False
    for at, character in enumerate(text):
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "{[":
            depth += 1
        elif character in "}]":
            depth -= 1
            if depth == 0:
                return at + 1
    return None


_TEXT_KEYS, _NUMBER_KEYS = (_PHRASES[name].split() for name in ("text_keys", "number_keys"))


def json_sentences(value: Any) -> Iterator[str]:
    """The statements of a JSON answer, each with the numbers beside it as a marker.

    Only the keys that usually hold the text of an answer are read; a quotation, a rationale or a
    score is not part of the statement.
    """
    if isinstance(value, str):
        yield from (line for line in plain_text(value).splitlines() if line.strip())
    elif isinstance(value, list):
        for item in value:
            yield from json_sentences(item)
    elif isinstance(value, Mapping):
        yield from _object_sentences({str(key).lower(): held for key, held in value.items()})


def _object_sentences(value: Mapping[str, Any]) -> Iterator[str]:
    numbers = next((found for key in _NUMBER_KEYS if (found := _numbers_in(value.get(key)))), [])
    marker = f" [{', '.join(map(str, numbers))}]" if numbers else ""
    held = [value[key] for key in _TEXT_KEYS if value.get(key)]
    for part in held or [inner for inner in value.values() if isinstance(inner, list | Mapping)]:
        for sentence in json_sentences(part):
            yield sentence if STRONG_MARKER.search(sentence) else sentence + marker


def _numbers_in(value: Any) -> list[int]:
    """The excerpt numbers that a JSON value holds; none if it holds anything else."""
    if isinstance(value, bool):
        return []
    if isinstance(value, int):
        return [value] if 0 < value < 1000 else []
    if isinstance(value, str):
        whole = re.fullmatch(r"\W*(?:excerpt|source)?s?\W*(\d{1,3})\W*", value, re.IGNORECASE)
        return [int(whole[1])] if whole else []
    if isinstance(value, list):
        return [number for item in value for number in _numbers_in(item)]
    return []


_NAMES_NOTHING = _pattern(r"(?:{names_nothing}|what\b.*)$")


def _table_sentences(rows: Sequence[str]) -> Iterator[str]:
    """A sentence for each row of a table, with the heading of each column before its cell."""
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]
        for row in rows
        if not _RULE_ROW.fullmatch(row.strip())
    ]
    has_heading = len(rows) > 1 and _RULE_ROW.fullmatch(rows[1].strip()) is not None
    heading = cells.pop(0) if has_heading and cells else []
    for row in cells:
        if sentence := _row_sentence(heading, row):
            yield sentence


def _row_sentence(heading: Sequence[str], row: Sequence[str]) -> str:
    parts: list[tuple[str, str]] = []
    marker = ""
    titles = [title.strip("*_ ") for title in heading] + [""] * len(row)
    titles = ["" if _NAMES_NOTHING.match(title.lower()) else title for title in titles]
    for title, cell in zip(titles, row, strict=False):
        if title.lower().rstrip("s") in {"source", "excerpt", "citation", "reference", "ref", "#"}:
            numbers = re.findall(r"\d{1,3}", cell)
            marker = f" [{', '.join(numbers)}]" if numbers else ""
        elif cell:
            parts.append((title, cell))
    if not parts:
        return ""
    if len(parts) == 1:
        return f"{parts[0][1].rstrip('.')}{marker}."
    between = "; " if len(parts) > 2 or any(title for title, _ in parts) else ": "
    sentence = between.join(f"{title}: {cell}" if title else cell for title, cell in parts)
    return f"{sentence.rstrip('.')}{marker}."
