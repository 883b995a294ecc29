"""Sentences that the assistant writes in English, in the language of the page."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from ui.dates import shown_date
from ui.texts import Texts

_FIELD = re.compile(r"\\\{(\w+)\\\}")
_KINDS = {"n": r"[\d.,]+ ?%?", "days": r"[\d\-, a-z]+?", "reported": r"[\d\-, a-z]+?"}
_ISO = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


def in_language(sentence: str, t: Texts) -> str | None:
    """The sentence in the language of the page, its dates too; None where it is not known."""
    if t.language == "en":
        return _dated(sentence, t)
    for pattern, words in _sentences(t.language):
        found = pattern.fullmatch(sentence.strip())
        if found:
            values = {name: _listed(value, t) for name, value in found.groupdict().items()}
            return words.format(**values)
    return None


def _listed(value: str, t: Texts) -> str:
    """Captured words or dates, with the conjunctions of a list of them."""
    stretch = re.fullmatch(r"from (\S+) to (\S+)", value)
    if stretch:
        return t("turn.dates", first=shown_date(stretch[1], t), last=shown_date(stretch[2], t))
    value = re.sub(r"(?<=[\d”]) (and|or) (?=[\d“])", lambda m: f" {t(f'dates.{m[1]}')} ", value)
    return _dated(value, t)


def _dated(text: str, t: Texts) -> str:
    return _ISO.sub(lambda date: shown_date(date[0], t), text)


@cache
def _sentences(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    kept = tomllib.loads(files("ui.texts").joinpath("engine.toml").read_text("utf-8"))
    return tuple((_pattern(one["en"]), one[language]) for one in kept["sentence"])


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(
        _FIELD.sub(lambda m: f"(?P<{m[1]}>{_KINDS.get(m[1], '.+')})", re.escape(english)),
        re.DOTALL,
    )
