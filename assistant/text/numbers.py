"""Numbers with their spans: digits and words, units, approximations, ordinals, shares, ranges."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assistant.text import lexicon
from assistant.text.lexicon import any_of, phrase_patterns, read_data
from assistant.text.words import stem

Bound = Literal["exact", "about", "more", "less"]
Kind = Literal["count", "percent", "money", "ordinal", "year", "clock", "fraction"]

_PLURAL_SCALES = {f"{word}s": value for word, value in lexicon.SCALES.items()}
_MULTIPLES = lexicon.SCALES | _PLURAL_SCALES | lexicon.GROUPS | {"dozens": 12.0, "scores": 20.0}
_LOOSE = frozenset((*_PLURAL_SCALES, "dozens", "scores"))
_MONEY_STEMS = frozenset(map(stem, lexicon.CURRENCY_WORDS))

_WORD_NUMBER = any_of((*lexicon.CARDINALS, "dozen", "half-dozen"))
_ORDINAL_WORD = any_of(lexicon.ORDINALS)
_SCALE_WORD = any_of((*lexicon.SCALES, "dozen"))
_SIGN = "".join(lexicon.CURRENCY_SIGNS)
_CODE = rf"(?:{any_of(lexicon.CURRENCY_CODES)}|Rs\.?)"
_FRACTION = "".join(lexicon.FRACTION_SIGNS)
_NUMBER = re.compile(
    rf"""
    (?<![\w.,/])(?P<clock>\d{{1,2}}:\d\d(?![\d:])|\d{{1,2}}\.\d\d(?=\s?[ap]\.?m\b))
  | (?<![\w.])(?P<currency>(?:US|AU|A|C|CA|HK|NZ|S|R)?[$]|[{_SIGN}]|{_CODE}\s?)?
    (?P<figure>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+|\d+)(?P<vulgar>[{_FRACTION}])?
    (?:(?P<th>st|nd|rd|th)\b
      |(?P<letter>{any_of(lexicon.SCALE_LETTERS)})\b(?!\.?m\b)
      |(?P<plural>'?s)\b
      |[\s-]?(?P<scale>{_SCALE_WORD})\b(?!s))?
    (?![\w]|,\d|\.\d)
  | (?<![\w])(?P<alone>[{_FRACTION}])
  | (?<![\w'’])(?P<spelt>
      (?:\b(?:{_WORD_NUMBER}|{_SCALE_WORD}|a(?=\s(?:{_SCALE_WORD})\b))
         (?:-|\s(?:and\s)?(?=(?:{_WORD_NUMBER}|{_SCALE_WORD})\b)|(?<=ty|ed|nd)\s(?=\w))?)+
      (?:(?<=ty[-\s]|ed[-\s]|nd[-\s])(?:{_ORDINAL_WORD}))?
    | {_ORDINAL_WORD}
    | (?:the\ |a\ |an\ )?(?<![\w-])half(?=\s(?:of|the|a|an|its|their|his|her|all|as)\b|-)
    | (?:hundreds|thousands|millions|billions|trillions|dozens|scores)
      (?:\sof\s(?:thousands|millions))?
    )(?![\w])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?P<points>[\s-]percentage[\s-]points?\b)|\s?%|[\s-](?:percent|per\scent|pct)\b",
    re.IGNORECASE,
)
_FRACTION_TAIL = re.compile(rf"[\s-]({any_of(lexicon.DENOMINATORS)})s\b|[\s-]half\b", re.IGNORECASE)
_UNIT = re.compile(r"[ \u00a0-](?:of\s)?(?P<unit>[^\W\d_]+(?:['’][^\W\d_]+)*)")
_ABOUT = phrase_patterns(read_data(__package__, "numbers.toml"))(
    r"\b(?:(?P<about>{about})|(?P<more>{more})|(?P<less>{less}))\s+$"
)
# "One" is mostly a pronoun, and "second" mostly not a count.
_WEAK = frozenset({"one", "second", "first", "zero"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    `value` is its value: 4e6 for "4 million", 0.667 for "two-thirds", 10 for "10%". `unit` is the
    stem of the next word ("barrel", "dollar"), or None. `counted` are the stems of the words that
    name what is counted. `bound` is how it is hedged. `digits` is the number of significant
    digits. `weak` marks words such as "one" that seldom state a number.
    """

    text: str
    start: int
    end: int
    value: float
    kind: Kind
    unit: str | None = None
    bound: Bound = "exact"
    digits: int = 1
    weak: bool = False
    counted: tuple[str, ...] = ()


def find_numbers(text: str) -> list[Number]:
    """The numbers of a text, in order.

    Digits inside names ("COVID-19", "G7") are not numbers. A range ("5 to 7", "2016-17") gives
    two numbers; a shortened second one is completed.
    """
    found: list[Number] = []
    for match in _NUMBER.finditer(text):
        if _inside_a_name(text, match):
            continue
        number = _read(text, match)
        found.append(_completed(found[-1], number, text) if found else number)
    return list(_spread_scales(found, text))


def same_number(claimed: Number, found: Number) -> bool:
    """Whether the number found states the claimed one, in another form or before rounding."""
    if "ordinal" in (claimed.kind, found.kind) and claimed.kind != found.kind:
        return False
    if _is_share(claimed) and _is_share(found) and claimed.kind != found.kind:
        return _near(_share(claimed), _share(found), 0.01 if claimed.bound == "exact" else 0.05)
    if _is_share(claimed) != _is_share(found):
        return False
    if _near(claimed.value, found.value, 1e-9):
        return True
    if claimed.bound != "exact" and claimed.digits < found.digits:
        return _near(claimed.value, found.value, 0.06)
    return _rounds_to(found, claimed)


def agree_on_unit(claimed: Number, found: Number) -> bool:
    """Whether both can count the same thing; true if one does not say what it counts."""
    if "money" in (claimed.kind, found.kind):
        return claimed.kind == found.kind and claimed.unit == found.unit
    if not claimed.counted or not found.counted:
        return True
    return bool(set(claimed.counted) & set(found.counted))


def _inside_a_name(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 2) : match.start()]
    return (
        match["figure"] is not None
        and len(before) == 2
        and before[1] in "-–‑"
        and before[0].isalpha()
        and match["scale"] is None
    )


def _read(text: str, match: re.Match[str]) -> Number:
    if match["clock"]:
        hours, minutes = re.split(r"[:.]", match["clock"])
        return Number(
            match.group(), *match.span(), int(hours) * 60 + int(minutes), "clock", digits=4
        )
    if match["alone"]:
        return _with_unit(text, match, lexicon.FRACTION_SIGNS[match["alone"]], "fraction", 2)
    if match["spelt"]:
        return _read_spelt(text, match)
    return _read_figure(text, match)


def _read_figure(text: str, match: re.Match[str]) -> Number:
    figure = match["figure"]
    value = float(figure.replace(",", "")) + lexicon.FRACTION_SIGNS.get(match["vulgar"] or "", 0.0)
    value *= lexicon.SCALE_LETTERS.get((match["letter"] or "").lower(), 1.0)
    value *= (lexicon.SCALES | lexicon.GROUPS).get((match["scale"] or "").lower(), 1.0)
    digits = len(figure.replace(",", "").replace(".", "").rstrip("0").lstrip("0")) or 1
    if match["th"]:
        return _with_unit(text, match, value, "ordinal", digits)
    if match["currency"]:
        sign = match["currency"].strip()
        unit = lexicon.CURRENCY_SIGNS.get(sign[-1], sign.lower())
        return Number(
            match.group(), *match.span(), value, "money", unit, _bound(text, match.start()), digits
        )
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", figure) and not match["scale"] and not match["letter"]:
        return _with_unit(text, match, value, "year", 4)
    return _with_unit(text, match, value, "count", digits)


def _read_spelt(text: str, match: re.Match[str]) -> Number:
    spelt = match["spelt"].lower().rstrip("- ")
    stop = match.start() + len(spelt)
    fraction = _FRACTION_TAIL.match(text, stop)
    words = [word for word in re.split(r"[\s-]+", spelt) if word not in ("and", "a", "an", "the")]
    if fraction and words and words[-1] in lexicon.CARDINALS:
        below = lexicon.DENOMINATORS[(fraction.group(1) or "half").lower()]
        return _fraction(text, match.start(), fraction.end(), _value_of(words) / below)
    if words == ["half"]:
        return _fraction(text, match.start(), stop, 0.5)
    kind: Kind = "ordinal" if words and words[-1] in lexicon.ORDINALS else "count"
    loose = any(word in _LOOSE for word in words)
    number = _with_unit(text, match, _value_of(words), kind, 1 if loose else 3, stop)
    if loose:
        return replace(number, bound="about")
    return replace(number, weak=spelt in _WEAK)


def _fraction(text: str, start: int, end: int, value: float) -> Number:
    return Number(
        text[start:end], start, end, value, "fraction", bound=_bound(text, start), digits=2
    )


def _value_of(words: list[str]) -> float:
    """The value of number words in order: "two hundred and five thousand"."""
    total, part = 0.0, 0.0
    for word in words:
        if word in lexicon.CARDINALS:
            part += lexicon.CARDINALS[word]
        elif word in lexicon.ORDINALS:
            part += lexicon.ORDINALS[word]
        elif word in ("hundred", "dozen", "dozens", "scores", "hundreds"):
            part = (part or 1.0) * _MULTIPLES[word]
        elif word in lexicon.SCALES or word in _PLURAL_SCALES:
            total += (part or 1.0) * _MULTIPLES[word]
            part = 0.0
    return total + part


def _with_unit(
    text: str, match: re.Match[str], value: float, kind: Kind, digits: int, stop: int | None = None
) -> Number:
    stop = match.end() if stop is None else stop
    bound = _bound(text, match.start())
    share = _SHARE.match(text, stop)
    if share is not None and (share["points"] or kind != "ordinal"):
        span = (match.start(), share.end())
        kind, unit = ("count", "percentagepoint") if share["points"] else ("percent", "percent")
        return Number(text[slice(*span)], *span, value, kind, unit, bound, digits)
    counted = () if kind == "year" else _counted(text, stop)
    first = counted[0] if counted else None
    if first in _MONEY_STEMS:
        kind = "money"
    span = (match.start(), stop)
    return Number(text[slice(*span)], *span, value, kind, first, bound, digits, counted=counted)


def _counted(text: str, stop: int) -> tuple[str, ...]:
    """The stems of the words after a number, up to the first that cannot belong to its noun."""
    stems: list[str] = []
    while len(stems) < 4 and (match := _UNIT.match(text, stop)) is not None:
        if match["unit"].lower() in lexicon.NOT_COUNTED:
            break
        stems.append(stem(match["unit"]))
        stop = match.end()
    return tuple(stems)


def _bound(text: str, start: int) -> Bound:
    match = _ABOUT.search(text, max(0, start - 24), start)
    if match is None:
        return "exact"
    return "about" if match["about"] else "more" if match["more"] else "less"


def _completed(before: Number, number: Number, text: str) -> Number:
    """The second year of "2016-17" in full."""
    between = text[before.end : number.start]
    cut = before.kind == "year" and number.kind == "count" and re.fullmatch(r"\d\d", number.text)
    if cut and between in ("-", "–", "/"):
        return replace(
            number, value=before.value // 100 * 100 + number.value, kind="year", unit=None
        )
    return number


def _spread_scales(numbers: list[Number], text: str) -> Iterator[Number]:
    """Gives the first number of a range the unit of the second: "5 to 7%", "3 or 4 barrels"."""
    for number, after in pairwise(numbers):
        is_bare = number.kind in ("count", "money") and number.unit in (None, "to", "or")
        has_unit = after.kind in ("count", "percent", "money")
        between = text[number.end : after.start]
        if is_bare and has_unit and re.fullmatch(r"\s?(?:-|–|to|or|and)\s?", between):
            kind = after.kind if number.kind == "count" else number.kind
            yield replace(number, unit=after.unit, kind=kind, counted=after.counted)
        else:
            yield number
    yield from numbers[-1:]


def _is_share(number: Number) -> bool:
    return number.kind in ("percent", "fraction")


def _share(number: Number) -> float:
    return number.value / 100 if number.kind == "percent" else number.value


def _near(left: float, right: float, tolerance: float) -> bool:
    return math.isclose(left, right, rel_tol=tolerance, abs_tol=1e-12)


def _rounds_to(found: Number, claimed: Number) -> bool:
    """Whether a more exact number rounds to the claimed one: 5,093 to 5,100, but not 23 to 20."""
    if found.kind in ("year", "clock", "ordinal") or found.digits <= max(claimed.digits, 2):
        return False
    if claimed.digits < 2 or found.value == 0:
        return False
    places = claimed.digits - 1 - math.floor(math.log10(abs(found.value)))
    return _near(round(found.value, places), claimed.value, 1e-9)
