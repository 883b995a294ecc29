"""Analyses a question: the form of its answer, its quoted phrases and its parts."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.text.dates import Period, find_dates, resolve
from assistant.text.lexicon import phrase_patterns, read_data

Form = Literal["fact", "list", "compare", "summary"]
Detail = Literal["author", "date", "publisher"]
Thing = Literal["amount", "day", "words", "reason"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its text on one line and the form of answer that it asks for.

    `quoted` are the phrases in quotation marks. `parts` are the questions that it consists of; a
    simple question is its own only part.
    """

    text: str
    form: Form
    quoted: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def names_article(self) -> bool:
        """Whether it speaks of an article, and not only of an event."""
        return _ARTICLE.search(self.text) is not None

    @property
    def asks_for(self) -> frozenset[Thing]:
        """The kinds of things that it asks for: an amount, a day, quoted words, a reason."""
        return frozenset(thing for thing, asks in _THINGS.items() if asks.search(self.text))

    @property
    def asks_of_time(self) -> bool:
        """Whether its answer may change, or is about what is now, or about the order of events."""
        return _TIME.search(self.text) is not None

    @property
    def asks_about_library(self) -> bool:
        """Whether it asks what there is to read: "How many articles do you have?"."""
        return _LIBRARY.fullmatch(self.text) is not None

    @property
    def asks_for_detail(self) -> Detail | None:
        """The detail of an article that it asks for: "Who wrote that article?"."""
        return next((name for name, asks in _DETAILS.items() if asks.search(self.text)), None)

    @property
    def is_about_articles(self) -> bool:
        """Whether its answer is what is recorded of the articles, not what they say."""
        return self.asks_about_library or self.asks_for_detail is not None

    @property
    def period(self) -> Period | None:
        """The days it asks about, if it asks for nothing else: "What happened in May 2022?"."""
        dates = [mention for mention in find_dates(self.text) if mention.is_complete]
        if len(dates) != 1 or (dates[0].kind == "year" and not dates[0].text.isdigit()):
            return None  # such as 05/06/2021: nobody knows which is the month
        rest = self.text[: dates[0].start] + self.text[dates[0].end :]
        return resolve(dates[0], None) if _PERIOD_ONLY.fullmatch(rest) else None

    @property
    def is_broad(self) -> bool:
        """Whether the answer needs several articles: a comparison, a summary, or many clauses."""
        has_clauses = len(self.parts) > 1 and _is_long(self.text)
        return self.form in ("compare", "summary") or has_clauses


_pattern = phrase_patterns(read_data(__package__, "question.toml"))
_ARTICLE = _pattern(r"\b{article}\b|\b(?:write|written) about\W*$")
_COMPARE = _pattern(r"^\W*(?:compare|contrast)\b|\b{compare}\b|\bcompare\W*$")
_SUMMARY = _pattern(r"\b{summary}\b")
_LIST = _pattern(r"^\W*(?:please )?{list}\b|\b(?:everyone|everybody|all those) who\b")
_HOW_MANY = _pattern(r"\bhow (?:many|much)\b")
_LIBRARY = _pattern(r"\W*{library}{readable}(?:\W|\b{library_rest}\b)*")
_DETAILS: dict[Detail, re.Pattern[str]] = {
    "author": _pattern(r"\b{author}\b.*\b{that_article}\b"),
    "date": _pattern(r"\b{date} {that_article}\b"),
    "publisher": _pattern(r"\b{publisher}\b.*\b{that_article}\b"),
}
_THINGS: dict[Thing, re.Pattern[str]] = {
    "amount": _pattern(r"\b{asks_amount}\b"),
    "day": _pattern(r"\b{asks_day}\b"),
    "words": _pattern(r"\b{asks_words}\b"),
    "reason": _pattern(r"\b{asks_reason}\b"),
}
_TIME = _pattern(r"\b{changing}\b|\b{now}\b|\b{order}\b")
_PERIOD_ONLY = _pattern(r"(?:\W|\b{period}\b)*")
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,300})[\"”]|(?<!\w)['‘]([^'‘’]{2,300})['’](?!\w)")
_JOINED = _pattern(
    r"\?\s+|;\s+|,?\s+(?:and|&)\s+(?=(?:who|whom|whose|what|which|when|where|why|how)\b)"
)
_CLAUSES = _pattern(r",\s+(?:and\s+|while\s+|or\s+|but\s+)?|\s+while\s+")
_LONG = 25  # words: a longer question is split at its commas


def analyse(question: str) -> Question:
    """Analyse a question; never fails."""
    text = " ".join(question.split())
    quoted = tuple(a or b for a, b in _QUOTED.findall(text))
    return Question(text, _form(text), quoted, _parts(text))


def _form(text: str) -> Form:
    if _COMPARE.search(text):
        return "compare"
    if _SUMMARY.search(text):
        return "summary"
    if _LIST.search(text) and not _HOW_MANY.search(text):
        return "list"
    return "fact"


def _parts(text: str) -> tuple[str, ...]:
    separator = _CLAUSES if _is_long(text) else _JOINED
    shortest = 5 if separator is _CLAUSES else 3
    pieces = [piece.strip(" ?,;") for piece in separator.split(text)]
    pieces = [piece for piece in pieces if len(piece.split()) >= shortest]
    return tuple(pieces) if len(pieces) > 1 else (text,)


def _is_long(text: str) -> bool:
    """Whether it is one long question; a follow-up joined with earlier ones is several."""
    return len(text.split()) > _LONG and "? " not in text
