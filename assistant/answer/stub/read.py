"""From a question and its excerpts to the sentences that answer it, or to why none does."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.answer.stub.dates import with_dates
from assistant.answer.stub.phrasing import alone
from assistant.answer.stub.selection import article, select
from assistant.answer.stub.sources import Outlet, is_of, named_outlets
from assistant.embedders.minilm.embedder import MiniLM, open_minilm
from assistant.reader.evidence import Evidence, content, find_evidence, logistic, rarity, weighted
from assistant.reader.model import ReadingModel, open_reader
from assistant.reply import Excerpt
from assistant.text.question import Question, analyse

NOTHING_FOUND = "no excerpt was found for the question"
_FEW_PASSAGES = 3
_EMBEDDED = 6  # sentences whose cosine with the question is taken
_USUAL_COSINE = 0.6  # where there is no embedder: it then says neither yes nor no
_NAMED = 0.4  # an article that the question points to by its outlet or author
_RIGHT = 0.6  # of the answerable natural questions so many are answered right
NOT_SURE = "the excerpts that came nearest do not clearly answer the question"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer and the numbers of the excerpts that it rests on."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of an answer, none where it is declined, and how likely it is right."""

    said: tuple[Said, ...]
    confidence: float
    reason: str | None = None


def read_answer(
    question: str,
    excerpts: Sequence[Excerpt],
    *,
    threshold: float,
    model: ReadingModel,
    asked: str = "",
) -> Reading:
    """Select the sentences that answer, or decline where that is less likely than `threshold`.

    `question` stands alone; `asked` is a follow-up as the user put it. With a threshold of 0
    there is always an answer where there is any sentence.
    """
    wanted, outlets = understand(asked or question, excerpts)
    evidence = find_evidence(wanted.text, _by(outlets, excerpts), model, topic=question)
    if not evidence:
        return Reading((), 0.0, NOTHING_FOUND)
    confidence = round(_confidence(wanted, evidence, bool(outlets), question), 4)
    if confidence < threshold:
        return Reading((), confidence, NOT_SURE)
    return Reading(said(wanted, outlets, evidence), confidence)


def answerability(question: str, excerpts: Sequence[Excerpt]) -> float:
    """How likely the excerpts are to answer the question, 0 to 1, as the trained reader sees it.

    Raises:
        ModelError: the reader's file is missing or damaged.
    """
    wanted, outlets = understand(question, excerpts)
    evidence = find_evidence(wanted.text, _by(outlets, excerpts), open_reader())
    return _confidence(wanted, evidence, bool(outlets), question) if evidence else 0.0


def _confidence(
    wanted: Question, evidence: Sequence[Evidence], named: bool, question: str
) -> float:
    """How likely the answer is right; `named` says that the excerpts are of an outlet it names.

    Every excerpt that a search found is near the question, so the comparison of its sentences is
    the better sign. For a few given passages, the reader's scores and the cosine between the
    question and its best sentences show whether they answer at all.
    """
    found = signs(wanted, evidence)
    if len({e.sentence.excerpt.number for e in evidence}) <= _FEW_PASSAGES:
        return _RIGHT * logistic(
            weighted("passages", {**found, "cosine": nearness(question, evidence)})
        )
    searched = logistic(weighted("confidence", found))
    return max(searched, _NAMED) if named else searched


def nearness(question: str, evidence: Sequence[Evidence]) -> float:
    """The highest cosine between the question and one of its best sentences."""
    embedder = _embedder()
    if embedder is None:
        return _USUAL_COSINE
    texts = [e.sentence.text for e in evidence[:_EMBEDDED]]
    return float((embedder.vectors(texts) @ embedder.vector(question)).max())


@cache
def _embedder() -> MiniLM | None:
    return open_minilm()[0]


def understand(question: str, excerpts: Sequence[Excerpt]) -> tuple[Question, tuple[Outlet, ...]]:
    """What the question wants, and the outlets of these excerpts that it names.

    A question that names two of them compares their accounts.
    """
    asked = analyse(question)
    outlets = tuple(named_outlets(question, excerpts))
    return (replace(asked, form="compare") if len(outlets) > 1 else asked), outlets


def said(
    question: Question, outlets: Sequence[Outlet], evidence: Sequence[Evidence]
) -> tuple[Said, ...]:
    """The sentences of the answer as they are shown."""
    return tuple(
        Said(alone(with_dates(question.text, sentence)), (sentence.excerpt.number,))
        for sentence in select(question, outlets, evidence)
    )


def _by(outlets: Sequence[Outlet], excerpts: Sequence[Excerpt]) -> Sequence[Excerpt]:
    """The excerpts of the outlets that the question names; all where it names none."""
    return [e for e in excerpts if any(is_of(e, outlet) for outlet in outlets)] or excerpts


def signs(question: Question, evidence: Sequence[Evidence]) -> Mapping[str, float]:
    """What speaks for and against an answer: how near the best sentences are, and how they agree.

    `clear` is the share of the best sentence among all, `gap` how far it is above the others for
    the reader, `together` the largest share of the best four that one article has, `missing` the
    rarest word of the question that no sentence near the best has.
    """
    asked = content(question.text)
    best = [e.score for e in evidence]
    shares = [math.exp(score - best[0]) for score in best]
    read = sorted((e.measures["reader"] for e in evidence), reverse=True)[:8]
    articles = Counter(article(e.sentence.excerpt) for e in evidence[:4])
    held = frozenset().union(*(e.sentence.stems for e in evidence[:40]))
    return {
        "reader": read[0],
        "excerpt": max(e.measures["excerpt"] for e in evidence[:10]),
        "gap": read[0] - sum(read) / len(read),
        "clear": 1.0 / sum(shares),
        "near": evidence[0].measures["near"],
        "around": max(e.measures["around"] for e in evidence[:10]),
        "together": max(articles.values()) / min(4, len(evidence)),
        "missing": max((rarity(stem) for stem in asked - held), default=0.0),
        "broad": float(question.form != "fact"),
    }
