"""The model at work: its message as it streams, each sentence shown once it is checked."""

import time
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING

from assistant.answer.compose import Composer
from assistant.answer.confidence import combine
from assistant.answer.faults import brief, fault
from assistant.answer.outcome import ending_of, nothing_written
from assistant.clock import Stopwatch
from assistant.errors import ModelFault
from assistant.reply import ClaimChecked, ClaimRemoved, Event, ExcerptsFound, StepStarted

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.answer.call import Deadline
    from assistant.answer.chain import AnswerChain, Inquiry

STOPPED = "Stopped before the end."
BROKEN_OFF = "The model broke off; the sentences before that were checked and are shown."
# An answer of a news assistant is a few sentences; ten times as much is a model gone astray.
_MOST_CHARACTERS = 40_000
_MOST_REPEATED = 3
# Faults that pass by themselves, and how long to wait where the provider does not say.
_PASSING = {"busy": 6, "server": 2, "cut": 2, "network": 2, "timeout": 1}
_LONGEST_WAIT = 60.0
_TICK = 0.2


class Writer:
    """Streams one answer from a model and checks it; afterwards it knows all about it.

    `message` is the model's message as far as it came, `interrupted` says why it is not whole, as
    a notice for the reader, or is None.
    """

    def __init__(
        self, chain: "AnswerChain", inquiry: "Inquiry", watch: Stopwatch, deadline: "Deadline"
    ) -> None:
        self.model_name = chain.name
        self.inquiry = inquiry
        self.composer = Composer(
            inquiry.excerpts,
            chain.judge,
            hide_unconfirmed=chain.hide_unconfirmed,
            verbatim=chain.seconds is None,
        )
        self.message: BaseMessage | None = None
        self.interrupted: str | None = None
        self._chain = chain
        self._watch = watch
        self._deadline = deadline

    @property
    def confidence(self) -> float:
        """How likely the excerpts are to hold the answer, 0 to 1."""
        given = self.message.response_metadata.get("confidence") if self.message else None
        if given is not None:
            return float(given)
        asked, excerpts = self.inquiry.standalone_question, self.inquiry.excerpts
        reader = self._chain.answerability
        likely = reader(asked, excerpts) if reader is not None and excerpts else None
        return combine(likely, self.composer.claims, self.composer.removed)

    def withholds(self, confidence: float) -> bool:
        """Whether a provider's model wrote an answer of a confidence below the threshold."""
        own = self.message is not None and "confidence" in self.message.response_metadata
        return not own and confidence < self._chain.threshold

    def write(self, stopped: Callable[[], bool]) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The sentences as they are checked; one that is cut off in the middle is not shown.

        Raises:
            ModelFault: the model failed before any sentence passed.
        """
        try:
            for piece in self._pieces(stopped):
                yield from self._watch.each("verify", self.composer.feed(piece))
                self._refuse_loops()
                if stopped():
                    break
            if stopped():
                self.interrupted = STOPPED
                return
            ending = ending_of(self.message)
            if ending is not None:
                raise fault(self.model_name, ending)
            yield from self._watch.each("verify", self.composer.close())
            self._refuse_silence()
            yield from self._repaired()
        except ModelFault as error:
            if not self.composer.claims:
                raise
            self.interrupted = f"{BROKEN_OFF[:-1]} ({brief(error)})."

    def _repaired(self) -> Iterator[ClaimChecked | ClaimRemoved]:
        """What the model makes, in one round, of the sentences that the check removed.

        Where that call fails, the answer is as the check left it.
        """
        repair, removed = self._chain.repair, self.composer.removed
        if repair is None or not (removed and self.inquiry.excerpts):
            return
        try:
            with self._watch.step("generate"):
                text = repair(removed, self.inquiry.excerpts, self._deadline)
        except ModelFault:
            return
        yield from self._watch.each("verify", self.composer.repair(text))

    def _pieces(self, stopped: Callable[[], bool]) -> Iterator[str]:
        """The text of the message, piece by piece, while the message itself is put together."""
        # Programs that only index never load it, nor LangChain.
        from assistant.answer.call import stream_call

        length = 0
        pieces = stream_call(
            self._chain.generate, self.inquiry, self.model_name, self._deadline, stopped
        )
        for piece in self._watch.each("generate", pieces):
            self.message = piece if self.message is None else self.message + piece  # type: ignore[assignment]
            length += len(piece.text)
            if length > _MOST_CHARACTERS:
                raise fault(self.model_name, "endless")
            yield piece.text

    def _refuse_loops(self) -> None:
        if self.composer.repeated >= _MOST_REPEATED:
            raise fault(self.model_name, "looping")

    def _refuse_silence(self) -> None:
        """An empty answer says nothing about the articles, and neither does one that is refused."""
        composer = self.composer
        if self._chain.seconds is None:
            return
        if composer.unwilling:
            raise fault(self.model_name, "unwilling")
        if not (composer.claims or composer.removed or composer.declined):
            raise nothing_written(self.model_name, self.message, reasoning=composer.reasoning)


def write_answer(
    chain: "AnswerChain",
    inquiry: "Inquiry",
    watch: Stopwatch,
    deadline: "Deadline",
    stopped: Callable[[], bool],
) -> Generator[Event, None, Writer]:
    """Write the answer, and again where that may help: after a pause, or with fewer excerpts.

    Raises:
        ModelFault: the model failed before any sentence passed, and another try would not help.
    """
    shortened, tries, waited = False, 0, 0.0
    while True:
        writer = Writer(chain, inquiry, watch, deadline)
        try:
            yield from writer.write(stopped)
        except ModelFault as error:
            if error.kind == "too_long" and chain.shorten is not None and not shortened:
                shortened, inquiry = True, chain.shorten(inquiry)
                yield ExcerptsFound(inquiry.standalone_question, inquiry.excerpts)
                continue
            pause = _pause(error, tries, waited, deadline)
            if pause is None:
                raise
            tries, waited = tries + 1, waited + pause
            yield StepStarted("generate", f"{brief(error).capitalize()}; retry in {pause:.0f} s")
            _sleep(pause, stopped)
            continue
        return writer


def _pause(error: ModelFault, tries: int, waited: float, deadline: "Deadline") -> float | None:
    """How many seconds to wait before the next try; None where there is to be none."""
    if tries >= _PASSING.get(error.kind, 0):
        return None
    pause = error.wait if error.wait is not None else float(2**tries)
    left = deadline.left
    if waited + pause > _LONGEST_WAIT or (left is not None and pause >= left):
        return None
    return pause


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    ends = time.monotonic() + seconds
    while not stopped() and (left := ends - time.monotonic()) > 0:
        time.sleep(min(_TICK, left))
