"""The dates of a claim are in the evidence, or follow from it and its article's own date."""

from collections.abc import Iterator, Sequence

from assistant.text.dates import DateMention, Period, resolve
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault


def find_date_faults(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """Dates of the claim that no date of the evidence can mean."""
    for mention in claim.dates:
        if not any(is_dated_in(mention, piece) for piece in evidence):
            yield _fault(mention, evidence)


def is_dated_in(mention: DateMention, piece: Indexed) -> bool:
    """Whether the evidence says the same date, in the same words or in others."""
    if any(same_mention(mention, other) for other in piece.dates):
        return True
    meant = resolve(mention, piece.written)
    return meant is not None and any(holds(meant, found) for found in piece.periods)


def same_mention(mine: DateMention, theirs: DateMention) -> bool:
    """Whether two date expressions say the same in themselves, as far as the first goes."""
    if mine.text.lower() == theirs.text.lower():
        return True
    if mine.kind == "year":
        return mine.year == theirs.year and mine.year is not None
    if "relative" in (mine.kind, theirs.kind):
        relative = ("kind", "unit", "shift", "weekday")
        same = all(getattr(mine, name) == getattr(theirs, name) for name in relative)
        return same and mine.unit is not None
    parts = ("year", "month", "day", "weekday", "unit")
    values = [(getattr(mine, name), getattr(theirs, name)) for name in parts]
    said = [(left, right) for left, right in values if left is not None]
    return bool(said) and all(left == right for left, right in said)


def mean_the_same(mine: DateMention, theirs: DateMention, piece: Indexed) -> bool:
    """Whether two expressions mean the same days, seen from the evidence's own day."""
    if same_mention(mine, theirs):
        return True
    left, right = resolve(mine, piece.written), resolve(theirs, piece.written)
    return left is not None and right is not None and holds(left, right)


def holds(claimed: Period, found: Period) -> bool:
    """Whether the claimed days take in those found: May 2022 holds 26 May 2022."""
    return claimed.first <= found.first and found.last <= claimed.last


def _fault(mention: DateMention, evidence: Sequence[Indexed]) -> Fault:
    rivals = [other for piece in evidence for other in piece.dates if other.kind == mention.kind]
    if mention.is_complete and any(piece.dates and piece.written is None for piece in evidence):
        why = f"“{mention.text}” does not follow from the excerpt, whose article has no sure date"
        return Fault("date", why, mention.start, mention.end)
    if rivals:
        why = f"the excerpt says “{rivals[0].text}”, the answer “{mention.text}”"
        return Fault("date", why, mention.start, mention.end)
    return Fault("date", f"“{mention.text}” is in no excerpt", mention.start, mention.end)
