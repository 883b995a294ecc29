"""Which excerpts a question points to: those of an author, an outlet or an article it names."""

from collections.abc import Sequence

from assistant.answer.frame import FramedExcerpt
from assistant.text.question import Question
from assistant.text.words import stem, words


def pointed_to(question: Question, excerpts: Sequence[FramedExcerpt]) -> list[FramedExcerpt]:
    """The excerpts of the sources that the question names; all where it names none of theirs."""
    found = [e for e in excerpts if any(is_of(e, source) for source in question.sources)]
    return found or list(excerpts)


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
