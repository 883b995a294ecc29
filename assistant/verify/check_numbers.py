"""The numbers of a claim are in the evidence, or follow from numbers that are."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from assistant.text.lexicon import CARDINALS, DENOMINATORS, any_of
from assistant.text.numbers import Number, agree_on_unit, find_numbers, same_number
from assistant.text.words import Word, stem
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault

# A writer can count this many things in a list; a larger count has to be in the evidence.
_COUNTABLE = 12
_NUMBER_WORD = rf"(?:\d{{1,3}}|{any_of(CARDINALS)})"
_OUT_OF = re.compile(
    rf"\b(?P<part>{_NUMBER_WORD})(?:\s+out\s+of|\s+in)(?:\s+every)?\s+"
    rf"(?P<whole>{_NUMBER_WORD}|(?:a\s+)?hundred)\b(?![,.]?\d)",
    re.IGNORECASE,
)
# "Half" is read as a fraction of its own.
_BELOW = DENOMINATORS.keys() - {"half"}
_PART = re.compile(
    rf"\b(?:a|an|one)\s+(?P<below>{any_of(_BELOW)})\b"
    r"(?!\s+(?:time|person|man|woman|year|day|week|month))",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:half|twice|double|triple|\w+ times)\s+(?:as|that|the)\b", re.I)
# These are measured; the writer cannot have counted them.
_MEASURED = frozenset(
    stem(word)
    for word in (
        "year month week day hour minute second mile kilometer kilometre meter metre foot feet "
        "inch ton tonne pound dollar percent point degree acre barrel gallon liter litre vote seat "
        "time people person"
    ).split()
)
_PAIR = 2
# The largest relative difference of a rounded amount: after "about", after "more than" or "nearly".
_ABOUT = 0.1
_BOUNDED = 0.3
# The same for a share in words.
_SHARE = 0.12


class Share(NamedTuple):
    """A share in words, "nine in ten" or "a fifth", from `start` to `end`."""

    start: int
    end: int
    value: float


def find_number_faults(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """Numbers of the claim that the evidence does not have, or has for something else.

    A number that follows by rounding, as a share, a sum, a difference, or from the day of a date is
    no fault. One that counts something else, or that the writer may have counted, is a soft fault.
    """
    found = [number for piece in evidence for number in piece.numbers]
    shares = _shares_of(evidence, found)
    for share in find_shares(claim.text):
        if not any(math.isclose(share.value, other, rel_tol=_SHARE) for other in shares):
            text = claim.text[share.start : share.end]
            yield Fault("number", f"“{text}” is in no excerpt", share.start, share.end)
    for number in stated_numbers(claim):
        same = [other for other in found if says(number, other)]
        loose = number.text.lower().endswith("s")  # "hundreds", "dozens"
        if any(agree_on_unit(number, other) for other in same) or (loose and same):
            continue
        if not follows(number, claim, evidence):
            yield _fault(number, same, found)


def find_exchanged(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """Two numbers that an evidence sentence has too, but of each other's things.

    "12 died and three were hurt" where three died and 12 were hurt. What follows a number, up to
    the next one, is what it is of.
    """
    ours = _followed_by(stated_numbers(claim), claim.words, len(claim.text))
    if len(ours) < _PAIR:
        return
    for (one, mine), (other, its) in combinations(ours, 2):
        told = list(_told_together(one, other, evidence))
        if told and all(
            len(mine & theirs) < len(mine & others) and len(its & others) < len(its & theirs)
            for theirs, others in told
        ):
            why = f"the excerpt says “{one.text}” of what the answer says “{other.text}”"
            yield Fault("number", why, one.start, other.end)


def _told_together(
    one: Number, other: Number, evidence: Sequence[Indexed]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What each of two numbers is of, for each evidence sentence that has both."""
    for piece in evidence:
        for span in piece.sentences:
            inside = [n for n in piece.document.numbers if span.start <= n.start < span.end]
            firsts = [n for n in inside if same_number(one, n)]
            seconds = [n for n in inside if same_number(other, n)]
            if firsts and seconds:
                held = dict(_followed_by(inside, piece.words, span.end))
                yield held[firsts[0]], held[seconds[0]]


def _followed_by(
    numbers: Sequence[Number], among: Sequence[Word], end: int
) -> list[tuple[Number, frozenset[str]]]:
    """Each number with the stems of the content words between it and the next one."""
    if not numbers:
        return []
    ends = [*(number.start for number in numbers[1:]), end]
    return [
        (
            number,
            frozenset(w.stem for w in among if number.end <= w.start < stop and not w.is_stop),
        )
        for number, stop in zip(numbers, ends, strict=True)
    ]


