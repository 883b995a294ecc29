"""The whole chain with a real model on this machine, over the five articles that ship.

    python bench/local_model.py [--model local:smollm2] [--questions 12] [--form markers]

Asks questions of `tests/evaluate/gate.jsonl` and counts what became of the model's sentences. With
`--form json` the model gives its evidence first. A short prompt keeps it quick on a processor. It
fails where a citation does not give the exact words of its article, where a stopped answer does not
end as such, or where no question is answered.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant import Answer, Assistant, Finished, Settings, open_assistant
from assistant.answer.stream import STOPPED
from assistant.errors import ModelFault

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "evaluate" / "gate.jsonl"
# About three excerpts, and five sentences.
PROMPT_TOKENS = 1200
ANSWER_TOKENS = 120
SECONDS = 600.0


def main() -> None:
    """Asks the questions and prints the counts as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="local:smollm2")
    parser.add_argument("--questions", type=int, default=12)
    parser.add_argument("--form", choices=("markers", "json"), default="markers")
    given = parser.parse_args()
    lines = QUESTIONS.read_text("utf-8").splitlines()[: given.questions]
    counts: Counter[str] = Counter()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(
            home=Path(home),
            model=given.model,
            model_args=_arguments(given.form),
            model_seconds=SECONDS,
            prompt_tokens=PROMPT_TOKENS,
            threshold=0.0,
        )
        with open_assistant(settings) as assistant:
            assistant.index([ROOT / "seeds"])
            for line in lines:
                counts += _asked(assistant, json.loads(line)["q"])
            stopped = _answer(assistant, json.loads(lines[0])["q"], stopped=lambda: True)
    minutes = (time.monotonic() - started) / 60
    print(f"| {given.model}, {given.form} | {len(lines)} questions in {minutes:.1f} minutes |")
    print("| --- | --- |")
    for name, count in counts.items():
        print(f"| {name} | {count} |")
    if STOPPED not in stopped.notices:
        sys.exit("A stopped answer did not end as such.")
    if not counts["answered or declined"]:
        sys.exit("No question was answered.")
    if counts["citations, exact"] < counts["citations"]:
        sys.exit("A citation does not give the words of its article.")


def _arguments(form: str) -> str:
    """ASSISTANT_MODEL_ARGS for answers that are short and always the same."""
    profile = {"max_input_tokens": 8192, "structured_output": form == "json"}
    return json.dumps(
        {"temperature": 0, "seed": 1, "max_tokens": ANSWER_TOKENS, "profile": profile}
    )


def _asked(assistant: Assistant, question: str) -> "Counter[str]":
    """What became of one question, as counts."""
    try:
        answer = _answer(assistant, question)
    except ModelFault as fault:
        return Counter({f"failed ({fault.kind})": 1})
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
    return Counter(counted)


def _answer(assistant: Assistant, question: str, stopped: Callable[[], bool] = bool) -> Answer:
    events = assistant.stream(question, stopped=stopped)
    return next(event.answer for event in events if isinstance(event, Finished))


if __name__ == "__main__":
    main()
