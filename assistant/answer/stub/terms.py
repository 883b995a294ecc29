"""What of a question has to stand in a sentence that answers it, and whether it does."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.text.names import is_country, name_keys
from assistant.text.question import Question
from assistant.text.words import Word, stem, words

# Words with which a question points at articles, or asks; they stand in no answer.
_POINTING = frozenset(
    "article articles report reports reported story stories piece account accounts source sources "
    "outlet outlets newspaper coverage mention mentions mentioned mentioning according say says "
    "said tell summarise summarize summary overview compare comparison contrast explain explains "
    "describe list name give please happen happened many much kind type exactly whats whos "
    "wheres hows did does do is are was were fact facts information anything something explanation "
    "written published dated difference differ respectively answer question know".split()
)
_CONTEXT = 3  # a pair of neighbouring words that name a country ("north korea") count as one


@dataclass(frozen=True, slots=True)
class Term:
    """A word or name of the question, the stems that stand for it, and how telling it is."""

    text: str
    forms: frozenset[str]
    weight: float
    named: bool = False


def terms_of(question: Question, vocabulary: frozenset[str]) -> tuple[Term, ...]:
    """The telling words of a question, in order, each once.

    A word that none of the excerpts hold is taken for a misspelling of one that they do, where
    only one or two letters keep them apart.
    """
    named = _named_stems(question)
    pointed = {s for name in question.sources for s in (stem(w.text) for w in words(name))}
    found: dict[frozenset[str], Term] = {}
    for word in _telling(question, pointed):
        forms = forms_of(word)
        if not forms & vocabulary:
            forms |= _respelt(word.stem, vocabulary)
        found.setdefault(forms, Term(word.text, forms, idf(word.stem), word.stem in named))
    return tuple(found.values())


def _telling(question: Question, pointed: set[str]) -> Iterable[Word]:
    for word in words(question.text):
        plain = word.text.lower().replace("’", "'")
        if word.is_stop or plain in _POINTING or plain.removesuffix("'s") in _POINTING:
            continue
        if word.stem in pointed or not word.stem:
            continue
        yield word


def _named_stems(question: Question) -> frozenset[str]:
    return frozenset(w.stem for name in question.names for w in words(name) if not w.is_stop)


def forms_of(word: Word) -> frozenset[str]:
    """The stems under which a word may stand: its own, its parts', and its country's name."""
    forms = {word.stem}
    if is_country(word.text):
        forms |= {f"={key}" for key in name_keys(word.text)}
    return frozenset(forms)


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's words, with compounds in parts, and `=country` for each country."""
    found: set[str] = set()
    sequence = list(words(text))
    for at, word in enumerate(sequence):
        found.add(word.stem)
        if "-" in word.text:
            found.update(stem(part) for part in word.text.split("-") if part)
        for size in range(1, _CONTEXT + 1):
            group = " ".join(w.text for w in sequence[at : at + size])
            if group[:1].isupper() and is_country(group):
                found.update(f"={key}" for key in name_keys(group))
    return frozenset(found)


def covers(term: Term, stems: frozenset[str]) -> bool:
    """Whether a term stands among the stems."""
    return not term.forms.isdisjoint(stems)


def coverage(terms: Sequence[Term], stems: frozenset[str]) -> float:
    """The share of the terms, by weight, that stand among the stems; 0 where there are none."""
    whole = sum(term.weight for term in terms)
    there = sum(term.weight for term in terms if covers(term, stems))
    return there / whole if whole else 0.0


def idf(word_stem: str) -> float:
    """How telling a stem is in news prose, from 1 to some 8; unseen ones most."""
    return _frequencies().get(word_stem, _frequencies()["?"])


@cache
def _frequencies() -> dict[str, float]:
    table = json.loads((files(__package__) / "idf.json").read_text(encoding="utf-8"))
    return {word: float(value) for word, value in table["idf"].items()}


def _respelt(misspelt: str, vocabulary: frozenset[str]) -> frozenset[str]:
    """The stems of the vocabulary that are a letter or two away; none for short words."""
    if len(misspelt) < 5 or not misspelt.isalpha():
        return frozenset()
    allowed = 1 if len(misspelt) < 8 else 2
    near = {
        word: distance
        for word in vocabulary
        if abs(len(word) - len(misspelt)) <= allowed
        and word[:1] == misspelt[:1]
        and (distance := _distance(misspelt, word)) <= allowed
    }
    least = min(near.values(), default=0)
    return frozenset(word for word, distance in near.items() if distance == least)


def _distance(left: str, right: str) -> int:
    """Letters to change, add, drop or swap with their neighbour (Damerau-Levenshtein)."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
