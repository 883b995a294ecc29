"""Sentences put in the order in which they answer a question."""

import math
from collections.abc import Sequence

from langchain_core.embeddings import Embeddings

from assistant.answer.stub.features import Scored, measure_sentence
from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.terms import Term, coverage
from assistant.answer.stub.types import holds
from assistant.answer.stub.weigh import probability
from assistant.text.question import Question

_EMBEDDED = 8  # a sentence costs some 5 ms to embed
_MEASURED = 16


def rank(
    question: Question,
    terms: Sequence[Term],
    sentences: Sequence[Sentence],
    embedder: Embeddings | None,
) -> list[Scored]:
    """The sentences most likely to answer, best first; the rest are not looked at closely."""
    likely = sorted(sentences, key=lambda s: -_at_a_glance(question, terms, s))[:_MEASURED]
    cosines = _cosines(question, likely[:_EMBEDDED], embedder)
    close = likely[: len(cosines)] if cosines else likely
    scored = [
        _scored(question, terms, sentence, cosine)
        for sentence, cosine in zip(close, cosines or [0.0] * len(close), strict=True)
    ]
    return sorted(scored, key=lambda s: -s.relevance)


def _at_a_glance(question: Question, terms: Sequence[Term], sentence: Sentence) -> float:
    """What words alone say, quickly: the sentence's own, a little of those around it, its type."""
    return (
        coverage(terms, sentence.stems)
        + 0.3 * coverage(terms, sentence.stems | sentence.stems_before | sentence.titled)
        + 0.15 * holds(question, sentence.text)
        + 0.01 / sentence.excerpt.number
    )


def _scored(question: Question, terms: Sequence[Term], sentence: Sentence, cosine: float) -> Scored:
    measures = measure_sentence(question, terms, sentence, cosine)
    model = "sentence" if cosine else "sentence_words"
    return Scored(sentence, measures, probability(model, measures))


def _cosines(
    question: Question, sentences: Sequence[Sentence], embedder: Embeddings | None
) -> list[float]:
    if embedder is None or not sentences:
        return []
    asked = embedder.embed_query(question.text)
    told = embedder.embed_documents([sentence.text for sentence in sentences])
    return [max(1e-6, _cosine(asked, vector)) for vector in told]


def _cosine(left: Sequence[float], right: Sequence[float]) -> float:
    whole = math.hypot(*left) * math.hypot(*right)
    return sum(a * b for a, b in zip(left, right, strict=True)) / whole if whole else 0.0
