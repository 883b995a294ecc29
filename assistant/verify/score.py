"""How surely a paraphrase is supported: its signs weighed by weights that were fitted."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from assistant.reader.sentence_evidence import logistic
from assistant.verify.fault import Fault
from assistant.verify.gaps import Gap, find_gaps
from assistant.verify.lexicon import relation_to, word_class
from assistant.verify.reading import Reading
from assistant.verify.tokens import NEGATIONS, Token

# What speaks against a claim and what for it; the fit keeps to these directions.
AGAINST = (
    "missing",  # a number, date or name that the evidence does not have at all
    "number",  # a number that stands elsewhere in it
    "name",  # a name that stands elsewhere in it
    "capital",  # another capitalised word that stands elsewhere
    "negation",
    "modality",
    "noun",  # a noun of other meaning than the words of the place
    "adjective",
    "contrary",  # a word contrary to one of the place
    "exchanged",  # a noun in the very place of another
    "near",  # an exchanged word in a sentence that is else the evidence's own
    "role",
)
FOR = (
    "alike",  # a word that can say what one of the place says
    "alike_there",  # the same in the very place of the other
    "found",  # the share of telling words that were found
)
FREE = ("verb",)  # a verb of other meaning than the words of the place
_MOST = 4
_COMMON = 3
_TIGHT = 3


def signs_of(readings: Sequence[Reading], typed: Sequence[Fault]) -> dict[str, float]:
    """What speaks for and against a claim, as counts; no sign counts more often than four times."""
    counts = Counter("missing" for fault in typed if fault.kind in ("date", "name"))
    for reading in readings:
        counts.update(_signs_of_words(reading))
        counts.update(sign for gap in find_gaps(reading.alignment) for sign in _signs_of_gap(gap))
        counts.update(_signs_of_faults(reading))
    signs = {sign: float(min(count, _MOST)) for sign, count in counts.items()}
    found = [reading.share_found for reading in readings]
    return signs | {"found": sum(found) / len(found) if found else 0.0}


def probability(signs: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """How probably a claim with these signs is supported, by the fitted weights or by others."""
    weights = _weights() if weights is None else weights
    total = weights["intercept"] + sum(weights.get(s, 0.0) * value for s, value in signs.items())
    return logistic(total)


def _signs_of_words(reading: Reading) -> Iterator[str]:
    """One sign for each telling word that has no place."""
    places = reading.alignment.piece.places
    for token in reading.unfound:
        if token.is_negation:
            yield from [] if reading.local & NEGATIONS else ["negation"]
        elif token.modality:
            yield "modality"
        elif token.kind != "word" or token.text[:1].isupper():
            yield from _sign_of_name(token, len(places.get(token.key, ())))
        elif token.key not in reading.local:
            yield from _sign_of_word(token, reading)


def _sign_of_name(token: Token, seen: int) -> Iterator[str]:
    """A number or name out of its place; what the whole evidence is about is never out of place."""
    if token.kind == "word":
        yield from ["capital"] if 0 < seen < _COMMON else []
    elif not seen:
        yield "missing"
    elif token.kind == "number" or seen < _COMMON:
        yield "number" if token.kind == "number" else "name"


def _sign_of_word(token: Token, reading: Reading) -> Iterator[str]:
    relation = relation_to(token.key, reading.local)
    kind = word_class(token.text)
    there = token.key in reading.alignment.piece.places
    if relation == "contrary":
        yield from ["contrary"] if kind != "v" or there else []
    elif relation == "alike":
        yield from [] if there else ["alike"]
    elif kind == "n":
        yield "noun"
    elif kind == "v":
        yield from [] if there else ["verb"]
    elif there or kind == "r":
        yield "adjective"


def _signs_of_gap(gap: Gap) -> Iterator[str]:
    """What an exchange of one or two words in the very same place says."""
    mine = [token for token in gap.claim if not token.is_harmless]
    theirs = [token for token in gap.evidence if not token.is_harmless]
    if not 0 < len(mine) < _TIGHT or not 0 < len(theirs) <= _TIGHT or gap.dropped:
        return
    last = mine[-1]
    if last.is_negation:
        return
    if last.kind != "word" or last.text[:1].isupper():
        yield "number" if last.kind == "number" else "name"
        return
    relation = relation_to(last.key, frozenset(token.key for token in theirs))
    if relation == "alike":
        yield "alike_there"
    elif relation == "contrary":
        yield "contrary"
    elif word_class(last.text) == "n":
        yield "exchanged"


def _signs_of_faults(reading: Reading) -> Iterator[str]:
    for fault in reading.faults:
        if fault.kind in ("modality", "role", "negation"):
            yield fault.kind
        elif reading.is_near and fault.kind in ("word", "name", "number"):
            yield {"word": "near"}.get(fault.kind, fault.kind)


@cache
def _weights() -> dict[str, float]:
    """The weights that bench/fit_checking.py wrote."""
    text = files("assistant.verify").joinpath("weights.json").read_text(encoding="utf-8")
    return dict(json.loads(text)["weights"])
