"""Streams an answer: each sentence is shown once it is checked; passing faults are retried."""

import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING

from assistant.answer.check_sentences import Composer, Objection
from assistant.errors import ModelFault
from assistant.providers.model_faults import brief, ending_of, fault, nothing_written
from assistant.reply import ClaimChecked, ClaimRemoved, Event, ExcerptsFound, StepStarted
from assistant.stopwatch import Stopwatch

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.answer.chain import AnswerChain, Inquiry
    from assistant.answer.chat_models import Assessment
    from assistant.answer.model_calls import Deadline

STOPPED = "Stopped before the end."
BROKEN_OFF = "The model broke off; the sentences before that were checked and are shown."
# An answer of a news assistant is a few sentences; ten times as much is a model gone astray.
_MOST_CHARACTERS = 40_000
_MOST_REPEATED = 3
# Faults that pass by themselves, and how often to try again.
_PASSING = {"busy": 6, "server": 2, "cut": 2, "network": 2, "timeout": 1}
_LONGEST_WAIT = 60.0
# Faults of a server that cannot give the answer in the form that it is asked for.
_UNFIT = frozenset({"rejected", "malformed", "empty", "tool"})
_TICK = 0.2


class EventWriter:
    """Streams one answer from a model and checks it.

    Afterwards `composer` holds the checked sentences, `message` the model's message as far as it
    came, and `interrupted` a notice that says why it is not whole, or None.
    """

    def __init__(
        self, chain: "AnswerChain", inquiry: "Inquiry", watch: Stopwatch, deadline: "Deadline"
    ) -> None:
        self.chain = chain
        self.inquiry = inquiry
        self.composer = Composer(
            inquiry.excerpts,
            self._objection(deadline),
            hide_unconfirmed=chain.hide_unconfirmed,
            verbatim=chain.model.verbatim,
            evidence_first=chain.model.evidence_first is not None,
        )
        self.message: BaseMessage | None = None
        self.interrupted: str | None = None
        self._watch = watch
        self._deadline = deadline

    def _objection(self, deadline: "Deadline") -> Objection | None:
        """The judge's objection, within the time of the turn."""
        judge = self.chain.judge
        if judge is None:
            return None
        if deadline.ends is None:
            deadline = deadline.after(judge.seconds)
        return partial(judge.objection, deadline=deadline)

    @property
    def assessment(self) -> "Assessment | None":
        """The model's own estimate of its answer; None from a provider's model."""
        return self.chain.model.assess(self.message) if self.message is not None else None

    def write(self, stopped: Callable[[], bool]) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The sentences as they are checked; one that is cut off in the middle is not shown.

        Raises:
            ModelFault: the model failed before any sentence passed.
        """
        try:
            for piece in self._pieces(stopped):
                yield from self._watch.each("verify", self.composer.feed(piece))
                if self.composer.repeated >= _MOST_REPEATED:
                    raise fault(self.chain.model.name, "looping")
                if stopped():
                    break
            if stopped():
                self.interrupted = STOPPED
                return
            ending = None if self.chain.model.verbatim else ending_of(self.message)
            if ending is not None:
                raise fault(self.chain.model.name, ending)
            yield from self._watch.each("verify", self.composer.close())
            self._refuse_silence()
            yield from self._repaired()
        except ModelFault as error:
            if not self.composer.claims:
                raise
            self.interrupted = f"{BROKEN_OFF[:-1]} ({brief(error)})."

    def _repaired(self) -> Iterator[ClaimChecked | ClaimRemoved]:
        """The removed sentences as the model rewrites them, in one call, checked again.

        If that call fails, the answer stays as it is.
        """
        repair, removed = self.chain.repair, self.composer.removed
        if repair is None or not (removed and self.inquiry.excerpts):
            return
        try:
            with self._watch.step("generate"):
                message = repair(removed, self.inquiry.excerpts, self._deadline)
        except ModelFault:
            return
        whole = ending_of(message) is None
        yield from self._watch.each("verify", self.composer.repair(message.text, whole=whole))

    def _pieces(self, stopped: Callable[[], bool]) -> Iterator[str]:
        """The text of the message, piece by piece, while the message itself is put together."""
        # Programs that only index never load it, nor LangChain.
        from assistant.answer.model_calls import stream_call

        length = 0
        pieces = stream_call(
            self.chain.generate, self.inquiry, self.chain.model.name, self._deadline, stopped
        )
        for piece in self._watch.each("generate", pieces):
            self.message = piece if self.message is None else self.message + piece  # type: ignore[assignment]
            length += len(piece.text)
            if length > _MOST_CHARACTERS:
                raise fault(self.chain.model.name, "endless")
            yield piece.text

    def _refuse_silence(self) -> None:
        """An empty answer says nothing about the articles, and neither does one that is refused."""
        composer = self.composer
        if self.chain.model.verbatim:
            return
        if composer.unwilling:
            raise fault(self.chain.model.name, "unwilling")
        if not (composer.claims or composer.removed or composer.declined):
            raise nothing_written(self.chain.model.name, self.message, reasoning=composer.reasoning)


def write_answer(
    chain: "AnswerChain",
    inquiry: "Inquiry",
    watch: Stopwatch,
    deadline: "Deadline",
    stopped: Callable[[], bool],
) -> Generator[Event, None, EventWriter]:
    """Write the answer; try again if that may help.

    That is after a pause, with fewer excerpts, or with plain markers in place of JSON.

    Raises:
        ModelFault: the model failed before any sentence passed, and another try would not help.
    """
    shortened, tries, waited = False, 0, 0.0
    while True:
        writer = EventWriter(chain, inquiry, watch, deadline)
        try:
            yield from writer.write(stopped)
        except ModelFault as error:
            if error.kind == "too_long" and chain.shorten is not None and not shortened:
                shortened, inquiry = True, chain.shorten(inquiry)
                yield ExcerptsFound(inquiry.standalone_question, inquiry.excerpts)
                continue
            if error.kind in _UNFIT and chain.plain is not None:
                chain = chain.plain
                inquiry = chain.prompt.invoke(inquiry)
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
    """How many seconds to wait before the next try; None if there is no next try."""
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
