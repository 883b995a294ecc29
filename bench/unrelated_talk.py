"""Whether a complete question gets the same answer after an unrelated conversation as alone.

    python bench/unrelated_talk.py [--sets ../shared/eval/natural] --homes FOLDER [--questions 300]

The questions are those of the natural sets that have no history; the conversation is two questions
of another set with the assistant's answers to them. FOLDER is that of `bench/natural.py`.
"""

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant import open_assistant
from assistant.evaluate.question_sets import read_cases
from assistant.evaluate.statistics import estimate_mean
from assistant.settings import Settings
from bench.natural import CORPORA, ROOT


def complete_questions(corpus: str, sets: Path) -> list[str]:
    """The questions of one corpus that continue no conversation."""
    cases = read_cases(sets / f"{corpus}_questions.jsonl")
    return [case.question for case in cases if not case.history]


def same_answers(corpus: str, other: str, sets: Path, homes: Path, most: int) -> list[float]:
    """1 for each question of a corpus that is answered alike, else 0; prints the others."""
    draw = random.Random(7)
    asked = complete_questions(corpus, sets)
    talk = complete_questions(other, sets)
    same = []
    with open_assistant(Settings(home=homes / corpus, model="stub")) as assistant:
        for question in draw.sample(asked, min(most, len(asked))):
            alone = assistant.ask(question)
            later = assistant.ask(question, history=draw.sample(talk, 2))
            same.append(float(alone.answer == later.answer))
            if not same[-1]:
                print(f"  differs: {question}\n    searched for: {later.standalone_question}")
    return same


def main() -> None:
    """Ask every question twice, and print the share that is answered alike."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared/eval/natural")
    parser.add_argument("--homes", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=300)
    args = parser.parse_args()
    every: list[float] = []
    for corpus, other in zip(CORPORA, (*CORPORA[1:], CORPORA[0]), strict=True):
        most = args.questions // len(CORPORA)
        every += same_answers(corpus, other, args.sets, args.homes, most)
    print(f"answered alike: {estimate_mean(every)} of {len(every)}")


if __name__ == "__main__":
    main()
