"""Which words can say the same, and which say the contrary."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.verify.tokens import lemma

Relation = Literal["close", "same", "broader", "contrary"]

# A broader word above more words than this ("act", "thing") makes none of them alike.
_TOO_BROAD = 40


@dataclass(frozen=True)
class Lexicon:
    """What the two data files hold, stem by stem; the relations hold both ways."""

    classes: dict[str, str]
    relations: dict[Relation, dict[str, frozenset[str]]]
    above: dict[str, frozenset[str]]


def related(relation: Relation, stem: str) -> frozenset[str]:
    """The stems that stand in a relation to a stem."""
    return read_lexicon().relations[relation].get(stem, frozenset())


def relation_to(stem: str, others: frozenset[str]) -> str:
    """How a word stands to others: `contrary`, `alike` (it can say what one says) or `none`.

    Alike are synonyms, words one of which is broader, synonyms of one synonym, and words that share
    a broader one that is not too broad.
    """
    if related("contrary", stem) & others:
        return "contrary"
    same = related("same", stem)
    if (same | related("broader", stem)) & others:
        return "alike"
    if any(related("same", other) & others for other in same):
        return "alike"
    above = read_lexicon().above
    mine = above.get(stem, frozenset())
    return "alike" if any(mine & above.get(other, frozenset()) for other in others) else "none"


def word_class(word: str) -> str:
    """The class of word that a word most often is: `n`, `v`, `a` or `r`; what is unknown is `n`."""
    low = word.lower()
    if low.endswith("ly"):
        return "r"
    if low.endswith("ing"):
        return "v"
    return read_lexicon().classes.get(lemma(low), "n")


@cache
def read_lexicon() -> Lexicon:
    """Both data files; some 0.1 s, once."""
    found: dict[Relation, dict[str, set[str]]] = {
        "close": defaultdict(set),
        "same": defaultdict(set),
        "broader": defaultdict(set),
        "contrary": defaultdict(set),
    }
    classes: dict[str, str] = {}
    above: dict[str, frozenset[str]] = {}
    below: Counter[str] = Counter()
    for word, classes[word], *parts in _lines("lexicon.txt"):
        for relation, part in zip(found, parts, strict=True):
            _relate(found[relation], [word], part.split())
        _relate(found["same"], [word], parts[0].split())
        above[word] = frozenset(parts[2].split())
        below.update(above[word])
    for left, right in _lines("contraries.txt"):
        _relate(found["contrary"], *([lemma(w) for w in side.split()] for side in (left, right)))
    narrow = frozenset(word for word, count in below.items() if count <= _TOO_BROAD)
    return Lexicon(
        classes,
        {
            r: {word: frozenset(others) for word, others in words.items()}
            for r, words in found.items()
        },
        {word: others & narrow for word, others in above.items()},
    )


def _lines(name: str) -> list[list[str]]:
    text = files("assistant.verify").joinpath(name).read_text(encoding="utf-8")
    return [line.split("|") for line in text.splitlines() if not line.startswith("#")]


def _relate(words: dict[str, set[str]], left: list[str], right: list[str]) -> None:
    for one in left:
        for other in right:
            if one != other:
                words[one].add(other)
                words[other].add(one)
