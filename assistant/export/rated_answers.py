"""Answers that readers rated, as a question file for `assistant eval`."""

import json
from collections.abc import Iterable

from assistant.library.conversation_store import Message


def as_questions(votes: Iterable[tuple[Message, Message]]) -> str:
    """One JSON object per line for each question and the answer that was rated.

    A helpful answer becomes a rule: the same sources must be cited, or the question declined
    again. For an unhelpful one, the reader's reason and the answer are kept for review.
    """
    lines = (json.dumps(_record(*pair), ensure_ascii=False) + "\n" for pair in votes)
    return "".join(lines)


def _record(question: Message, message: Message) -> dict[str, object]:
    record: dict[str, object] = {
        "id": message.message_id,
        "kind": "helpful" if message.vote == "up" else "unhelpful",
        "q": question.content,
        "reason": message.reason,
        "answer": message.answer.answer if message.answer else None,
    }
    if message.answer and message.vote == "up":
        cited = dict.fromkeys(citation.source for citation in message.answer.citations)
        record |= {"abstain": True} if message.answer.abstained else {"src": list(cited)}
    return record
