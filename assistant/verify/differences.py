"""What differs between a claim and the words that it was aligned with, phrase by phrase."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.text.dates import DateMention
from assistant.text.names import same_name
from assistant.text.numbers import Number, same_number
from assistant.text.quotes import is_saying
from assistant.text.words import stem
from assistant.verify.align import Alignment
from assistant.verify.check_dates import mean_the_same, same_mention
from assistant.verify.check_names import named_before
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault, Kind
from assistant.verify.gaps import (
    REACH,
    Gap,
    before_place,
    find_gaps,
    find_negations,
    in_one_sentence,
)
from assistant.verify.tokens import Token

# Words with which a clause of its own begins.
_BEGINNING = frozenset("that who which whom whose whether if because while although but".split())
_HYPHEN = re.compile(r"[-‐‑]")
_PRONOUNS = frozenset("he she they it his her their its him them who".split())
_MANY, _ONE = frozenset(["they", "them"]), frozenset(["it"])
_PEOPLE = frozenset("people men women children".split())
# What is said in front of a number; "than" goes with the first two.
_BOUNDS = (
    frozenset("more over above exceeding".split()),
    frozenset("less fewer under below".split()),
    frozenset("about around roughly approximately some circa".split()),
)
_JOINERS = frozenset(["and", "or"])
# Words that make what follows less than a fact; a claim may not lose them.
_HEDGES = frozenset(
    "alleged allegedly reportedly suspected possibly perhaps probably likely unlikely potentially "
    "apparently seemingly supposedly presumably former ex would-be so-called almost nearly barely "
    "hardly partly".split()
)
_UNREAL = frozenset(
    "deny denied denies denying doubt doubted doubts false falsely if unless whether untrue "
    "refuse refused wrongly disputed rejected hypothetically lest".split()
)


def find_differences(alignment: Alignment, metadata: frozenset[str]) -> Iterator[Fault]:
    """The faults of an aligned claim: words exchanged, put in, turned round, or lost.

    Args:
        alignment: a claim's tokens with their places in the evidence.
        metadata: the stems of what is known besides the text, such as the publisher's name.
    """
    gaps = list(find_gaps(alignment))
    reordered = _in_other_order(gaps)
    for at, gap in enumerate(gaps):
        if at not in reordered:
            yield from _differences(gap, alignment.piece, metadata)
    yield from find_negations(gaps, alignment)
    yield from _find_turned(alignment)
    yield from _find_unreal(alignment)


def _in_other_order(gaps: Sequence[Gap]) -> set[int]:
    """The gaps, by their number, at which "B and A" stands for "A and B"."""
    return {
        number
        for at, (left, right) in enumerate(pairwise(gaps))
        if right.at - (left.at + len(left.claim)) <= REACH and _have_swapped(left, right)
        for number in (at, at + 1)
    }


def _have_swapped(left: Gap, right: Gap) -> bool:
    """Whether what the one lost, with its "and" or "or", stands in the other."""
    ways = (
        (left.evidence, right.claim, [*left.claim, *right.evidence]),
        (left.claim, right.evidence, [*left.evidence, *right.claim]),
    )
    return any(
        bool(_telling_keys(one))
        and _telling_keys(one) == _telling_keys(other)
        and not _telling_keys(rest)
        and all(any(t.text.lower() in _JOINERS for t in side) for side in (one, other))
        for one, other, rest in ways
    )


def _telling_keys(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens if not token.is_harmless]


def _differences(gap: Gap, piece: Indexed, metadata: frozenset[str]) -> Iterator[Fault]:
    unexplained = [
        token
        for token in gap.claim
        if not (token.is_harmless or token.is_negation or token.modality)
        and not _is_explained(token, gap, piece, metadata)
    ]
    if unexplained:
        yield _exchanged(unexplained, gap)
    yield from _other_modality(gap)
    yield from _lost(gap)
    yield from _torn(gap)


def _is_explained(token: Token, gap: Gap, piece: Indexed, metadata: frozenset[str]) -> bool:
    """Whether the evidence has in this place what says the same in other words."""
    rivals = [*gap.evidence, *gap.near]
    if any(_says_the_same(token, rival, piece) for rival in rivals):
        return True
    if token.kind == "date":
        return not any(rival.kind == "date" for rival in rivals) and _is_near(token, gap, piece)
    if token.text[:1].isupper() and (
        _stands_for_a_pronoun(token, gap, piece) or _is_full_name(token, gap, piece)
    ):
        return True
    if _is_joined(token, rivals) or _stands_for_they(token, gap, piece):
        return True
    if gap.then is not None and gap.then.kind == "number" and _bounds_alike(token, rivals):
        return True
    outlet = any(other.key in metadata for other in gap.claim)
    return token.key in metadata or (outlet and is_saying(token.text))


def _is_near(token: Token, gap: Gap, piece: Indexed) -> bool:
    """Whether a date that the claim has moved is meant by the sentences around, or by no words."""
    if not isinstance(token.value, DateMention):
        return False
    dated = [
        other.value
        for other, sentence in zip(piece.tokens, piece.sentence_of, strict=True)
        if isinstance(other.value, DateMention)
        and any(abs(sentence - s) <= 1 for s in gap.sentences)
    ]
    return any(mean_the_same(token.value, other, piece) for other in dated) or not any(
        same_mention(token.value, other) for other in piece.dates
    )


def _stands_for_a_pronoun(token: Token, gap: Gap, piece: Indexed) -> bool:
    """Whether a name has the place of a pronoun that can mean it."""
    beside = gap.evidence if len(gap.evidence) <= len(gap.claim) + 1 else gap.evidence[-2:]
    return any(
        same_name(token.text, named)
        for rival in beside
        if rival.text.lower() in _PRONOUNS
        for named in named_before(piece, rival.start)
    )


def _stands_for_they(token: Token, gap: Gap, piece: Indexed) -> bool:
    """Whether a noun has the place of "they" or "it" that stands behind it in its sentence."""
    wanted = _MANY if token.text.lower().endswith("s") or token.text.lower() in _PEOPLE else _ONE
    return len(gap.evidence) <= len(gap.claim) + 1 and any(
        token.text.lower() == other.text.lower() and other.end <= rival.start
        for rival in gap.evidence
        if rival.text.lower() in wanted
        for other in piece.tokens_of(piece.sentence_at(rival.start))
    )


def _is_full_name(token: Token, gap: Gap, piece: Indexed) -> bool:
    """Whether it makes the one full name of the evidence out of the short one in this place."""
    if gap.then is None or any(other.text[:1].isupper() for other in gap.evidence):
        return False
    last = stem(gap.then.text)
    full = {name.stems for name in piece.names if len(name.stems) > 1 and name.stems[-1] == last}
    return len(full) == 1 and stem(token.text) in next(iter(full))


def _bounds_alike(token: Token, rivals: Sequence[Token]) -> bool:
    """Whether a word in front of a number says of it what the evidence says: "over", "more"."""
    groups = [group for group in _BOUNDS if token.text.lower() in group]
    return any(rival.text.lower() in group for group in groups for rival in rivals)


def _is_joined(token: Token, rivals: Sequence[Token]) -> bool:
    """Whether a hyphen is all that parts it from its rivals: "long-term" and "long term"."""
    keys = {rival.key for rival in rivals}
    parts = _parts(token)
    return (len(parts) > 1 and parts <= keys) or any(
        token.key in _parts(rival) for rival in rivals if "-" in rival.text
    )


def _parts(token: Token) -> set[str]:
    return {stem(part) for part in _HYPHEN.split(token.text) if part}


def _says_the_same(mine: Token, theirs: Token, piece: Indexed) -> bool:
    if mine.key == theirs.key or stem(mine.text) == theirs.key:
        return mine.kind != "name" and not (mine.kind == "word" and mine.text[:1].isupper())
    if isinstance(mine.value, Number) and isinstance(theirs.value, Number):
        return same_number(mine.value, theirs.value)
    if isinstance(mine.value, DateMention) and isinstance(theirs.value, DateMention):
        return mean_the_same(mine.value, theirs.value, piece)
    if mine.kind != "word" or theirs.kind != "word":
        return False
    if mine.text[:1].isupper() and theirs.text[:1].isupper() and same_name(mine.text, theirs.text):
        return True
    return is_saying(mine.text) and is_saying(theirs.text)


def _exchanged(tokens: Sequence[Token], gap: Gap) -> Fault:
    """The fault of words that the evidence does not have in their place."""
    said = " ".join(token.text for token in tokens)
    rivals = [t for t in gap.evidence if not t.is_harmless and not t.is_negation]
    kind: Kind = _kind(tokens[0])
    if kind == "number":
        rivals = [t for t in rivals if t.kind == "number"]
    span = (tokens[0].start, tokens[-1].end)
    if not rivals:
        return Fault(kind, f"the excerpt does not have “{said}” in this place", *span)
    there = " ".join(token.text for token in rivals[:4])
    if kind == "number":
        return Fault(kind, f"the excerpt says {there}, the answer says {said}", *span, there)
    return Fault(kind, f"the excerpt says “{there}”, the answer “{said}”", *span, there)


def _kind(token: Token) -> Kind:
    if token.kind in ("number", "date"):
        return "number" if token.kind == "number" else "date"
    return "name" if token.text[:1].isupper() else "word"


def _other_modality(gap: Gap) -> Iterator[Fault]:
    """A modal verb exchanged, put in or lost: what may be is not what will be."""
    mine = [token for token in gap.claim if token.modality]
    rivals = [*gap.evidence, *gap.near]
    theirs = [token for token in rivals if token.modality]
    groups = {token.modality for token in theirs}
    for token in mine:
        if token.modality not in groups:
            there = f"“{theirs[0].text}”" if theirs else "it as a fact"
            why = f"the excerpt says {there}, the answer “{token.text}”"
            yield Fault("modality", why, token.start, token.end, theirs[0].text if theirs else None)
    if gap.dropped or mine or len(gap.evidence) > REACH:
        return
    for token in gap.evidence:
        if token.modality and token.modality != "will":
            at = gap.claim[0].start if gap.claim else 0
            why = f"the excerpt says “{token.text}”, the answer says it as a fact"
            yield Fault("modality", why, at, at, token.text)


def _lost(gap: Gap) -> Iterator[Fault]:
    """A word lost that makes the rest less than a fact: "alleged", "former", "nearly"."""
    if gap.dropped or len(gap.evidence) > REACH:
        return
    for token in gap.evidence:
        if token.text.lower() in _HEDGES:
            at = gap.claim[0].start if gap.claim else 0
            why = f"the excerpt says “{token.text}”, the answer leaves it out"
            yield Fault("modality", why, at, at, token.text)


def _torn(gap: Gap) -> Iterator[Fault]:
    """The beginning of a clause left out, so that what is left of it belongs to something else.

    "She told the judge that Orlov had fled" does not say that she had fled.
    """
    begins = any(is_saying(t.text) or t.text.lower() in _BEGINNING for t in gap.evidence)
    telling = [token for token in gap.evidence if not token.is_harmless]
    ends_inside = not gap.dropped and not gap.claim and len(gap.evidence) > REACH
    if begins and ends_inside and len(telling) >= 2 and not gap.ends_open:
        there = " ".join(token.text for token in gap.evidence[-3:])
        why = f"the excerpt has “… {there}” in between, the answer leaves it out"
        yield Fault("role", why, 0, 0, there)


def _find_turned(alignment: Alignment) -> Iterator[Fault]:
    """Words that stand elsewhere, fetched into the middle of a clause: roles turned round."""
    found = [(at, place) for at, place in enumerate(alignment.places) if place is not None]
    for (left, start), (right, end) in pairwise(found):
        if end > start and in_one_sentence(alignment, start, end):
            continue
        mine, theirs = alignment.claim[right], alignment.tokens[end]
        opened = any(token.opens for token in alignment.claim[left + 1 : right + 1])
        if (opened and theirs.opens) or theirs.is_harmless:
            continue
        if _opens_there(alignment, end) and opened:
            continue
        why = f"“{mine.text}” does not go with “{alignment.claim[left].text}” in the excerpt"
        yield Fault("role", why, alignment.claim[left].start, mine.end)


def _opens_there(alignment: Alignment, place: int) -> bool:
    """Whether a clause begins within two words in front of a place."""
    return any(alignment.tokens[p].opens for p in range(max(0, place - 2), place + 1))


def _find_unreal(alignment: Alignment) -> Iterator[Fault]:
    """A claim that states what the evidence only denies, doubts or supposes."""
    found = [place for place in alignment.places if place is not None]
    if not found:
        return
    for token in before_place(alignment, alignment.places.index(found[0])):
        if token.text.lower() in _UNREAL and token.key not in {t.key for t in alignment.claim}:
            why = f"the excerpt has “{token.text}” in front of it"
            yield Fault(
                "modality", why, alignment.claim[0].start, alignment.claim[0].end, token.text
            )
            return
