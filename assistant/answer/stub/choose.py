"""Which sentences make the answer: one or two for a fact, one of each source for a comparison."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answer.stub.features import Scored
from assistant.answer.stub.office import by_office
from assistant.answer.stub.point import is_of
from assistant.answer.stub.say import alone
from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.terms import Term, coverage, idf
from assistant.text.question import Question

_MOST = 3
_FAINT = 0.3  # of the best one's relevance: less is noise even where all is to be answered
_OPEN = frozenset(["thing", "manner", "reason", "quotation"])
_LONG_ANSWER = 150
_SHORT_ANSWER = 75


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer and the numbers of the excerpts that it rests on."""

    text: str
    numbers: tuple[int, ...]


def choose(
    question: Question,
    terms: Sequence[Term],
    ranked: Sequence[Scored],
    sentences: Sequence[Sentence],
    threshold: float,
) -> tuple[Said, ...]:
    """The sentences of the answer in the order in which they are said; at least one."""
    if question.kind == "compare":
        chosen = _one_of_each(question, terms, sentences, ranked)
    elif question.kind == "summary":
        chosen = _spread(terms, sentences)
    else:
        chosen = _best(question, terms, ranked, threshold)
    return said(chosen)


def said(chosen: Iterable[Sentence]) -> tuple[Said, ...]:
    """Sentences as they are said: each by itself, with the number of its excerpt."""
    return tuple(Said(alone(s.text), (s.excerpt.number,)) for s in chosen)


def _best(
    question: Question, terms: Sequence[Term], ranked: Sequence[Scored], threshold: float
) -> list[Sentence]:
    """The best sentence, and others that are about as likely or bring what it lacks."""
    ranked = by_office(question, terms, ranked)
    first = ranked[0]
    chosen = [first.sentence]
    for scored in ranked[1:6]:
        if len(chosen) == _MOST:
            break
        if _adds(question, terms, chosen, scored, first, threshold):
            chosen.append(scored.sentence)
    return _in_order(chosen)


def _adds(
    question: Question,
    terms: Sequence[Term],
    chosen: Sequence[Sentence],
    scored: Scored,
    first: Scored,
    threshold: float,
) -> bool:
    words = sum(s.length for s in chosen) + scored.sentence.length
    if not threshold:
        return scored.relevance >= _FAINT * first.relevance
    if words > _SHORT_ANSWER or _repeats(scored.sentence, chosen):
        return False
    before = frozenset().union(*(s.stems for s in chosen))
    gain = coverage(terms, before | scored.sentence.stems) - coverage(terms, before)
    if gain >= 0.15 and scored.relevance >= 0.6 * first.relevance:
        return True
    open_ended = question.sought in _OPEN
    return open_ended and scored.relevance >= 0.6 * first.relevance


def _repeats(sentence: Sentence, chosen: Iterable[Sentence]) -> bool:
    """Whether most of a sentence's words were said already."""
    return any(
        len(sentence.stems & other.stems) > 0.6 * min(len(sentence.stems), len(other.stems))
        for other in chosen
    )


def _in_order(chosen: Sequence[Sentence]) -> list[Sentence]:
    """In the order of the best, with neighbours of one excerpt in the excerpt's own order."""
    first = [s.excerpt.number for s in chosen]
    return sorted(chosen, key=lambda s: (first.index(s.excerpt.number), s.place))


def _one_of_each(
    question: Question,
    terms: Sequence[Term],
    sentences: Sequence[Sentence],
    ranked: Sequence[Scored],
) -> list[Sentence]:
    """The best sentence of each article, best articles first; of the named sources only theirs."""
    relevance = {id(s.sentence): s.relevance for s in ranked}

    def worth(s: Sentence) -> float:
        return (
            coverage(terms, s.stems)
            + 0.3 * coverage(terms, s.stems | s.stems_before)
            + 0.5 * relevance.get(id(s), 0.0)
        )

    best = sorted(
        (max(group, key=worth) for _, group in groupby(sorted(sentences, key=_article), _article)),
        key=worth,
        reverse=True,
    )
    worthy = [s for s in best if worth(s) >= 0.6 * worth(best[0])] or best[:1]
    named = sum(any(is_of(s.excerpt, source) for s in worthy) for source in question.sources)
    return _within(worthy[: max(named, 4)], _LONG_ANSWER)


def _article(sentence: Sentence) -> tuple[str, str, str]:
    e = sentence.excerpt
    return (e.title or "", e.publisher or "", e.published or "")


def _spread(terms: Sequence[Term], sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences that say most of what the excerpts say, none twice, opening ones first."""
    counts: dict[str, int] = {}
    for sentence in sentences:
        for stem in sentence.stems:
            counts[stem] = counts.get(stem, 0) + 1

    def worth(s: Sentence) -> float:
        central = sum(idf(x) * min(counts[x], 6) for x in s.stems if counts[x] > 1)
        opening = 1.5 if s.place == 0 else 1.0
        asked = 1.0 + 2.0 * coverage(terms, s.stems)
        return central / (8 + s.length) * opening * asked * (0.5 if s.length < 8 else 1.0)

    chosen: list[Sentence] = []
    for sentence in sorted(sentences, key=worth, reverse=True):
        if not _repeats(sentence, chosen) and not sentence.text.endswith("?"):
            chosen.append(sentence)
        if len(chosen) == 5:
            break
    order = {id(s): at for at, s in enumerate(sentences)}
    return sorted(_within(chosen, _LONG_ANSWER - 10), key=lambda s: order[id(s)])


def _within(sentences: Sequence[Sentence], most: int) -> list[Sentence]:
    """The sentences, in order, up to so many words; the first always."""
    chosen: list[Sentence] = []
    for sentence in sentences:
        if not chosen or sum(s.length for s in chosen) + sentence.length <= most:
            chosen.append(sentence)
    return chosen
