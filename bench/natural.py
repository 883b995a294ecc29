"""Answers of the stub model to natural questions over three corpora, each judged by its own rules.

    python bench/natural.py [--sets ../shared/eval/natural] [--only oct2013 ...] [--homes FOLDER]
        [--out FOLDER]

A corpus is indexed once into FOLDER/NAME and kept there. Prints the share that passes by kind, with
95 % intervals, what is wrongly declined and wrongly answered, and a risk-coverage curve: how many
of the most confident answers are right. `--out` keeps the answers as `assistant batch` writes them.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant import open_assistant
from assistant.evaluate.question_sets import read_cases
from assistant.evaluate.results import Outcome
from assistant.evaluate.run import ask_case
from assistant.evaluate.statistics import estimate_mean
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
CORPORA = ("oct2013", "sep2019", "jun2022")


def measure(corpus: str, sets: Path, homes: Path) -> list[Outcome]:
    """Every question of one corpus, asked of a library of its articles."""
    with open_assistant(Settings(home=homes / corpus, model="stub")) as assistant:
        assistant.index([sets / f"{corpus}.jsonl"])
        return [ask_case(assistant, c) for c in read_cases(sets / f"{corpus}_questions.jsonl")]


def right(outcome: Outcome) -> bool:
    """Whether an answer passed its rules."""
    return not outcome.faults


def report(name: str, outcomes: Sequence[Outcome]) -> list[str]:
    """Lines of Markdown: by kind, what was declined, and how right the most confident are."""
    kinds = sorted({o.kind for o in outcomes})
    counts = [[right(o) for o in outcomes if o.kind == kind] for kind in kinds]
    must = [o for o in outcomes if o.truth]
    cannot = [o for o in outcomes if o.truth is False]
    said = sorted((o for o in outcomes if o.said), key=lambda o: -o.confidence)
    shares = [sum(map(right, said[: n + 1])) / (n + 1) for n in range(len(said))]
    half = said[: len(outcomes) // 2]
    times = sorted(o.scores.get("milliseconds", 0.0) for o in outcomes)
    return [
        f"**{name}**: {estimate_mean([float(right(o)) for o in outcomes])} pass",
        "",
        f"| {' | '.join(kinds)} |",
        f"|{' --- |' * len(kinds)}",
        f"| {' | '.join(f'{sum(some)}/{len(some)}' for some in counts)} |",
        "",
        f"- wrongly declined: {sum(not o.said for o in must)} of {len(must)}; rightly declined: "
        f"{sum(not o.said for o in cannot)} of {len(cannot)}",
        f"- of the most confident half of the questions {sum(map(right, half))} of {len(half)} are "
        f"right; area under risk and coverage: {sum(shares) / max(1, len(shares)):.3f}",
        f"- median of an answer: {times[len(times) // 2]:.0f} ms",
        "",
    ]


def main() -> None:
    """Ask, print, keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared/eval/natural")
    parser.add_argument("--only", nargs="*", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--homes", type=Path, required=True, help="where the libraries are kept")
    parser.add_argument("--out", type=Path, help="a folder for the answers")
    args = parser.parse_args()
    everything: list[Outcome] = []
    for corpus in args.only:
        outcomes = measure(corpus, args.sets, args.homes)
        everything += outcomes
        print("\n".join(report(corpus, outcomes)))
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(vars_of(o), ensure_ascii=False) for o in outcomes]
            (args.out / f"{corpus}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if len(args.only) > 1:
        print("\n".join(report("all", everything)))


def vars_of(outcome: Outcome) -> dict[str, object]:
    """What is worth reading of an outcome."""
    return {
        "id": outcome.id,
        "kind": outcome.kind,
        "q": outcome.question,
        "right": right(outcome),
        "confidence": outcome.confidence,
        "answer": outcome.answer,
        "reason": outcome.reason,
        "faults": outcome.faults,
        "shown": [s.text for s in outcome.shown],
    }


if __name__ == "__main__":
    main()
