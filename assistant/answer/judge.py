"""A second opinion: a chat model judges whether the excerpts back a supported sentence."""

import re
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.answer.chat_models import STUB, is_built_in, model_price, open_model
from assistant.answer.model_calls import Deadline, call
from assistant.answer.prompt import choose_key, frame, frame_excerpts, load_prompt
from assistant.errors import ModelError
from assistant.providers.prices import Price
from assistant.reply import Excerpt
from assistant.settings import Settings

NOT_BACKED = "not backed by the excerpts"
_LONGEST_REASON = 160
_YES = re.compile(r"\W*yes\W*", re.IGNORECASE)
_NO = re.compile(r"\W*no\b[\s:,.–-]*(?P<reason>.*?)[\s:,.–-]*", re.IGNORECASE)


class Judge:
    """Objects to sentences that the excerpts do not back.

    It is asked only about supported sentences; its objection makes them unconfirmed. It cannot
    restore a sentence that the check removed, nor confirm one that the check did not. `seconds` is
    what its calls for one answer may take in all, if the answer itself has no limit.
    """

    def __init__(
        self,
        chat: BaseChatModel,
        name: str,
        seconds: float | None = None,
        price: Price | None = None,
    ) -> None:
        self.chat = chat
        self.name = name
        self.price = price
        self.seconds = seconds

    def objection(self, claim: str, excerpts: Sequence[Excerpt], deadline: Deadline) -> str | None:
        """Why the excerpts do not back the claim, in words for the reader; None if they do.

        An answer that is not simply yes ("Yes, but ...") is an objection.

        Raises:
            ModelFault: the judge's provider or the network failed, or the deadline passed.
        """
        key = choose_key([claim, frame_excerpts(excerpts, "")])
        asked = load_prompt("judge.user").format(
            excerpts=frame_excerpts(excerpts, key), claim=frame("claim", claim, key)
        )
        messages = [SystemMessage(load_prompt("judge.system").format()), HumanMessage(asked)]
        message = call(self.chat, messages, self.name, deadline)
        verdict = " ".join(message.text.split())
        if _YES.fullmatch(verdict):
            return None
        no = _NO.fullmatch(verdict)
        reason = no["reason"][:_LONGEST_REASON] if no else ""
        return f"the judge {self.name} objects: {reason or NOT_BACKED}"


def open_judge(settings: Settings) -> Judge | None:
    """The judge that `ASSISTANT_JUDGE` names, if any.

    Raises:
        ModelError: the name is unknown, the stub's, or the provider's package or key is missing.
    """
    name = settings.judge
    if not name:
        return None
    if is_built_in(name):
        raise ModelError(f"ASSISTANT_JUDGE={STUB}: the stub cannot judge; name a model, or nothing")
    chat = open_model(name, setting="ASSISTANT_JUDGE", arguments=settings.model_args)
    return Judge(chat, name, settings.model_seconds, model_price(name, settings))
