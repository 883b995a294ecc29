"""The language that a text is in."""

from assistant.text.lexicon import STOP_WORDS
from assistant.text.words import simple_words

_SAMPLE = 4_000
_FEWEST_WORDS = 8
# In English prose 35 to 50 words in a hundred are such; in its neighbours, which share a few
# ("in", "an", "was"), fewer than 15.
_ENGLISH_SHARE = 0.25


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None where it is too short to tell.

    English is told by its small words alone; for the others a model of 97 languages is loaded
    (py3langid: offline, 4 MB, kept up by the author of trafilatura; larger ones gain nothing on
    texts of an article's length).
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
