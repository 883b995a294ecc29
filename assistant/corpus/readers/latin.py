"""Tells Western from Central European text (Windows-1252, 1250) by the letters of its words."""

import re
from collections import Counter

from assistant.corpus.language import detect_language

# The letters beside a to z in each language, by the encoding that holds them.
_ALPHABETS = {
    "cp1252": {
        "fr": "àâæçéèêëîïôœùûüÿñ", "de": "äöüßé", "es": "áéíóúüñç", "pt": "áâãàçéêíóôõúü",
        "it": "àèéìíîòóùú", "nl": "éèêëïöüáóí", "ca": "àçéèíïóòúü", "da": "æøåéó", "nb": "æøåéóòô",
        "sv": "åäöéü", "fi": "äöåšž", "is": "áðéíóúýþæö", "et": "õäöüšž",
    },
    "cp1250": {
        "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű",
        "hr": "čćđšž", "sl": "čšž", "ro": "ăâîşţ",
    },
}  # fmt: skip
# Names of several Western languages.
_SEVERAL = {"several": "àáâãäåæçèéêëíîïñóôöøùúûüýßðþ"}
_MARKS = frozenset("‘’‚“”„‹›«»–—…•·´€£§°¿¡¹²³½¼¾ªº±×¥\u00a0\u00ad©®™")
# Signs that are letters in the other encoding where they touch a word: "powiedzia³", "¿e", "£ód".
_IN_WORD = re.compile(
    r"[£¥¾¼ªº¹³±](?=[^\W\d_])|[^\W\d_]{3}[£¾¼¹³]|[^\W\d_][¿±]|¿(?![^?]{0,500}\?)|[a-zß-þ][Ÿ¥]"
)
# A long text has a few words of other languages.
_FOREIGN_SHARE = 0.05
_SAMPLE = 64 * 1024


def latin_encoding(data: bytes) -> str | None:
    """The encoding in which all special letters are of one language; None if there is none.

    Where both encodings read so, the language of the text decides, and without one Windows-1252.
    """
    texts = {name: _decoded(data, name) for name in _ALPHABETS}
    fitting = {name: _languages(text, _ALPHABETS[name]) for name, text in texts.items()}
    fitting = {name: languages for name, languages in fitting.items() if languages}
    if not fitting and _languages(texts["cp1252"], _SEVERAL):
        return "cp1252"
    if len(fitting) < 2 or texts["cp1252"] == texts["cp1250"]:
        return next(iter(fitting), None)
    spoken = {name: detect_language(texts[name] or "") in found for name, found in fitting.items()}
    return "cp1250" if spoken == {"cp1252": False, "cp1250": True} else "cp1252"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)[:_SAMPLE]
    except UnicodeDecodeError:
        return None


def _languages(text: str | None, alphabets: dict[str, str]) -> list[str]:
    """The languages that have the letters of a text; none if signs touch its words."""
    if text is None or _IN_WORD.search(text):
        return []
    special = Counter(c.lower() for c in text if ord(c) > 127 and c not in _MARKS)
    total = special.total()
    if 2 * total > sum(c.isalpha() for c in text):
        return []
    return [
        language
        for language, letters in alphabets.items()
        if sum(special[c] for c in special if c not in letters) <= _FOREIGN_SHARE * total
    ]
