"""The last step: the checked sentences become an `Answer`."""

from collections.abc import Mapping, Sequence

from assistant.answer.asof import as_of_notices
from assistant.answer.foreign import language_notice
from assistant.answer.nearest import nearest
from assistant.answer.refuse import REFUSAL, is_bare_refusal
from assistant.answer.write import Writer
from assistant.reply import Answer

NOTHING_FOUND = "No article fits the question."
NOTHING_LEFT = "Every sentence of the model's answer was removed by the check."
MOVED = "The citation of {} was moved to the article that says it."
UNLIKELY = "The excerpts are too unlikely to hold the answer; a lower threshold shows it."
PARTLY = "The model found no answer to a part of the question."
NOT_HELD = "The excerpts that came nearest do not hold the answer."


def conclude(
    writer: Writer, confidence: float, notices: Sequence[str], timings_ms: Mapping[str, float]
) -> Answer:
    """The answer as it is shown and kept; an abstention if no claim is left.

    `confidence`, 0 to 1, is how likely the excerpts are to hold the answer.
    """
    inquiry, composed = writer.inquiry, writer.composer
    abstained = not composed.claims or writer.withholds(confidence)
    question = inquiry.standalone_question
    return Answer(
        question=inquiry.question,
        standalone_question=question,
        answer=REFUSAL if abstained else composed.text,
        abstained=abstained,
        reason=_reason(writer) if abstained else None,
        confidence=round(confidence, 4),
        claims=() if abstained else tuple(composed.claims),
        removed=tuple(composed.removed),
        notices=(
            *([] if abstained else as_of_notices(question, composed.citations, inquiry.excerpts)),
            *([] if abstained else _gaps(composed.declined)),
            *(() if abstained else language_notice(composed.claims, composed.citations)),
            *([writer.interrupted] if writer.interrupted else []),
            *([] if abstained else _moved(composed.moved)),
            *notices,
        ),
        citations=() if abstained else tuple(composed.citations),
        related=nearest(question, inquiry.excerpts) if abstained else (),
        model=writer.model_name,
        usage=_usage(writer),
        timings_ms=timings_ms,
    )


def _moved(count: int) -> list[str]:
    """The notice that citations were corrected."""
    if not count:
        return []
    return [MOVED.format("one sentence" if count == 1 else f"{count} sentences")]


def _gaps(declined: Sequence[str]) -> list[str]:
    """A notice for each part of the question that the model says the excerpts do not answer."""
    return [
        PARTLY if is_bare_refusal(text) else f"Not answered, according to the model: “{text}”"
        for text in declined
    ]


def _reason(writer: Writer) -> str:
    if not writer.inquiry.excerpts:
        return NOTHING_FOUND
    if writer.composer.claims:
        return UNLIKELY
    if writer.composer.removed:
        return NOTHING_LEFT
    given = writer.message.response_metadata.get("reason") if writer.message else None
    return str(given or NOT_HELD)


def _usage(writer: Writer) -> dict[str, int]:
    counted = getattr(writer.message, "usage_metadata", None) or {}
    return {name: counted[name] for name in ("input_tokens", "output_tokens") if name in counted}
