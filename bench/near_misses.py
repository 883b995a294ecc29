"""How often a question is declined because only a similar thing is in its passage.

    python bench/near_misses.py [../shared/train] [--questions 20000]

Open questions over one passage each, some of which have no answer there (SQuAD 2.0). Prints how
many of them the rule of `answer/stub/near_miss.py` declines, with and without an answer.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.answer.stub.near_miss import missing_thing
from assistant.reply import Excerpt

ROOT = Path(__file__).parents[1]


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def main() -> None:
    """Draw, ask, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared/train")
    parser.add_argument("--questions", type=int, default=20_000)
    args = parser.parse_args()
    passages = {one["p"]: one for one in _lines(args.data / "passages.jsonl.gz")}
    questions = _lines(args.data / "questions.jsonl.gz")
    random.Random(1).shuffle(questions)
    asked, declined = Counter[bool](), Counter[bool]()
    for one in questions[: args.questions]:
        passage = passages[one["p"]]
        text = " ".join(passage["sentences"])
        excerpt = Excerpt("0", "0", "0", 0, len(text), text, title=passage["title"])
        answerable = bool(one["gold"])
        asked[answerable] += 1
        declined[answerable] += missing_thing(one["q"], [excerpt]) is not None
    print("| | questions | declined |\n| --- | --- | --- |")
    for answerable, name in ((True, "with an answer"), (False, "without")):
        share = declined[answerable] / max(1, asked[answerable])
        print(f"| {name} | {asked[answerable]:,} | {share:.2%} |")


if __name__ == "__main__":
    main()
