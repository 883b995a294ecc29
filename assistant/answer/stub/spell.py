"""A question's misspelt words put as its excerpts write them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.terms import is_common
from assistant.retrieve.spelling import edits
from assistant.text.words import STOP_WORDS, stem, words

_SHORTEST = 5
_TWO_SLIPS = 8


def respelt(question: str, excerpts: Sequence[FramedExcerpt]) -> str:
    """The question with each misspelt word replaced by the one of the excerpts that is meant.

    A word counts as misspelt where neither the excerpts nor everyday news prose have it; it is
    replaced by one at one slip with the same first letter, or at two in a long word.
    """
    known: dict[str, str] | None = None
    mended, at = "", 0
    for word in words(question):
        if not _may_be_misspelt(word.text):
            continue
        known = known or _surfaces(excerpts)
        if word.stem in known or (meant := _nearest(word.text.lower(), known)) is None:
            continue
        mended += question[at : word.start] + meant
        at = word.end
    return mended + question[at:]


def _may_be_misspelt(word: str) -> bool:
    plain = word.lower().removesuffix("s")
    return (
        len(word) >= _SHORTEST
        and word.isalpha()
        and plain not in STOP_WORDS
        and not is_common(stem(word))
    )


def _surfaces(excerpts: Iterable[FramedExcerpt]) -> dict[str, str]:
    """The stems of the excerpts' words, each with a word that has it."""
    found: dict[str, str] = {}
    for excerpt in excerpts:
        for word in words(f"{excerpt.title or ''} {excerpt.byline or ''} {excerpt.text}"):
            found.setdefault(word.stem, word.text)
    return found


def _nearest(word: str, known: dict[str, str]) -> str | None:
    slips = 2 if len(word) >= _TWO_SLIPS else 1
    near = [
        (distance, surface)
        for surface in known.values()
        if (surface[:1].lower() == word[:1] or len(word) >= _TWO_SLIPS)
        and (distance := _edits(word, surface.lower(), slips)) <= slips
    ]
    return min(near)[1] if near else None


@lru_cache(maxsize=10_000)
def _edits(word: str, other: str, limit: int) -> int:
    return edits(word, other, limit)
