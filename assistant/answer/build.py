"""The last step: checked sentences become an `Answer`, or an abstention with its reason.

This is where an answer is withheld: if no claim passed the check, or if a provider's model answered
with a confidence below the threshold. The built-in model declines by itself
(`stub/read_answer.py`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.answer.notices import (
    as_of_notices,
    detail_notices,
    gap_notices,
    language_notice,
    moved_notice,
)
from assistant.answer.stock_phrases import REFUSAL
from assistant.answer.stream import EventWriter
from assistant.reply import Answer, Claim, Excerpt, Related, Removed
from assistant.text.lexicon import QUESTION_WORDS
from assistant.text.names import find_names, name_keys
from assistant.text.question import Question, analyse
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems, words

NOTHING_FOUND = "No article matches the question."
ABOUT_ARTICLES = (
    "The question is about the articles themselves; the notes say what is known of them."
)
NONE_PASSING = "No article passes the filters; change or remove them."
NOTHING_LEFT = "Every sentence of the model's answer was removed by the check."
UNLIKELY = (
    "The excerpts found are unlikely to contain the answer; lower the minimum confidence to see it."
)
ABSENT = "No relevant passage mentions {}."
NOT_HELD = "The closest passages do not contain the answer."
# A sentence that was neither proved nor disproved counts half.
_UNCONFIRMED = 0.5
# The share for an answer without a sentence. Even if the reader is certain, the confidence then
# stays below the default threshold.
_DECLINED = 0.2
# The nearest passages shown with an abstention, one for each article.
_MOST_RELATED = 3


def conclude(
    writer: EventWriter,
    notices: Sequence[str],
    timings_ms: Mapping[str, float],
    absent: Callable[[str], Sequence[str]],
    article_text: Callable[[str], str],
    any_passes: Callable[[], bool],
) -> Answer:
    """The answer as it is shown and kept; an abstention if it is withheld.

    `absent` gives the names of a question that no article of the library has, `article_text` the
    whole text of an article, `any_passes` whether any article passes the filters.
    """
    confidence = confidence_of(writer)
    abstained = _is_withheld(writer, confidence)
    inquiry, composed = writer.inquiry, writer.composer
    question = inquiry.standalone_question
    asked = analyse(inquiry.follow_up or question)
    return Answer(
        question=inquiry.question,
        standalone_question=question,
        answer=REFUSAL if abstained else composed.text,
        abstained=abstained,
        reason=_reason(writer, asked, absent, any_passes) if abstained else None,
        confidence=round(confidence, 4),
        claims=() if abstained else tuple(composed.claims),
        removed=tuple(composed.removed),
        notices=(
            *(() if abstained else _claim_notices(writer)),
            *([writer.interrupted] if writer.interrupted else []),
            *(() if abstained else moved_notice(composed.moved)),
            *detail_notices(asked, inquiry.excerpts),
            *notices,
        ),
        citations=() if abstained else tuple(composed.citations),
        related=(
            nearest(inquiry.follow_up or question, inquiry.excerpts, article_text)
            if abstained and not asked.is_about_articles
            else ()
        ),
        model=writer.chain.model.name,
        usage=writer.chain.usage,
        cost=writer.chain.cost,
        timings_ms=timings_ms,
    )


def confidence_of(writer: EventWriter) -> float:
    """How likely the excerpts are to hold the answer, 0 to 1; the model's own estimate if any."""
    if writer.assessment is not None:
        return writer.assessment.confidence
    asked, excerpts = writer.inquiry.standalone_question, writer.inquiry.found
    reader = writer.chain.answerability
    likely = reader(asked, excerpts) if reader is not None and excerpts else None
    return combine(likely, writer.composer.claims, writer.composer.removed)


