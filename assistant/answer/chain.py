"""The prompt chain: from history and question to excerpts and messages, and on to streamed text.

Four LangChain runnables in a row, each taking and giving an `Inquiry`: `rewrite` makes the question
stand alone, `retrieve` finds its excerpts, `prompt` puts as many of them as the budget holds into
messages, and `generate` streams the model's message. With four steps, the page can name each one
while it runs, and show the excerpts before the first word; `whole` joins them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer.chat_models import AnswerModel
from assistant.answer.citation_markers import split_markers
from assistant.answer.fill_budget import PromptFiller, fitting
from assistant.answer.judge import Judge
from assistant.answer.model_calls import Deadline, call
from assistant.answer.output_markup import plain_text
from assistant.answer.prompt import choose_key, frame, frame_excerpts, frame_turns, load_prompt
from assistant.answer.spending import Meter, cost_of, metered, usage_of
from assistant.answer.stock_phrases import REASON, REFUSAL, is_refusal, is_unwilling, strip_label
from assistant.errors import ModelFault
from assistant.index.search_index import SearchIndex
from assistant.reply import Cost, Excerpt, Filters, Removed, Turn

# The turns that a rewriting is given: "he" may have been named ten questions ago.
_TURNS = 20
# Rewriting may use this part of the time that a turn has.
_REWRITING_SHARE = 0.25
# A question made much longer than this by rewriting is an answer, not a question.
_LONGEST_REWRITE = 600
# Frames are counted with a key of usual digits: "000000" would be fewer tokens.
_SOME_KEY = "7f3a9c"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question on its way: what was said before, and what the steps have added so far.

    `follow_up` is the question as typed, if rewriting changed it; mending its spelling does not
    count. `found` are the excerpts of the search that the prompt has room for, best first.
    `excerpts` are those of the prompt: the same words, or more of their articles.
    """

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    standalone_question: str = ""
    follow_up: str = ""
    found: tuple[Excerpt, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    messages: tuple[BaseMessage, ...] = ()


Answerability = Callable[[str, Sequence[Excerpt]], float]
"""The probability, 0 to 1, that excerpts answer a question."""
Repair = Callable[[Sequence[Removed], Sequence[Excerpt], Deadline], BaseMessage]
"""Gives the model's new text for removed sentences, with the excerpts of their prompt."""


@dataclass(frozen=True, slots=True)
class AnswerChain:
    """The steps from a question to a model's text, each a runnable, and what follows the text.

    `shorten` halves the found excerpts of a prompt that is too long for the model. With
    `hide_unconfirmed` only proved sentences are shown. An answer whose confidence is below
    `threshold` is withheld. `meters` count the tokens of its models. `plain` is the same chain with
    plain markers, if this one asks for JSON.
    """

    model: AnswerModel
    rewrite: Runnable[Inquiry, Inquiry]
    retrieve: Runnable[Inquiry, Inquiry]
    prompt: Runnable[Inquiry, Inquiry]
    generate: Runnable[Inquiry, BaseMessage]
    shorten: Callable[[Inquiry], Inquiry]
    repair: Repair | None = None
    judge: Judge | None = None
    hide_unconfirmed: bool = False
    threshold: float = 0.0
    answerability: Answerability | None = None
    meters: tuple[Meter, ...] = ()
    plain: "AnswerChain | None" = None

    @property
    def whole(self) -> Runnable[Inquiry, BaseMessage]:
        """The steps as one runnable that streams the model's message."""
        return self.rewrite | self.retrieve | self.prompt | self.generate

    @property
    def usage(self) -> dict[str, int]:
        """The tokens that its models have read and written so far."""
        return usage_of(self.meters)

    @property
    def cost(self) -> Cost | None:
        """What its models have cost so far; None if a price is not known."""
        return cost_of(self.meters)


def build_chain(
    model: AnswerModel,
    retriever: BaseRetriever,
    *,
    count_tokens: Callable[[str], int],
    today: str,
    index: SearchIndex | None = None,
    mend: Callable[[str], str] = str,
    judge: Judge | None = None,
    hide_unconfirmed: bool = False,
    threshold: float = 0.0,
    answerability: Answerability | None = None,
) -> AnswerChain:
    """The chain over one model and one retriever.

    `count_tokens` counts towards the prompt's budget, and `today` is the ISO date in the prompt.
    From `index` a provider's model is given more of the articles than was found. `mend` corrects
    the spelling of the standalone question. The others are fields of the chain.
    """

    def rewrite(inquiry: Inquiry) -> Inquiry:
        rewritten = rewrite_question(inquiry, model)
        return replace(rewritten, standalone_question=mend(rewritten.standalone_question))

    def writing(model: AnswerModel) -> dict[str, Any]:
        return _writing(model, count_tokens, today, None if model.verbatim else index)

    chain = AnswerChain(
        **writing(model),
        rewrite=RunnableLambda(rewrite),
        retrieve=RunnableLambda(lambda inquiry: find_excerpts(inquiry, retriever, model.excerpts)),
        repair=None if model.verbatim else repair_with(model),
        judge=judge,
        hide_unconfirmed=hide_unconfirmed,
        threshold=threshold,
        answerability=answerability,
        meters=tuple(metered(one.chat, one.price) for one in (model, judge) if one is not None),
    )
    if model.evidence_first is None:
        return chain
    return replace(chain, plain=replace(chain, **writing(replace(model, evidence_first=None))))


def _writing(
    model: AnswerModel, count_tokens: Callable[[str], int], today: str, index: SearchIndex | None
) -> dict[str, Any]:
    """The fields of a chain that differ between JSON and plain markers."""

    def fill(inquiry: Inquiry, index: SearchIndex | None = index) -> Inquiry:
        return fill_prompt(inquiry, model, count_tokens, today, index)

    return {
        "model": model,
        "prompt": RunnableLambda(fill),
        "generate": RunnableLambda(_messages) | (model.evidence_first or model.chat),
        "shorten": lambda inquiry: fill(_halved(inquiry), None),
    }


def rewrite_question(inquiry: Inquiry, model: AnswerModel) -> Inquiry:
    """The question rewritten so that it can be understood without the turns before it.

    Without history it is the question itself, and no model is called. If the call fails, or its
    text is not a question, the original is used.
    """
    original = replace(inquiry, standalone_question=inquiry.question)
    if not inquiry.history:
        return original
    deadline = Deadline.after(model.seconds).share(_REWRITING_SHARE)
    try:
        text: str = call(model.chat, _rewriting_messages(inquiry), model.name, deadline).text
    except ModelFault:
        return original
    if not model.verbatim:
        text = strip_label(plain_text(text).strip())
    rewritten = " ".join(text.split())
    limit = max(_LONGEST_REWRITE, 2 * len(inquiry.question))
    if not 0 < len(rewritten) <= limit:
        return original
    if not (model.verbatim or _is_question(text, inquiry.question)):
        return original
    if rewritten == " ".join(inquiry.question.split()):
        return original
    return replace(inquiry, standalone_question=rewritten, follow_up=inquiry.question)


def _is_question(text: str, asked: str) -> bool:
    """Whether a provider's model rewrote the question, instead of answering or explaining it."""
    if "\n" in text or is_refusal(text) or is_unwilling(text) or split_markers(text)[1]:
        return False
    return text.endswith("?") and ": " not in text if asked.rstrip().endswith("?") else True


def find_excerpts(inquiry: Inquiry, retriever: BaseRetriever, k: int) -> Inquiry:
    """The excerpts for the standalone question, best first."""
    found = retriever.invoke(inquiry.standalone_question, k=k, filters=inquiry.filters)
    excerpts = tuple(document.metadata["excerpt"] for document in found)
    return replace(inquiry, found=excerpts, excerpts=excerpts)


def fill_prompt(
    inquiry: Inquiry,
    model: AnswerModel,
    count_tokens: Callable[[str], int],
    today: str,
    index: SearchIndex | None = None,
) -> Inquiry:
    """Number the excerpts that fit the model's budget, best first, and put them into the messages.

    With an index they are joined, and extended by the text around them. The best excerpt is there
    however small the budget is: without any, an answer would deny what the articles say.
    """

    def cost(excerpt: Excerpt) -> int:
        return count_tokens(frame_excerpts([replace(excerpt, number=1)], _SOME_KEY))

    citing = load_prompt("answer.evidence" if model.evidence_first else "answer.markers").format()
    system = load_prompt("answer.system").format(refusal=REFUSAL, citing=citing)
    left = (
        model.budget - count_tokens(system) - count_tokens(_answering_message(inquiry, (), today))
    )
    found = _numbered(inquiry.found[: max(1, fitting(inquiry.found, cost, left))])
    excerpts = found
    if index is not None:
        filler = PromptFiller(index, cost)
        filled = filler.fill(inquiry.standalone_question, inquiry.found, left)
        excerpts = _numbered(filled) or found
    messages = (SystemMessage(system), HumanMessage(_answering_message(inquiry, excerpts, today)))
    return replace(inquiry, found=found, excerpts=excerpts, messages=messages)


def _numbered(excerpts: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    return tuple(replace(excerpt, number=at) for at, excerpt in enumerate(excerpts, 1))


def repair_with(model: AnswerModel) -> Repair:
    """The repair by a chat model; it is asked once for all sentences of an answer.

    The repair raises a `ModelFault` if the model fails or the deadline passes.
    """

    def repair(
        removed: Sequence[Removed], excerpts: Sequence[Excerpt], deadline: Deadline
    ) -> BaseMessage:
        texts = [f"{one.text}\n{REASON} {one.why}" for one in removed]
        key = choose_key([*texts, frame_excerpts(excerpts, "")])
        asked = load_prompt("repair.user").format(
            excerpts=frame_excerpts(excerpts, key),
            claims="\n\n".join(frame("claim", text, key) for text in texts),
        )
        system = load_prompt("repair.system").format(refusal=REFUSAL)
        messages = [SystemMessage(system), HumanMessage(asked)]
        return call(model.chat, messages, model.name, deadline)

    return repair


def _halved(inquiry: Inquiry) -> Inquiry:
    return replace(inquiry, found=inquiry.found[: max(1, len(inquiry.found) // 2)])


def _messages(inquiry: Inquiry) -> list[BaseMessage]:
    return list(inquiry.messages)


def _rewriting_messages(inquiry: Inquiry) -> list[BaseMessage]:
    turns = inquiry.history[-_TURNS:]
    key = choose_key([inquiry.question, *(turn.content for turn in turns)])
    user = load_prompt("rewrite.user").format(
        turns=frame_turns(turns, key), question=frame("question", inquiry.question, key)
    )
    return [SystemMessage(load_prompt("rewrite.system").format()), HumanMessage(user)]


def _answering_message(inquiry: Inquiry, excerpts: Sequence[Excerpt], today: str) -> str:
    question = inquiry.standalone_question
    key = choose_key([question, inquiry.question, frame_excerpts(excerpts, "")])
    frames = [frame("question", question, key)]
    if inquiry.follow_up:
        frames.append(frame("asked", inquiry.follow_up, key))
    return load_prompt("answer.user").format(
        today=today,
        excerpts=frame_excerpts(excerpts, key) or "There are no excerpts.",
        question="\n".join(frames),
    )
