"""Whether the evidence supports a claim, how surely, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.draft import unshield_brackets
from assistant.answer.verify.dates import find_date_faults
from assistant.answer.verify.evidence import Evidence, Indexed, index_all
from assistant.answer.verify.fault import Fault
from assistant.answer.verify.names import find_name_faults
from assistant.answer.verify.numbers import find_number_faults
from assistant.answer.verify.quotations import find_quotation_faults

_SUPPORTED = 0.5
_ENOUGH_CONTENT = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim is supported, how surely from 0 to 1, and why it is not."""

    supported: bool
    score: float
    why: str = ""


def check_claim(claim: str, evidence: Sequence[Evidence], threshold: float = _SUPPORTED) -> Verdict:
    """Checks a sentence against the words that it stands on, and against nothing else.

    Args:
        claim: a sentence without markers.
        evidence: the excerpts that it cites.
        threshold: the score from which on a claim counts as supported.
    """
    claimed = Indexed(Evidence(unshield_brackets(claim)))
    pieces = index_all(evidence)
    faults = [
        *find_quotation_faults(claimed, pieces),
        *find_number_faults(claimed, pieces),
        *find_date_faults(claimed, pieces),
        *find_name_faults(claimed, pieces),
        *_find_content_faults(claimed, pieces),
    ]
    score = 1.0
    for fault in faults:
        score *= 1.0 - 0.9 * fault.sure
    why = "; ".join(fault.why for fault in faults)
    return Verdict(score >= threshold, round(score, 3), why)


def check_against_document(document: str, claim: str, threshold: float = _SUPPORTED) -> Verdict:
    """Checks a claim, one sentence or several, against a whole document."""
    return check_claim(claim, [Evidence(document)], threshold)


def _find_content_faults(claim: Indexed, evidence: Sequence[Indexed]) -> list[Fault]:
    """A claim most of whose words stand in no excerpt."""
    stems = [word.stem for word in claim.words if not word.is_stop]
    missing = [stem for stem in stems if not any(stem in piece.stems for piece in evidence)]
    if not stems or len(missing) <= (1 - _ENOUGH_CONTENT) * len(stems):
        return []
    return [Fault("content", "most of its words stand in no excerpt", 0, len(claim.text))]
