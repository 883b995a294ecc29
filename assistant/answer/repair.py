"""One round of repair: the model rewrites or drops the sentences that the check removed."""

from collections.abc import Callable, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.answer.call import Deadline, call
from assistant.answer.frame import choose_key, frame_claim, frame_excerpts
from assistant.answer.prompts import load_prompt
from assistant.answer.refuse import REFUSAL
from assistant.reply import Excerpt, Removed

Repair = Callable[[Sequence[Removed], Sequence[Excerpt], Deadline], str]
"""Gives the model's text for some removed sentences, with the excerpts of their prompt."""


def repair_with(model: BaseChatModel, name: str) -> Repair:
    """The repair by a chat model; it is asked once for all sentences of an answer.

    The repair raises a `ModelFault` where the model fails or the deadline passes.
    """

    def repair(removed: Sequence[Removed], excerpts: Sequence[Excerpt], deadline: Deadline) -> str:
        texts = [f"{one.text}\nRemoved because: {one.why}" for one in removed]
        key = choose_key([*texts, frame_excerpts(excerpts, "")])
        asked = load_prompt("repair.user").fill(
            excerpts=frame_excerpts(excerpts, key),
            claims="\n\n".join(frame_claim(text, key) for text in texts),
        )
        system = load_prompt("repair.system").fill(refusal=REFUSAL)
        return call(model, [SystemMessage(system), HumanMessage(asked)], name, deadline).text

    return repair
