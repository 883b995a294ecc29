"""From a question and its excerpts to the sentences that answer it, or to why none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.choose import Said, choose
from assistant.answer.stub.features import Scored, measure_evidence
from assistant.answer.stub.point import pointed_to
from assistant.answer.stub.rank import rank
from assistant.answer.stub.refuse import Doubt, find_doubt
from assistant.answer.stub.sentences import sentences_of
from assistant.answer.stub.terms import Term, terms_of
from assistant.answer.stub.weigh import probability
from assistant.text.question import Question, analyse

_NOTHING = "no excerpt was found for the question"
_UNSURE = "what the excerpts say is not close enough to what was asked"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the sentences of an answer, none where it is declined, and how surely."""

    said: tuple[Said, ...]
    confidence: float
    reason: str | None = None


def read_answer(
    question: str,
    excerpts: Sequence[FramedExcerpt],
    *,
    threshold: float,
    embedder: Embeddings | None = None,
) -> Reading:
    """Select the sentences that answer, or decline where that is less likely than `threshold`.

    With a threshold of 0 there is always an answer where there is any sentence.
    """
    asked = analyse(question)
    near = pointed_to(asked, excerpts)
    sentences = sentences_of(near)
    if not sentences:
        return Reading((), 0.0, _NOTHING)
    vocabulary = frozenset().union(*(s.around for s in sentences))
    terms = terms_of(asked, vocabulary)
    ranked = rank(asked, terms, sentences, embedder)
    doubt = find_doubt(asked, terms, ranked)
    confidence = _confidence(asked, terms, ranked, doubt)
    if confidence < threshold:
        return Reading((), confidence, doubt.reason if doubt else _UNSURE)
    return Reading(choose(asked, terms, ranked, sentences, threshold), confidence)


def _confidence(
    asked: Question, terms: Sequence[Term], ranked: Sequence[Scored], doubt: Doubt | None
) -> float:
    measures = measure_evidence(asked, terms, ranked)
    model = "evidence" if measures["cosine"] else "evidence_words"
    sure = probability(model, measures)
    return round(sure * (doubt.factor if doubt else 1.0), 4)
