"""What readers think of answers, as a question file for `assistant eval`."""

import json
from collections.abc import Iterable

from assistant.library.conversations import Message


def as_questions(votes: Iterable[tuple[Message, Message]]) -> str:
    """One JSON object a line, a question each with the answer that was voted on.

    An answer found helpful becomes the rule for the next ones: the sources that it cited, or that
    it abstained. Of one found wanting, the reason and the answer are kept for whoever looks.
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
        cited = [citation.source for citation in message.answer.citations]
        rules = (
            {"abstain": True} if message.answer.abstained else {"src": list(dict.fromkeys(cited))}
        )
        record |= rules
    return record
