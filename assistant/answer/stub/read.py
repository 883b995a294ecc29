"""From a question and its excerpts to the sentences that answer it, or to why none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.choose import Said, choose, said
from assistant.answer.stub.features import Scored, measure_evidence
from assistant.answer.stub.meaning import measure_meaning
from assistant.answer.stub.point import is_of, pointed_to, spoken_by_outlet
from assistant.answer.stub.premise import SURE, contradiction
from assistant.answer.stub.rank import rank
from assistant.answer.stub.refuse import Doubt, find_doubt
from assistant.answer.stub.sentences import Sentence, sentences_of
from assistant.answer.stub.spell import respelt
from assistant.answer.stub.terms import Term, coverage, terms_of
from assistant.answer.stub.weigh import probability
from assistant.index.embed import ReadingEmbedder
from assistant.text.question import Question, analyse

_NOTHING = "no excerpt was found for the question"
_FOUND = 0.95
NEWS = "evidence_news"
_OTHER = "evidence"
_UNSURE = "what the excerpts say is not close enough to what was asked"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the sentences of an answer, none where it is declined, and how surely."""

    said: tuple[Said, ...]
    confidence: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A question and its excerpts looked at closely, before anything is decided.

    `asked` is the question as it was understood, `terms` what an answer has to hold; `sentences`
    are all that could answer, in order, `ranked` the likeliest of them, best first, and `doubt`
    the gravest reason why they may not answer. `follows` says that others were asked before it.
    """

    asked: Question
    terms: tuple[Term, ...]
    sentences: tuple[Sentence, ...]
    ranked: tuple[Scored, ...]
    doubt: Doubt | None
    follows: bool


def read_answer(
    question: str,
    excerpts: Sequence[FramedExcerpt],
    *,
    threshold: float,
    embedder: ReadingEmbedder | None = None,
    follows: bool = False,
) -> Reading:
    """Select the sentences that answer, or decline where that is less likely than `threshold`.

    With a threshold of 0 there is always an answer where there is any sentence. `follows` says that
    other questions were asked before: who asks on knows better what there is to be found.
    """
    look = look_closely(question, excerpts, embedder, follows=follows)
    if look is None:
        return Reading((), 0.0, _NOTHING)
    opposed = contradiction(look.asked, look.terms, look.sentences)
    if opposed is not None:
        return Reading(said([opposed]), SURE)
    confidence = _confidence(look, embedder, model_for(excerpts))
    if confidence < threshold:
        return Reading((), confidence, look.doubt.reason if look.doubt else _UNSURE)
    chosen = choose(look.asked, look.terms, look.ranked, look.sentences, threshold)
    return Reading(chosen, confidence)


def look_closely(
    question: str,
    excerpts: Sequence[FramedExcerpt],
    embedder: ReadingEmbedder | None,
    *,
    follows: bool = False,
) -> Look | None:
    """What the question asks and which sentences come near; None where there is no sentence."""
    asked = spoken_by_outlet(analyse(respelt(question, excerpts)), excerpts)
    sentences = sentences_of(pointed_to(asked, excerpts))
    if not sentences:
        return None
    terms = terms_of(asked, frozenset().union(*(s.around for s in sentences)))
    ranked = rank(asked, terms, sentences, embedder)
    doubt = find_doubt(asked, terms, ranked)
    return Look(asked, terms, tuple(sentences), tuple(ranked), doubt, follows)


def measures_of(look: Look, embedder: ReadingEmbedder | None) -> dict[str, float]:
    """What is measured of the evidence, each from 0 to 1.

    Without an embedder nothing is near the question in meaning.
    """
    measures = measure_evidence(look.asked, look.terms, look.ranked)
    meaning = measure_meaning(look.asked.text, look.ranked, embedder)
    return measures | meaning | {"follows": float(look.follows)}


def model_for(excerpts: Sequence[FramedExcerpt]) -> str:
    """The weights for what is read: news, or other texts.

    News questions turn on names and figures, which a text's publisher or date announces; questions
    to encyclopedias and manuals turn on meaning. One excerpt with a date among those that were
    found makes them news: others of them may just not say theirs.
    """
    return NEWS if any(e.publisher or e.published or e.byline for e in excerpts) else _OTHER


def _confidence(look: Look, embedder: ReadingEmbedder | None, model: str) -> float:
    if look.asked.kind in {"summary", "compare"}:
        return _breadth(look)
    measures = measures_of(look, embedder if model != NEWS else None)
    sure = probability(model if embedder else f"{model}_words", measures)
    return round(_doubted(sure, look.doubt.factor) if look.doubt and model == NEWS else sure, 4)


def _doubted(sure: float, factor: float) -> float:
    """A probability whose odds a doubt lessens by its factor."""
    return sure * factor / (sure * factor + 1.0 - sure)


def _breadth(look: Look) -> float:
    """How surely a summary or comparison can be made: its topic, or its source, is there."""
    best = look.ranked[0].sentence
    if look.asked.sources and any(is_of(best.excerpt, source) for source in look.asked.sources):
        return _FOUND
    return round(min(_FOUND, 0.1 + coverage(look.terms, best.around)), 4)
