"""From a model's streamed text to checked claims, one sentence at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer.citation_markers import with_markers
from assistant.answer.cite import (
    Backing,
    CitationList,
    back_with,
    cite,
    find_marker_faults,
    find_words,
    number_of,
)
from assistant.answer.evidence_first import EvidenceReader
from assistant.answer.notices import differing_languages
from assistant.answer.sentence_stream import Draft, DraftReader, parse_draft
from assistant.answer.stock_phrases import REASON, is_bare_refusal, is_refusal, is_unwilling
from assistant.reply import Citation, Claim, ClaimChecked, ClaimRemoved, Excerpt, Removed
from assistant.verify import Verdict, check_claim, evidence_of

NOT_THERE = "no excerpt mentions this"
NOT_CONFIRMED = "could not be confirmed"

Objection = Callable[[str, Sequence[Excerpt]], str | None]
"""Why excerpts do not back a sentence, as a judge sees it; None if they do."""


class Composer:
    """Takes a model's text piece by piece, and gives back each sentence as it is checked.

    In the end it holds the answer: claims whose markers are numbered in the order of their first
    appearance, one citation for each marker, what was removed, with reasons, and how many sentences
    had their citation moved to the excerpt that proves them. `declined` holds the sentences that
    only say what the excerpts do not hold, `unwilling` whether the model refused to help,
    `repeated` how often it wrote a sentence again. With `hide_unconfirmed`, sentences that are
    neither proved nor disproved are removed too. An `objection` makes a supported one unconfirmed.
    With `verbatim` the sentences are articles' own, as the stub selects them; with `evidence_first`
    they come as JSON, with the words they rest on.
    """

    def __init__(
        self,
        excerpts: Sequence[Excerpt],
        objection: Objection | None = None,
        *,
        hide_unconfirmed: bool = False,
        verbatim: bool = False,
        evidence_first: bool = False,
    ) -> None:
        self._excerpts = excerpts
        self._objection = objection
        self._hide_unconfirmed = hide_unconfirmed
        self._verbatim = verbatim
        known = len(excerpts)
        self._reader = (
            EvidenceReader(known) if evidence_first else DraftReader(known, verbatim=verbatim)
        )
        self._begin()

    def _begin(self) -> None:
        self._restarts = self._reader.restarts
        self._seen: dict[str, None] = {}
        self._tried: set[Draft] = set()
        self._numbered = CitationList()
        self.claims: list[Claim] = []
        self.citations: list[Citation] = []
        self.removed: list[Removed] = []
        self.moved = 0
        self.declined: list[str] = []
        self.unwilling = False
        self.repeated = 0

    @property
    def text(self) -> str:
        """The answer in words, each claim with its markers."""
        return " ".join(with_markers(claim.text, claim.markers) for claim in self.claims)

    def feed(self, piece: str) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The sentences that this piece of text completes, checked."""
        drafts = self._reader.feed(piece)
        if self._reader.restarts != self._restarts:
            self._begin()
        yield from self._checked(drafts)

    def close(self) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The sentence that was unfinished when the text ended, checked."""
        yield from self._checked(self._reader.close())

    def repair(self, text: str, *, whole: bool) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The sentences of a repair, checked; what was checked before is left out.

        A repair that is not `whole` broke off, and so did its last sentence.

        A repair that refuses says nothing of the question: it only drops what was removed.
        """
        known = {claim.text for claim in self.claims}
        for draft in parse_draft(text, len(self._excerpts), whole=whole):
            refuses = is_unwilling(draft.text) or is_refusal(draft.text, cited=bool(draft.markers))
            refuses = refuses or draft.text.startswith(REASON)
            if draft.text not in known and draft not in self._tried and not refuses:
                yield self._check(draft)

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
        self._seen[draft.text] = None
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
        self._tried.add(draft)
        words = find_words(draft, self._excerpts)
        named = {backing.excerpt for backing in words}
        cited = [
            e for e in self._excerpts if e in named or number_of(e, self._excerpts) in draft.markers
        ]
        if not (draft.markers or named):
            cited = list(dict.fromkeys(backing.excerpt for backing in cite(draft, self._excerpts)))
        evidence = [evidence_of(excerpt) for excerpt in cited]
        given = [evidence_of(excerpt) for excerpt in self._excerpts]
        foreign = not self._verbatim and differing_languages(
            " ".join(self._seen), " ".join(e.text for e in cited or self._excerpts)
        )
        verdict = check_claim(draft.text, evidence, given, in_other_language=bool(foreign))
        faults = find_marker_faults(draft, self._excerpts)
        if verdict.outcome == "removed":
            return self._remove(draft, verdict.why)
        if faults and not (verdict.supported or cited):
            return self._remove(draft, faults[0])
        # Of excerpts with the same words, the cited one.
        pieces, theirs = [*reversed(given), *evidence], [*reversed(self._excerpts), *cited]
        known = dict(zip(pieces, theirs, strict=True))
        proof = [known[piece] for piece in verdict.proof]
        backings = self._backings(draft, words, cited, proof, verdict)
        if not backings:
            return self._remove(draft, NOT_THERE)
        verdict = self._second_opinion(draft, backings, verdict)
        if self._hide_unconfirmed and not verdict.supported:
            return self._remove(draft, f"{NOT_CONFIRMED}: {verdict.why}")
        if faults or not any(backing.excerpt in cited for backing in backings):
            self.moved += 1
        return self._keep(draft, backings, verdict)

    def _backings(
        self,
        draft: Draft,
        words: Sequence[Backing],
        cited: Sequence[Excerpt],
        proof: Sequence[Excerpt],
        verdict: Verdict,
    ) -> list[Backing]:
        """The words to cite: `words`, which the model gave as evidence, and the nearest others.

        The others are of excerpts that the model cites, or that prove the sentence.
        """
        if verdict.supported and not set(cited) & set(proof):
            return back_with(draft.text, proof, self._excerpts)
        added = [e for e in proof if e not in cited] if verdict.supported else []
        named = {backing.excerpt for backing in words}
        others = [e for e in [*cited, *added] if e not in named]
        return [*words, *back_with(draft.text, others, self._excerpts)] or back_with(
            draft.text, proof, self._excerpts, least=0.0
        )

    def _second_opinion(
        self, draft: Draft, backings: Sequence[Backing], verdict: Verdict
    ) -> Verdict:
        """The verdict, lowered to unconfirmed if the judge objects."""
        if self._objection is None or not verdict.supported:
            return verdict
        cited = list(dict.fromkeys(backing.excerpt for backing in backings))
        objection = self._objection(draft.text, cited)
        if objection is None:
            return verdict
        return replace(verdict, outcome="unconfirmed", why=objection, nearest=backings[0].quote)

    def _remove(self, draft: Draft, why: str) -> ClaimRemoved:
        self.removed.append(Removed(draft.text, why))
        return ClaimRemoved(self.removed[-1])

    def _keep(self, draft: Draft, backings: Sequence[Backing], verdict: Verdict) -> ClaimChecked:
        markers, citations = self._numbered.add(backings)
        self.claims.append(
            Claim(
                draft.text,
                markers,
                verdict.supported,
                verdict.score,
                verdict.why,
                "supported" if verdict.supported else "unconfirmed",
                "" if verdict.supported else verdict.nearest,
            )
        )
        self.citations += citations
        return ClaimChecked(self.claims[-1], citations)
