"""The verdict on a claim: its facts first, then its wording."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from assistant.article import Span
from assistant.text.quotes import unshield_brackets
from assistant.text.words import Word
from assistant.verify.attributions import find_dropped_attribution
from assistant.verify.dates import find_date_faults
from assistant.verify.entailment import Entailment, evidence_for, open_entailment
from assistant.verify.evidence import Evidence, Indexed
from assistant.verify.fault import Fault
from assistant.verify.names import find_name_faults
from assistant.verify.numbers import find_number_faults
from assistant.verify.passages import PassageIndex, index_passages
from assistant.verify.placement import find_misplaced
from assistant.verify.quotations import find_quotation_faults
from assistant.verify.reading import read_wording

Outcome = Literal["supported", "unconfirmed", "removed"]
SUPPORTED = 0.6
"""The lowest score of a supported claim; an unconfirmed one is always below."""

_REASONS = 3
_CERTAIN = 0.02
_LISTED = re.compile(r"\s*\d{1,2}[.)]\s+(?=\S+\s)")
_ENDS = '.!?…”"'
_QUOTE_MARKS = ("“", "”", '"')
# Of a claim with fewer of its words in all the evidence together, nothing in it speaks.
_NOTHING = 0.25
_FEW = 3
# A sentence with so much of a claim's weighted words is part of its proof.
_SAYS = 0.25


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a claim: `outcome`, and `score`, how surely it is supported, 0 to 1.

    `why` gives the reasons where it is not supported. `nearest` are the evidence's sentences that
    are closest to it, of those it cites if there are any. `proof` are the pieces of evidence that
    prove a supported claim, and that are nearest to another.
    """

    outcome: Outcome
    score: float
    why: str = ""
    nearest: str = ""
    proof: tuple[Evidence, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether its facts hold and its wording follows from the evidence."""
        return self.outcome == "supported"


def check_claim(
    claim: str,
    cited: Sequence[Evidence],
    given: Sequence[Evidence] = (),
    entailment: Entailment | None = None,
) -> Verdict:
    """The verdict on one sentence.

    It is removed where a fact in it is invented or contradicted: a quotation, number, date or name
    that is not in the evidence and does not follow from it, or is there of something else. It is
    supported where its facts hold and it is a sentence of the evidence, says the same in nearly the
    same words, or is entailed. Else it is unconfirmed.

    Args:
        claim: a sentence without markers.
        cited: the excerpts that it cites.
        given: further excerpts that the model was given; they count as evidence too.
        entailment: the judge of the wording; by default the one that is installed.
    """
    pool = tuple(dict.fromkeys([*cited, *given]))
    if not pool:
        return Verdict("removed", 0.0, "there is no excerpt")
    for piece in pool:
        if _stands_whole(claim, piece.text):
            return Verdict("supported", 1.0, proof=(piece,))
    return _Check(_plain(claim), pool, len(dict.fromkeys(cited)), entailment).verdict()


def check_against_document(document: str, claim: str) -> Verdict:
    """The verdict on a claim, one sentence or several, against a whole document."""
    return check_claim(claim, [Evidence(document)])


@dataclass(frozen=True)
class _Check:
    """A claim on its way to a verdict; the first `cited` pieces of the pool are those it cites."""

    claim: str
    pool: tuple[Evidence, ...]
    cited: int
    entailment: Entailment | None = field(default=None)

    def verdict(self) -> Verdict:
        faults = list(_distinct([*self._typed_faults(), *self._unfounded()]))
        hard = [fault for fault in faults if fault.is_hard]
        if hard:
            return self._not_supported("removed", hard, _CERTAIN)
        opinion = find_dropped_attribution(self._indexed, self._index)
        faults += [opinion] if opinion else []
        hints: list[Fault] = []
        for numbers in self._groups():
            readings = read_wording(self.claim, tuple(self.pool[n] for n in numbers))
            if all(reading.is_near for reading in readings):
                near = [fault for reading in readings for fault in reading.faults]
                if not faults and not near:
                    return Verdict("supported", 0.95, proof=self._proof(numbers))
                if all(reading.is_verbatim for reading in readings):
                    faults = list(_distinct([*faults, *near]))
                hints += near
        return self._by_entailment(faults, hints)

    def _by_entailment(self, faults: Sequence[Fault], hints: Sequence[Fault]) -> Verdict:
        judge = self.entailment or open_entailment()
        groups = [frozenset(range(self.cited)), None][: 1 if self.cited == len(self.pool) else 2]
        texts = [evidence_for(self.claim, self._index, within) for within in groups]
        judged = judge.judge([(self.claim, text) for text in texts if text])
        best = max((supported for supported, _ in judged), default=0.0)
        least = min((contradicted for _, contradicted in judged), default=0.0)
        if least >= judge.contradicted:
            why = Fault("content", "the excerpts say otherwise", 0, len(self.claim))
            return self._not_supported("removed", [why], 1 - least)
        if best >= judge.supported and not faults:
            which = next(
                within
                for within, (supported, _) in zip(groups, judged, strict=False)
                if supported >= judge.supported
            )
            score = SUPPORTED + (1 - SUPPORTED) * best
            return Verdict("supported", round(score, 3), proof=self._proof(which))
        reasons = list(_distinct([*faults, *hints]))
        return self._not_supported("unconfirmed", reasons, SUPPORTED * best * 0.99)

    def _not_supported(self, outcome: Outcome, faults: Sequence[Fault], score: float) -> Verdict:
        why = "; ".join(fault.why for fault in faults[:_REASONS])
        ranked = self._index.ranked(self.claim)
        nearest = [p for p in ranked if p.piece < self.cited][:1] or ranked[:1]
        return Verdict(
            outcome,
            round(score, 3),
            why or "the excerpts do not say it in so many words",
            nearest[0].text if nearest else "",
            tuple(self.pool[passage.piece] for passage in nearest),
        )

    @cached_property
    def _indexed(self) -> Indexed:
        return Indexed(Evidence(self.claim))

    @cached_property
    def _index(self) -> PassageIndex:
        return index_passages(self.pool)

    def _typed_faults(self) -> Iterator[Fault]:
        claim, pieces = self._indexed, self._index.pieces
        yield from find_quotation_faults(claim, pieces)
        yield from find_number_faults(claim, pieces)
        yield from find_date_faults(claim, pieces)
        yield from find_name_faults(claim, pieces)
        yield from find_misplaced(claim, self._index)

    def _unfounded(self) -> Iterator[Fault]:
        """A claim of which next to nothing is in any excerpt, whether its facts count or not."""
        claim = self._indexed
        facts = [
            *(Span(date.start, date.end) for date in claim.dates),
            *(Span(number.start, number.end) for number in claim.numbers),
            *(Span(name.start, name.end) for name in claim.names if not name.opens),
        ]
        content = [word for word in claim.words if not word.is_stop]
        plain = [w for w in content if not any(f.start <= w.start < f.end for f in facts)]
        if len(plain) >= _FEW and max(self._found(content), self._found(plain)) < _NOTHING:
            yield Fault("content", "no excerpt speaks of this", 0, len(self.claim))

    def _found(self, words: Sequence[Word]) -> float:
        """The share of some words that any piece has."""
        pieces = self._index.pieces
        return sum(any(w.stem in piece.stems for piece in pieces) for w in words) / len(words)

    def _groups(self) -> Iterator[tuple[int, ...]]:
        """The pieces to align with: those cited together, then the best of the others."""
        yield tuple(range(self.cited))
        best = next((p.piece for p in self._index.ranked(self.claim)), 0)
        if best >= self.cited:
            yield (best,)

    def _proof(self, within: Sequence[int] | frozenset[int] | None) -> tuple[Evidence, ...]:
        """The pieces whose sentences say most of the claim."""
        chosen = self._index.select(self.claim, None if within is None else frozenset(within))
        return tuple(
            self.pool[at] for at in dict.fromkeys(p.piece for p in chosen if p.score > _SAYS)
        )


def _plain(claim: str) -> str:
    """The claim with its own brackets, and blanks for the number that it has in a list."""
    text = unshield_brackets(claim)
    listed = _LISTED.match(text)
    return text if listed is None else " " * listed.end() + text[listed.end() :]


def _stands_whole(claim: str, text: str) -> bool:
    """Whether a claim is one or more of the evidence's own sentences, word for word.

    A quotation that goes on in another sentence of the evidence may be closed, or opened, here.
    """
    words = claim.strip()
    ways = [words]
    if words[-1:] in _QUOTE_MARKS:
        ways.append(words[:-1])
    if words[:1] in _QUOTE_MARKS:
        ways.append(words[1:])
    return any(_is_whole(way, text) for way in ways if way)


def _is_whole(words: str, text: str) -> bool:
    at = text.find(words)
    if at < 0 or words[-1] not in _ENDS:
        return False
    before, after = text[:at].rstrip(" \t"), text[at + len(words) :][:1]
    return (not before or before[-1] in _ENDS or before[-1] == "\n") and not after.strip()


def _distinct(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Of the faults of one place only the first."""
    seen: list[Fault] = []
    for fault in faults:
        if not any(other.start < fault.end and fault.start < other.end for other in seen):
            seen.append(fault)
            yield fault
