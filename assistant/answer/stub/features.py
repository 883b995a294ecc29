"""What is measured of a sentence, and of a question with its best sentences; all from 0 to 1."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.speech import is_named, speaks
from assistant.answer.stub.terms import Term, coverage, covers
from assistant.answer.stub.types import counts_head, holds, nearness
from assistant.text.question import Question
from assistant.text.words import stem

_KINDS = ("person", "date", "definition", "place", "count", "measure", "money")
_TELLING = (
    "cosine", "own", "behind_own", "behind_with_before", "behind_cosine", "near_own", "length",
    "place", "with_title",
)  # fmt: skip
SPOKEN = 0.7  # reported at least, not only named
HEAVIEST = 9.3  # the weight of a word that news prose hardly ever has
_PRONOUN = re.compile(
    r"[“\"'‘]?(?:he|she|it|they|his|her|its|their|this|that|these|those|such|both)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its measures and how likely it is to be evidence."""

    sentence: Sentence
    measures: dict[str, float]
    relevance: float = 0.0


def measure_sentence(
    question: Question, terms: Sequence[Term], sentence: Sentence, cosine: float
) -> dict[str, float]:
    """The measures of one sentence; `cosine` is 0 where nothing was embedded."""
    own = coverage(terms, sentence.stems)
    named = [term for term in terms if term.named]
    with_before = coverage(terms, sentence.stems | sentence.stems_before)
    near = nearness(question, terms, sentence)
    return {
        "cosine": max(0.0, cosine),
        "own": own,
        "with_before": with_before,
        "with_title": coverage(terms, sentence.stems | sentence.titled),
        "excerpt": coverage(terms, sentence.around),
        "names": coverage(named, sentence.stems) if named else 1.0,
        "names_near": (
            coverage(named, sentence.stems | sentence.stems_before | sentence.titled)
            if named
            else 1.0
        ),
        "head": float(question.head is None or stem(question.head) in sentence.stems),
        "verb": _does(question, sentence),
        "near": near,
        "near_own": near * own,
        "phrase": _longest_phrase(terms, sentence),
        "density": _density(terms, sentence),
        "place": 1 / (1 + sentence.place),
        "length": min(1.0, math.log1p(sentence.length) / math.log(60)),
        "pronoun": float(_PRONOUN.match(sentence.text) is not None),
        "before": coverage(terms, sentence.stems_before),
        "after": coverage(terms, sentence.stems_after),
        "holds": float(holds(question, sentence.text)),
        "counts": float(counts_head(question, sentence.text)) if question.head else 1.0,
        "speaks": _speaks(question, sentence),
        "question_mark": float(sentence.text.rstrip("”\"' ").endswith("?")),
    }


def measure_against_best(
    scored: Sequence[dict[str, float]], *, one_excerpt: bool
) -> list[dict[str, float]]:
    """The measures with what each lacks of the best of them.

    Where all stand in one excerpt, which was found for the question, most are about it, and what
    tells them apart is another: the measures of `_TELLING` are given again, as `one_...`, for it.
    """
    few = 1.0 if one_excerpt else 0.0
    own = max((m["own"] for m in scored), default=0.0)
    with_before = max((m["with_before"] for m in scored), default=0.0)
    cosine = max((m["cosine"] for m in scored), default=0.0)
    behind = [
        m
        | {
            "behind_own": own - m["own"],
            "behind_with_before": with_before - m["with_before"],
            "behind_cosine": cosine - m["cosine"],
        }
        for m in scored
    ]
    return [m | {f"one_{name}": few * m[name] for name in _TELLING} for m in behind]


def _does(question: Question, sentence: Sentence) -> float:
    """Whether the question's verb stands in a sentence; half where only in its neighbours."""
    if question.verb is None:
        return 1.0
    verb = stem(question.verb)
    if verb in sentence.stems:
        return 1.0
    return 0.5 if verb in sentence.stems_before | sentence.stems_after else 0.0


def _speaks(question: Question, sentence: Sentence) -> float:
    """How surely the sentence gives the words of the speaker asked for; 1 where none is."""
    if question.kind != "quote" or question.speaker is None:
        return 1.0
    flat = " ".join(sentence.excerpt.text.split())
    return speaks(question.speaker, flat, sentence.text)


def measure_evidence(
    question: Question,
    terms: Sequence[Term],
    ranked: Sequence[Scored],
) -> dict[str, float]:
    """The measures of a question with its sentences, most relevant first; at least one."""
    return {
        "about": _spoken_about(question, ranked),
        **_of_sentences(ranked),
        **_of_words(terms, ranked),
        **_of_type(question, ranked),
    }


