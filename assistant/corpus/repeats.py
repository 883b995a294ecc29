"""Runs of sentences that a text carries a second time."""

import re
from collections.abc import Iterator, Sequence

from assistant.article import Span
from assistant.corpus.prose import count_words, folded
from assistant.text.sentences import split_sentences

# Shorter runs repeat by right: "No comment.", a refrain, a speaker's name in a transcript.
_FEWEST_WORDS = 12
_STOPS = re.compile(r"[.!?。\n\r]+")
_SHORTEST_PIECE = 20


def find_repeats(text: str, kept: Sequence[Span]) -> list[Span]:
    """The sentences that stand, in the same order and the same words, further up in `kept`.

    Case, punctuation and line breaks may differ. A run counts from twelve words on; the first
    copy is never among them.
    """
    if not _may_repeat(text, kept):
        return []
    sentences = [s for span in kept for s in split_sentences(text, span.start, span.end)]
    keys = [folded(sentence.of(text)) for sentence in sentences]
    if len(set(keys)) == len(keys):
        return []
    return [
        sentence
        for first, last in _runs(keys)
        if sum(map(count_words, keys[first : last + 1])) >= _FEWEST_WORDS
        for sentence in sentences[first : last + 1]
    ]


def _may_repeat(text: str, kept: Sequence[Span]) -> bool:
    """Whether any stretch between two stops comes twice: most texts need no closer look."""
    seen: set[str] = set()
    for span in kept:
        for piece in _STOPS.split(text[span.start : span.end]):
            key = folded(piece)
            if len(key) >= _SHORTEST_PIECE:
                if key in seen:
                    return True
                seen.add(key)
    return False


def _runs(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last position of each maximal run that repeats an earlier one."""
    first_seen: dict[str, int] = {}
    at = 0
    while at < len(keys):
        origin = first_seen.setdefault(keys[at], at)
        length = 1
        if origin < at:
            while _goes_on(keys, origin, at, length):
                length += 1
            yield at, at + length - 1
        at += length


def _goes_on(keys: Sequence[str], origin: int, at: int, length: int) -> bool:
    ahead = at + length
    return ahead < len(keys) and origin + length < at and keys[origin + length] == keys[ahead]
