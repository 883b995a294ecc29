"""The verdict on a claim: its facts first, then its wording."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.reply import NEARLY_VERBATIM
from assistant.text.quotes import unshield_brackets
from assistant.verify.attributions import find_dropped_attribution
from assistant.verify.entailment import Paraphrase
from assistant.verify.evidence import Evidence, Indexed, index_evidence
from assistant.verify.facts import (
    find_fact_faults,
    find_faults_across_languages,
    with_english_figures,
)
from assistant.verify.fault import Fault
from assistant.verify.passages import PassageIndex
from assistant.verify.reading import read_wording

Outcome = Literal["supported", "unconfirmed", "removed"]
SUPPORTED = 0.6
"""The lowest score of a supported claim; an unconfirmed one is always below."""

_REASONS = 3
_CERTAIN = 0.02
_LISTED = re.compile(r"\s*\d{1,2}[.)]\s+(?=\S+\s)")
_ENDS = '.!?…”"'
_QUOTE_MARKS = ("“", "”", '"')
# A sentence with this share of a claim's weighted words is part of its proof.
_SAYS = 0.25


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for a claim: `outcome`, and `score`, how surely it is supported, 0 to 1.

    `why` gives the reasons where it is not supported. `nearest` are the evidence's sentences that
    are closest to it, of those it cites if there are any. `proof` are the pieces of evidence that
    prove a supported claim, and that are nearest to another. `signs` are those by which its wording
    was judged; None where something else decided.
    """

    outcome: Outcome
    score: float
    why: str = ""
    nearest: str = ""
    proof: tuple[Evidence, ...] = ()
    signs: Mapping[str, float] | None = None

    @property
    def supported(self) -> bool:
        """Whether its facts hold and its wording follows from the evidence."""
        return self.outcome == "supported"


def check_claim(
    claim: str,
    cited: Sequence[Evidence],
    given: Sequence[Evidence] = (),
    *,
    in_other_language: bool = False,
) -> Verdict:
    """The verdict on one sentence.

    It is removed where a fact in it is invented or contradicted: a quotation, number, date or name
    that is not in the evidence and does not follow from it, or is there of something else; or a
    negation, quantifier or order in time that the nearest sentences contradict. It is supported
    where its facts hold and it is a sentence of the evidence, says the same in nearly the same
    words, or is entailed. Else it is unconfirmed. So is every sentence in another language than the
    evidence whose quotations, numbers and dates hold.

    `claim` is a sentence without markers, `cited` are the excerpts that it cites, `given` further
    excerpts that the model was given: they count as evidence too.
    """
    pool = tuple(dict.fromkeys([*cited, *given]))
    if not pool:
        return Verdict("removed", 0.0, "there is no excerpt")
    for piece in pool:
        if _stands_whole(claim, piece.text):
            return Verdict("supported", 1.0, proof=(piece,))
    if in_other_language:
        return _Check(with_english_figures(_plain(claim)), pool, len(set(cited))).across_languages()
    return _Check(_plain(claim), pool, len(dict.fromkeys(cited))).verdict()


def check_against_document(document: str, claim: str) -> Verdict:
    """The verdict on a claim, one sentence or several, against a whole document."""
    return check_claim(claim, [Evidence(document)])


