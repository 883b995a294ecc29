"""Sentences that the assistant writes in English, in the language of the page.

They reach the page as plain text, some from answers that were stored long ago, so they are
recognised by their wording: `texts/engine.toml` holds each with its translations.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from ui.date_format import shown_date
from ui.texts import Texts

_FIELD = re.compile(r"\\\{(\w+)\\\}")
_KINDS = {
    "n": r"[\d.,]+ ?%?",
    "article": "“.+”",
    "days": r"[\d\-, a-z]+?",
    "reported": r"[\d\-, a-z]+?",
}
# Dates are shown in words only in these fields: others hold names of files and words of articles.
_DATES = ("days", "reported")
_NAMES = ("file", "home", "path", "source", "where")  # of files and folders, shown as they are
# Fields that hold a sentence of the assistant themselves.
_NESTED = ("why", "hint", "error", "place")
_ISO = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


def translated(sentence: str, t: Texts) -> str:
    """The sentence in the language of the page; in English where it has no translation."""
    return in_language(sentence, t) or sentence


def translated_reasons(reasons: str, t: Texts) -> str:
    """The reasons for a verdict, which semicolons part, each in the language of the page."""
    found = _reasons(reasons.split("; "), t)
    return t("page.semicolon").join(found) if found else reasons


def _reasons(parts: Sequence[str], t: Texts) -> list[str] | None:
    """The translations; None if a part has none. A reason may hold semicolons of its own."""
    if not parts:
        return []
    for end in range(1, len(parts) + 1):
        first = in_language("; ".join(parts[:end]), t)
        rest = _reasons(parts[end:], t) if first else None
        if first and rest is not None:
            return [first, *rest]
    return None


def in_language(sentence: str, t: Texts) -> str | None:
    """The sentence in the language of the page, dates included; None if it has no translation."""
    if t.language == "en":
        return _english(sentence, t)
    for pattern, words in _sentences(t.language):
        found = pattern.fullmatch(sentence.strip())
        if found:
            values = {name: _value(name, value, t) for name, value in found.groupdict().items()}
            return words.format(**values)
    return None


def _english(sentence: str, t: Texts) -> str:
    """The sentence with its dates in words."""
    if not _ISO.search(sentence):
        return sentence
    patterns = (pattern for pattern, _ in _sentences("de"))
    found = next(filter(None, (pattern.fullmatch(sentence) for pattern in patterns)), None)
    spans = [found.span(name) for name in _DATES if name in found.re.groupindex] if found else []
    for start, end in sorted(spans, reverse=True):
        sentence = sentence[:start] + _dated(sentence[start:end], t) + sentence[end:]
    return sentence


def _value(name: str, value: str, t: Texts) -> str:
    """The value of a field, translated if it is a sentence, a list or a date."""
    if name in _NESTED:
        return _nested(value, t).rstrip(".")
    if name in _NAMES:
        return value
    stretch = re.fullmatch(r"from (\S+) to (\S+)", value)
    if stretch and name in _DATES:
        return t("turn.dates", first=shown_date(stretch[1], t), last=shown_date(stretch[2], t))
    value = re.sub(r"(?<=[\d”]) (and|or) (?=[\d“])", lambda m: f" {t(f'dates.{m[1]}')} ", value)
    value = re.sub("“([^”]*)”", lambda m: t("page.quoted", words=m[1]), value)
    return _dated(value, t) if name in _DATES else value


def _nested(sentence: str, t: Texts) -> str:
    """The translation of a sentence within another.

    It may have got a capital letter there; a detail in brackets at its end stays as it is.
    """
    for words, detail in ((sentence, ""), _cut_detail(sentence)):
        for said in (words, words[:1].lower() + words[1:]):
            if found := in_language(said, t):
                opening = found[:1] if said == words else found[:1].upper()
                return opening + found[1:] + detail
    return sentence


def _cut_detail(sentence: str) -> tuple[str, str]:
    words, bracket, detail = sentence.partition(" (")
    return words, bracket + detail


def _dated(text: str, t: Texts) -> str:
    return _ISO.sub(lambda date: shown_date(date[0], t), text)


@cache
def _sentences(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each English sentence as a pattern, those with the most words of their own first."""
    kept = tomllib.loads(files("ui.texts").joinpath("engine.toml").read_text("utf-8"))
    ordered = sorted(kept, key=lambda english: -len(re.sub(r"\{\w+\}", "", english)))
    return tuple((_pattern(english), kept[english][language]) for english in ordered)


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(
        _FIELD.sub(lambda m: f"(?P<{m[1]}>{_KINDS.get(m[1], '.+')})", re.escape(english)), re.DOTALL
    )
