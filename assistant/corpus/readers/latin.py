"""Tells the encodings of text in Latin letters by the letters of its words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

from assistant.corpus.language import detect_language

# The letters beside a to z in each language.
_WESTERN = {
    "en": "éèêïëöüñç", "fr": "éèàêçôîûùâïëœæüÿñ", "de": "üäößé", "es": "óíáéñúüç",
    "pt": "ãçáéíóõêúâàôü", "it": "èàùòìéíóú", "nl": "ëéïèêöüáóí", "ca": "àéóèíçòúïü",
    "da": "åøæéó", "nb": "åøæéóòô", "sv": "äåöéü", "fi": "äöåšž", "is": "íáðéóþúýæö",
    "et": "äõüöšž",
    # Names of several languages.
    "several": "éáíóöüèçñúãàêøåæäëôïîâõìòùûýßðþœÿ",
}  # fmt: skip
_CENTRAL = {
    "pl": "łąężśćóńź", "cs": "íáéěřčžýšůúňóťď", "sk": "áížčýéšúľťňďôäóĺŕ", "hu": "áéöőóüíúű",
    "hr": "čšžćđ", "sl": "čšž", "ro": "ăîâşţ",
}  # fmt: skip
# Of two encodings that fit alike, the first is taken.
_ALPHABETS = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "iso8859_15": _WESTERN,
    "cp1254": {"tr": "ıüşğçöâîûi\u0307"},
    "cp1257": {"lt": "ėąšųžūčęį", "lv": "āīēšņūžģļčķ", "et": "äõüöšž"},
    "mac_roman": _WESTERN,
    "mac_latin2": _CENTRAL,
}
# These are taken only where the text is in their language.
_ONLY_SPOKEN = ("cp1254", "cp1257")
_MARKS = frozenset("‘’‚“”„‹›«»–—…•·´€£§°¿¡¹²³½¼¾ªº±×¥\u00a0\u00ad©®™")
# Signs that are letters in another encoding where they touch a word: "powiedzia³", "¿e", "£ód",
# "BŸrger", "luned“ la".
_LETTER = r"[^\W\d_]"
_IN_WORD = re.compile(
    rf"[£¥¾¼½ªº¹³±](?={_LETTER})|{_LETTER}{{3}}[£¾¼¹³]|{_LETTER}[¿±]|¿(?![^?]{{0,500}}\?)"
    rf"|[©®¦¬¨¯¸¤¢¶](?=[a-zß-þ])|(?<={_LETTER})[^\w\s!-~’‘·…—–\u00ad](?={_LETTER})"
    rf"|[^\W\d_lL]·(?={_LETTER})"
    r"|[a-zß-þ]“(?= [a-z])|(?<!\S)[ÐÑñï](?!\S)|[\x80-\x9f]"
)
# A long text has a few words of other languages.
_FOREIGN_SHARE = 0.05
_SAMPLE, _MOST_LINES = 64 * 1024, 1_000
_MIXED = "utf-8+"
# Bytes that are not UTF-8, as Python's "surrogateescape" gives them.
_ESCAPED = re.compile("[\udc80-\udcff]+")
_BESIDE_LETTER = re.compile("(?<=[A-Za-z])[\udc80-\udcff]+|[\udc80-\udcff]+(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Latin:
    """An encoding of Latin letters; `is_sure` if no other one fits the text as well."""

    encoding: str
    is_sure: bool


def find_latin(data: bytes, *, mixed: bool = False) -> Latin | None:
    """The encoding in which all special letters are of one language; None if there is none.

    Where several fit, the language of the text decides. A mixed text is UTF-8 except in some lines;
    its encoding is named like "utf-8+cp1250".
    """
    if mixed:
        damaged = (line for line in data.splitlines() if not _is_utf8(line))
        data = b"\n".join(islice(damaged, _MOST_LINES))
        escaped = data.decode("utf-8", "surrogateescape")
        if 2 * len(_BESIDE_LETTER.findall(escaped)) < len(_ESCAPED.findall(escaped)):
            return None
    names = [_MIXED + name if mixed else name for name in _ALPHABETS]
    texts = {name: text for name in names if (text := _sample(data, name)) is not None}
    fits = sorted(
        (*fit, names.index(name), name)
        for name, text in texts.items()
        for fit in _fits(text, _ALPHABETS[name.removeprefix(_MIXED)])
        if fit[1] == 0 or not name.endswith(_ONLY_SPOKEN)
    )
    if not fits:
        return None
    best = fits[0][-1]
    rivals = {texts[fit[-1]] for fit in fits if fit[:2] == fits[0][:2]}
    return Latin(best, is_sure=len(rivals) == 1)


def decode_latin(data: bytes, encoding: str) -> str:
    """The text; in a mixed encoding the bytes that are not UTF-8 are read in the other one.

    Raises:
        UnicodeDecodeError: the bytes are not valid.
    """
    if not encoding.startswith(_MIXED):
        return data.decode(encoding)
    other = encoding.removeprefix(_MIXED)
    text = data.decode("utf-8", "surrogateescape")
    return _ESCAPED.sub(lambda run: run[0].encode("utf-8", "surrogateescape").decode(other), text)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sample(data: bytes, encoding: str) -> str | None:
    try:
        return decode_latin(data, encoding)[:_SAMPLE]
    except UnicodeDecodeError:
        return None


def _fits(text: str, alphabets: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """For each language whose letters a text has, how many of its letters and signs do not fit.

    The second number is 0 where the text is in that language, and 2 for names of several ones.
    """
    special = Counter(c.lower() for c in text if ord(c) > 127 and c not in _MARKS)
    total = special.total()
    if 2 * total > sum(c.isalpha() for c in text):
        return
    odd = len(_IN_WORD.findall(text)) + sum(
        one.islower() and other.isupper() and not other.isascii() for one, other in pairwise(text)
    )
    language = detect_language(text) if odd <= _FOREIGN_SHARE * total else None
    for name, letters in alphabets.items():
        misfits = odd + sum(special[c] for c in special if c not in letters)
        if misfits <= _FOREIGN_SHARE * total:
            yield misfits, (name != language) + (name == "several")
