"""Analyses a question: the form of its answer, its quoted phrases and its parts."""

import re
from dataclasses import dataclass
from typing import Literal

Form = Literal["fact", "list", "compare", "summary"]


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
    def is_broad(self) -> bool:
        """Whether the answer needs several articles rather than one fact."""
        return self.form in ("compare", "summary") or len(self.parts) > 1


_ASKING = r"who|whom|whose|what|which|when|where|why|how"
_PAPERS = r"(?:articles?|reports?|accounts?|outlets?|sources?|stories|papers?|coverage)"
_COMPARE = re.compile(
    rf"^\W*(?:compare|contrast)\b"
    rf"|\b(?:compared (?:to|with)|compare (?:with|to)|comparison|versus|vs?\.?(?=\s)"
    rf"|differ(?:s|ed|ent|ently|ences?)?|disagree[ds]?|side by side|next to|unlike|as opposed to"
    rf"|in common|each(?: of (?:the|them))? (?:\w+ )?"
    rf"(?:{_PAPERS}|take|took|see|saw|say|said|stress|put|explain)"
    rf"|(?:the|these|those|both) (?:two|three|four|different|various|several) {_PAPERS}"
    rf"|both (?:the )?{_PAPERS}|set .{{3,80}} against)\b"
    rf"|\bcompare\W*$",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:summar(?:y|ies|i[sz]e[ds]?|i[sz]ing)|sum (?:\w+ )?up|overview|outline|recap|gist|rundown"
    r"|key points?|main points?|in (?:short|brief|a nutshell)|brief me|short version|few lines"
    r"|catch me up|timeline|what (?:is|was|are|'s) (?:the |this |these )?(?:article|report|story"
    r"|piece|articles|stories)(?: (?:by|from) .{2,40})? about|what is it about"
    r"|what happened (?:in|at|during|on|after|with|to)|tell me (?:everything |more |all )?about"
    r"|what came out of|the story (?:of|behind|with)|explain (?:the|what))\b",
    re.IGNORECASE,
)
_MANY = r"two|three|four|five|six|seven|eight|nine|ten|\d{1,2}"
_LIST = re.compile(
    rf"^\W*(?:please )?(?:list|enumerate|name (?:all|the|every|{_MANY}|some|a few)"
    rf"|give me (?:a list|all|the names)|who (?:all|are|were)|what are|what were"
    rf"|(?:which|what|the) (?:{_MANY}) (?!years?|months?|weeks?|days?)\w+"
    rf"|{_MANY} \w+|(?:in )?(?:which|what) (?:other |of the )?(?!this|is|was|does|has|news)"
    rf"\w+(?<![sui])s)\b|\b(?:everyone|everybody|all those) who\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,300})[\"”]|(?<!\w)['‘]([^'‘’]{2,300})['’](?!\w)")
_JOINED = re.compile(rf"(?:\?\s+|;\s+|,?\s+(?:and|&)\s+(?=(?:{_ASKING})\b))", re.IGNORECASE)
_CLAUSES = re.compile(r",\s+(?:and\s+|while\s+|or\s+|but\s+)?|\s+while\s+", re.IGNORECASE)
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
    separator = _CLAUSES if len(text.split()) > _LONG else _JOINED
    shortest = 5 if separator is _CLAUSES else 3
    pieces = [piece.strip(" ?,;") for piece in separator.split(text)]
    pieces = [piece for piece in pieces if len(piece.split()) >= shortest]
    return tuple(pieces) if len(pieces) > 1 else (text,)
