"""The claim's names stand in the evidence, with the titles that the claim gives them."""

import re
from collections.abc import Iterator, Sequence

from assistant.answer.verify.evidence import Indexed
from assistant.answer.verify.fault import Fault
from assistant.text.names import Name, name_keys, same_name
from assistant.text.words import content_stems

_LOOK_BACK = 5
_PRONOUN = re.compile(r"(?:He|She|They)\b")


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


def named_before(piece: Indexed, offset: int) -> list[str]:
    """For whom a pronoun at an offset can stand, likeliest first.

    Those are the names in front of it in its sentence, else the first and the last of the nearest
    sentence before that has any; where that one begins with a pronoun too, also those before it.
    """
    here = piece.sentence_at(offset)
    found: list[str] = []
    for sentence in range(here, max(-1, here - _LOOK_BACK), -1):
        span = piece.sentences[sentence]
        named = [n.text for n in piece.names_within(span) if n.end <= offset]
        if named and sentence == here:
            return named + _first_and_last(piece, here - 1)
        found += [named[0], named[-1]] if named else []
        if found and not _PRONOUN.match(span.of(piece.text)):
            return found
    return found


def _first_and_last(piece: Indexed, sentence: int) -> list[str]:
    names = piece.names_within(piece.sentences[sentence]) if sentence >= 0 else []
    return [names[0].text, names[-1].text] if names else []
