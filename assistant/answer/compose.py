"""A model's streamed text to checked claims: the unit that is shown is the checked sentence."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answer.cite import Backing, CitationList, cite, find_marker_faults
from assistant.answer.draft import Draft, DraftReader
from assistant.answer.refuse import is_bare_refusal, is_refusal, is_unwilling
from assistant.answer.verify import check_claim, evidence_of
from assistant.reply import Citation, Claim, ClaimChecked, ClaimRemoved, Excerpt, Removed

if TYPE_CHECKING:
    from assistant.answer.judge import Judge

NOT_THERE = "no excerpt that it cites speaks of this"


class Composer:
    """Takes a model's text piece by piece, and gives back each sentence as it is checked.

    What it holds in the end is the answer: claims whose markers are numbered in the order of their
    first appearance, one citation for each marker, and what was removed, with reasons. `declined`
    holds the sentences that only say what the excerpts do not hold, `unwilling` whether the model
    refused to help, `repeated` how often it wrote a sentence again. With `verbatim` the sentences
    are articles' own, as the stub selects them.
    """

    def __init__(
        self, excerpts: Sequence[Excerpt], judge: "Judge | None" = None, *, verbatim: bool = False
    ) -> None:
        self._excerpts = excerpts
        self._judge = judge
        self._verbatim = verbatim
        self._reader = DraftReader(len(excerpts), verbatim=verbatim)
        self._seen: set[str] = set()
        self._numbered = CitationList()
        self.claims: list[Claim] = []
        self.citations: list[Citation] = []
        self.removed: list[Removed] = []
        self.declined: list[str] = []
        self.unwilling = False
        self.repeated = 0

    @property
    def text(self) -> str:
        """The answer in words, each claim with its markers."""
        return " ".join(with_markers(claim) for claim in self.claims)

    def feed(self, piece: str) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The sentences that this piece of text completes, checked."""
        yield from self._checked(self._reader.feed(piece))

    def close(self) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The sentence that stood unfinished when the text ended, checked."""
        yield from self._checked(self._reader.close())

    def _checked(self, drafts: Iterable[Draft]) -> Iterator[ClaimChecked | ClaimRemoved]:
        for draft in drafts:
            if self._is_claim(draft):
                yield self._check(draft)

    def _is_claim(self, draft: Draft) -> bool:
        """Whether a sentence has to be checked; refusals and repetitions are noted instead."""
        if self._verbatim:
            return not is_bare_refusal(draft.text)
        if draft.text in self._seen:
            self.repeated += 1
            return False
        self._seen.add(draft.text)
        if is_unwilling(draft.text):
            self.unwilling = True
        elif is_refusal(draft.text, cited=bool(draft.markers)):
            self.declined.append(draft.text)
        else:
            return True
        return False

    @property
    def reasoning(self) -> bool:
        """Whether the model's text held reasoning, which was dropped."""
        return self._reader.reasoning

    def _check(self, draft: Draft) -> ClaimChecked | ClaimRemoved:
        faults = find_marker_faults(draft, self._excerpts)
        if faults:
            return self._remove(draft, faults[0])
        backings = cite(draft, self._excerpts)
        if not backings:
            return self._remove(draft, NOT_THERE)
        cited = dict.fromkeys(backing.excerpt for backing in backings)
        verdict = check_claim(draft.text, [evidence_of(excerpt) for excerpt in cited])
        if not verdict.supported:
            return self._remove(draft, verdict.why)
        objection = self._judge and self._judge.objection(draft.text, list(cited))
        if objection:
            return self._remove(draft, objection)
        return self._keep(draft, backings, verdict.score, verdict.why)

    def _remove(self, draft: Draft, why: str) -> ClaimRemoved:
        self.removed.append(Removed(draft.text, why))
        return ClaimRemoved(self.removed[-1])

    def _keep(
        self, draft: Draft, backings: Sequence[Backing], score: float, why: str
    ) -> ClaimChecked:
        markers, citations = self._numbered.add(backings)
        self.claims.append(Claim(draft.text, markers, True, score, why))
        self.citations += citations
        return ClaimChecked(self.claims[-1], citations)


def with_markers(claim: Claim) -> str:
    """The claim as it is shown: its markers before the full stop, or behind what else ends it."""
    markers = "".join(f"[{marker}]" for marker in claim.markers)
    if claim.text.endswith(".") and not claim.text.endswith(".."):
        return f"{claim.text[:-1]} {markers}."
    return f"{claim.text} {markers}"
