"""Answers a question with sentences of its excerpts, or declines."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.answer.stub.calendar_dates import with_dates
from assistant.answer.stub.named_outlets import Outlet, is_of, named_outlets
from assistant.answer.stub.select_sentences import article, select
from assistant.answer.stub.stand_alone import alone
from assistant.embedders.minilm.embedder import MiniLM, open_minilm
from assistant.reader.reading_model import ReadingModel, open_reader
from assistant.reader.sentence_evidence import (
    SentenceEvidence,
    content,
    find_evidence,
    logistic,
    rarity,
    weighted,
)
from assistant.reply import Excerpt
from assistant.text.question import Question, analyse

NOTHING_FOUND = "no excerpt was found for the question"
_FEW_PASSAGES = 3  # so few excerpts were given, not found by a search
_EMBEDDED = 6  # sentences whose cosine with the question is taken
_USUAL_COSINE = 0.6  # used where there is no embedder: close to the mean
_NAMED = 0.4  # least confidence where the question names the outlet or author of an excerpt
_RIGHT = 0.6  # the share of answerable natural questions that are answered right
NOT_SURE = "the excerpts that came nearest do not clearly answer the question"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer and the numbers of the excerpts that it comes from."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SelectedAnswer:
    """The sentences of an answer (none if it was declined) and the probability that it is right."""

    sentences: tuple[AnswerSentence, ...]
    confidence: float
    reason: str | None = None


def read_answer(
    question: str,
    excerpts: Sequence[Excerpt],
    *,
    threshold: float,
    model: ReadingModel,
    asked: str = "",
) -> SelectedAnswer:
    """Select the sentences that answer, or decline if the confidence is below `threshold`.

    `question` is complete; `asked` is the follow-up that the user typed. With a threshold of 0,
    any excerpt gives an answer.
    """
    wanted, outlets = understand(asked or question, excerpts)
    evidence = find_evidence(wanted.text, _by(outlets, excerpts), model, topic=question)
    if not evidence:
        return SelectedAnswer((), 0.0, NOTHING_FOUND)
    confidence = round(_confidence(wanted, evidence, bool(outlets), question), 4)
    if confidence < threshold:
        return SelectedAnswer((), confidence, NOT_SURE)
    return SelectedAnswer(compose(wanted, outlets, evidence), confidence)


def answerability(question: str, excerpts: Sequence[Excerpt]) -> float:
    """The reader's probability, 0 to 1, that the excerpts answer the question.

    Raises:
        ModelError: the reader's file is missing or damaged.
    """
    wanted, outlets = understand(question, excerpts)
    evidence = find_evidence(wanted.text, _by(outlets, excerpts), open_reader())
    return _confidence(wanted, evidence, bool(outlets), question) if evidence else 0.0


def _confidence(
    wanted: Question, evidence: Sequence[SentenceEvidence], named: bool, question: str
) -> float:
    """The probability that the answer is right; `named`: the question names an excerpt's outlet.

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


def nearness(question: str, evidence: Sequence[SentenceEvidence]) -> float:
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
    """Analyse the question; also return the outlets of the excerpts that it names.

    A question that names two outlets asks for a comparison.
    """
    asked = analyse(question)
    outlets = tuple(named_outlets(question, excerpts))
    return (replace(asked, form="compare") if len(outlets) > 1 else asked), outlets


def compose(
    question: Question, outlets: Sequence[Outlet], evidence: Sequence[SentenceEvidence]
) -> tuple[AnswerSentence, ...]:
    """Select the sentences of the answer and make each readable by itself."""
    return tuple(
        AnswerSentence(
            alone(with_dates(question.text, sentence), sentence.opens_article),
            (sentence.excerpt.number,),
        )
        for sentence in select(question, outlets, evidence)
    )


def _by(outlets: Sequence[Outlet], excerpts: Sequence[Excerpt]) -> Sequence[Excerpt]:
    """The excerpts of the outlets that the question names; all where it names none."""
    return [e for e in excerpts if any(is_of(e, outlet) for outlet in outlets)] or excerpts


def signs(question: Question, evidence: Sequence[SentenceEvidence]) -> Mapping[str, float]:
    """The features of the confidence model.

    `clear` is the softmax share of the best sentence. `gap` is the reader's best score minus the
    mean of its best eight. `together` is the largest share of the best four sentences that come
    from one article. `missing` is the rarity of the rarest word of the question that is in none of
    the best forty sentences.
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