def _of_sentences(ranked: Sequence[Scored]) -> dict[str, float]:
    """What the sentences' own measures say of them together."""
    top, first = ranked[:3], ranked[:2]
    return {
        "relevance": ranked[0].relevance,
        "second": ranked[1].relevance if len(ranked) > 1 else 0.0,
        "third": ranked[2].relevance if len(ranked) > 2 else 0.0,
        "cosine": max(s.measures["cosine"] for s in ranked),
        "cosine_mean": sum(s.measures["cosine"] for s in top) / len(top),
        "several": float(len({s.sentence.excerpt.number for s in ranked}) > 1),
        "speaks": max(s.measures["speaks"] for s in top),
        "names_near": max(s.measures["names_near"] for s in top),
        "names_best": max(s.measures["names"] for s in first),
        "verb": max(s.measures["verb"] for s in first),
        "typed": max(s.measures["holds"] * s.measures["with_before"] for s in ranked),
        "own": max(s.measures["own"] for s in ranked),
        "best_own": ranked[0].measures["own"],
        "near": max(s.measures["near"] for s in top),
        "near_own": max(s.measures["near_own"] for s in ranked),
        "density": max(s.measures["density"] for s in ranked),
        "phrase": max(s.measures["phrase"] for s in ranked),
    }


def _of_words(terms: Sequence[Term], ranked: Sequence[Scored]) -> dict[str, float]:
    """Which of the question's words stand in the best sentences and around them."""
    best, top = ranked[0].sentence, ranked[:3]
    together = frozenset().union(*(s.sentence.stems for s in top))
    absent = [t for t in terms if not covers(t, best.around)]
    named = [t for t in terms if t.named]
    return {
        "missing": _heaviest_missing(terms, top),
        "top": coverage(terms, together),
        "top_before": coverage(terms, together | best.stems_before | best.titled),
        "excerpt": coverage(terms, best.around),
        "title": coverage(terms, best.titled),
        "absent": max((t.weight for t in absent), default=0.0) / HEAVIEST,
        "absent_share": len(absent) / max(1, len(terms)),
        "names": coverage(named, best.around) if named else 1.0,
        "names_own": coverage(named, together) if named else 1.0,
        "terms": min(1.0, max(1, len(terms)) / 10),
    }


def _of_type(question: Question, ranked: Sequence[Scored]) -> dict[str, float]:
    """Whether what is asked for, by its type, stands in the best sentences."""
    best, top = ranked[0].sentence, ranked[:3]
    counted = any(counts_head(question, s.sentence.text) for s in top)
    held = holds(question, best.text)
    return {
        "holds": float(any(holds(question, s.sentence.text) for s in top)),
        "holds_best": float(held),
        "counts_head": float(question.sought != "count" or counted),
        "asks_number": float(question.sought in {"count", "money", "percent", "measure"}),
        **{f"unheld_{kind}": float(question.sought == kind and not held) for kind in _KINDS},
    }


def _heaviest_missing(terms: Sequence[Term], top: Sequence[Scored]) -> float:
    """The weight of the heaviest word of the question that none of the best sentences hold."""
    held = frozenset().union(
        *(s.sentence.stems | s.sentence.stems_before | s.sentence.titled for s in top)
    )
    return max((term.weight for term in terms if not covers(term, held)), default=0.0) / HEAVIEST


def _spoken_about(question: Question, ranked: Sequence[Scored]) -> float:
    """How much of the topic stands where the speaker asked for is quoted; 1 where none is."""
    if question.kind != "quote" or not question.about or not is_named(question.speaker or ""):
        return 1.0
    topic = {stem(word) for word in question.about}
    best = 0.0
    for scored in ranked:
        s = scored.sentence
        near = s.stems | s.stems_before | s.stems_after
        share = len(topic & near) / len(topic)
        best = max(best, min(1.0, scored.measures["speaks"] / SPOKEN) * share)
    return best


def _longest_phrase(terms: Sequence[Term], sentence: Sentence) -> float:
    """The longest run of neighbouring terms that stands in the sentence in the same order."""
    order = _order(terms, sentence)
    best = run = 0
    last = None
    for at in order:
        run = run + 1 if last is not None and at == last + 1 else 1
        best = max(best, run)
        last = at
    return best / max(1, min(len(terms), 6))


def _order(terms: Sequence[Term], sentence: Sentence) -> list[int]:
    """Which terms the sentence's words are, in the order of the words."""
    by_form = {form: at for at, term in enumerate(terms) for form in term.forms}
    return [by_form[w.stem] for w in sentence.words if w.stem in by_form]


def _density(terms: Sequence[Term], sentence: Sentence) -> float:
    """How close together the terms stand: their weight over the width of the stretch they span."""
    by_form = {form: at for at, term in enumerate(terms) for form in term.forms}
    hits = [(at, by_form[w.stem]) for at, w in enumerate(sentence.words) if w.stem in by_form]
    if not hits or not terms:
        return 0.0
    whole = sum(term.weight for term in terms)
    best = 0.0
    for start in range(len(hits)):
        seen: set[int] = set()
        weight = 0.0
        for at, term in hits[start:]:
            if term not in seen:
                seen.add(term)
                weight += terms[term].weight
            width = at - hits[start][0] + 1
            best = max(best, weight / whole * (len(seen) + 3) / (width + 3))
    return min(1.0, best)
