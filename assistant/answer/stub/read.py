"""From a question and its excerpts to the sentences that answer it, or to why none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.choose import Said, choose, said
from assistant.answer.stub.features import Scored, measure_evidence
from assistant.answer.stub.point import is_of, pointed_to, spoken_by_outlet
from assistant.answer.stub.premise import SURE, contradiction
from assistant.answer.stub.rank import cosines, rank
from assistant.answer.stub.refuse import Doubt, find_doubt
from assistant.answer.stub.sentences import sentences_of
from assistant.answer.stub.spell import respelt
from assistant.answer.stub.terms import Term, coverage, terms_of
from assistant.answer.stub.weigh import probability
from assistant.text.question import Question, analyse

_NOTHING = "no excerpt was found for the question"
_ONE_TEXT = 2  # excerpts that one text of the usual length is cut into
_FOUND = 0.95
_NEWS = "evidence_news"
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
    asked = spoken_by_outlet(analyse(respelt(question, excerpts)), excerpts)
    near = pointed_to(asked, excerpts)
    sentences = sentences_of(near)
    if not sentences:
        return Reading((), 0.0, _NOTHING)
    vocabulary = frozenset().union(*(s.around for s in sentences))
    terms = terms_of(asked, vocabulary)
    ranked = rank(asked, terms, sentences, embedder)
    opposed = contradiction(asked, terms, sentences)
    if opposed is not None:
        return Reading(said([opposed]), SURE)
    doubt = find_doubt(asked, terms, ranked)
    confidence = _confidence(asked, terms, ranked, doubt, embedder, _model(excerpts))
    if confidence < threshold:
        return Reading((), confidence, doubt.reason if doubt else _UNSURE)
    return Reading(choose(asked, terms, ranked, sentences, threshold), confidence)


def _confidence(
    asked: Question,
    terms: Sequence[Term],
    ranked: Sequence[Scored],
    doubt: Doubt | None,
    embedder: Embeddings | None,
    model: str,
) -> float:
    if asked.kind in {"summary", "compare"}:
        return _breadth(asked, terms, ranked)
    near = _excerpt_cosines(asked, ranked, embedder) if model != _NEWS and embedder else (0.0, 0.0)
    measures = measure_evidence(asked, terms, ranked, *near)
    sure = probability(model if embedder else f"{model}_words", measures)
    return round(sure * (doubt.factor if doubt else 1.0), 4)


def _breadth(asked: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> float:
    """How surely a summary or comparison can be made: its topic, or its source, is there."""
    best = ranked[0].sentence
    if asked.sources and any(is_of(best.excerpt, source) for source in asked.sources):
        return _FOUND
    return round(min(_FOUND, 0.1 + coverage(terms, best.around)), 4)


def _excerpt_cosines(
    asked: Question, ranked: Sequence[Scored], embedder: Embeddings
) -> tuple[float, float]:
    """How near the best sentence's excerpt and its title are to the question in meaning."""
    best = ranked[0].sentence.excerpt
    headed = f"{best.title}\n{best.text}" if best.title else best.text
    excerpt, title = cosines(asked.text, [headed, best.title or ""], embedder)
    return excerpt, title


def _model(excerpts: Sequence[FramedExcerpt]) -> str:
    """The weights for what is read: news, one text, or several.

    News questions turn on names and figures, which a text's publisher or date announces; questions
    to encyclopedias and manuals turn on meaning. One excerpt with a date among those that were
    found makes them news: others of them may just not say theirs.
    """
    if any(e.publisher or e.published or e.byline for e in excerpts):
        return _NEWS
    return "evidence_one" if len(excerpts) <= _ONE_TEXT else "evidence_several"
