"""Which excerpts a question points to: those of an author, an outlet or an article it names."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer.frame import FramedExcerpt
from assistant.text.question import Question
from assistant.text.words import stem, words


def pointed_to(question: Question, excerpts: Sequence[FramedExcerpt]) -> list[FramedExcerpt]:
    """The excerpts of the sources that the question names; all where it names none of theirs."""
    found = [e for e in excerpts if any(is_of(e, source) for source in question.sources)]
    return found or list(excerpts)


def spoken_by_outlet(question: Question, excerpts: Sequence[FramedExcerpt]) -> Question:
    """The question with an outlet taken for a speaker made a source: it is quoted nowhere.

    "What does the Tribune say about ..." asks for what the articles of the Tribune say.
    """
    speaker = question.speaker
    if speaker is None or not any(is_of(excerpt, speaker) for excerpt in excerpts):
        return question
    return replace(
        question, kind="fact", sought="thing", speaker=None, sources=(*question.sources, speaker)
    )


def is_of(excerpt: FramedExcerpt, source: str) -> bool:
    """Whether an excerpt's author or publisher is the one a question calls `source`."""
    called = _stems(source)
    return bool(called) and any(
        called <= _stems(known) for known in (excerpt.publisher, excerpt.byline) if known
    )


def _stems(name: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(name) if word.text.lower() != "the") or frozenset(
        {stem(name)}
    )
