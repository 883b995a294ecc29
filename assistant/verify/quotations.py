"""The quotations of a claim are in the evidence word for word, and who speaks is the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.article import Span
from assistant.text.names import Name, find_names, same_name
from assistant.text.quotes import Quotation, is_saying, plain_quote, unshield_brackets
from assistant.verify.align import Alignment
from assistant.verify.check_names import named_before
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault
from assistant.verify.tokens import Token

# An ellipsis, or words that a writer put in brackets, part what must stand word for word.
_GAP = re.compile(r"\.\.\.|…|\[[^\]]*\]|\([^)]*\)")
# So many words can be between the parts of a phrase that names one speaker.
_ONE_PHRASE = 4
_PRONOUNS = frozenset("he she they it who i we".split())


def find_quotation_faults(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """Quotations of the claim that stand in no evidence, or that somebody else said."""
    for quotation in claim.quotations:
        if quotation.depth:
            continue
        words = unshield_brackets(quotation.words(claim.text))
        holding = [piece for piece in evidence if stands_in(words, piece)]
        if not holding:
            why = f"the quotation “{_shortened(words)}” is in no excerpt"
            yield Fault("quotation", why, quotation.start, quotation.end)
        elif (other := _other_speaker(claim, quotation, words, holding)) is not None:
            why = f"the words “{_shortened(words)}” are {other}'s, not {quotation.speaker}'s"
            yield Fault("speaker", why, quotation.start, quotation.end, other)


def stands_in(words: str, piece: Indexed) -> bool:
    """Whether quoted words stand in the evidence, but for marks, case and what was left out."""
    whole = plain_quote(words)
    if whole in piece.document.folded:
        return True
    parts = [plain_quote(part) for part in _GAP.split(words)]
    at = 0
    for part in filter(None, parts):
        at = piece.document.folded.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return any(parts)


def speakers_of(piece: Indexed, quotation: Quotation) -> list[str]:
    """Who may have said a quotation of the evidence: its speaker, or whom a pronoun stands for.

    A pronoun stands for somebody named in front of it.
    """
    if quotation.speaker is None or quotation.speaker_at is None:
        return []
    if quotation.speaker.lower() not in _PRONOUNS:
        return [quotation.speaker]
    return named_before(piece, quotation.speaker_at.start)


def _other_speaker(
    claim: Indexed, quotation: Quotation, words: str, holding: Sequence[Indexed]
) -> str | None:
    """Who said it where it was not the claim's speaker, None where it may have been."""
    named = quotation.speaker is not None and find_names(f"x {quotation.speaker}")
    if not named or quotation.speaker is None:
        return None
    if any(_is_named_beside(quotation.speaker, words, piece) for piece in holding):
        return None
    said_by: list[str] = []
    for piece in holding:
        for found in piece.quotations:
            if found.depth == 0 and _overlap(words, found.words(piece.text)):
                said_by += speakers_of(piece, found) or [quotation.speaker]
    if not said_by or any(same_name(quotation.speaker, name) for name in said_by):
        return None
    return said_by[0]


def _is_named_beside(speaker: str, words: str, piece: Indexed) -> bool:
    """Whether the evidence may have the claim's speaker say the words, beside whom it seems to.

    It names the speaker in the sentence of the quotation, but not its seeming one; or both in one
    phrase: "said Google chief legal officer David Drummond".
    """
    for found in piece.quotations:
        if found.depth or not _overlap(words, found.words(piece.text)):
            continue
        here = piece.sentences[piece.sentence_at(found.start)]
        last = piece.sentences[piece.sentence_at(max(found.start, found.inner.end - 1))]
        around = Span(here.start, max(last.end, here.end))
        for name in piece.document.names:
            inside = found.start <= name.start < found.end
            near = around.start <= name.start < around.end and not inside
            if near and same_name(speaker, name) and _may_speak(name, found, around, piece):
                return True
    return False


def _may_speak(name: Name, found: Quotation, around: Span, piece: Indexed) -> bool:
    seeming = found.speaker_at
    if seeming is None or not around.start <= seeming.start < around.end:
        return True
    first, second = sorted([(name.start, name.end), (seeming.start, seeming.end)])
    between = piece.text[first[1] : second[0]].split()
    return len(between) <= _ONE_PHRASE and not any(is_saying(word) for word in between)


def _overlap(words: str, found: str) -> bool:
    mine, theirs = plain_quote(words), plain_quote(found)
    return mine in theirs or (len(theirs) > 12 and theirs in mine)


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57].rstrip()}…"


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
