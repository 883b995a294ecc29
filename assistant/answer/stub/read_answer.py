"""Answers a question with sentences of its excerpts, or declines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.answer.stub.asked_speaker import prefer_asked_speaker
from assistant.answer.stub.named_outlets import Outlet, named_outlets, of_or_naming
from assistant.answer.stub.near_miss import missing_thing
from assistant.answer.stub.select_sentences import is_of_period, select
from assistant.answer.stub.stand_alone import alone, quoted_by, with_dates
from assistant.embedders.minilm.embedder import MiniLM, open_minilm
from assistant.reader.reader import Reader, weighted
from assistant.reader.reading_model import open_reader
from assistant.reader.sentence_evidence import (
    SentenceEvidence,
    content,
    find_evidence,
    logistic,
)
from assistant.reply import Excerpt
from assistant.text.names import find_names
from assistant.text.question import Question, analyse
from assistant.text.words import codes, has_code, letters_of, words
from assistant.verify.aliases import others_for

_OF_ANOTHER = 0.01  # where no excerpt has the code, the name or a word of the question
NOTHING_FOUND = "no excerpt was found for the question"
NOTHING_THEN = "no excerpt that was found is from that time or mentions it"
_EMBEDDED = 6  # sentences whose cosine with the question is taken
_USUAL_COSINE = 0.6  # used where there is no embedder: close to the mean
# Least confidence where the question names two outlets, an article by its author, or a day or month
_NAMED = 0.4
# What a sentence has that tells an article's author, date or publisher
_TELLS_DETAIL = re.compile(r"\b(?:wrote|written|authors?|published|appeared)\b", re.IGNORECASE)
MISSING = "no relevant passage mentions “{}”"
NOT_SURE = "the closest passages do not clearly answer the question"


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
    reader: Reader,
    asked: str = "",
) -> SelectedAnswer:
    """Select the sentences that answer, or decline if the confidence is below `threshold`.

    `question` is complete; `asked` is the follow-up that the user typed. With a threshold of 0,
    any excerpt gives an answer.
    """
    reading = _Reading(question, asked or question, excerpts, reader)
    wanted, evidence = reading.wanted, reading.evidence()
    if not evidence:
        nothing = NOTHING_FOUND if wanted.period is None else NOTHING_THEN
        return SelectedAnswer((), 0.0, nothing)
    missing = missing_thing(wanted.text, excerpts)
    if missing and threshold > _OF_ANOTHER:
        return SelectedAnswer((), _OF_ANOTHER, MISSING.format(missing))
    confidence = round(reading.confidence(evidence), 4)
    untold = wanted.asks_for_detail and not _TELLS_DETAIL.search(evidence[0].sentence.text)
    if confidence < threshold or (untold and threshold):
        return SelectedAnswer((), confidence, NOT_SURE)
    return SelectedAnswer(compose(wanted, reading.outlets, evidence), confidence)


def answerability(question: str, excerpts: Sequence[Excerpt]) -> float:
    """The reader's probability, 0 to 1, that the excerpts answer the question.

    Raises:
        ModelError: the reader's file is missing or damaged.
    """
    reading = _Reading(question, question, excerpts, open_reader())
    evidence = reading.evidence()
    if not evidence or missing_thing(question, excerpts):
        return 0.0
    return reading.confidence(evidence)


class _Reading:
    """A question beside its excerpts, with the outlets of these that it names.

    `wanted` is what the user typed: a follow-up is understood by its own words.
    """

    def __init__(
        self, question: str, asked: str, excerpts: Sequence[Excerpt], reader: Reader
    ) -> None:
        self.question, self.excerpts, self.reader = question, excerpts, reader
        self.wanted, self.outlets = understand(asked, excerpts)
        self.codes = codes(question)

    def evidence(self) -> list[SentenceEvidence]:
        """The scored sentences by or on the outlets named, without those on other codes."""
        strictly = self.wanted.form == "summary"
        about = of_or_naming(self.outlets, self.excerpts, strictly=strictly)
        found = find_evidence(self.wanted.text, about, self.reader, topic=self.question)
        if self.wanted.period is not None:
            found = [one for one in found if is_of_period(one.sentence, self.wanted.period)]
        return [e for e in found if not _is_of_another(e, self.codes)] or found

    def confidence(self, evidence: Sequence[SentenceEvidence]) -> float:
        """The probability that the answer is right."""
        texts = [f"{e.title} {e.text}" for e in self.excerpts]
        if self.codes and not any(has_code(text, self.codes) for text in texts):
            return _OF_ANOTHER
        if self._is_about_none():
            return _OF_ANOTHER
        measured = signs(self.question, evidence)
        confidence = logistic(weighted(self.reader.weights["confidence"], measured))
        wanted = self.wanted
        names_one = wanted.form == "summary" and self.outlets and wanted.names_article
        is_named = len(self.outlets) > 1 or names_one or wanted.period is not None
        return max(confidence, _NAMED) if is_named else confidence

    def _is_about_none(self) -> bool:
        """Whether no excerpt can hold the answer, by the words of the question.

        None has a content word of it, or it has a name of several words none of which is in any.
        """
        held = {
            word.stem
            for excerpt in self.excerpts
            for text in (excerpt.title, excerpt.text, excerpt.publisher, excerpt.byline)
            for word in words(text or "")
        }
        if self.wanted.form != "summary" and held.isdisjoint(content(self.question)):
            return True
        return any(
            len(name.stems) > 1 and held.isdisjoint(name.stems) and not others_for(name.text)
            for name in find_names(self.wanted.text)
        )


def signs(question: str, evidence: Sequence[SentenceEvidence]) -> dict[str, float]:
    """The features of the confidence model.

    `excerpt` is the reader's highest score for an excerpt of the best ten sentences. `cosine` is
    the highest cosine between the question and one of the best six. `lead` is how far the best
    sentence scores above the fifth.
    """
    embedder = _embedder()
    cosine = _USUAL_COSINE
    if embedder is not None:
        texts = [e.sentence.text for e in evidence[:_EMBEDDED]]
        cosine = float((embedder.vectors(texts) @ embedder.vector(question)).max())
    return {
        "excerpt": max(e.measures["excerpt"] for e in evidence[:10]),
        "cosine": cosine,
        "lead": evidence[0].score - evidence[:5][-1].score,
    }


def _is_of_another(evidence: SentenceEvidence, asked: set[str]) -> bool:
    """Whether a sentence has another code of the same series, and not the one asked about."""
    held = codes(evidence.sentence.text)
    return not held & asked and bool(set(map(letters_of, held)) & set(map(letters_of, asked)))


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
    if question.form == "fact":
        evidence = prefer_asked_speaker(question.text, evidence)
    return tuple(
        AnswerSentence(
            alone(with_dates(question.text, sentence), quoted_by(sentence)),
            (sentence.excerpt.number,),
        )
        for sentence in select(question, outlets, evidence)
    )
