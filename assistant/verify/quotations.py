"""The quotations of a claim are in the evidence word for word, by the same speaker."""

import re
from collections.abc import Iterator, Sequence

from assistant.article import Span
from assistant.text.names import Name, find_names, same_name
from assistant.text.quotes import Quotation, is_saying, plain_quote, unshield_brackets
from assistant.verify.check_names import named_before
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault

# A quotation may be cut by an ellipsis, or have a writer's words in brackets.
_GAP = re.compile(r"\.\.\.|…|\[[^\]]*\]|\([^)]*\)")
# The most words between two names in a phrase that names one speaker.
_ONE_PHRASE = 4
_PRONOUNS = frozenset("he she they it who i we".split())


def find_quotation_faults(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """Quotations of the claim that are in no evidence, or that somebody else said."""
    for quotation in claim.quotations:
        if quotation.depth:
            continue
        words = unshield_brackets(quotation.words(claim.text))
        holding = [piece for piece in evidence if is_quoted_in(words, piece)]
        if not holding:
            why = f"the quotation “{_shortened(words)}” is in no excerpt"
            yield Fault("quotation", why, quotation.start, quotation.end)
        elif (other := _other_speaker(claim, quotation, words, holding)) is not None:
            why = f"the words “{_shortened(words)}” are {other}'s, not {quotation.speaker}'s"
            yield Fault("speaker", why, quotation.start, quotation.end)


def is_quoted_in(words: str, piece: Indexed) -> bool:
    """Whether quoted words are in the evidence, apart from marks, case and omissions."""
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
    """Who may have said a quotation of the evidence, a pronoun resolved to the names before it."""
    if quotation.speaker is None or quotation.speaker_at is None:
        return []
    if quotation.speaker.lower() not in _PRONOUNS:
        return [quotation.speaker]
    return named_before(piece, quotation.speaker_at.start)


def _other_speaker(
    claim: Indexed, quotation: Quotation, words: str, holding: Sequence[Indexed]
) -> str | None:
    """Who said it instead of the claim's speaker; None if that speaker may have said it."""
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
    """Whether the evidence may attribute the words to the claim's speaker after all.

    The sentence of the quotation names that speaker, and either not the one that was found for it,
    or both in one phrase: "said Google chief legal officer David Drummond".
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
            if near and same_name(speaker, name.text) and _may_speak(name, found, around, piece):
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
