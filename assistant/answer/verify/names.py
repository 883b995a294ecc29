"""The claim's names stand in the evidence, with the titles that the claim gives them."""

import re
from collections.abc import Iterator, Sequence

from assistant.answer.verify.evidence import Indexed
from assistant.answer.verify.fault import Fault
from assistant.text.names import Name, name_keys, same_name
from assistant.text.words import content_stems


def find_name_faults(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """Names of the claim that the evidence does not have, and titles that it does not give."""
    for name in claim.names:
        if name.opens:
            continue
        if not any(stands_in(name, piece) for piece in evidence):
            why = f"“{name.text}” stands in no excerpt"
            yield Fault("name", why, name.start, name.end)
        elif name.title and not any(_has_title(name, piece) for piece in evidence):
            why = f"no excerpt calls {name.text} “{name.title}”"
            yield Fault("name", why, name.start, name.end, sure=0.6)


def stands_in(name: Name, piece: Indexed) -> bool:
    """Whether the evidence names the same, in full, in short, or in words of its own."""
    if re.search(rf"(?<!\w){re.escape(name.text)}(?!\w)", piece.text):
        return True
    if name_keys(name) & piece.name_keys:
        return True
    if any(same_name(name, other) for other in piece.names):
        return True
    return bool(name.stems) and set(name.stems) <= piece.stems and _in_a_row(name, piece)


def _in_a_row(name: Name, piece: Indexed) -> bool:
    """Whether the name's words stand beside each other, whatever their capitals."""
    stems = [word.stem for word in piece.words]
    size = len(name.stems)
    return any(tuple(stems[at : at + size]) == name.stems for at in range(len(stems) - size + 1))


def _has_title(name: Name, piece: Indexed) -> bool:
    """Whether each word of the title stands in the evidence that has the name."""
    title = content_stems(name.title or "")
    known = {
        key[1:] for part in (name.title or "").split() for key in name_keys(part) if key[:1] == "="
    }
    return all(stem in piece.stems for stem in title) or bool(
        known and all(stem in piece.stems or known & piece.name_keys for stem in title)
    )


def named_before(name: str, piece: Indexed, offset: int) -> bool:
    """Whether a pronoun at an offset can stand for somebody: who was named last, or is the subject.

    Those are the last name in front of it, and the first name of each of the sentences before, up
    to the nearest that has one.
    """
    sentence = piece.sentence_at(offset)
    before = [other for other in piece.names if other.end <= offset]
    inside = [other for other in before if other.start >= piece.sentences[sentence].start]
    candidates = [*inside, *before[-1:]]
    for earlier in range(sentence - 1, max(-1, sentence - 4), -1):
        span = piece.sentences[earlier]
        named = [other for other in before if span.start <= other.start < span.end]
        candidates += named
        if named:
            break
    return any(same_name(name, other.text) for other in candidates)
