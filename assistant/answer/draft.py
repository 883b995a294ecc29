"""A model's text, as it comes in, taken apart into draft sentences with their markers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.text.sentences import split_sentences

# "[1]", "[1, 2]", "[1-3]", "[excerpt 2]", and the brackets that some models put instead.
_MARKER = re.compile(
    r"[\[【]\s*(?:excerpts?\s+|\^)?(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*[\]】]", re.IGNORECASE
)
_TRAILING_MARKERS = re.compile(rf"(?:[ \t]*{_MARKER.pattern})*", re.IGNORECASE)
_END = re.compile(rf"[.!?…][\"”’'»)*]*|\n|{_MARKER.pattern}", re.IGNORECASE)
# A whole word, a line's end, or a bracket that is seen to be no marker.
_SETTLED = re.compile(r"[ \t]*\n|\s*[^\s\[【]\S*\s|\s*[\[【](?:[^\]】]{40}|[^\]】]*[\]】])")
_LIST_SIGN = re.compile(r"\A\s*(?:[-*•–]|\d{1,2}[.)]|#{1,6})[ \t]+")
_BRACKETED_FIGURE = re.compile(r"\[(\s*\d+(?:\s*[,;–-]\s*\d+)*\s*)\]")
_LONGEST_QUOTE = 900
_MOST_OF_A_RANGE = 8


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as a model wrote it: its words without markers, and the numbers it cited."""

    text: str
    markers: tuple[int, ...] = ()


class DraftReader:
    """Reads a stream of text and gives each draft sentence once nothing can change it.

    A sentence is finished when the word that follows it and its markers is whole, or at a line's
    end. How the stream is cut into pieces makes no difference.

        >>> reader = DraftReader()
        >>> reader.feed("It rained [1]. The")
        []
        >>> reader.feed(" sun shone. [2]"), reader.close()
        ([Draft(text='It rained.', markers=(1,))], [Draft(text='The sun shone.', markers=(2,))])
    """

    def __init__(self) -> None:
        self._text = ""
        self._looked = 0
        self._in_line = False

    def feed(self, piece: str) -> list[Draft]:
        """Takes the next piece of the stream and gives the drafts that it finishes."""
        self._text += piece
        return list(self._finished(closing=False))

    def close(self) -> list[Draft]:
        """Ends the stream and gives what is left."""
        drafts = list(self._finished(closing=True))
        rest, self._text, self._looked = self._text, "", 0
        return [*drafts, *self._draft(rest)]

    def _finished(self, closing: bool) -> Iterator[Draft]:
        while (cut := self._next_cut(closing)) is not None:
            piece, self._text, self._looked = self._text[:cut], self._text[cut:], 0
            yield from self._draft(piece)
            self._in_line = not piece.endswith("\n")

    def _next_cut(self, closing: bool) -> int | None:
        """Where the first unit of the buffer ends, or None where that cannot be told yet."""
        at = self._looked
        while (candidate := _Candidate.find(self._text, at)) is not None:
            if not candidate.is_settled(self._text) and not closing:
                self._looked = at
                return None
            if candidate.ends_a_sentence(self._text, self._starts_a_line(self._text)):
                return candidate.cut
            at = candidate.end
        self._looked = at
        return None

    def _starts_a_line(self, text: str) -> bool:
        return not self._in_line or "\n" in text[: len(text) - len(text.lstrip())]

    def _draft(self, piece: str) -> Iterator[Draft]:
        if self._starts_a_line(piece):
            piece = _LIST_SIGN.sub("", piece, count=1)
        text, markers = split_markers(piece)
        if any(character.isalnum() for character in text):
            yield Draft(text, markers)


def parse_draft(text: str) -> list[Draft]:
    """The draft sentences of a whole text, in order, each with its markers."""
    reader = DraftReader()
    return [*reader.feed(text), *reader.close()]


