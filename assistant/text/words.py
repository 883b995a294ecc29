"""Words with their spans, and their stems."""

import re
import threading
import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from assistant.text.lexicon import STOP_WORDS

# Letters with inner apostrophes, hyphens or dots ("U.S.", "Jong-un's"), or digits with signs.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|[$€£¥₹]?\d+(?:[.,:/]\d+)*(?:%|(?:st|nd|rd|th)\b)?"
    r"|[^\W_]+(?:(?:['’\-‐‑\u00ad]|[-‐]\r?\n(?=[^\W\dA-Z_]))[^\W_]+)*"
)
_SIMPLE_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Ligatures and presentation forms: one character for several letters, or for a letter's shape
_PRESENTATION = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")
# A word that is hyphenated at the end of a line goes on with a small letter.
_BROKEN = re.compile(r"(?<=[^\W\d_]{2})[-‐][ \t]*\r?\n[ \t]*(?=[^\W\d_A-Z])")
_LONGEST_HALF = 64
_LAST_HALF = re.compile(r"[^\W_]+\Z")
_FIRST_HALF = re.compile(rf"[^\W_]{{1,{_LONGEST_HALF}}}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its offsets and its stem in lower case."""

    text: str
    start: int
    end: int
    stem: str

    @property
    def is_stop(self) -> bool:
        """Whether the word carries no content of its own."""
        return self.text.lower() in STOP_WORDS


class _Stemmers(threading.local):
    """One stemmer for each thread, because a stemmer holds the word it works on."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()


def without_surrogates(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair, which has no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def without_possessive(word: str) -> str:
    """The word without `'s` at its end."""
    return word.removesuffix("'s").removesuffix("’s")


def plain_letters(text: str) -> str:
    """The text with ligatures and presentation forms replaced by letters, without soft hyphens.

    Offsets into the result are not offsets into the text.
    """
    letters = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return letters.replace("\u00ad", "")


def whole_words(text: str) -> str:
    """The plain letters of a text, with words joined that are hyphenated at the end of a line."""
    return _BROKEN.sub("", plain_letters(text))


def broken_words(text: str) -> list[str]:
    """The words that are hyphenated at the end of a line, each joined to one.

    At most 64 letters of each half are read, which bounds the time for a text without spaces.
    """
    found: list[str] = []
    for hyphen in _BROKEN.finditer(text):
        first = _LAST_HALF.search(text, max(0, hyphen.start() - _LONGEST_HALF), hyphen.start())
        second = _FIRST_HALF.match(text, hyphen.end())
        if first and second:
            found.append(first[0] + second[0])
    return found


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a word in lower case, without accents, possessive or dots of initials."""
    whole = whole_words(word) if "\n" in word or "\u00ad" in word else word
    folded = unicodedata.normalize("NFKD", whole.lower().replace("’", "'"))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = folded.removesuffix("'s").replace(".", "") if not folded[:1].isdigit() else folded
    return str(_stemmers.english.stemWord(folded))


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of `text[start:end]`, in order, with offsets into `text`."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(match.group(), match.start(), match.end(), stem(match.group()))


def simple_words(text: str) -> list[str]:
    """The words of a text as plain strings; hyphenated words and initials are split."""
    return _SIMPLE_WORD.findall(text)


def codes(text: str) -> set[str]:
    """The codes in a text, in lower case and without hyphens: "Model3", "MH370", "KX-4471".

    Words that end in one digit after three letters, or in three digits. Shorter ones, such as
    "G7" and "COVID-19", are often written in other ways.
    """
    found = set()
    for word in words(text):
        code = without_possessive(word.text.lower()).replace("-", "")
        letters = letters_of(code)
        digits = len(code) - len(letters)
        is_joined = len(letters) >= 3 and "-" not in word.text
        if letters.isalpha() and (digits >= 3 or (digits and is_joined)):
            found.add(code)
    return found


def has_code(text: str, asked: Set[str]) -> bool:
    """Whether a text has one of the codes, in any spelling: "iphone15" is in "the iPhone 15's"."""
    if not asked:
        return False
    plain = "".join(filter(str.isalnum, text.lower()))
    return any(re.search(rf"{re.escape(code)}(?!\d)", plain) for code in asked)


def letters_of(code: str) -> str:
    """The letters of a code, which others of its series share: "testwick" of "testwick99"."""
    return code.rstrip("0123456789")


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry content, in order, repetitions included."""
    return [word.stem for word in words(text) if not word.is_stop]


def search_stems(text: str) -> frozenset[str]:
    """The stems of the simple words that carry content: what search compares."""
    lowered = {word.lower() for word in simple_words(text)}
    return frozenset(filter(None, map(stem, lowered - STOP_WORDS)))
