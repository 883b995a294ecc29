"""Each sentence of a claim aligned with the evidence: is it nearly verbatim, what differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text.names import Name
from assistant.text.words import content_stems
from assistant.verify.align import Alignment, align
from assistant.verify.attributions import find_attributions
from assistant.verify.differences import find_differences
from assistant.verify.evidence import Indexed, index_together
from assistant.verify.fault import Fault
from assistant.verify.tokens import Token

# A sentence is near its evidence if nine in ten of its content words were found, or all but one
# short stretch. Then each word that differs is judged by itself. Any other sentence is a
# paraphrase, which is judged as a whole.
_NEAR = 0.9
_MOSTLY = 0.6
_FEW = 3


@dataclass(frozen=True)
class Reading:
    """One sentence of a claim with its alignment."""

    alignment: Alignment
    names: tuple[Name, ...]
    metadata: frozenset[str]

    @property
    def is_near(self) -> bool:
        """Whether the sentence is the evidence's own apart from a word or two."""
        missing = [place is None for _, place in self._considered]
        share = 1 - sum(missing) / len(missing) if missing else 1.0
        runs = sum(gone and not (at and missing[at - 1]) for at, gone in enumerate(missing))
        return share >= _NEAR or (share >= _MOSTLY and sum(missing) <= _FEW and runs <= 1)

    @property
    def _considered(self) -> list[tuple[Token, int | None]]:
        """The content words with their places, without names; all words if those are too few."""
        pairs = list(zip(self.alignment.claim, self.alignment.places, strict=True))
        telling = [
            (token, place)
            for token, place in pairs
            if not token.is_harmless and not any(n.start <= token.start < n.end for n in self.names)
        ]
        return telling if len(telling) >= _FEW else pairs

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The differences from the evidence."""
        attributions = find_attributions(self.alignment, self.names)
        right = {stem for a in attributions if a.is_right for stem in a.name.stems}
        wrong = [a.fault for a in attributions if not a.is_right]
        return (*wrong, *find_differences(self.alignment, self.metadata | right))


def read_wording(claim: Indexed, pieces: Sequence[Indexed]) -> list[Reading]:
    """Each sentence of a claim, aligned with some evidence as one text."""
    known = (part for piece in pieces for part in piece.known)
    metadata = frozenset(stem for part in known for stem in content_stems(part))
    together = index_together(pieces)
    return [
        Reading(
            align(claim.tokens_of(at), together),
            tuple(n for n in claim.names if sentence.start <= n.start < sentence.end),
            metadata,
        )
        for at, sentence in enumerate(claim.sentences)
    ]
