"""The quotations of a claim are in the evidence word for word, and by the same speaker."""

import re
from collections.abc import Iterator, Sequence

from assistant.article import Span
from assistant.text.names import Name, find_names, same_name
from assistant.text.quotes import Quotation, is_saying, plain_quote, unshield_brackets
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault
from assistant.verify.names import named_before

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
    if whole in piece.folded:
        return True
    parts = [plain_quote(part) for part in _GAP.split(words)]
    at = 0
    for part in filter(None, parts):
        at = piece.folded.find(part, at)
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
        for name in piece.names_within(around):
            outside = not found.start <= name.start < found.end
            if outside and same_name(speaker, name) and _may_speak(name, found, around, piece):
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
