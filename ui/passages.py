"""The words of articles that an answer points to: its citations, or what came nearest to it."""

from assistant import Answer, Citation, Related
from ui.address import Place
from ui.opened import writer_of
from ui.talk import Pair


def answer_of(pairs: list[Pair], message_id: str) -> Answer | None:
    """An answer as far as it has come."""
    for _, message in pairs:
        if message.message_id == message_id:
            writer = writer_of(message_id)
            return writer.progress.answer if writer else message.answer
    return None


def passages_of(pairs: list[Pair], place: Place) -> list[Citation]:
    """Its citations, or, where the place is one of those, what came near, counted from 1."""
    answer = answer_of(pairs, place.message_id)
    if answer is None:
        return []
    if place.near:
        return [_as_citation(number, one) for number, one in enumerate(answer.related, 1)]
    return list(answer.citations)


def _as_citation(number: int, near: Related) -> Citation:
    return Citation(
        marker=number,
        source=near.source,
        article_id=near.article_id,
        title=near.title,
        publisher=None,
        published=None,
        quote=near.quote,
        start=near.start,
        end=near.end,
    )
