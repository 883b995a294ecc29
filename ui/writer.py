"""Writes an answer in a background thread, which no rerun of the page disturbs.

The page polls `progress`. Each checked sentence is stored at once, so that a crash loses at most
the sentence being written.
"""

import logging
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant import (
    Answer,
    Assistant,
    AssistantError,
    ClaimChecked,
    ClaimRemoved,
    Event,
    Excerpt,
    ExcerptsFound,
    Filters,
    Finished,
    StepStarted,
    Trace,
    Turn,
)

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """A question, and the message that its answer is stored in."""

    message_id: str
    question: str
    history: Sequence[Turn] = ()
    filters: Filters = field(default_factory=Filters)
    threshold: float | None = None
    model: str | None = None


@dataclass(frozen=True)
class AnswerProgress:
    """The part of an answer that is written, and the current step.

    `note` says why the step waits, or is empty.
    """

    answer: Answer
    step: str = "rewrite"
    note: str = ""
    excerpts: tuple[Excerpt, ...] = ()
    ended: bool = False


class AnswerWriter:
    """Writes one answer, once `place` lets it; can be stopped.

    Then `trace` says how the answer came about; None if it failed or was stopped.
    """

    def __init__(
        self, assistant: Assistant, task: Task, failed: str, place: AbstractContextManager[object]
    ) -> None:
        self._assistant = assistant
        self._place = place
        self._task = task
        self._failed = failed
        self._progress = AnswerProgress(_nothing_yet(task.question))
        self.trace: Trace | None = None
        self._stopped = threading.Event()
        self._moved = threading.Condition()
        self._turn = threading.Lock()  # what is kept is either before a stop or nothing
        self._thread = threading.Thread(
            target=self._run, name=f"answer-{task.message_id}", daemon=True
        )

    def start(self) -> None:
        """Start writing."""
        self._thread.start()

    @property
    def progress(self) -> AnswerProgress:
        """The progress now."""
        return self._progress

    def stop(self) -> None:
        """Stop; the checked sentences are kept."""
        with self._turn:
            if self._progress.ended:
                return
            self._stopped.set()
            self._keep(self._progress.answer, "stopped")
            self._move(replace(self._progress, ended=True))

    def wait(self, seconds: float) -> None:
        """Wait until the answer has ended, at most this long."""
        with self._moved:
            self._moved.wait_for(lambda: self._progress.ended, timeout=seconds)

    def wait_moved(self, seen: AnswerProgress, seconds: float) -> None:
        """Wait for progress beyond `seen`, at most this long."""
        with self._moved:
            self._moved.wait_for(lambda: self._progress is not seen, timeout=seconds)

    def _run(self) -> None:
        try:
            with self._place:
                self._write()
        except AssistantError as error:
            self._fail(str(error))
        except Exception:  # noqa: BLE001 - a bug: the page says so, the log has the traceback
            _LOG.exception("writing an answer failed")
            self._fail(self._failed)

    def _write(self) -> None:
        task = self._task
        for event in self._assistant.stream(
            task.question,
            history=task.history,
            filters=task.filters,
            threshold=task.threshold,
            model=task.model,
            stopped=self._stopped.is_set,
            on_trace=self._keep_trace,
        ):
            with self._turn:
                if self._stopped.is_set():
                    return
                self._take(event)

    def _keep_trace(self, trace: Trace) -> None:
        self.trace = trace

    def _take(self, event: Event) -> None:
        before = self._progress
        after = advance(before, event)
        # kept before it is shown: whoever sees that it has ended reads it from the library
        if after.ended:
            self._keep(after.answer, "done")
        elif len(after.answer.claims) > len(before.answer.claims):
            self._keep(after.answer, "writing")
        self._move(after)

    def _keep(self, answer: Answer, state: Literal["done", "writing", "stopped"]) -> None:
        self._assistant.conversations.write(self._task.message_id, answer, state)

    def _fail(self, why: str) -> None:
        with self._turn:
            if self._stopped.is_set():
                return
            self._assistant.conversations.fail(self._task.message_id, why)
            self._move(replace(self._progress, ended=True))

    def _move(self, progress: AnswerProgress) -> None:
        with self._moved:
            self._progress = progress
            self._moved.notify_all()


def advance(progress: AnswerProgress, event: Event) -> AnswerProgress:
    """The progress after this event."""
    answer = progress.answer
    match event:
        case StepStarted(step, note):
            return replace(progress, step=step, note=note)
        case ExcerptsFound(standalone, excerpts):
            answer = replace(answer, standalone_question=standalone)
            return replace(progress, answer=answer, excerpts=excerpts)
        case ClaimChecked(claim, citations):
            claims = (*answer.claims, claim)
            answer = replace(
                answer,
                claims=claims,
                citations=(*answer.citations, *citations),
                answer=" ".join(marked(one.text, one.markers) for one in claims),
            )
            return replace(progress, answer=answer)
        case ClaimRemoved(removed):
            return replace(progress, answer=replace(answer, removed=(*answer.removed, removed)))
        case Finished(answer):
            return replace(progress, answer=answer, ended=True)


def split_end(text: str) -> tuple[str, str]:
    """A sentence and its final punctuation; markers are shown between the two."""
    bare = text.rstrip(".!?…")
    return (bare, text[len(bare) :]) if bare and len(text) - len(bare) <= 3 else (text, "")


def marked(text: str, markers: Sequence[int]) -> str:
    """A sentence with its markers where the contract puts them, as in `a year [1].`."""
    bare, end = split_end(text)
    return f"{bare} {''.join(f'[{marker}]' for marker in markers)}{end}" if markers else text


def _nothing_yet(question: str) -> Answer:
    return Answer(question, question, "", abstained=False, reason=None, confidence=0.0)
