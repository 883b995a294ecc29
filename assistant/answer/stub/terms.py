"""What of a question has to stand in a sentence that answers it, and whether it does."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from assistant.retrieve.spelling import edits
from assistant.text.names import is_body, is_country, name_keys
from assistant.text.opposites import alike
from assistant.text.question import Question
from assistant.text.remarks import only_bids
from assistant.text.sentences import split_sentences
from assistant.text.words import Word, stem, words

# Words with which a question points at articles, or asks; they stand in no answer.
_POINTING = frozenset(
    "article articles report reports reported story stories piece account accounts source sources "
    "outlet outlets newspaper coverage mention mentions mentioned mentioning according say says "
    "said tell summarise summarize summary overview compare comparison contrast explain explains "
    "describe list name give please happen happened many much kind type exactly whats whos "
    "wheres hows did does do is are was were fact facts information anything something explanation "
    "written published dated took take takes taken place correspond corresponds amount "
    "regarding equal difference differ respectively answer question know".split()
)
_SPELT = "zero one two three four five six seven eight nine ten eleven twelve".split()
_NUMBERS = {
    form: frozenset([spelt, str(number)])
    for number, spelt in enumerate(_SPELT)
    for form in (spelt, str(number))
}
_SHORTEST_SLIP = 4
_ASIDE = 0.35  # the weight of a word beside the point, against one in the main clause
_NAMED_TYPES = frozenset(["person", "organisation", "place", "date", "reason"])
_ASKS = re.compile(
    r"\?|\b(?:who|whom|whose|what|which|when|where|why|how)\b|^\s*(?:is|are|was|were|do|does|did|has"
    r"|have|had|can|could|will|would|should|summ|compare|list|name|tell|give)",
    re.IGNORECASE,
)
_ASKED_APART = re.compile(r"[^?!]+[?!]*")
_SIDE = re.compile(
    r",?\s(?:when|while|after|before|once|as soon as|in the (?:article|report|story|piece)"
    r"|according to|that led to|regarding)\s(?=\w+\s+\w+)",
    re.IGNORECASE,
)
_OF_PLACES = frozenset(
    "new north south east west northern southern eastern western united white wall san santa los "
    "las el saint st fort mount national international federal supreme security general world "
    "news times post party deal street city state states county house".split()
)
_LONGEST_COUNTRY = 3  # words: "United Arab Emirates"
_COMPOUND = re.compile(r"^(.{2,})[-‐‑](\w+ed|led|based|born|run|held|wide|style|made)$")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or name of the question, the stems that stand for it, and how telling it is.

    `aside` marks a word of a side clause.
    """

    text: str
    forms: frozenset[str]
    weight: float
    named: bool = False
    aside: bool = False


def terms_of(question: Question, vocabulary: frozenset[str]) -> tuple[Term, ...]:
    """The telling words of a question, in order, each once.

    Words of a side clause ("when they met", "in the article about ...") and of sentences that ask
    nothing weigh less, and so do the names of whose words are asked for.
    """
    named = _named_stems(question)
    pointed = {s for name in question.sources for s in (stem(w.text) for w in words(name))}
    main = _main_clause(question.text)
    # Who speaks is told by quotation marks and verbs; what is told apart here is on what.
    speaker = {w.stem for w in words(question.speaker or "")} if question.about else set()
    light = _types_asked_for(question)
    short = _short_forms(question, vocabulary)
    found: dict[frozenset[str], Term] = {}
    for word in _telling(question, pointed):
        forms = forms_of(word)
        told = word.stem
        if not forms & vocabulary and word.text.islower():
            told = _slip_of(word.stem)
        forms |= _slips_in(word.stem, vocabulary)
        inside = any(start <= word.start < end for start, end in main)
        weight = idf(told) * (_ASIDE if word.stem in speaker | light else 1.0)
        forms |= short.get(word.stem, frozenset())
        if word.text.lower() == question.verb:
            forms |= alike(word.stem)
        found.setdefault(
            forms,
            Term(
                word.text,
                forms,
                weight,
                inside and (word.stem in named or " " in word.text),
                not inside,
            ),
        )
    return _with_light_asides(tuple(found.values()))


def _types_asked_for(question: Question) -> set[str]:
    """The words that say what type is wanted and how many; an answer names the thing itself."""
    if question.head is None or question.sought not in _NAMED_TYPES:
        return set()
    number = _SPELT[question.wanted] if question.wanted and question.wanted < len(_SPELT) else ""
    return {stem(question.head), number, str(question.wanted)}


