"""From a question and its excerpts to the sentences that answer it, or to why none does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.stub.dates import with_dates
from assistant.answer.stub.phrasing import alone
from assistant.answer.stub.selection import select
from assistant.answer.stub.sources import is_of, named_outlets
from assistant.reader.evidence import Evidence, find_evidence, logistic, weighted
from assistant.reader.model import ReadingModel, open_reader
from assistant.reply import Excerpt
from assistant.text.question import Question, analyse

NOTHING_FOUND = "no excerpt was found for the question"
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
    question: str, excerpts: Sequence[Excerpt], *, threshold: float, model: ReadingModel
) -> Reading:
    """Select the sentences that answer, or decline where that is less likely than `threshold`.

    With a threshold of 0 there is always an answer where there is any sentence.
    """
    asked, outlets = understand(question, excerpts)
    evidence = find_evidence(asked.text, _by(outlets, excerpts), model)
    if not evidence:
        return Reading((), 0.0, NOTHING_FOUND)
    confidence = round(_confidence(asked, evidence), 4)
    if confidence < threshold:
        return Reading((), confidence, NOT_SURE)
    return Reading(said(asked, outlets, evidence), confidence)


def answerability(question: str, excerpts: Sequence[Excerpt]) -> float:
    """How likely the excerpts are to answer the question, 0 to 1, as the trained reader sees it.

    Raises:
        ModelError: the reader's file is missing or damaged.
    """
    asked, outlets = understand(question, excerpts)
    evidence = find_evidence(asked.text, _by(outlets, excerpts), open_reader())
    return _confidence(asked, evidence) if evidence else 0.0


def _confidence(asked: Question, evidence: Sequence[Evidence]) -> float:
    return logistic(weighted("confidence", signs(asked, evidence)))


def understand(question: str, excerpts: Sequence[Excerpt]) -> tuple[Question, tuple[str, ...]]:
    """What the question wants, and the outlets of these excerpts that it names.

    A question that names two of them compares their accounts.
    """
    asked = analyse(question)
    outlets = tuple(named_outlets(question, excerpts))
    return (replace(asked, form="compare") if len(outlets) > 1 else asked), outlets


def said(
    question: Question, outlets: Sequence[str], evidence: Sequence[Evidence]
) -> tuple[Said, ...]:
    """The sentences of the answer as they are shown."""
    return tuple(
        Said(alone(with_dates(question.text, sentence)), (sentence.excerpt.number,))
        for sentence in select(question, outlets, evidence)
    )


def _by(outlets: Sequence[str], excerpts: Sequence[Excerpt]) -> Sequence[Excerpt]:
    """The excerpts of the outlets that the question names; all where it names none."""
    return [e for e in excerpts if any(is_of(e, outlet) for outlet in outlets)] or excerpts


def signs(question: Question, evidence: Sequence[Evidence]) -> Mapping[str, float]:
    """What speaks for and against an answer: the best sentences, and what the question wants."""
    scores = [e.score for e in evidence[:5]] + [-8.0] * 5
    best = evidence[0].measures
    return {
        "best": scores[0],
        "lead": scores[0] - scores[1],
        "third": scores[2],
        "reader": best["reader"],
        "excerpt": max(e.measures["excerpt"] for e in evidence[:10]),
        "near": best["near"],
        "around": max(e.measures["around"] for e in evidence[:10]),
        "broad": float(question.form != "fact"),
    }
