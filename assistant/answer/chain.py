"""The prompt chain: from history and question to excerpts and messages, and on to streamed text.

Four LangChain runnables in a row, each taking and giving an `Inquiry`: `rewrite` makes the question
stand alone, `retrieve` finds its excerpts, `prompt` puts as many of them as the budget holds into
messages, and `generate` streams the model's message. They are four so that each step can be named
while it runs and the excerpts shown before the first word; `whole` is all of them as one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer.call import Deadline, call
from assistant.answer.filler import strip_label
from assistant.answer.frame import (
    choose_key,
    frame_asked,
    frame_excerpts,
    frame_question,
    frame_turns,
)
from assistant.answer.judge import Judge
from assistant.answer.markers import split_markers
from assistant.answer.markup import plain_text
from assistant.answer.prompts import load_prompt
from assistant.answer.refuse import REFUSAL, is_refusal, is_unwilling
from assistant.answer.repair import Repair, repair_with
from assistant.errors import ModelFault
from assistant.reply import Excerpt, Filters, Turn

# The turns that a rewriting is given: "he" may have been named ten questions ago.
_TURNS = 20
# Rewriting may use this part of the time that a turn has.
_REWRITING_SHARE = 0.25
# A question made much longer than this by rewriting is an answer, not a question.
_LONGEST_REWRITE = 600


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question on its way: what was said before, and what the steps have added so far."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    standalone_question: str = ""
    excerpts: tuple[Excerpt, ...] = ()
    messages: tuple[BaseMessage, ...] = ()


Answerability = Callable[[str, Sequence[Excerpt]], float]


@dataclass(frozen=True, slots=True)
class AnswerChain:
    """The steps from a question to a model's text, each a runnable, and what follows the text.

    `name` is the model's, `seconds` what a turn may take (None: the model runs in this program).
    `shorten` halves the excerpts of a prompt that is too long for the model. `answerability` gives
    the probability that excerpts answer a question; below `threshold` the answer is withheld.
    """

    rewrite: Runnable[Inquiry, Inquiry]
    retrieve: Runnable[Inquiry, Inquiry]
    prompt: Runnable[Inquiry, Inquiry]
    generate: Runnable[Inquiry, BaseMessage]
    judge: Judge | None = None
    hide_unconfirmed: bool = False
    repair: Repair | None = None
    name: str = "model"
    seconds: float | None = None
    threshold: float = 0.0
    shorten: Callable[[Inquiry], Inquiry] | None = None
    answerability: Answerability | None = None

    @property
    def whole(self) -> Runnable[Inquiry, BaseMessage]:
        """The steps as one runnable that streams the model's message."""
        return self.rewrite | self.retrieve | self.prompt | self.generate


def build_chain(
    model: BaseChatModel,
    retriever: BaseRetriever,
    *,
    excerpts: int,
    budget: int,
    count_tokens: Callable[[str], int],
    today: str,
    mend: Callable[[str], str] = str,
    judge: Judge | None = None,
    hide_unconfirmed: bool = False,
    repairs: bool = False,
    name: str = "model",
    seconds: float | None = None,
    threshold: float = 0.0,
    answerability: Answerability | None = None,
) -> AnswerChain:
    """The chain over one model and one retriever.

    `excerpts` is how many the prompt holds at the most, `budget` how many tokens it may have as
    `count_tokens` counts them, `today` the ISO date that the model is told. `mend` puts the
    spelling of the standalone question right. `judge` gives a second opinion on each sentence.
    With `hide_unconfirmed` only sentences that were proved are shown. With `repairs` the model may
    rewrite once what the check removed. The others are the fields of the chain.
    """
    return AnswerChain(
        RunnableLambda(
            lambda inquiry: _mended(rewrite_question(inquiry, model, name, seconds), mend)
        ),
        RunnableLambda(lambda inquiry: find_excerpts(inquiry, retriever, excerpts)),
        RunnableLambda(lambda inquiry: fill_prompt(inquiry, count_tokens, budget, today)),
        RunnableLambda(_messages) | model,
        judge,
        hide_unconfirmed,
        repair_with(model, name) if repairs else None,
        name,
        seconds,
        threshold,
        lambda inquiry: fill_prompt(_halved(inquiry), count_tokens, budget, today),
        answerability,
    )


