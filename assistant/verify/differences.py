"""The differences between a claim and the evidence that it was aligned with, gap by gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.text.dates import DateMention
from assistant.text.names import same_name
from assistant.text.numbers import Number, same_number
from assistant.text.quotes import is_saying
from assistant.verify.align import Alignment
from assistant.verify.check_dates import mean_the_same
from assistant.verify.check_names import named_before
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault, Kind
from assistant.verify.tokens import Token

# How many words beside a gap are compared.
_REACH = 4
# Words that begin a subordinate clause.
_BEGINNING = frozenset("that who which whom whose whether if because while although but".split())
_PRONOUNS = frozenset("he she they it his her their its him them who".split())
# Words in front of a statement that deny it, doubt it, or make it a condition.
_UNREAL = frozenset(
    "deny denied denies denying doubt doubted doubts false falsely if unless whether untrue "
    "refuse refused wrongly disputed rejected hypothetically lest".split()
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of unmatched tokens of a claim, and the evidence's tokens in its place.

    `near` are the evidence's words on both sides if the alignment continues elsewhere. `dropped`
    says that the evidence's words are a whole clause, which the claim leaves out, and `ends_open`
    that a clause begins after the gap.
    """

    claim: Sequence[Token]
    evidence: Sequence[Token]
    near: Sequence[Token] = ()
    dropped: bool = False
    ends_open: bool = False


def find_differences(alignment: Alignment, metadata: frozenset[str]) -> Iterator[Fault]:
    """The faults of an aligned claim: words exchanged, added, lost, or of another clause.

    `metadata` are the stems of what is known besides the text, such as the publisher's name.
    """
    for gap in _gaps(alignment):
        yield from _exchanged(gap, alignment.piece, metadata)
        yield from _other_modality(gap)
        yield from _other_negation(gap)
        yield from _torn(gap)
    yield from _find_turned(alignment)
    yield from _find_unreal(alignment)


def _gaps(alignment: Alignment) -> Iterator[Gap]:
    """The gaps of an alignment, in order, also those where only the evidence has more words."""
    claim = alignment.claim
    found = [(at, place) for at, place in enumerate(alignment.places) if place is not None]
    if not found:
        yield Gap(claim, ())
        return
    (first, first_place), (last, last_place) = found[0], found[-1]
    if first:
        yield Gap(claim[:first], _before(alignment, first_place))
    for (left, start), (right, end) in pairwise(found):
        missing = claim[left + 1 : right]
        if end > start and _in_one_sentence(alignment, start, end):
            between = alignment.tokens[start + 1 : end]
            opens = alignment.tokens[end].opens
            if missing or between:
                dropped = bool(between) and between[0].opens and opens
                yield Gap(missing, between, (), dropped, opens)
        elif missing:
            yield Gap(missing, (), [*_behind(alignment, start), *_before(alignment, end)])
    if last + 1 < len(claim):
        yield Gap(claim[last + 1 :], _behind(alignment, last_place))


def _before(alignment: Alignment, place: int) -> list[Token]:
    """A few words before a position of the evidence, in the same sentence."""
    near = range(max(0, place - _REACH), place)
    return [alignment.tokens[p] for p in near if _in_one_sentence(alignment, p, place)]


def _behind(alignment: Alignment, place: int) -> list[Token]:
    """A few words after a position of the evidence, in the same sentence."""
    near = range(place + 1, min(len(alignment.tokens), place + 1 + _REACH))
    return [alignment.tokens[p] for p in near if _in_one_sentence(alignment, p, place)]


def _in_one_sentence(alignment: Alignment, left: int, right: int) -> bool:
    return alignment.piece.sentence_of[left] == alignment.piece.sentence_of[right]


def _exchanged(gap: Gap, piece: Indexed, metadata: frozenset[str]) -> Iterator[Fault]:
    """Words of the claim that the evidence does not have in their place, in any form."""
    tokens = [
        token
        for token in gap.claim
        if not (token.is_harmless or token.is_negation or token.modality)
        and not _is_explained(token, gap, piece, metadata)
    ]
    if not tokens:
        return
    kind, span = _kind(tokens[0]), (tokens[0].start, tokens[-1].end)
    rivals = [t for t in gap.evidence if not t.is_harmless and not t.is_negation]
    if kind == "number":
        rivals = [t for t in rivals if t.kind == "number"]
    said = " ".join(token.text for token in tokens)
    there = " ".join(token.text for token in rivals[:4])
    if not rivals:
        yield Fault(kind, f"the excerpt does not have “{said}” in this place", *span)
    elif kind == "number":
        yield Fault(kind, f"the excerpt says {there}, the answer says {said}", *span)
    else:
        yield Fault(kind, f"the excerpt says “{there}”, the answer “{said}”", *span)


def _kind(token: Token) -> Kind:
    if token.kind in ("number", "date"):
        return "number" if token.kind == "number" else "date"
    return "name" if token.text[:1].isupper() else "word"


def _is_explained(token: Token, gap: Gap, piece: Indexed, metadata: frozenset[str]) -> bool:
    """Whether the evidence says the same in this place with another word.

    A date may move: whether it belongs to the statement is checked with the facts.
    """
    rivals = [*gap.evidence, *gap.near]
    if any(_says_the_same(token, rival, piece) for rival in rivals):
        return True
    if token.kind == "date":
        return not any(rival.kind == "date" for rival in rivals)
    if token.text[:1].isupper() and _stands_for_a_pronoun(token, gap, piece):
        return True
    outlet = any(other.key in metadata for other in gap.claim)
    return token.key in metadata or (outlet and is_saying(token.text))


