"""The model's message as it streams; each sentence is shown once it is checked."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.answer.compose import Composer
from assistant.answer.models import provider_errors
from assistant.clock import Stopwatch
from assistant.errors import ModelError
from assistant.reply import ClaimChecked, ClaimRemoved

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

    from assistant.answer.chain import AnswerChain, Inquiry

STOPPED = "Stopped before the end."
BROKEN_OFF = "The model stopped unexpectedly; what it wrote until then was checked and is shown."


class Writer:
    """Streams one answer from a model and checks it.

    Afterwards `message` is the model's message as far as it came; `interrupted` is a notice for the
    reader that says why it is not whole, or None.
    """

    def __init__(
        self,
        model_name: str,
        inquiry: "Inquiry",
        watch: Stopwatch,
        chain: "AnswerChain",
    ) -> None:
        self.model_name = model_name
        self.inquiry = inquiry
        self.composer = Composer(inquiry.excerpts, chain.judge, chain.hide_unconfirmed)
        self.message: BaseMessage | None = None
        self.interrupted: str | None = None
        self._watch = watch
        self._repair = chain.repair

    @property
    def confidence(self) -> float:
        """How likely the excerpts are to hold the answer, if the model gives it, else 0."""
        given = self.message.response_metadata.get("confidence") if self.message else None
        return float(given or 0.0)

    def write(
        self, generate: "Runnable[Inquiry, BaseMessage]", stopped: Callable[[], bool]
    ) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The sentences as they are checked; one that is cut off is not shown.

        Raises:
            ModelError: the model failed before any sentence passed.
        """
        try:
            for piece in self._pieces(generate):
                yield from self._watch.each("verify", self.composer.feed(piece))
                if stopped():
                    self.interrupted = STOPPED
                    return
            yield from self._watch.each("verify", self.composer.close())
            yield from self._repaired()
        except ModelError:
            if not self.composer.claims:
                raise
            self.interrupted = BROKEN_OFF

    def _repaired(self) -> Iterator[ClaimChecked | ClaimRemoved]:
        """What the model makes, in one round, of the sentences that the check removed."""
        if self._repair is None or not self.composer.removed:
            return
        with provider_errors(self.model_name), self._watch.step("generate"):
            text = self._repair(self.composer.removed, self.inquiry.excerpts)
        yield from self._watch.each("verify", self.composer.repair(text))

    def _pieces(self, generate: "Runnable[Inquiry, BaseMessage]") -> Iterator[str]:
        """The text of the message, piece by piece, while the message itself is put together."""
        with provider_errors(self.model_name):
            for piece in self._watch.each("generate", generate.stream(self.inquiry)):
                self.message = piece if self.message is None else self.message + piece  # type: ignore[assignment]
                yield piece.text
