"""A claim that states as a fact what its evidence only has somebody say."""

from collections.abc import Iterable
from functools import cache

from assistant.text.lexicon import SPEECH_VERBS, read_data
from assistant.text.words import Word, words
from assistant.verify.evidence import Indexed
from assistant.verify.fault import SOFT, Fault
from assistant.verify.passages import Passage, PassageIndex

# A sentence that has so much of the claim, and nearly as much as the best one, can vouch for it.
_ABOUT_IT = 0.3
_NEARLY_AS_GOOD = 0.8
_MOST = 6
_FAULT = Fault(
    "modality", "the excerpt has somebody say it, the answer states it as a fact", 0, 0, sure=SOFT
)


def find_dropped_attribution(claim: Indexed, index: PassageIndex) -> Fault | None:
    """The fault of a claim that turns somebody's words into a fact; None where it does not.

    The claim names no source and has a word of judgement or forecast, and the sentences that have
    most of its words all attribute them to a speaker. A plain fact may be stated without its
    source.
    """
    if names_a_source(claim.words) or not _lower(claim.words) & _word_list("judgement"):
        return None
    ranked = index.ranked(claim.text)[:_MOST]
    least = max([_ABOUT_IT, *(_NEARLY_AS_GOOD * share for share, _ in ranked[:1])])
    best = [passage for share, passage in ranked if share >= least]
    return _FAULT if best and all(_attributes(p, index) for p in best) else None


def names_a_source(said: Iterable[Word]) -> bool:
    """Whether some words tell who vouches for the rest."""
    return bool(_lower(said) & (SPEECH_VERBS | _word_list("source")))


def _attributes(passage: Passage, index: PassageIndex) -> bool:
    """Whether a sentence names a source, outside of quotation marks."""
    piece = index.pieces[passage.piece]
    span = piece.sentences[passage.at]
    quoted = [quotation.inner for quotation in piece.quotations]
    return names_a_source(
        word
        for word in words(piece.text, span.start, span.end)
        if not any(inner.start <= word.start < inner.end for inner in quoted)
    )


def _lower(said: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.text.lower() for word in said)


@cache
def _word_list(name: str) -> frozenset[str]:
    return frozenset(read_data(__package__, "attribution.toml")[name].split())
