"""Splits a model's text, as it streams in, into draft sentences with their markers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer.citation_markers import ANY_MARKER, markers_end, open_quotation, split_markers
from assistant.answer.output_markup import MarkupReader
from assistant.answer.stock_phrases import is_filler, strip_label
from assistant.text.lexicon import phrase_patterns, read_data
from assistant.text.sentences import split_sentences

_pattern = phrase_patterns(
    {**read_data(__package__, "sentence_stream.toml"), "marker": ANY_MARKER.pattern}
)
_END = _pattern(r"[.!?…](?:[\"”’'»)*_`]|“(?=\s))*|\n|{marker}")
_SETTLED = _pattern("{settled}")
_LONGEST_MARKER = 100
_LIST_SIGN = _pattern(r"\A\s*(?:(?:[-*•–+]|\d{1,2}[.)]|#{1,6})[ \t]+)(?:\[[ xX]\][ \t]+)?")
# "(1) It rained. (2) The sun shone.": a list within a line.
_LIST_NUMBER = _pattern(r"\A\s*\(\d{1,2}\)\s")
# "It rained. [2] says that ...": a marker that a sentence begins with.
_SUBJECT = _pattern(r"\s+(?!and\b)[a-z]", re.NOFLAG)
_BOLD_LABEL = _pattern(r"(?s)\A\s*{bold_label}")
_OPENS_QUOTATION = _pattern(r"\s+[“«\"‘'][^\W\d_]")
_LONGEST_QUOTE = 900
_OPENS_QUOTE = '“«„"'
# A line that says nothing without what follows it: "The members are:".
_UNFINISHED = _pattern(r"\b{unfinished}:$")
_CLOSES_QUOTATION = '”»"'
# A line of a list with at most so many words is no sentence; with a full stop it soon may be one.
_MOST_WORDS = 8
_MOST_WORDS_ENDED = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as a model wrote it: its words without markers, and the numbers it cited.

    `rests_on` are the numbers of excerpts with the words in them that the model gave as evidence.
    """

    text: str
    markers: tuple[int, ...] = ()
    rests_on: tuple[tuple[int, str], ...] = ()


class DraftReader:
    """Reads a stream of text and gives each draft sentence once nothing can change it.

    A sentence is finished when the word that follows it and its markers is whole, or at a line's
    end. How the stream is cut into pieces makes no difference. `known` is how many excerpts there
    are. With `verbatim` the sentences are articles' own, so nothing but markers is taken off.

        >>> reader = DraftReader()
        >>> reader.feed("It rained [1]. The")
        []
        >>> reader.feed(" sun shone. [2]"), reader.close()
        ([Draft(text='It rained.', markers=(1,))], [Draft(text='The sun shone.', markers=(2,))])
    """

    def __init__(self, known: int = 999, *, verbatim: bool = False) -> None:
        self._markup = MarkupReader()
        self._known = known
        self._verbatim = verbatim
        self._text = ""
        self._looked = 0
        self._in_line = False
        self._lists = _ListReader()

    @property
    def reasoning(self) -> bool:
        """Whether the model's reasoning came in its text, and was dropped."""
        return self._markup.reasoning

    @property
    def restarts(self) -> int:
        """How often the text turned out to be reasoning so far; drafts given before are void."""
        return self._markup.restarts

    def feed(self, piece: str) -> list[Draft]:
        """Takes the next piece of the stream and gives the drafts that it finishes."""
        restarts = self.restarts
        text = piece if self._verbatim else self._markup.feed(piece)
        if self.restarts != restarts:
            self._text, self._looked, self._in_line = "", 0, False
            self._lists = _ListReader()
        self._text += text
        return list(self._finished(closing=False))

    def close(self) -> list[Draft]:
        """Ends the stream and gives what is left."""
        self._text += self._markup.close()
        drafts = list(self._finished(closing=True))
        rest, self._text, self._looked = self._text, "", 0
        return [*drafts, *self._draft(rest), *self._lists.close()]

    def _finished(self, closing: bool) -> Iterator[Draft]:
        while (cut := self._next_cut(closing)) is not None:
            piece, self._text, self._looked = self._text[:cut], self._text[cut:], 0
            yield from self._draft(piece)
            self._in_line = not piece.endswith("\n")

    def _next_cut(self, closing: bool) -> int | None:
        """Where the first sentence of the buffer ends; None if that is not certain yet."""
        at = self._looked
        while (candidate := _Candidate.find(self._text, at)) is not None:
            if not candidate.is_settled(self._text) and not closing:
                self._looked = at
                return None
            if candidate.ends_a_sentence(self._text, self._starts_a_line(self._text)):
                return candidate.cut
            at = candidate.end
        self._looked = max(at, len(self._text) - _LONGEST_MARKER)
        return None

    def _starts_a_line(self, text: str) -> bool:
        return not self._in_line or "\n" in text[: len(text) - len(text.lstrip())]

    def _draft(self, piece: str) -> Iterator[Draft]:
        signs = 0
        if self._starts_a_line(piece):
            piece, signs = _LIST_SIGN.subn("", piece, count=1)
        if self._verbatim:
            draft = Draft(*split_markers(piece, self._known, verbatim=True))
        else:
            draft = self._written_draft(piece)
        if not any(character.isalnum() for character in draft.text):
            return
        if self._verbatim:
            yield draft
        else:
            yield from self._lists.feed(draft, signed=bool(signs))

    def _written_draft(self, piece: str) -> Draft:
        """The sentence without what models add to it; nothing is left of filler."""
        piece = _BOLD_LABEL.sub("", _LIST_NUMBER.sub("", piece, count=1))
        piece = strip_label(piece)
        text, markers = split_markers(piece, self._known)
        text = strip_label(text)
        return Draft("" if is_filler(text, cited=bool(markers)) else text, markers)


