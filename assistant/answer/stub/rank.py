"""Sentences put in the order in which they answer a question."""

from collections.abc import Sequence

from assistant.answer.stub.agent import agency
from assistant.answer.stub.features import Scored, measure_against_best, measure_sentence
from assistant.answer.stub.office import holder
from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.terms import Term, asking, coverage
from assistant.answer.stub.types import holds
from assistant.answer.stub.weigh import probability
from assistant.index.embed import Embedder
from assistant.text.question import Question

_EMBEDDED = 8  # a sentence costs some 5 ms to embed
_MEASURED = 16
_STRICT = frozenset(["measure", "money", "percent", "duration"])  # few sentences hold one


def rank(
    question: Question,
    terms: Sequence[Term],
    sentences: Sequence[Sentence],
    embedder: Embedder | None,
) -> list[Scored]:
    """The sentences most likely to answer, best first; the rest are not looked at closely."""
    by_words = _scored(question, terms, likely(question, terms, sentences), None)
    if embedder is None:
        return by_words
    close = [scored.sentence for scored in by_words[:_EMBEDDED]]
    return _scored(
        question, terms, close, cosines(asking(question.text), [s.text for s in close], embedder)
    )


def likely(
    question: Question, terms: Sequence[Term], sentences: Sequence[Sentence]
) -> list[Sentence]:
    """The sentences that are worth measuring, by what their words alone say."""
    return sorted(sentences, key=lambda s: -_at_a_glance(question, terms, s))[:_MEASURED]


def measure_all(
    question: Question,
    terms: Sequence[Term],
    sentences: Sequence[Sentence],
    cosines: Sequence[float] | None,
) -> list[dict[str, float]]:
    """The measures of each sentence among the others; by words alone without cosines."""
    return measure_against_best(
        [
            measure_sentence(question, terms, sentence, cosine)
            for sentence, cosine in zip(sentences, cosines or [0.0] * len(sentences), strict=True)
        ],
        one_excerpt=len({sentence.excerpt.number for sentence in sentences}) == 1,
    )


def _scored(
    question: Question,
    terms: Sequence[Term],
    sentences: Sequence[Sentence],
    cosines: Sequence[float] | None,
) -> list[Scored]:
    """The sentences with their measures, best first; by words alone where there are no cosines."""
    model = "sentence" if cosines else "sentence_words"
    scored = [
        Scored(
            sentence,
            measures,
            probability(model, measures)
            * (0.2 + 0.8 * holder(question, terms, sentence))
            * agency(question, terms, sentence),
        )
        for sentence, measures in zip(
            sentences, measure_all(question, terms, sentences, cosines), strict=True
        )
    ]
    return sorted(scored, key=lambda s: -s.relevance)


def _at_a_glance(question: Question, terms: Sequence[Term], sentence: Sentence) -> float:
    """What words alone say, quickly: the sentence's own, a little of those around it, its type."""
    return (
        coverage(terms, sentence.stems)
        + 0.3 * coverage(terms, sentence.stems | sentence.stems_before | sentence.titled)
        + (0.4 if question.sought in _STRICT else 0.15) * holds(question, sentence.text)
        + 0.01 / sentence.excerpt.number
    )


def cosines(question: str, texts: Sequence[str], embedder: Embedder) -> list[float]:
    """How near each text is in meaning to the question, from 0 to 1; 0 for an empty one."""
    some = [text for text in texts if text]
    if not some:
        return [0.0] * len(texts)
    # As float64, so that how many texts there are changes no digit that counts.
    told = embedder.vectors(some).astype("float64") @ embedder.vector(question)
    near = iter(told.clip(min=0.0).tolist())
    return [next(near) if text else 0.0 for text in texts]
