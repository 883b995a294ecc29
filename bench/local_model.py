"""The whole chain with a real model on this machine, over the five articles that ship.

    python bench/local_model.py [--model local:smollm2] [--questions 40] [--form markers] [--brief]

Asks questions of `tests/evaluate/gate.jsonl` and counts what became of the model's sentences. With
`--form json` the model gives its evidence first. A short prompt keeps it quick on a processor. The
first try of the first question is cut off, and one more question is stopped. It fails where a
citation does not give the exact words of its article, where no sentence streams in, where the cut
is not retried or nothing is repaired, and where a stopped answer does not end as such. With
`--brief` prompts and answers are shorter still.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant import (
    Answer,
    Assistant,
    ClaimChecked,
    ClaimRemoved,
    Finished,
    Settings,
    StepStarted,
    open_assistant,
)
from assistant.answer import model_calls
from assistant.answer.check_sentences import Composer
from assistant.answer.stream import STOPPED
from assistant.errors import ModelFault
from assistant.providers.model_faults import fault

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "evaluate" / "gate.jsonl"
# Tokens of a prompt and an answer: about three excerpts and five sentences, in brief one and two.
FULL = (1200, 120)
BRIEF = (500, 60)
WANTED = ("answered or declined", "sentences streamed", "retries", "repairs", "citations")
SECONDS = 600.0


def main() -> None:
    """Asks the questions and prints the counts as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="local:smollm2")
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--form", choices=("markers", "json"), default="markers")
    parser.add_argument("--brief", action="store_true")
    given = parser.parse_args()
    questions = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    questions = questions[: given.questions]
    prompt_tokens, answer_tokens = BRIEF if given.brief else FULL
    counts: Counter[str] = Counter()
    _cut_first_try(given.model)
    _count_repairs(counts)
    started, used = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(
            home=Path(home),
            model=given.model,
            model_args=_arguments(given.form, answer_tokens),
            model_seconds=SECONDS,
            prompt_tokens=prompt_tokens,
            threshold=0.0,
        )
        with open_assistant(settings) as assistant:
            assistant.index([ROOT / "seeds"])
            for question in questions:
                _ask(assistant, question["q"], counts)
            stopped = _answer(assistant, questions[0]["q"], Counter(), stopped=lambda: True)
    minutes, used = (time.monotonic() - started) / 60, time.process_time() - used
    print(f"| {given.model}, {given.form} | count |")
    print("| --- | --- |")
    for name, count in counts.items():
        print(f"| {name} | {count} |")
    print(f"| minutes | {minutes:.1f} |\n| seconds of processor time | {used:.0f} |")
    if STOPPED not in stopped.notices:
        sys.exit("A stopped answer did not end as such.")
    for wanted in WANTED:
        if not counts[wanted]:
            sys.exit(f"There were no {wanted}.")
    if counts["citations, exact"] < counts["citations"]:
        sys.exit("A citation does not give the words of its article.")


def _cut_first_try(name: str) -> None:
    """Have the first answer's connection break off before its first word."""
    stream, calls = model_calls.stream_call, iter([True])

    def cut_once(*given: Any) -> Iterator[Any]:
        if next(calls, False):
            raise fault(name, "cut")
        return stream(*given)

    model_calls.stream_call = cut_once  # type: ignore[assignment]


def _count_repairs(counts: "Counter[str]") -> None:
    repair = Composer.repair

    def counted(composer: Composer, *given: Any, **named: Any) -> Any:
        counts["repairs"] += 1
        return repair(composer, *given, **named)

    Composer.repair = counted  # type: ignore[method-assign, assignment]


def _arguments(form: str, tokens: int) -> str:
    """ASSISTANT_MODEL_ARGS for answers that are short and always the same."""
    profile = {"max_input_tokens": 8192, "structured_output": form == "json"}
    return json.dumps({"temperature": 0, "seed": 1, "max_tokens": tokens, "profile": profile})


def _ask(assistant: Assistant, question: str, counts: "Counter[str]") -> None:
    """Ask one question, and count what became of it."""
    counts["questions"] += 1
    try:
        answer = _answer(assistant, question, counts)
    except ModelFault as fault:
        counts[f"failed ({fault.kind})"] += 1
        return
    exact = sum(
        assistant.article_version(one.article_id).text[one.start : one.end] == one.quote
        for one in answer.citations
    )
    counted = {
        "answered or declined": 1,
        "declined": answer.abstained,
        "sentences supported": sum(claim.supported for claim in answer.claims),
        "sentences unconfirmed": sum(not claim.supported for claim in answer.claims),
        "sentences removed": len(answer.removed),
        "citations": len(answer.citations),
        "citations, exact": exact,
        "tokens read": answer.usage.get("input_tokens", 0),
        "tokens written": answer.usage.get("output_tokens", 0),
    }
    print(f"{question} {answer.answer} {counted}", file=sys.stderr)
    counts.update(counted)


def _answer(
    assistant: Assistant,
    question: str,
    counts: "Counter[str]",
    stopped: Callable[[], bool] = bool,
) -> Answer:
    """The answer; sentences and retries are counted as they come, even if none follows."""
    for event in assistant.stream(question, stopped=stopped):
        if isinstance(event, Finished):
            return event.answer
        counts["sentences streamed"] += isinstance(event, ClaimChecked | ClaimRemoved)
        counts["retries"] += isinstance(event, StepStarted) and "retry" in event.note
    raise RuntimeError("the events ended without an answer")


if __name__ == "__main__":
    main()
