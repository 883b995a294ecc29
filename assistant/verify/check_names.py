"""The names of a claim are in the evidence, in full, in short or by an alias."""

import re
from collections.abc import Iterator, Sequence

from assistant.text.names import Name, name_keys, same_name
from assistant.text.words import content_stems
from assistant.verify.aliases import others_for
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault

_LOOK_BACK = 5
_PRONOUNS = ("He ", "She ", "They ")


def find_name_faults(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """Names of the claim that no evidence has, and titles that no evidence gives.

    A title that is missing is a soft fault: the evidence may describe the office in other words.
    """
    for name in claim.names:
        if name.opens:
            continue
        if not any(is_named_in(name, piece) for piece in evidence):
            if not _is_joined(name, evidence):
                yield Fault("name", f"“{name.text}” is in no excerpt", name.start, name.end)
        elif name.title and not any(
            piece.stems.issuperset(content_stems(name.title)) for piece in evidence
        ):
            why = f"no excerpt calls {name.text} “{name.title}”"
            yield Fault("name", why, name.start, name.end, is_hard=False)


def is_named_in(name: Name, piece: Indexed) -> bool:
    """Whether the evidence names the same, in full, in short, or by an alias."""
    return (
        _has_words(name.text, piece)
        or bool(name_keys(name.text) & piece.name_keys)
        or any(same_name(name.text, other.text) for other in piece.names)
        or (name.is_acronym and _spells_out(piece.known_text, name.text))
        or (bool(name.stems) and _follow_each_other(name, piece))
    )


def _has_words(name: str, piece: Indexed) -> bool:
    """Whether the evidence has a name word for word, or one of its aliases."""
    whole = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", piece.known_text)
    return whole is not None or bool(others_for(name) & piece.aliases)


def _spells_out(text: str, acronym: str) -> bool:
    """Whether a text has a name with an acronym's initials: "Centers for Flood and Water Research".

    Names that are not parted by "and" have their initials among their keys.
    """
    letters = acronym.replace(".", "")
    between = r"\s+(?:(?:of|for|the|and|in|on|to|at|&)\s+)*"
    pattern = between.join(rf"{re.escape(letter)}[\w’'-]*" for letter in letters)
    return len(letters) > 2 and re.search(rf"(?<!\w){pattern}", text) is not None


def _follow_each_other(name: Name, piece: Indexed) -> bool:
    """Whether the name's words are beside each other, in any case, or one middle name apart."""
    if not set(name.stems) <= piece.stems:
        return False
    stems = [word.stem for word in piece.known_words]
    places = [[at for at, found in enumerate(stems) if found == one] for one in name.stems]
    ends = set(places[0])
    for after in places[1:]:
        ends = {at for at in after if at - 1 in ends or at - 2 in ends}
    return bool(ends)


def _is_joined(name: Name, evidence: Sequence[Indexed]) -> bool:
    """Whether a name is two names side by side that the evidence has: `California Democrat`."""
    parts = name.text.split()
    splits = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    return any(
        bool(others_for(left) or others_for(right))
        and all(any(_has_words(half, piece) for piece in evidence) for half in (left, right))
        for left, right in splits
    )


def named_before(piece: Indexed, offset: int) -> list[str]:
    """The names that a pronoun at an offset can refer to, likeliest first.

    Those before it in its sentence, else the first and the last of the nearest sentence before that
    has any; if that one begins with a pronoun, also those before it.
    """
    here = piece.sentence_at(offset)
    found: list[str] = []
    for sentence in range(here, max(-1, here - _LOOK_BACK), -1):
        span = piece.sentences[sentence]
        named = [
            name.text
            for name in piece.document.names
            if span.start <= name.start < span.end and name.end <= offset
        ]
        if named and sentence == here:
            return named
        found += [named[0], named[-1]] if named else []
        if found and not piece.text.startswith(_PRONOUNS, span.start):
            return found
    return found
