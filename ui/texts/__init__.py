"""All texts of the page, one file per language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "fr": "Français"}
_COUNTS = ("n", "all", "done", "total")  # fields of texts


class Texts:
    """The texts of one language; missing ones are in English."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._words = _catalogue("en") | _catalogue(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """The text named `section.key`; if it has plural forms, the one for `n`."""
        text = self._words[key]
        if isinstance(text, dict):
            singular = (0, 1) if self.language == "fr" else (1,)
            text = text["one" if values.get("n") in singular else "other"]
        shown = {name: self._counted(name, value) for name, value in values.items()}
        return str(text).format(**shown) if shown else str(text)

    def _counted(self, name: str, value: object) -> object:
        """A count with separators; anything else, a part of a date too, as it is."""
        return self.number(value) if name in _COUNTS and isinstance(value, int) else value

    def number(self, n: float, decimals: int = 0) -> str:
        """A number with the language's separators of thousands and decimals."""
        whole, _, rest = f"{n:,.{decimals}f}".partition(".")
        whole = whole.replace(",", self("dates.thousands"))
        return f"{whole}{self('dates.decimal')}{rest}" if rest else whole

    def __contains__(self, key: str) -> bool:
        return key in self._words

    def section(self, name: str) -> dict[str, str]:
        """All plain texts of a section, for a component to choose from."""
        prefix = f"{name}."
        return {
            key.removeprefix(prefix): text
            for key, text in self._words.items()
            if key.startswith(prefix) and isinstance(text, str)
        }


def language_of(locale: str | None) -> str:
    """The language of a browser's locale if the page has it, else English."""
    language = (locale or "en").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else "en"


@cache
def _catalogue(language: str) -> dict[str, Any]:
    words = tomllib.loads(files("ui.texts").joinpath(f"{language}.toml").read_text("utf-8"))
    return dict(_flat(words, ""))


def _flat(words: Mapping[str, Any], prefix: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in words.items():
        counts = isinstance(value, dict) and "other" in value
        if isinstance(value, dict) and not counts:
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, value))
    return found
