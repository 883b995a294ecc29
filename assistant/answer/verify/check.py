"""Whether the evidence supports a claim, how surely, and why not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.draft import unshield_brackets
from assistant.answer.verify.dates import find_date_faults
from assistant.answer.verify.evidence import Evidence, Indexed, index_all, index_together
from assistant.answer.verify.fault import Fault
from assistant.answer.verify.names import find_name_faults
from assistant.answer.verify.numbers import find_number_faults
from assistant.answer.verify.quotations import find_quotation_faults
from assistant.answer.verify.reading import Reading, read_sentences
from assistant.answer.verify.score import probability, signs_of
from assistant.text.words import content_stems

SUPPORTED = 0.6
"""From which score on a claim counts as supported.

Where the balanced accuracy of claims about other documents is best (bench/checking.py).
"""

_ENOUGH_CONTENT = 0.5
_REASONS = 3
_LISTED = re.compile(r"\s*\d{1,2}[.)]\s+(?=\S+\s)")
_ENDS = '.!?…”"'


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim is supported, how surely from 0 to 1, and why it is not."""

    supported: bool
    score: float
    why: str = ""


def check_claim(claim: str, evidence: Sequence[Evidence], threshold: float = SUPPORTED) -> Verdict:
    """Checks a sentence against the words that it stands on, and against nothing else.

    Args:
        claim: a sentence without markers.
        evidence: the excerpts that it cites.
        threshold: the score from which on a claim counts as supported.
    """
    if any(_stands_whole(claim, piece.text) for piece in evidence):
        return Verdict(supported=True, score=1.0)
    reading = read_claim(claim, evidence)
    score = reading.score()
    supported = score >= threshold
    return Verdict(supported, round(score, 3), "" if supported else _why(reading))


def _stands_whole(claim: str, text: str) -> bool:
    """Whether a claim is one or more of the evidence's own sentences, word for word."""
    words = claim.strip()
    at = text.find(words) if words else -1
    if at < 0 or words[-1] not in _ENDS:
        return False
    before, after = text[:at].rstrip(" \t"), text[at + len(words) :][:1]
    return (not before or before[-1] in _ENDS or before[-1] == "\n") and not after.strip()


@dataclass(frozen=True)
class ClaimReading:
    """A whole claim beside its evidence: its sentences, and the faults that are sure."""

    sentences: tuple[Reading, ...]
    typed: tuple[Fault, ...]

    @property
    def faults(self) -> list[Fault]:
        """Of the faults of one place only the first."""
        near = [fault for reading in self.sentences if reading.is_near for fault in reading.faults]
        return list(_distinct([*self.typed, *near]))

    def score(self, weights: Mapping[str, float] | None = None) -> float:
        """How surely it is supported: by its faults where all of it is near, else by its signs.

        Other words are a paraphrase's right; other quotations, numbers, dates and names are not.
        """
        if all(sentence.is_near for sentence in self.sentences):
            return _strict_score(self.faults)
        exact = [fault for fault in self.typed if fault.kind != "content"]
        return probability(self.signs, weights) * _strict_score(exact)

    @property
    def signs(self) -> dict[str, float]:
        """What speaks for and against it, as counts."""
        return signs_of(self.sentences, self.typed)


def read_claim(claim: str, evidence: Sequence[Evidence]) -> ClaimReading:
    """Lays a claim beside its evidence."""
    claimed = Indexed(Evidence(_without_list_number(unshield_brackets(claim))))
    pieces = index_all(evidence)
    sentences = read_sentences(claimed, index_together(tuple(evidence)), _metadata(evidence))
    return ClaimReading(tuple(sentences), tuple(_typed_faults(claimed, pieces)))


def _without_list_number(claim: str) -> str:
    """The claim with blanks for the number that it has as an item of a list."""
    listed = _LISTED.match(claim)
    return claim if listed is None else " " * listed.end() + claim[listed.end() :]


def _metadata(evidence: Sequence[Evidence]) -> frozenset[str]:
    return frozenset(
        stem
        for piece in evidence
        for part in (piece.publisher, piece.title, piece.byline)
        if part
        for stem in content_stems(part)
    )


def _strict_score(faults: Sequence[Fault]) -> float:
    """What each fault leaves of a claim's certainty."""
    score = 1.0
    for fault in faults:
        score *= 1.0 - 0.9 * fault.sure
    return score


def _why(reading: ClaimReading) -> str:
    """The faults in words; of a paraphrase also those that are less sure."""
    faults = reading.faults or list(
        _distinct([fault for sentence in reading.sentences for fault in sentence.faults])
    )
    if not faults:
        return "its words are too far from the excerpt's to be sure"
    return "; ".join(fault.why for fault in faults[:_REASONS])


def _typed_faults(claim: Indexed, pieces: Sequence[Indexed]) -> Iterator[Fault]:
    yield from find_quotation_faults(claim, pieces)
    yield from find_number_faults(claim, pieces)
    yield from find_date_faults(claim, pieces)
    yield from find_name_faults(claim, pieces)
    yield from _find_content_faults(claim, pieces)


def _distinct(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Of the faults of one place only the first."""
    seen: list[Fault] = []
    for fault in faults:
        if not any(other.start < fault.end and fault.start < other.end for other in seen):
            seen.append(fault)
            yield fault


def check_against_document(document: str, claim: str, threshold: float = SUPPORTED) -> Verdict:
    """Checks a claim, one sentence or several, against a whole document."""
    return check_claim(claim, [Evidence(document)], threshold)


def _find_content_faults(claim: Indexed, evidence: Sequence[Indexed]) -> list[Fault]:
    """A claim most of whose words stand in no excerpt."""
    stems = [word.stem for word in claim.words if not word.is_stop]
    missing = [stem for stem in stems if not any(stem in piece.stems for piece in evidence)]
    if not stems or len(missing) <= (1 - _ENOUGH_CONTENT) * len(stems):
        return []
    return [Fault("content", "most of its words stand in no excerpt", 0, len(claim.text))]