def split_markers(sentence: str) -> tuple[str, tuple[int, ...]]:
    """A sentence's words without its markers, and the numbers cited, each once, in order.

    A bracketed number inside quoted words is the source's own: it is shown as `［12］` and cites
    nothing.
    """
    quoted = _quoted_spans(sentence)
    numbers: list[int] = []
    parts: list[str] = []
    at = 0
    for match in _MARKER.finditer(sentence):
        if any(start < match.start() < end for start, end in quoted):
            continue
        numbers += _numbers(match.group(1))
        parts.append(sentence[at : match.start()])
        at = match.end()
    parts.append(sentence[at:])
    return shield_brackets(_tidy(parts)), tuple(dict.fromkeys(numbers))


def shield_brackets(text: str) -> str:
    """Text whose bracketed numbers, `[12]`, stand as `［12］`, so that none is read as a marker."""
    return _BRACKETED_FIGURE.sub(r"［\1］", text)


def unshield_brackets(text: str) -> str:
    """The text with the brackets that its source has."""
    return text.replace("［", "[").replace("］", "]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place where a sentence may end: `end` behind its punctuation, `cut` behind its markers."""

    end: int
    cut: int
    is_line_end: bool

    @classmethod
    def find(cls, text: str, at: int) -> "_Candidate | None":
        match = _END.search(text, at)
        if match is None:
            return None
        if match.group() == "\n":
            return cls(match.end(), match.end(), is_line_end=True)
        after = _TRAILING_MARKERS.match(text, match.end())
        cut = after.end() if after else match.end()
        return cls(cut if match.group()[0] in "[【" else match.end(), cut, is_line_end=False)

    def is_settled(self, text: str) -> bool:
        """Whether a whole word, or a line's end, stands behind it."""
        return self.is_line_end or _SETTLED.match(text, self.cut) is not None

    def ends_a_sentence(self, text: str, at_line_start: bool) -> bool:
        """Whether a sentence ends here, as told by what stands before and the word behind."""
        before, behind = text[: self.cut], text[self.cut :]
        if self.is_line_end:
            return bool(before.strip())
        if not split_markers(before)[0].strip() or _is_list_sign(before, at_line_start):
            return False
        if re.match(r"[ \t]*(?:\n|$)", behind):
            return not _quote_is_open(before)
        if not behind[:1].isspace() and self.cut == self.end:
            return False
        return not _quote_is_open(before) and _splits(before, behind)


def _splits(before: str, behind: str) -> bool:
    """Whether the sentence splitter ends a sentence between the two."""
    text, _ = split_markers(before)
    word = behind.split(maxsplit=1)
    if not text or text[-1] not in ".!?…\"”’'»)*":
        return False
    if not word:
        return True
    whole = f"{text} {word[0]}"
    return any(span.end == len(text) for span in split_sentences(whole)[:-1])


def _is_list_sign(before: str, at_line_start: bool) -> bool:
    return at_line_start and re.fullmatch(r"\s*\d{1,2}[.)]", before) is not None


def _quote_is_open(before: str) -> bool:
    """Whether quoted words go on; a mark that is never closed is forgotten after a while."""
    curly = before.rfind("“")
    if curly > before.rfind("”") and len(before) - curly < _LONGEST_QUOTE:
        return True
    return before.count('"') % 2 == 1 and len(before) - before.rfind('"') < _LONGEST_QUOTE


def _quoted_spans(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in re.finditer(r"“[^”]*”|\"[^\"]*\"|«[^»]*»", text)]
    opened = text.rfind("“")
    return [*spans, (opened, len(text))] if opened > text.rfind("”") else spans


def _numbers(inside: str) -> Iterator[int]:
    """The numbers of a marker; a short range stands for all of its numbers."""
    for part in re.split(r"\s*[,;]\s*", inside):
        ends = [int(end) for end in re.split(r"\s*[–-]\s*", part)]
        if len(ends) == 2 and 0 < ends[1] - ends[0] < _MOST_OF_A_RANGE:
            yield from range(ends[0], ends[1] + 1)
        else:
            yield from ends


def _tidy(parts: list[str]) -> str:
    """The parts joined without the space that a marker leaves in front of punctuation."""
    text = parts[0]
    for part in parts[1:]:
        glued = text.rstrip() if not part.strip() or part.lstrip()[:1] in ".,;:!?)" else text
        text = glued + (part.lstrip() if glued != text or glued[-1:].isspace() else part)
    return " ".join(text.replace("**", "").split())