class _Check:
    """The check of one claim; the first `cited` pieces of the pool are those it cites."""

    def __init__(self, claim: str, pool: tuple[Evidence, ...], cited: int) -> None:
        self.claim = claim
        self.pool = pool
        self.cited = cited
        self._indexed = Indexed(Evidence(claim))
        self._index = PassageIndex([index_evidence(piece) for piece in pool])

    def verdict(self) -> Verdict:
        """The verdict: by the facts, else by nearly the same words, else by the wording."""
        if not self._indexed.tokens:
            return Verdict("unconfirmed", 0.0, "it says nothing that can be checked")
        faults = list(_distinct(find_fact_faults(self._indexed, self._index)))
        hard = [fault for fault in faults if fault.is_hard]
        if hard:
            return self._not_supported("removed", hard, _CERTAIN)
        opinion = find_dropped_attribution(self._indexed, self._index)
        faults += [opinion] if opinion else []
        cited = self._index.pieces[: self.cited or None]
        readings = read_wording(self._indexed, cited)
        differences = [fault for reading in readings for fault in reading.faults]
        if all(reading.is_near for reading in readings):
            faults = list(_distinct([*faults, *differences]))
            if not faults:
                proof = self._proof(frozenset(range(len(cited))))
                return Verdict("supported", NEARLY_VERBATIM, proof=proof)
        return self._by_wording(faults, differences)

    def across_languages(self) -> Verdict:
        """The verdict by the facts alone: across languages, words cannot be compared."""
        faults = list(_distinct(find_faults_across_languages(self._indexed, self._index.pieces)))
        hard = [fault for fault in faults if fault.is_hard]
        if hard:
            return self._not_supported("removed", hard, _CERTAIN)
        verdict = self._not_supported("unconfirmed", faults, 0.0)
        return verdict if verdict.proof else replace(verdict, proof=self.pool[: self.cited or 1])

    def _by_wording(self, faults: Sequence[Fault], differences: Sequence[Fault]) -> Verdict:
        """The verdict on a paraphrase; a fault found so far keeps it from being supported."""
        paraphrase = Paraphrase(self._indexed, self._index, differences)
        contradictions = list(paraphrase.contradictions)
        if contradictions:
            return self._not_supported("removed", contradictions, _CERTAIN)
        faults = list(_distinct([*faults, *paraphrase.faults]))
        chance = paraphrase.probability
        if paraphrase.is_entailed and not faults:
            score = SUPPORTED + (NEARLY_VERBATIM - 0.01 - SUPPORTED) * chance
            return Verdict("supported", round(score, 3), "", "", self._proof(), paraphrase.signs)
        verdict = self._not_supported("unconfirmed", faults, SUPPORTED * chance * 0.99)
        return verdict if faults else replace(verdict, signs=paraphrase.signs)

    def _not_supported(self, outcome: Outcome, faults: Sequence[Fault], score: float) -> Verdict:
        why = "; ".join(fault.why for fault in faults[:_REASONS])
        ranked = [passage for _, passage in self._index.ranked(self.claim)]
        nearest = [p for p in ranked if p.piece < self.cited][:1] or ranked[:1]
        return Verdict(
            outcome,
            round(score, 3),
            why or "the excerpts do not say it in so many words",
            nearest[0].text if nearest else "",
            tuple(self.pool[passage.piece] for passage in nearest),
        )

    def _proof(self, within: frozenset[int] | None = None) -> tuple[Evidence, ...]:
        """The pieces, of all or of those within, whose sentences have most of the claim."""
        chosen = self._index.select(self.claim, within)
        pieces = dict.fromkeys(passage.piece for share, passage in chosen if share > _SAYS)
        return tuple(self.pool[piece] for piece in pieces)


def _plain(claim: str) -> str:
    """The claim with its own brackets, and blanks for its number in a list."""
    text = unshield_brackets(claim)
    listed = _LISTED.match(text)
    return text if listed is None else " " * listed.end() + text[listed.end() :]


def _stands_whole(claim: str, text: str) -> bool:
    """Whether a claim is one or more of the evidence's own sentences, word for word.

    A quotation that goes on in other sentences of the evidence may be opened and closed here.
    """
    words = claim.strip()
    ways = [words]
    if words[-1:] in _QUOTE_MARKS:
        ways.append(words[:-1])
    if words[:1] in _QUOTE_MARKS:
        ways += [way[1:] for way in ways]
    return any(_is_whole(way, text) for way in ways if way)


def _is_whole(words: str, text: str) -> bool:
    at = text.find(words)
    if at < 0 or words[-1] not in _ENDS:
        return False
    before, after = text[:at].rstrip(" \t"), text[at + len(words) :][:1]
    return (not before or before[-1] in _ENDS or before[-1] == "\n") and not after.strip()


def _distinct(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults, only the first of those that overlap."""
    seen: list[Fault] = []
    for fault in faults:
        if not any(other.start < fault.end and fault.start < other.end for other in seen):
            seen.append(fault)
            yield fault
