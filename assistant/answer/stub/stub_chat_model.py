"""The stub as a LangChain chat model. Its only input is the messages."""

import re
from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from assistant.answer.chat_models import Assessment
from assistant.answer.citation_markers import shield_brackets, with_markers
from assistant.answer.prompt import Frame, read_excerpts, read_frames
from assistant.answer.stock_phrases import REFUSAL
from assistant.answer.stub.read_answer import AnswerSentence, SelectedAnswer, read_answer
from assistant.conversation.follow_up import standalone
from assistant.reader.reading_model import open_reader
from assistant.reply import Turn
from assistant.settings import DECLINE_BELOW
from assistant.text.token_count import count_tokens

_TOKEN = re.compile(r"\s*\S+|\s+$")
_ENDS = ".!?…”\"'’)"


class StubChatModel(BaseChatModel):
    """Answers from the excerpts in its prompt, word for word, or declines; needs no network.

    Given the turns of a conversation it gives the standalone question. Below `threshold` it
    declines with the refusal phrase; at 0 it answers whatever it has. The same messages always
    give the same answer. `assessment_of` reads from the message how likely the answer is right,
    and why the stub declined.
    """

    model: str = "stub"
    threshold: float = Field(default=DECLINE_BELOW, ge=0.0, le=1.0)

    @property
    def _llm_type(self) -> str:
        return "stub"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": "stub", "threshold": self.threshold}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text, metadata = self._answer(messages, stop)
        message = AIMessage(text, response_metadata=metadata, usage_metadata=_usage(messages, text))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        text, metadata = self._answer(messages, stop)
        for token in _TOKEN.findall(text):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=token))
            if run_manager:
                run_manager.on_llm_new_token(token, chunk=chunk)
            yield chunk
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="",
                response_metadata=metadata,
                usage_metadata=_usage(messages, text),
                chunk_position="last",
            )
        )

    def _answer(
        self, messages: list[BaseMessage], stop: list[str] | None
    ) -> tuple[str, dict[str, Any]]:
        """The text of the answer, cut at the first stop word, and the metadata of the message."""
        prompt = messages[-1].text if messages else ""
        metadata: dict[str, Any] = {"model_name": "stub", "confidence": 1.0, "reason": None}
        frames = read_frames(prompt)
        bodies = {frame.name: frame.body for frame in frames}
        question = bodies.get("question") or prompt
        if "turn" in bodies:  # only a rewriting prompt holds turns
            return _until(_rewrite(question, frames), stop), metadata
        reading = read_answer(
            question,
            read_excerpts(prompt),
            asked=bodies.get("asked") or question,
            threshold=self.threshold,
            reader=open_reader(),
        )
        metadata |= {"confidence": reading.confidence, "reason": reading.reason}
        return _until(written(reading), stop), metadata


def assessment_of(message: BaseMessage) -> Assessment | None:
    """What the stub says in its message about its own answer."""
    metadata = message.response_metadata
    if "confidence" not in metadata:
        return None
    return Assessment(float(metadata["confidence"]), metadata["reason"])


def written(reading: SelectedAnswer) -> str:
    """The answer with its markers, one sentence a line, or the refusal.

    Numbers in brackets in the article would look like markers: they get wide brackets.
    """
    return "\n".join(map(_marked, reading.sentences)) or REFUSAL


def _marked(sentence: AnswerSentence) -> str:
    text = shield_brackets(sentence.text)
    return with_markers(text if text[-1:] in _ENDS else f"{text}.", sentence.numbers)


def _rewrite(question: str, frames: list[Frame]) -> str:
    """The standalone question, from the frames of the turns before it."""
    turns = [
        Turn("assistant" if frame.value == "assistant" else "user", frame.body)
        for frame in frames
        if frame.name == "turn"
    ]
    return standalone(question, turns)


def _until(text: str, stop: list[str] | None) -> str:
    ends = [at for word in stop or [] if word and (at := text.find(word)) >= 0]
    return text[: min(ends)] if ends else text


def _usage(messages: list[BaseMessage], text: str) -> UsageMetadata:
    read = sum(count_tokens(message.text) for message in messages)
    written = count_tokens(text)
    return UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
