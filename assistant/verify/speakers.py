"""What the claim has somebody say is what the evidence has the same one say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.text.names import Name, same_name
from assistant.text.quotes import is_saying
from assistant.verify.align import Alignment
from assistant.verify.fault import Fault
from assistant.verify.quotations import speakers_of
from assistant.verify.tokens import Token


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom a claim has say something, and whom the evidence quotes with it, nearest first."""

    name: Name
    said_by: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the evidence quotes the same one."""
        return any(same_name(self.name.text, other) for other in self.said_by)

    @property
    def fault(self) -> Fault:
        """The fault of an attribution that is not right."""
        why = f"the excerpt has {self.said_by[0]} say it, not {self.name.text}"
        return Fault("speaker", why, self.name.start, self.name.end, self.said_by[0])


def find_attributions(alignment: Alignment, names: Sequence[Name]) -> list[Attribution]:
    """Who is said to say what the evidence has as quoted words."""
    found = [
        Attribution(name, tuple(_speakers_of_the_rest(alignment, name)))
        for name in names
        if _speaks(name, alignment.claim) and not _is_read_there(name, alignment)
    ]
    return [attribution for attribution in found if attribution.said_by]


def _is_read_there(name: Name, alignment: Alignment) -> bool:
    """Whether the evidence itself has the name in the sentence of the words, or beside it."""
    pairs = list(zip(alignment.claim, alignment.places, strict=True))
    inside = [at for at, (token, _) in enumerate(pairs) if name.start <= token.start < name.end]
    if not inside or any(pairs[at][1] is None for at in inside):
        return False
    there = alignment.piece.sentence_of[pairs[inside[0]][1] or 0]
    rest = [
        alignment.piece.sentence_of[place]
        for at, (token, place) in enumerate(pairs)
        if place is not None and at not in inside and not token.is_harmless
    ]
    return sum(abs(sentence - there) <= 1 for sentence in rest) * 2 > len(rest)


def _speaks(name: Name, claim: Sequence[Token]) -> bool:
    """Whether a verb of saying stands right behind the name, or in front of it."""
    behind = [token for token in claim if token.start >= name.end][:2]
    before = [token for token in claim if token.end <= name.start][-2:]
    says = any(is_saying(token.text) for token in behind if not token.marked)
    told = bool(before) and (before[-1].text.lower() == "said" or _according(before))
    return says or told


def _according(before: Sequence[Token]) -> bool:
    return [token.text.lower() for token in before] == ["according", "to"]


def _speakers_of_the_rest(alignment: Alignment, name: Name) -> Iterator[str]:
    """Who is quoted, in the evidence, with most of the words that the claim gives the name."""
    places = [
        alignment.tokens[place]
        for token, place in zip(alignment.claim, alignment.places, strict=True)
        if place is not None and not token.is_harmless and not name.start <= token.start < name.end
    ]
    for quotation in alignment.piece.quotations:
        inside = [t for t in places if quotation.inner.start <= t.start < quotation.inner.end]
        if quotation.depth == 0 and len(inside) * 2 > len(places):
            yield from speakers_of(alignment.piece, quotation)
