"""The word lists that all analysis of text shares, each defined once in a TOML file beside this.

Everything is in lower case. The lists are small and are read when this module is first imported,
because patterns are built from them.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first, in a group that captures nothing."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


def read_data(package: str, name: str) -> dict[str, Any]:
    """The TOML file of a package."""
    return tomllib.loads((files(package) / name).read_text(encoding="utf-8"))


def phrase_patterns(sections: Mapping[str, str]) -> Callable[..., re.Pattern[str]]:
    """A function that compiles patterns, in which `{name}` is any line of the section `name`.

    The lines are regular expressions, and may name other sections.
    """

    def filled(written: str) -> str:
        return re.sub("{([a-z_]+)}", lambda named: any_line(named[1]), written)

    def any_line(name: str) -> str:
        return f"(?:{filled('|'.join(sections[name].splitlines()))})"

    def pattern(written: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
        return re.compile(filled(written), flags)

    return pattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_dates = read_data(__name__, "dates.toml")
MONTHS: tuple[str, ...] = tuple(_dates["months"])
SHORT_MONTHS: tuple[str, ...] = tuple(_dates["short-months"])
UNAMBIGUOUS_MONTHS = frozenset[str](_dates["unambiguous-months"])
GERMAN_MONTHS: tuple[str, ...] = tuple(_dates["german-months"])
# Other languages' names of months, each with its number
FOREIGN_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(_dates["foreign-months"], 1)
    for name in names.split()
}
WEEKDAYS: tuple[str, ...] = tuple(_dates["weekdays"])
SHORT_WEEKDAYS: tuple[str, ...] = tuple(_dates["short-weekdays"])
# Names of months and days, in full and short
CALENDAR_WORDS = frozenset((*MONTHS, *SHORT_MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS))

_numbers = read_data(__name__, "numbers.toml")
# 0 to 19 by position, and 20, 30 ... 90
ONES: tuple[str, ...] = tuple(_numbers["ones"])
TENS: tuple[str, ...] = tuple(_numbers["tens"])
# Words to their values: "seven" to 7, "seventh" to 7, "million" to 1e6, "dozen" to 12
CARDINALS: dict[str, int] = {word: value for value, word in enumerate(ONES)} | {
    word: 10 * at for at, word in enumerate(TENS, 2)
}
ORDINALS: dict[str, int] = {word: value for value, word in enumerate(_numbers["ordinals"], 1)} | {
    f"{word[:-1]}ieth": 10 * at for at, word in enumerate(TENS, 2)
}
SCALES: dict[str, float] = _numbers["scales"]
# Other languages' words, each with the English one
FOREIGN_SCALES: dict[str, str] = {
    word: scale for scale, words in _numbers["foreign-scales"].items() for word in words.split()
}
SCALE_LETTERS: dict[str, float] = _numbers["scale-letters"]
GROUPS: dict[str, float] = _numbers["groups"]
DENOMINATORS: dict[str, int] = _numbers["denominators"]
FRACTION_SIGNS: dict[str, float] = _numbers["fraction-signs"]
CURRENCY_SIGNS: dict[str, str] = _numbers["currency"]["signs"]
CURRENCY_WORDS = frozenset[str](_numbers["currency"]["words"])
CURRENCY_CODES: tuple[str, ...] = tuple(_numbers["currency"]["codes"])
# Every word that counts, "one" to "trillions"
NUMBER_WORDS = frozenset((*CARDINALS, *SCALES, *GROUPS, *(f"{scale}s" for scale in SCALES)))

_common = read_data(__name__, "words.toml")
STOP_WORDS = _words(_common["stop-words"])
# Words of a question that do not say what it is about
QUESTION_WORDS = STOP_WORDS | _words(_common["asking"])
# Words that often begin a sentence with a capital and are not names
SENTENCE_OPENERS = (
    STOP_WORDS | _words(_common["sentence-openers"]) | set(ONES[1:11]) | set(ORDINALS)
)
OPENERS_AFTER_INITIALS = _words(_common["after-initials"])
NOT_COUNTED = _words(_common["not-counted"])
HEADLINE_WORDS = _words(_common["headline-words"])
# Past tenses and participles that do not end in "ed"
IRREGULAR_PASTS = frozenset(
    form for verb in _common["irregular-verbs"].split(",") for form in verb.split()[1:]
) - {"is", "are", "am", "does", "says"}

_speech = read_data(__name__, "speech.toml")
# Verbs that introduce somebody's words: those that nearly always do, and all that can
SURE_SPEECH_VERBS = _words(_speech["sure"])
SPEECH_VERBS = SURE_SPEECH_VERBS | _words(_speech["possible"])

_names = read_data(__name__, "names.toml")
SHORT_TITLES = _words(_names["short-titles"])
TITLES = SHORT_TITLES | _words(_names["titles"])
TITLE_ENDINGS = _words(_names["title-endings"])
PARTICLES = _words(_names["particles"])
INNER_WORDS = PARTICLES | _words(_names["inner"])
BODIES = _words(_names["bodies"])
OWNERS = _words(_names["owners"])
SHORT_OUTLETS: dict[str, str] = _names["outlets"]

_places = read_data(__name__, "countries.toml")
# Each country's names and adjectives, its main name first
COUNTRIES: tuple[tuple[str, ...], ...] = tuple(map(tuple, _places["countries"]))

# Quotation marks: double ones and guillemets, which hardly ever mean anything else; single ones,
# which are apostrophes too; and what may follow the full stop of a sentence, with the marks that
# close in German („...“, »...«).
DOUBLE_QUOTES = '"“”„«»「」'
SINGLE_QUOTES = "'‘’"
CLOSING_MARKS = "\"'”’»“«)]"
