"""Whether the evidence supports a claim, how surely, and why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.draft import unshield_brackets
from assistant.answer.verify.align import align
from assistant.answer.verify.attributions import find_attributions
from assistant.answer.verify.dates import find_date_faults
from assistant.answer.verify.differ import find_differences, share_found
from assistant.answer.verify.evidence import Evidence, Indexed, index_all, index_together
from assistant.answer.verify.fault import Fault
from assistant.answer.verify.names import find_name_faults
from assistant.answer.verify.numbers import find_number_faults
from assistant.answer.verify.quotations import find_quotation_faults
from assistant.text.words import content_stems

_SUPPORTED = 0.5
_ENOUGH_CONTENT = 0.5
_NEAR_VERBATIM = 0.5


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
    faults = list(_distinct([*_typed_faults(claimed, pieces), *_aligned_faults(claimed, evidence)]))
    score = 1.0
    for fault in faults:
        score *= 1.0 - 0.9 * fault.sure
    why = "; ".join(fault.why for fault in faults)
    return Verdict(score >= threshold, round(score, 3), why)


def _typed_faults(claim: Indexed, pieces: Sequence[Indexed]) -> Iterator[Fault]:
    yield from find_quotation_faults(claim, pieces)
    yield from find_number_faults(claim, pieces)
    yield from find_date_faults(claim, pieces)
    yield from find_name_faults(claim, pieces)
    yield from _find_content_faults(claim, pieces)


def _aligned_faults(claim: Indexed, evidence: Sequence[Evidence]) -> Iterator[Fault]:
    """The differences phrase by phrase, of those sentences that are close to the evidence."""
    whole = index_together(tuple(evidence))
    known = frozenset(
        stem
        for piece in evidence
        for part in (piece.publisher, piece.title, piece.byline)
        if part
        for stem in content_stems(part)
    )
    for sentence in claim.sentences:
        names = [n for n in claim.names if sentence.start <= n.start < sentence.end]
        tokens = [t for t in claim.tokens if sentence.start <= t.start < sentence.end]
        alignment = align(tokens, whole)
        if share_found(alignment, names) < _NEAR_VERBATIM:
            continue
        attributions = find_attributions(alignment, names)
        yield from (said.fault for said in attributions if not said.is_right)
        explained = frozenset(known | {s for a in attributions if a.is_right for s in a.name.stems})
        yield from find_differences(alignment, explained)


def _distinct(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Of the faults of one place only the first."""
    seen: list[Fault] = []
    for fault in faults:
        if not any(other.start < fault.end and fault.start < other.end for other in seen):
            seen.append(fault)
            yield fault


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