def rewrite_question(
    inquiry: Inquiry, model: BaseChatModel, name: str = "model", seconds: float | None = None
) -> Inquiry:
    """The question rewritten so that it can be understood without the turns before it.

    Without history it is the question itself, and no model is called. Where the call fails, or
    gives back what is no question, the original is used as it is.
    """
    if not inquiry.history:
        return replace(inquiry, standalone_question=inquiry.question)
    deadline = Deadline.after(seconds).share(_REWRITING_SHARE)
    try:
        message = call(model, _rewriting_messages(inquiry), name, deadline)
    except ModelFault:
        return replace(inquiry, standalone_question=inquiry.question)
    text = message.text if seconds is None else strip_label(plain_text(message.text).strip())
    rewritten = " ".join(text.split())
    limit = max(_LONGEST_REWRITE, 2 * len(inquiry.question))
    usable = 0 < len(rewritten) <= limit
    if seconds is not None:
        usable = usable and _is_question(text, inquiry.question)
    return replace(inquiry, standalone_question=rewritten if usable else inquiry.question)


def _is_question(text: str, asked: str) -> bool:
    """Whether a provider's model rewrote the question, instead of answering or explaining it."""
    if "\n" in text or is_refusal(text) or is_unwilling(text) or split_markers(text)[1]:
        return False
    return text.endswith("?") and ": " not in text if asked.rstrip().endswith("?") else True


def _mended(inquiry: Inquiry, mend: Callable[[str], str]) -> Inquiry:
    return replace(inquiry, standalone_question=mend(inquiry.standalone_question))


def find_excerpts(inquiry: Inquiry, retriever: BaseRetriever, k: int) -> Inquiry:
    """The excerpts for the standalone question, best first."""
    found = retriever.invoke(inquiry.standalone_question, k=k, filters=inquiry.filters)
    return replace(inquiry, excerpts=tuple(document.metadata["excerpt"] for document in found))


def fill_prompt(
    inquiry: Inquiry, count_tokens: Callable[[str], int], budget: int, today: str
) -> Inquiry:
    """Number the excerpts that fit the budget, best first, and put them into the messages."""
    system = load_prompt("answer.system").fill(refusal=REFUSAL)
    left = budget - count_tokens(system) - count_tokens(inquiry.standalone_question)
    fitting: list[Excerpt] = []
    for number, excerpt in enumerate(inquiry.excerpts, 1):
        numbered = replace(excerpt, number=number)
        left -= count_tokens(frame_excerpts([numbered], "0" * 6))
        if left < 0:
            break
        fitting.append(numbered)
    user = _answering_message(inquiry, fitting, today)
    messages = (SystemMessage(system), HumanMessage(user))
    return replace(inquiry, excerpts=tuple(fitting), messages=messages)


def _halved(inquiry: Inquiry) -> Inquiry:
    kept = inquiry.excerpts[: max(1, len(inquiry.excerpts) // 2)]
    return replace(inquiry, excerpts=kept)


def _messages(inquiry: Inquiry) -> list[BaseMessage]:
    return list(inquiry.messages)


def _rewriting_messages(inquiry: Inquiry) -> list[BaseMessage]:
    turns = inquiry.history[-_TURNS:]
    key = choose_key([inquiry.question, *(turn.content for turn in turns)])
    user = load_prompt("rewrite.user").fill(
        turns=frame_turns(turns, key), question=frame_question(inquiry.question, key)
    )
    return [SystemMessage(load_prompt("rewrite.system").fill()), HumanMessage(user)]


def _answering_message(inquiry: Inquiry, excerpts: Sequence[Excerpt], today: str) -> str:
    question = inquiry.standalone_question
    key = choose_key([question, inquiry.question, frame_excerpts(excerpts, "")])
    frames = [frame_question(question, key)]
    if inquiry.history and question != inquiry.question:
        frames.append(frame_asked(inquiry.question, key))
    return load_prompt("answer.user").fill(
        today=today,
        excerpts=frame_excerpts(excerpts, key) or "There are no excerpts.",
        question="\n".join(frames),
    )
