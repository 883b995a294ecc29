"""Detects the language of a text, and reads the codes of languages."""

import re

from assistant.text.lexicon import STOP_WORDS
from assistant.text.words import simple_words

_SAMPLE = 4_000
_FEWEST_WORDS = 8
# In English prose 35 to 50 % of the words are stop words; in related languages, which share some
# of them ("in", "an", "was"), below 15 %.
_ENGLISH_SHARE = 0.25


def language_code(named: str | None) -> str | None:
    """The ISO 639 code in the name of a locale: `en` for `en-GB` and `en_US`; None without one."""
    code = re.split("[-_,]", named or "")[0].strip().lower()
    return code if len(code) in (2, 3) and code.isascii() and code.isalpha() else None


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of a text; None if the text is too short.

    English is recognised by its stop words. Otherwise py3langid is loaded: 97 languages, 4 MB,
    offline, maintained by the author of trafilatura. Larger models are no better on articles.
    """
    sample = text[:_SAMPLE]
    found = simple_words(sample.lower())
    small = sum(word in STOP_WORDS for word in found)
    if len(found) >= _FEWEST_WORDS and small >= _ENGLISH_SHARE * len(found):
        return "en"
    if sum(c.isalpha() for c in sample) < 2 * _FEWEST_WORDS:
        return None
    from py3langid import classify

    return str(classify(sample)[0])