def _says_the_same(mine: Token, theirs: Token, piece: Indexed) -> bool:
    if mine.key == theirs.key:
        return not (mine.kind == "word" and mine.text[:1].isupper())
    if isinstance(mine.value, Number) and isinstance(theirs.value, Number):
        return same_number(mine.value, theirs.value)
    if isinstance(mine.value, DateMention) and isinstance(theirs.value, DateMention):
        return mean_the_same(mine.value, theirs.value, piece)
    if mine.kind != "word" or theirs.kind != "word":
        return False
    if mine.text[:1].isupper() and theirs.text[:1].isupper() and same_name(mine.text, theirs.text):
        return True
    return is_saying(mine.text) and is_saying(theirs.text)


def _stands_for_a_pronoun(token: Token, gap: Gap, piece: Indexed) -> bool:
    """Whether a name replaces a pronoun that can refer to it."""
    beside = gap.evidence if len(gap.evidence) <= len(gap.claim) + 1 else gap.evidence[-2:]
    return any(
        same_name(token.text, named)
        for rival in beside
        if rival.text.lower() in _PRONOUNS
        for named in named_before(piece, rival.start)
    )


def _other_modality(gap: Gap) -> Iterator[Fault]:
    """A modal verb exchanged, added or lost: "may" is neither "will" nor a fact."""
    mine = [token for token in gap.claim if token.modality]
    theirs = [token for token in [*gap.evidence, *gap.near] if token.modality]
    groups = {token.modality for token in theirs}
    for token in mine:
        if token.modality not in groups:
            there = f"“{theirs[0].text}”" if theirs else "it as a fact"
            why = f"the excerpt says {there}, the answer “{token.text}”"
            yield Fault("modality", why, token.start, token.end)
    for token in () if mine else _lost(gap):
        if token.modality and token.modality != "will":
            why = f"the excerpt says “{token.text}”, the answer says it as a fact"
            yield _missing("modality", why, gap)


def _other_negation(gap: Gap) -> Iterator[Fault]:
    """A negation that only the claim or only the evidence has."""
    mine = [token for token in gap.claim if token.is_negation]
    theirs = [] if gap.dropped else gap.evidence
    rivals = [token for token in [*theirs, *gap.near] if token.is_negation]
    if len(mine) > len(rivals):
        why = f"the answer says “{mine[0].text}”, the excerpt does not"
        yield Fault("negation", why, mine[0].start, mine[-1].end)
    lost = [token for token in _lost(gap) if token.is_negation]
    if lost and not mine:
        why = f"the excerpt says “{lost[0].text}”, the answer does not"
        yield _missing("negation", why, gap)


def _lost(gap: Gap) -> Sequence[Token]:
    """The evidence's words in a gap, unless the claim leaves out a whole clause or more."""
    return () if gap.dropped or len(gap.evidence) > _REACH else gap.evidence


def _missing(kind: Kind, why: str, gap: Gap) -> Fault:
    at = gap.claim[0].start if gap.claim else 0
    return Fault(kind, why, at, at)


def _torn(gap: Gap) -> Iterator[Fault]:
    """The beginning of a clause left out, which changes the subject of the rest.

    "She told the judge that Orlov had fled" does not say that she had fled.
    """
    begins = any(is_saying(t.text) or t.text.lower() in _BEGINNING for t in gap.evidence)
    telling = [token for token in gap.evidence if not token.is_harmless]
    ends_inside = not gap.dropped and not gap.claim and len(gap.evidence) > _REACH
    if begins and ends_inside and len(telling) >= 2 and not gap.ends_open:
        there = " ".join(token.text for token in gap.evidence[-3:])
        why = f"the excerpt has “… {there}” in between, the answer leaves it out"
        yield Fault("role", why, 0, 0)


def _find_turned(alignment: Alignment) -> Iterator[Fault]:
    """Words from elsewhere in the middle of a clause: swapped roles."""
    found = [(at, place) for at, place in enumerate(alignment.places) if place is not None]
    for (left, start), (right, end) in pairwise(found):
        if end > start and _in_one_sentence(alignment, start, end):
            continue
        mine, theirs = alignment.claim[right], alignment.tokens[end]
        opened = any(token.opens for token in alignment.claim[left + 1 : right + 1])
        if not (opened and theirs.opens) and not theirs.is_harmless:
            why = f"“{mine.text}” does not go with “{alignment.claim[left].text}” in the excerpt"
            yield Fault("role", why, alignment.claim[left].start, mine.end)


def _find_unreal(alignment: Alignment) -> Iterator[Fault]:
    """A claim that states what the evidence only denies, doubts or supposes."""
    first = next((place for place in alignment.places if place is not None), None)
    for token in () if first is None else _before(alignment, first):
        if token.text.lower() in _UNREAL and token.key not in {t.key for t in alignment.claim}:
            why = f"the excerpt has “{token.text}” in front of it"
            opening = alignment.claim[0]
            yield Fault("modality", why, opening.start, opening.end)
            return
