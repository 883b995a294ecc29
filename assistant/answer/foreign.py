"""The notice that an answer is in another language than the articles that it cites."""

from collections.abc import Sequence

from assistant.corpus.language import detect_language
from assistant.reply import Citation, Claim
from assistant.text.words import content_stems

# Shorter texts are too short to tell their language.
_FEWEST_LETTERS = 40
# A sentence in the articles' language shares more of its words with them than this.
_SHARED = 0.4
_NAMES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "ru": "Russian",
    "uk": "Ukrainian", "tr": "Turkish", "ar": "Arabic", "zh": "Chinese", "ja": "Japanese",
    "ko": "Korean", "hi": "Hindi",
}  # fmt: skip


def language_notice(claims: Sequence[Claim], citations: Sequence[Citation]) -> tuple[str, ...]:
    """A sentence for the reader where the claims are in another language than their citations.

    Such claims share only names and figures with the articles, so only those could be compared.
    """
    said = " ".join(claim.text for claim in claims)
    quoted = " ".join(citation.quote for citation in citations)
    if sum(c.isalpha() for c in said) < _FEWEST_LETTERS or _shared(said, quoted) > _SHARED:
        return ()
    ours, theirs = detect_language(said), detect_language(quoted)
    if ours is None or theirs is None or ours == theirs:
        return ()
    return (
        f"The answer is in {_named(ours)}, the articles are in {_named(theirs)}: "
        "only names, numbers, dates and quotations could be checked.",
    )


def _shared(said: str, quoted: str) -> float:
    ours = set(content_stems(said))
    return len(ours & set(content_stems(quoted))) / len(ours) if ours else 1.0


def _named(code: str) -> str:
    return _NAMES.get(code, f"another language ({code})")