class _ListReader:
    """Makes one sentence of a line that ends in a colon and the short items or quotation after it.

    Before whole sentences such a line stays as it is, unless the first one completes it; at the end
    of the text it states nothing.
    """

    def __init__(self) -> None:
        self._lead: Draft | None = None
        self._items: list[Draft] = []

    def feed(self, draft: Draft, *, signed: bool) -> Iterator[Draft]:
        """The drafts that this one completes; `signed` says that a bullet or number preceded it."""
        leads = draft.text.endswith(":")
        if not leads and self._takes(draft.text, signed):
            self._items.append(draft)
            return
        if self._lead is not None and not self._items:
            yield self._lead
        yield from self.close()
        if leads:
            self._lead = draft
        else:
            yield draft

    def _takes(self, text: str, signed: bool) -> bool:
        """Whether a draft completes the line before it."""
        if self._lead is None:
            return False
        is_open = signed and text[-1] not in ".!?…"
        if _UNFINISHED.search(self._lead.text) and (is_open or not self._items):
            return True
        return _is_item(text, signed)

    def close(self) -> Iterator[Draft]:
        """The sentence of the list that was read, if there is one."""
        if self._lead is not None and self._items:
            parts = [self._lead, *self._items]
            items = [item.text.rstrip(" .,;") for item in self._items]
            said = ("; " if any("," in item for item in items) else ", ").join(items)
            ending = "" if said[-1] in _CLOSES_QUOTATION else "."
            markers = dict.fromkeys(number for part in parts for number in part.markers)
            yield Draft(f"{self._lead.text} {said}{ending}", tuple(markers))
        self._lead, self._items = None, []


def _is_item(text: str, signed: bool) -> bool:
    """Whether a draft is a part of a sentence: a few words, or a quotation."""
    if text[0] in _OPENS_QUOTE:
        return True
    if text[-1] in ".!?…":
        return signed and len(text.split()) <= _MOST_WORDS_ENDED
    return len(text.split()) <= _MOST_WORDS


def parse_draft(text: str, known: int = 999, *, whole: bool = True) -> list[Draft]:
    """The draft sentences of a text, in order, each with its markers.

    If it is not `whole`, the sentence in which it breaks off is left out.
    """
    reader = DraftReader(known)
    return [*reader.feed(text), *(reader.close() if whole else [])]


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
        is_punctuation = match.group()[0] in ".!?…"
        in_list = _LIST_NUMBER.match(text) is not None
        cut = markers_end(text, match.end(), strong=in_list)
        if is_punctuation and _SUBJECT.match(text, cut):
            cut = match.end()
        return cls(match.end() if is_punctuation else cut, cut, is_line_end=False)

    def is_settled(self, text: str) -> bool:
        """Whether a whole word, or a line's end, follows it."""
        if self.is_line_end or len(text) - self.cut > _LONGEST_MARKER:
            return True
        return _SETTLED.match(text, self.cut) is not None

    def ends_a_sentence(self, text: str, at_line_start: bool) -> bool:
        """Whether a sentence ends here, as the text before and the word after show."""
        before, behind = text[: self.cut], text[self.cut :]
        if self.is_line_end:
            return bool(before.strip())
        is_list_sign = at_line_start and re.fullmatch(r"\s*\d{1,2}[.)]", before)
        if is_list_sign or not split_markers(before)[0].strip():
            return False
        if re.match(r"[ \t]*(?:\n|$)", behind):
            return not _quote_is_open(before)
        if not behind[:1].isspace() and self.cut == self.end:
            return False
        return not _quote_is_open(before) and _splits(before, behind)


def _splits(before: str, behind: str) -> bool:
    """Whether the sentence splitter ends a sentence between the two."""
    text, markers = split_markers(before)
    word = behind.split(maxsplit=1)
    if not text or text[-1] not in ".!?…\"”’'»)*":
        return False
    if not word or (markers and _OPENS_QUOTATION.match(behind)):
        return True
    whole = f"{text} {'Excerpt' if ANY_MARKER.match(word[0]) else word[0]}"
    return any(span.end == len(text) for span in split_sentences(whole)[:-1])


def _quote_is_open(before: str) -> bool:
    """Whether quoted words go on; a mark that is never closed is forgotten after a while."""
    curly = open_quotation(before)
    if curly is not None and len(before) - curly < _LONGEST_QUOTE:
        return True
    return before.count('"') % 2 == 1 and len(before) - before.rfind('"') < _LONGEST_QUOTE
