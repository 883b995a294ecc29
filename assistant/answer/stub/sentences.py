"""The sentences of the excerpts, each with what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.terms import stems_of
from assistant.text.instructions import instruction_in
from assistant.text.sentences import split_sentences
from assistant.text.words import Word, stem, words

_SHORTEST = 3
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an excerpt, on one line.

    `place` counts the excerpt's sentences from 0; `before` is the one in front of it, empty for
    the first. `stems` are its own, `around` those of its excerpt and title.
    """

    text: str
    words: tuple[Word, ...] = field(repr=False)
    excerpt: FramedExcerpt
    place: int
    of: int
    before: str
    after: str
    stems: frozenset[str] = field(repr=False)
    stems_before: frozenset[str] = field(repr=False)
    stems_after: frozenset[str] = field(repr=False)
    around: frozenset[str] = field(repr=False)
    titled: frozenset[str] = field(repr=False)

    @property
    def length(self) -> int:
        """How many words it has."""
        return len(self.words)


def sentences_of(excerpts: Sequence[FramedExcerpt]) -> list[Sentence]:
    """All sentences that could answer something, in order; words said twice are given once.

    A sentence that instructs a language model is no reporting and answers nothing.
    """
    found: list[Sentence] = []
    seen: set[tuple[tuple[str, ...], tuple[str | None, ...]]] = set()
    for excerpt in excerpts:
        for sentence in _sentences(excerpt):
            key = tuple(word.stem for word in sentence.words)
            if len(key) < _SHORTEST or (key, _outlet(excerpt)) in seen:
                continue
            seen.add((key, _outlet(excerpt)))
            if instruction_in(sentence.text) is None:
                found.append(sentence)
    return found


def _outlet(excerpt: FramedExcerpt) -> tuple[str | None, ...]:
    return (excerpt.title, excerpt.publisher, excerpt.published)


def _sentences(excerpt: FramedExcerpt) -> list[Sentence]:
    texts, told, stems = _split(excerpt.text)
    titled = stems_of(words(excerpt.title or "")) | _dated(excerpt)
    around = frozenset().union(*stems) | titled
    none: frozenset[str] = frozenset()
    return [
        Sentence(
            text,
            told[place],
            excerpt,
            place,
            len(texts),
            texts[place - 1] if place else "",
            texts[place + 1] if place + 1 < len(texts) else "",
            stems[place],
            stems[place - 1] if place else none,
            stems[place + 1] if place + 1 < len(texts) else none,
            around,
            titled,
        )
        for place, text in enumerate(texts)
    ]


@lru_cache(maxsize=512)
def _split(
    text: str,
) -> tuple[list[str], list[tuple[Word, ...]], list[frozenset[str]]]:
    """A text's sentences, their words and stems; a conversation comes back to its excerpts."""
    texts = [" ".join(s.of(text).split()) for s in split_sentences(text)]
    told = [tuple(words(one)) for one in texts]
    return texts, told, [stems_of(sequence) for sequence in told]


def _dated(excerpt: FramedExcerpt) -> frozenset[str]:
    """The year and month of the article, as the words of a question would name them."""
    found: set[str] = set()
    for day in (excerpt.published, excerpt.reported):
        if day:
            found.add(day[:4])
            found.update(stem(_MONTHS[int(day[5:7]) - 1]) for _ in day[5:7])
    return frozenset(found)