def _with_light_asides(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms with those of side clauses weighing together no more than half of the others."""
    main = sum(term.weight for term in terms if not term.aside)
    aside = sum(term.weight for term in terms if term.aside)
    if not main or not aside:
        return terms
    scale = min(_ASIDE, 0.5 * main / aside)
    return tuple(replace(t, weight=t.weight * scale) if t.aside else t for t in terms)


def asking(text: str) -> str:
    """The sentences of a question that ask, without those that only lead up to them."""
    return " ".join(text[start:end].strip() for start, end in _asking_sentences(text))


def _asking_sentences(text: str) -> list[tuple[int, int]]:
    found = [
        part.span()
        for sentence in split_sentences(text)
        for part in _ASKED_APART.finditer(text, sentence.start, sentence.end)
    ]
    told = [span for span in found if not only_bids(text[slice(*span)])]
    return [span for span in told if _ASKS.search(text[slice(*span)])] or [(0, len(text))]


def _main_clause(text: str) -> list[tuple[int, int]]:
    """The stretches of a question that ask: not the sentences before it, nor its side clauses."""
    return [
        (start, aside.start() if (aside := _SIDE.search(text, start + 12, end)) else end)
        for start, end in _asking_sentences(text)
    ]


def _telling(question: Question, pointed: set[str]) -> Iterable[Word]:
    mixed = not question.text.isupper()  # "US" is no pronoun, but in a question that shouts
    for word in _with_countries(list(_split(words(question.text)))):
        plain = word.text.lower().replace("’", "'")
        stop = word.is_stop and not (word.text.isupper() and len(word.text) > 1 and mixed)
        if stop or plain in _POINTING or plain.removesuffix("'s") in _POINTING:
            continue
        if word.stem in pointed or not word.stem:
            continue
        yield word


def _split(sequence: Iterable[Word]) -> Iterable[Word]:
    """The words, with compounds such as `US-sponsored` taken apart."""
    for word in sequence:
        match = _COMPOUND.match(word.text)
        if match is None:
            yield word
            continue
        for part in words(" ".join(match.groups())):
            yield replace(part, start=word.start, end=word.end)


def _with_countries(sequence: list[Word]) -> Iterable[Word]:
    """The words, with those that name one country ("South Korean") as one."""
    at = 0
    while at < len(sequence):
        size = next(
            (
                n
                for n in range(_LONGEST_COUNTRY, 1, -1)
                if sequence[at].text[:1].isupper()
                and is_country(" ".join(w.text for w in sequence[at : at + n]))
            ),
            1,
        )
        group = sequence[at : at + size]
        text = " ".join(word.text for word in group)
        yield group[0] if size == 1 else Word(text, group[0].start, group[-1].end, stem(text))
        at += size


def _named_stems(question: Question) -> frozenset[str]:
    return frozenset(
        word.stem
        for name in question.names
        for word in words(name)
        if not word.is_stop or word.text.isupper()
    )


def _short_forms(question: Question, vocabulary: frozenset[str]) -> dict[str, frozenset[str]]:
    """For each word of a person's full name the others: after the first time, one of them is used.

    Only where the excerpts hold the whole name; else one of its words may be somebody else's.
    """
    found: dict[str, frozenset[str]] = {}
    for name in question.names if question.sought != "definition" else ():
        parts = frozenset(word.stem for word in words(name))
        if _may_be_a_person(name, name == question.speaker) and parts <= vocabulary:
            found |= dict.fromkeys(parts, parts)
    return found


def _may_be_a_person(name: str, speaks: bool) -> bool:
    """Two words with capitals, or more where somebody speaks, of which none is one of bodies."""
    parts = [word.text for word in words(name)]
    return (
        (len(parts) == 2 or (len(parts) == 3 and speaks))
        and not is_country(name)
        and all(part.istitle() or "-" in part for part in parts)
        and not any(is_body(part) or part.lower() in _OF_PLACES for part in parts)
    )


def forms_of(word: Word) -> frozenset[str]:
    """The stems under which a word may stand: its own, its parts', and its country's name."""
    forms = {word.stem} | _NUMBERS.get(word.text.lower(), frozenset())
    if is_country(word.text):
        forms |= {f"={key}" for key in country_keys(word.text)}
    return frozenset(forms)


def stems_of(sequence: Iterable[Word]) -> frozenset[str]:
    """The stems of words, with compounds in parts, and `=country` for each country named."""
    found: set[str] = set()
    told = list(sequence)
    for at, word in enumerate(told):
        found.add(word.stem)
        if "-" in word.text:
            found.update(stem(part) for part in word.text.split("-") if part)
        if word.text[:1].isupper():
            found.update(_countries_at(tuple(w.text for w in told[at : at + _LONGEST_COUNTRY])))
    return frozenset(found)


@lru_cache(maxsize=8192)
def _countries_at(sequence: tuple[str, ...]) -> frozenset[str]:
    """The keys of the countries that the words begin with: "North Korean envoys"."""
    groups = [" ".join(sequence[:size]) for size in range(1, len(sequence) + 1)]
    return frozenset(
        f"={key}" for group in groups if is_country(group) for key in country_keys(group)
    )


@lru_cache(maxsize=1024)
def country_keys(name: str) -> frozenset[str]:
    """The longer names of a country; initials alone would be those of other names too."""
    return frozenset(key for key in name_keys(name) if len(key) > 3)


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


def is_common(word_stem: str) -> bool:
    """Whether everyday news prose has the stem."""
    return word_stem in _frequencies()


@lru_cache(maxsize=1024)
def _slip_of(word_stem: str) -> str:
    """The everyday stem that an unknown one is a slip away from; itself where there is none."""
    if len(word_stem) < _SHORTEST_SLIP or not word_stem.isalpha() or is_common(word_stem):
        return word_stem
    near = [
        other
        for other in _frequencies()
        if other[0] == word_stem[0] and edits(word_stem, other, 1) <= 1
    ]
    return min(near, key=idf, default=word_stem)


@lru_cache(maxsize=1024)
def _slips_in(word_stem: str, vocabulary: frozenset[str]) -> frozenset[str]:
    """Misspellings of a stem in the excerpts: uncommon stems that are one slip away."""
    if len(word_stem) < _SHORTEST_SLIP or not word_stem.isalpha():
        return frozenset()
    return frozenset(
        other
        for other in vocabulary
        if other[:1] == word_stem[0]
        and len(other) > len(word_stem)
        and other.isalpha()
        and not is_common(other)
        and edits(word_stem, other, 1) <= 1
    )
