"""A text as the tokens that are aligned: words, whole numbers, whole dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.text.dates import DateMention
from assistant.text.numbers import Number
from assistant.text.words import Word, stem

Kind = Literal["word", "number", "date"]

# Words that a claim may add, drop or change and still say the same. All others count, also small
# ones such as "before", "only", "against" or "without".
HARMLESS = frozenset(
    "a an the of in on at to for by from with as into onto upon about around among and but or "
    "while also then so yet however meanwhile there is are was were be been being am has have had "
    "having do does did that which who whom whose this these those it its he she they them him "
    "his her their we us our i me my you your one ones s said says say saying when where what how "
    "if than such both itself himself herself themselves too though although since because "
    "according moreover furthermore additionally lastly thus hence therefore nevertheless "
    "nonetheless indeed similarly likewise please".split()
)
NEGATIONS = frozenset("not no never none nobody nothing neither nor cannot without nowhere".split())
# Modal verbs that may stand for each other, as in reported speech, and words that make what
# follows less than a fact, which a claim may not lose.
_HEDGES = (
    "alleged allegedly reportedly suspected possibly perhaps probably apparently supposedly former"
)
MODALS = dict.fromkeys(_HEDGES.split(), "hedge") | {
    "will": "will", "would": "will", "shall": "will", "'ll": "will", "'d": "will", "wo": "will",
    "may": "may", "might": "may", "can": "can", "could": "can", "ca": "can",
    "must": "must", "should": "should", "ought": "should",
}  # fmt: skip
_TAIL = re.compile(r"(n['’]t|['’](?:ve|re|ll|d|m))$", re.IGNORECASE)


_SIGN = re.compile(r"[.,;:!?()–—“”\"…\n]|\s-\s")
_JOINING = frozenset(
    "and but or that while who which where when after before because as if although though since "
    "until whether with".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """The unit of alignment.

    `key` is the same for tokens that say the same: the stem of a word, the value of a number.
    `value` is the parsed number or date. `marked` says that a punctuation mark is in front of it,
    `opens` that a clause begins with it.
    """

    text: str
    start: int
    end: int
    key: str
    kind: Kind = "word"
    value: Number | DateMention | None = None
    opens: bool = False
    marked: bool = False

    @property
    def is_harmless(self) -> bool:
        """Whether a claim may add or drop it and still say the same."""
        return self.kind == "word" and self.text.lower() in HARMLESS

    @property
    def is_negation(self) -> bool:
        """Whether it negates a statement."""
        low = self.text.lower()
        return low in NEGATIONS or low in ("n't", "n’t")

    @property
    def modality(self) -> str | None:
        """The group of its modal verb, None where it is none."""
        return MODALS.get(self.text.lower().replace("’", "'")) if self.kind == "word" else None


def tokenize(
    text: str, words: Sequence[Word], numbers: Sequence[Number], dates: Sequence[DateMention]
) -> list[Token]:
    """The tokens of a text, in order; a number or a date is one token."""
    units: list[Token] = [
        *(Token(d.text, d.start, d.end, f"date:{d.text.lower()}", "date", d) for d in dates),
        *(
            Token(n.text, n.start, n.end, f"#{n.value:g}", "number", n)
            for n in numbers
            if not n.weak and not any(d.start <= n.start < d.end for d in dates)
        ),
    ]
    units.sort(key=lambda unit: (unit.start, -unit.end))
    return [*_with_openings(text, list(_merged(units, words)))]


def _merged(units: list[Token], words: Sequence[Word]) -> Iterator[Token]:
    """The numbers, dates and the words between them, in order, without overlap."""
    at = 0
    covered = 0
    for word in words:
        while at < len(units) and units[at].start < word.end:
            if units[at].start >= covered:
                yield units[at]
                covered = units[at].end
            at += 1
        if word.start >= covered:
            yield from _of_word(word)
    yield from (unit for unit in units[at:] if unit.start >= covered)


def _of_word(word: Word) -> Iterator[Token]:
    """A word, with a contracted auxiliary or "not" as a token of its own."""
    tail = _TAIL.search(word.text)
    if tail is None or tail.start() == 0:
        yield Token(word.text, word.start, word.end, word.stem)
        return
    cut = word.start + tail.start()
    yield Token(word.text[: tail.start()], word.start, cut, stem(word.text[: tail.start()]))
    yield Token(tail.group(), cut, word.end, "not" if tail.group()[0] in "nN" else tail.group())


def _with_openings(text: str, tokens: list[Token]) -> Iterator[Token]:
    """Marks the tokens that begin a clause: after a punctuation mark, or with a conjunction."""
    end = 0
    before: Token | None = None
    for token in tokens:
        marked = before is None or _SIGN.search(text, end, token.start) is not None
        joined = before is not None and before.text.lower() in _JOINING
        opens = marked or joined or token.text.lower() in _JOINING
        yield replace(token, opens=opens, marked=marked) if opens else token
        before, end = token, token.end
