"""A claim that states as a fact what its evidence only has somebody say."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.text.quotes import is_saying
from assistant.text.words import words
from assistant.verify.evidence import Indexed
from assistant.verify.fault import SOFT, Fault
from assistant.verify.passages import PassageIndex, RankedSentence

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
# A sentence that says as much of the claim as this tells who vouches for it.
_ABOUT_IT = 0.3
_NEARLY_AS_GOOD = 0.8
_SPOKEN = 0.5
_HEAD = 300


_FAULT = Fault(
    "modality", "the excerpt has somebody say it, the answer states it as a fact", 0, 0, sure=SOFT
)


def find_dropped_attribution(claim: Indexed, index: PassageIndex) -> Fault | None:
    """The fault of a claim that turns somebody's words into a fact; None where it does not.

    The claim names no source, and the sentences that have most of its words all attribute them to
    a speaker. A plain fact may be stated without its source: one with no word of judgement or
    forecast, whose evidence presents it as a report and not as a view. In a column or an editorial
    the speaker is the author.
    """
    if names_a_source(claim.text):
        return None
    ranked = index.ranked(claim.text)
    best = [p for p in ranked[:6] if p.score >= max(_ABOUT_IT, _NEARLY_AS_GOOD * ranked[0].score)]
    is_judgement = bool(_lower(claim.text) & _table()["judgement"])
    if best and is_judgement and all(_is_opinion(index.pieces[p.piece]) for p in best):
        return _FAULT
    if not best or not all(_attributes(p, claim, index) for p in best):
        return None
    if not is_judgement and not any(_lower(p.text) & _table()["view"] for p in best):
        return None
    return _FAULT


def names_a_source(text: str) -> bool:
    """Whether a text says who vouches for what it says."""
    low = _lower(text)
    return bool(low & (_table()["source"] | _table()["view"])) or any(map(is_saying, low))


def is_opinion(*known: str | None) -> bool:
    """Whether an article is its author's opinion, by its title, publisher or head."""
    return bool(_lower(" ".join(filter(None, known))) & _table()["opinion-piece"])


def _is_opinion(piece: Indexed) -> bool:
    return is_opinion(piece.evidence.title, piece.evidence.publisher, piece.text[:_HEAD])


def _attributes(passage: RankedSentence, claim: Indexed, index: PassageIndex) -> bool:
    """Whether a sentence has most of the words it shares with the claim said by somebody."""
    piece = index.pieces[passage.piece]
    shared = [
        word
        for word in words(piece.text, passage.span.start, passage.span.end)
        if word.stem in claim.stems and not word.is_stop
    ]
    quoted = [q.inner for q in piece.quotations if q.depth == 0]
    inside = [w for w in shared if any(q.start <= w.start < q.end for q in quoted)]
    return len(inside) > _SPOKEN * len(shared) or names_a_source(_QUOTED.sub(" ", passage.text))


def _lower(text: str) -> frozenset[str]:
    return frozenset(match.group().lower() for match in _WORD.finditer(text))


@cache
def _table() -> dict[str, frozenset[str]]:
    text = files("assistant.verify").joinpath("attribution.toml").read_text(encoding="utf-8")
    return {name: frozenset(found) for name, found in tomllib.loads(text).items()}
