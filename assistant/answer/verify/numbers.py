"""The claim's numbers stand in the evidence, counting the same things."""

from collections.abc import Iterator, Sequence

from assistant.answer.verify.evidence import Indexed
from assistant.answer.verify.fault import Fault
from assistant.text.numbers import Number, agree_on_unit, same_number


def find_number_faults(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """Numbers of the claim that the evidence does not have, or has of something else."""
    found = [number for piece in evidence for number in piece.numbers]
    for number in numbers_outside_dates(claim):
        same = [other for other in found if same_number(number, other)]
        loose = number.text.lower().endswith("s")  # "hundreds", "dozens"
        if any(agree_on_unit(number, other) for other in same) or (loose and same) or number.weak:
            continue
        yield _fault(number, same, found)


def numbers_outside_dates(piece: Indexed) -> list[Number]:
    """The numbers that are not part of a date, in the text itself."""
    return [
        number
        for number in piece.numbers
        if not any(date.start <= number.start < date.end for date in piece.dates)
    ]


def _fault(number: Number, same: Sequence[Number], found: Sequence[Number]) -> Fault:
    """The fault, with the number that the evidence gives of the same things, where it has one."""
    rival = next(
        (
            other
            for other in found
            if other.kind == number.kind
            and number.counted
            and set(number.counted) & set(other.counted)
        ),
        None,
    )
    if same:
        why = f"“{number.text}” counts something else in the excerpt than in the answer"
        return Fault("number", why, number.start, number.end, same[0].text, sure=0.6)
    if rival is not None:
        why = f"{rival.text} stands in the excerpt, the answer says {number.text}"
        return Fault("number", why, number.start, number.end, rival.text)
    return Fault("number", f"{number.text} stands in no excerpt", number.start, number.end)