def combine(
    answerability: float | None, claims: Sequence[Claim], removed: Sequence[Removed]
) -> float:
    """The geometric mean of the reader's probability and the share of supported sentences.

    Without a reader (None) it is the share alone.
    """
    share = supported_share(claims, removed)
    return share if answerability is None else float((answerability * share) ** 0.5)


def supported_share(claims: Sequence[Claim], removed: Sequence[Removed]) -> float:
    """The share of an answer's sentences that passed the check, 0 to 1."""
    if not claims and not removed:
        return _DECLINED
    passed = sum(1.0 if claim.supported else _UNCONFIRMED for claim in claims)
    return passed / (len(claims) + len(removed))


def nearest(
    question: str, excerpts: Sequence[Excerpt], article_text: Callable[[str], str]
) -> tuple[Related, ...]:
    """The nearest sentence of each of the first articles, with the question's names it lacks.

    `article_text` gives the whole text of an article.
    """
    return tuple(
        _related(excerpt, question, article_text(excerpt.article_id))
        for excerpt in _one_an_article(excerpts)
    )


def _is_withheld(writer: EventWriter, confidence: float) -> bool:
    """Whether no answer is shown. A model that assesses itself has applied the threshold."""
    if not writer.composer.claims:
        return True
    return writer.assessment is None and confidence < writer.chain.threshold


def _reason(
    writer: EventWriter,
    asked: Question,
    absent: Callable[[str], Sequence[str]],
    any_passes: Callable[[], bool],
) -> str:
    if asked.is_about_articles:
        return ABOUT_ARTICLES
    if not writer.inquiry.excerpts:
        return NOTHING_FOUND if any_passes() else NONE_PASSING
    if writer.composer.claims:
        return UNLIKELY
    if writer.composer.removed:
        return NOTHING_LEFT
    names = absent(writer.inquiry.standalone_question)
    if names:
        return ABSENT.format(" or ".join(f"“{name}”" for name in names))
    return (writer.assessment and writer.assessment.reason) or NOT_HELD


def _claim_notices(writer: EventWriter) -> tuple[str, ...]:
    composed, inquiry = writer.composer, writer.inquiry
    return (
        *as_of_notices(inquiry.standalone_question, composed.citations, inquiry.excerpts),
        *gap_notices(composed.declined),
        *language_notice(composed.claims, composed.citations),
    )


def _one_an_article(excerpts: Iterable[Excerpt]) -> list[Excerpt]:
    first: dict[str, Excerpt] = {}
    for excerpt in excerpts:
        first.setdefault(excerpt.article_id, excerpt)
    return list(first.values())[:_MOST_RELATED]


def _related(excerpt: Excerpt, question: str, text: str) -> Related:
    wanted = {w.stem for w in words(question) if w.text.lower() not in QUESTION_WORDS}
    spans = split_sentences(excerpt.text)
    best = max(spans, key=lambda span: len(wanted & set(content_stems(span.of(excerpt.text)))))
    known = (excerpt.title, excerpt.publisher, excerpt.byline, text)
    lacking = _lacking_names(question, "\n".join(filter(None, known))) if text else []
    return Related(
        source=excerpt.source,
        article_id=excerpt.article_id,
        title=excerpt.title,
        quote=best.of(excerpt.text),
        start=excerpt.start + best.start,
        end=excerpt.start + best.end,
        why=f"It does not mention {_listed(lacking)}." if lacking else "",
    )


def _lacking_names(question: str, text: str) -> list[str]:
    """The question's names of which the text has no word and no other form."""
    named = {name.text: name for name in find_names(question) if not name.opens}
    present = {word.stem for word in words(text)}
    lacking = [name for name in named.values() if present.isdisjoint(name.stems)]
    if not lacking:
        return []
    keys = frozenset[str]().union(*(name_keys(name.text) for name in find_names(text)))
    return [name.text for name in lacking if keys.isdisjoint(name_keys(name.text))]


def _listed(terms: Sequence[str]) -> str:
    quoted = [f"“{term}”" for term in terms[:4]]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
