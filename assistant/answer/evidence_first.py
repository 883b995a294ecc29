"""Answers as JSON: each sentence after the words of the excerpts that it rests on.

Models that LangChain's profile says can keep to a JSON schema are asked for this form: a model that
has to copy its evidence first writes what the evidence says. Others write plain markers.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.answer.sentence_stream import Draft, DraftReader, parse_draft

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable


def _object(**properties: Any) -> dict[str, Any]:
    """An object with exactly these properties, in this order."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_EVIDENCE = _object(excerpt={"type": "integer"}, words={"type": "string"})
_SENTENCE = _object(evidence={"type": "array", "items": _EVIDENCE}, text={"type": "string"})
SCHEMA = {
    "title": "answer",
    "description": "The sentences of the answer, each after its evidence.",
    **_object(sentences={"type": "array", "items": _SENTENCE}),
}


def evidence_writer(chat: "BaseChatModel") -> "Runnable[Any, BaseMessage] | None":
    """The model bound to this schema, which gives its message as it streams in.

    None if its profile does not say that it can, or its package does not offer it.
    """
    from langchain_core.runnables import RunnableSequence

    if not (getattr(chat, "profile", None) or {}).get("structured_output"):
        return None
    try:
        structured = chat.with_structured_output(SCHEMA, method="json_schema")
    except (NotImplementedError, TypeError, ValueError):  # packages differ in what they take
        return None
    # The parser behind it would hold back the message until it is whole.
    return structured.first if isinstance(structured, RunnableSequence) else None


class EvidenceReader:
    """Reads the JSON of an answer as it streams in, and gives each sentence once it is whole.

    A text that is not JSON is read as one with plain markers. `known` counts the excerpts.
    """

    def __init__(self, known: int) -> None:
        self._known = known
        self._plain: DraftReader | None = None
        self._text = ""
        self._inside = False

    @property
    def reasoning(self) -> bool:
        """Whether the model's reasoning came in its text, and was dropped."""
        return self._plain is not None and self._plain.reasoning

    @property
    def restarts(self) -> int:
        """How often the text turned out to be reasoning so far; drafts given before are void."""
        return 0 if self._plain is None else self._plain.restarts

    def feed(self, piece: str) -> list[Draft]:
        """Takes the next piece of the stream and gives the drafts that it finishes."""
        if self._plain is not None:
            return self._plain.feed(piece)
        self._text = (self._text + piece).lstrip()
        if self._text and not self._inside and self._text[0] != "{":
            self._plain = DraftReader(self._known)
            return self._plain.feed(self._text)
        return list(self._finished())

    def close(self) -> list[Draft]:
        """Ends the stream and gives what is left: nothing of a sentence that is not whole."""
        return self._plain.close() if self._plain is not None else []

    def _finished(self) -> Iterator[Draft]:
        if not self._inside:
            _, opened, rest = self._text.partition("[")
            if not opened:
                return
            self._inside, self._text = True, rest
        while self._text.lstrip(", \n\r\t")[:1] == "{":
            self._text = self._text.lstrip(", \n\r\t")
            try:
                value, end = json.JSONDecoder().raw_decode(self._text)
            except ValueError:
                return
            self._text = self._text[end:]
            yield from _drafts(value, self._known)


def _drafts(value: dict[str, Any], known: int) -> Iterator[Draft]:
    """The sentences of one entry of the answer; models write several in one."""
    rests_on = tuple(_evidence(value.get("evidence")))
    for draft in parse_draft(str(value.get("text", "")), known):
        numbers = dict.fromkeys([*(number for number, _ in rests_on), *draft.markers])
        yield replace(draft, markers=tuple(numbers), rests_on=rests_on)


def _evidence(given: Any) -> Iterator[tuple[int, str]]:
    for one in given if isinstance(given, list) else []:
        if isinstance(one, dict) and isinstance(one.get("excerpt"), int):
            yield one["excerpt"], str(one.get("words", ""))
