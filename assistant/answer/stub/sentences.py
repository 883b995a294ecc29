"""The sentences of the excerpts, each with what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.terms import stems_of
from assistant.text.instructions import instruction_in
from assistant.text.sentences import split_sentences
from assistant.text.words import words

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an excerpt, on one line.

    `place` counts the excerpt's sentences from 0; `before` is the one in front of it, empty for
    the first. `stems` are its own, `around` those of its excerpt and title.
    """

    text: str
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
        """Its words."""
        return len(self.text.split())


def sentences_of(excerpts: Sequence[FramedExcerpt]) -> list[Sentence]:
    """All sentences that could answer something, in order; words said twice are given once.

    A sentence that instructs a language model is no reporting and answers nothing.
    """
    found: list[Sentence] = []
    seen: set[tuple[tuple[str, ...], tuple[str | None, ...]]] = set()
    for excerpt in excerpts:
        for sentence in _sentences(excerpt):
            key = tuple(word.stem for word in words(sentence.text))
            if len(key) < _SHORTEST or (key, _outlet(excerpt)) in seen:
                continue
            seen.add((key, _outlet(excerpt)))
            if instruction_in(sentence.text) is None:
                found.append(sentence)
    return found


def _outlet(excerpt: FramedExcerpt) -> tuple[str | None, ...]:
    return (excerpt.title, excerpt.publisher, excerpt.published)


def _sentences(excerpt: FramedExcerpt) -> list[Sentence]:
    texts = [" ".join(s.of(excerpt.text).split()) for s in split_sentences(excerpt.text)]
    stems = [stems_of(text) for text in texts]
    titled = stems_of(excerpt.title or "")
    around = frozenset().union(*stems) | titled
    none: frozenset[str] = frozenset()
    return [
        Sentence(
            text,
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