def stated_numbers(claim: Indexed) -> list[Number]:
    """The numbers of a claim, without "one" and parts of dates and of shares in words."""
    parts = [(share.start, share.end) for share in find_shares(claim.text)]
    parts += [(date.start, date.end) for date in claim.dates]
    return [
        number
        for number in claim.numbers
        if not number.weak and not any(start <= number.start < end for start, end in parts)
    ]


def find_shares(text: str) -> list[Share]:
    """The shares in words of a text."""
    found = [
        Share(*match.span(), 1 / DENOMINATORS[match["below"].lower()])
        for match in _PART.finditer(text)
    ]
    for match in _OUT_OF.finditer(text):
        part, whole = (_value(match[name]) for name in ("part", "whole"))
        if 0 < part < whole:
            found.append(Share(*match.span(), part / whole))
    return found


def _value(words: str) -> float:
    numbers = find_numbers(words)
    return numbers[0].value if numbers else 0.0


def _shares_of(evidence: Sequence[Indexed], found: Sequence[Number]) -> list[float]:
    said = [share.value for piece in evidence for share in find_shares(piece.text)]
    percents = [number.value / 100 for number in found if number.kind == "percent"]
    return [*said, *percents, *(number.value for number in found if number.kind == "fraction")]


def says(claimed: Number, found: Number) -> bool:
    """Whether the evidence's number is the claim's, or within the bounds of a hedged claim."""
    if same_number(claimed, found):
        return True
    if claimed.kind != found.kind or claimed.bound == "exact" or found.value <= 0:
        return False
    ratio = found.value / claimed.value if claimed.value else math.inf
    if claimed.bound == "about":
        return abs(ratio - 1) <= _ABOUT
    low, high = (1.0, 1 + _BOUNDED) if claimed.bound == "more" else (1 - _BOUNDED, 1.0)
    return low <= ratio <= high


def follows(number: Number, claim: Indexed, evidence: Sequence[Indexed]) -> bool:
    """Whether a number can be derived: the day of a date, a sum, a difference, a comparison."""
    if number.kind == "ordinal" and number.value <= 31:
        return any(
            period.is_day and period.first.day == number.value
            for piece in evidence
            for period in piece.periods
        )
    if _COMPARED.match(claim.text, number.start):
        return True
    if number.kind not in ("count", "money", "percent"):
        return False
    groups = [claim.numbers, *_by_sentence(evidence)]
    return any(_adds_up(number, group) for group in groups)


def _by_sentence(evidence: Sequence[Indexed]) -> Iterator[list[Number]]:
    """The numbers of each sentence together with those of the next."""
    for piece in evidence:
        for first, second in zip(piece.sentences, [*piece.sentences[1:], None], strict=True):
            end = second.end if second else first.end
            inside = [n for n in piece.document.numbers if first.start <= n.start < end]
            if len(inside) > 1:
                yield inside


def _adds_up(number: Number, group: Sequence[Number]) -> bool:
    """Whether two other numbers of the same kind have it as their sum or difference."""
    alike = [
        other
        for other in group
        if other.kind == number.kind and other is not number and not other.weak
        if number.kind != "money" or other.unit == number.unit
    ]
    return any(
        math.isclose(result, number.value, rel_tol=0.01 if number.bound == "exact" else _ABOUT)
        for left, right in combinations(alike[:8], 2)
        if agree_on_unit(left, right)
        for result in (left.value + right.value, abs(left.value - right.value))
        if result > 0 and max(left.value, right.value) >= 10
    )


def _fault(number: Number, same: Sequence[Number], found: Sequence[Number]) -> Fault:
    """The fault, with the number that the evidence gives of the same things, where it has one."""
    span = (number.start, number.end)
    rival = next((other for other in found if _counts_the_same(number, other)), None)
    if same:
        why = f"“{number.text}” counts something else in the excerpt than in the answer"
        return Fault("number", why, *span, is_hard=False)
    if rival is not None:
        why = f"the excerpt has {rival.text}, the answer says {number.text}"
        return Fault("number", why, *span)
    counted = number.kind == "count" and number.value <= _COUNTABLE
    if counted and not _MEASURED & set(number.counted):
        why = f"{number.text} is in no excerpt; it may be a count"
        return Fault("number", why, *span, is_hard=False)
    return Fault("number", f"{number.text} is in no excerpt", *span)


def _counts_the_same(number: Number, other: Number) -> bool:
    return other.kind == number.kind and bool(set(number.counted) & set(other.counted))
