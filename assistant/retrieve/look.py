"""A second, finer look at what was found: which sentences share what with the question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.text.lexicon import STOP_WORDS
from assistant.text.words import stem

# Good enough to score by, and forty times faster than where sentences are to be shown.
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Shared words weigh less in a long sentence, and a little less when two sentences share them.
_LENGTH = 0.5
_USUAL_LENGTH = 20
_PAIR = 0.85
_PAIR_LENGTH = 30

Stems = frozenset[str]


@lru_cache(maxsize=200_000)
def _content_stem(word: str) -> str | None:
    return None if word in STOP_WORDS else stem(word)


def stems_of(text: str) -> Stems:
    """The stems of the words of a text that carry content."""
    found = (_content_stem(word.lower()) for word in _WORD.findall(text))
    return frozenset(known for known in found if known)


@lru_cache(maxsize=8192)
def sentence_stems(text: str) -> tuple[Stems, ...]:
    """The stems of each sentence of a text, in order."""
    pieces = (text[start:end] for start, end in _sentence_spans(text))
    return tuple(found for piece in pieces if (found := stems_of(piece)))


def _sentence_spans(text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for gap in _SENTENCE_END.finditer(text):
        yield at, gap.start()
        at = gap.end()
    yield at, len(text)


def best_overlap(asked: Mapping[str, float], sentences: Sequence[Stems]) -> float:
    """The share of what is asked that the best sentence, or pair of neighbours, holds: 0 to 1.

    `asked` maps the stems of a question to their weights.
    """
    total = sum(asked.values())
    if not total or not sentences:
        return 0.0
    singles = max(_shared(asked, held, _USUAL_LENGTH) for held in sentences)
    pairs = max(
        (_shared(asked, a | b, _PAIR_LENGTH) for a, b in pairwise(sentences)),
        default=0.0,
    )
    return max(singles, _PAIR * pairs) / total


def _shared(asked: Mapping[str, float], held: Stems, usual: int) -> float:
    weight = sum(weight for known, weight in asked.items() if known in held)
    return weight / (1 + _LENGTH * len(held) / usual)
