"""Fits the weights by which a paraphrase is judged, and writes them as data.

    python bench/fit_checking.py TRAIN_FOLDER [--out assistant/verify/weights.json] [--claims 8000]

TRAIN_FOLDER holds `claims.jsonl.gz` and `claim_documents.jsonl.gz`. To the claims of the sets below
come true claims about news with one planted error, by the edits of `bench/training`. Only claims
that neither their facts nor nearly the same words decide are used. A logistic regression whose
signs may only count in their own direction; true and false claims count alike within a set, and
planted errors count four times as much as any other set.

The threshold for *supported* is the lowest at which at most a twelfth of all planted errors pass.
It and the printed areas under the curve, by set, are measured on documents left out of the fit, a
quarter of them at a time.
"""

import argparse
import gzip
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.reader.sentence_evidence import logistic
from assistant.verify import Verdict, check_against_document
from assistant.verify.entailment import AGAINST, FOR
from bench.training import checking_data

ROOT = Path(__file__).parents[1]
# How many claims of each truth a set gives, as multiples of the unit.
SETS = {
    "onestop_simplified": 2.0, "fib_news": 2.0, "cnndm_highlights": 2.0, "cnndm_references": 1.0,
    "cnndm_references_edited": 1.0, "bump": 1.0, "rank19": 1.0, "wice_partial": 1.0,
    "fool_me_twice": 2.0, "fever_dev": 1.0, "fever_symmetric": 1.0, "cad_nli": 0.7,
    "negation_nli": 0.7, "te_new_protocols": 1.0, "qa2claim_squad": 0.7,
}  # fmt: skip
NEWS = ("onestop_simplified", "cnndm_highlights", "fib_news", "bump", "cnndm_references")
UNIT = 350
PLANTED = "planted"
ERRORS = 2600  # claims that are planted with an error
WEIGHT_OF_PLANTED = 4.0
LONGEST = 12_000  # characters of a document
SIGNS = (*FOR, *AGAINST)
DIRECTIONS = np.array([0] + [1] * len(FOR) + [-1] * len(AGAINST))
RIDGE = 30.0
FOLDS = 4
# Of all planted errors. Errors that people write pass somewhat more often than these; the aim for
# those is 12 %.
MOST_PASSED = 1 / 12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A claim with its document, the number of that document, and whether it is true."""

    set_name: str
    number: int
    document: str
    claim: str
    true: bool

    @property
    def is_planted_error(self) -> bool:
        """Whether it is a true claim in which one thing was changed."""
        return self.set_name == PLANTED and not self.true


def main() -> None:
    """Fits on everything and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "assistant/verify/weights.json")
    parser.add_argument("--claims", type=int, default=8000)
    given = parser.parse_args()
    every = read_examples(given.folder)[: given.claims]
    with Pool() as pool:
        verdicts = pool.map(verdict_of, every, chunksize=20)
    judged = [(e, v.signs) for e, v in zip(every, verdicts, strict=True) if v.signs is not None]
    examples = [example for example, _ in judged]
    rows = np.array([[signs[name] for name in SIGNS] for _, signs in judged])
    scores = left_out_scores(rows, examples)
    print(json.dumps(areas(scores, examples)))
    errors = [v for e, v in zip(every, verdicts, strict=True) if e.is_planted_error]
    passed = sum(verdict.supported and verdict.signs is None for verdict in errors)
    among = scores[[example.is_planted_error for example in examples]]
    entailed = threshold(among, int(MOST_PASSED * len(errors)) - passed)
    named = dict(zip(("intercept", *SIGNS), fit(rows, examples).round(3).tolist(), strict=True))
    about = "Log odds that a paraphrase is entailed; made by bench/fit_checking.py"
    written = json.dumps({"about": about, "entailed": entailed, "weights": named}, indent=1)
    given.out.write_text(written + "\n")
    print(written)


def verdict_of(example: Example) -> Verdict:
    """The verdict on one claim; it has no signs where something else than the wording decides."""
    return check_against_document(example.document, example.claim)


def left_out_scores(rows: Floats, examples: Sequence[Example]) -> Floats:
    """The log odds of each claim by weights fitted without its document."""
    folds = np.array([example.number % FOLDS for example in examples])
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        kept = folds != fold
        weights = fit(rows[kept], [e for e, keep in zip(examples, kept, strict=True) if keep])
        scores[~kept] = weights[0] + rows[~kept] @ weights[1:]
    return scores


def threshold(scores: Floats, allowed: int) -> float:
    """The lowest probability, to three decimals, that at most so many of some scores reach."""
    highest_refused = float(np.sort(scores)[::-1][allowed])
    return (math.floor(1000 * logistic(highest_refused)) + 1) / 1000


def read_examples(folder: Path, seed: int = 1) -> list[Example]:
    """The claims of all sets and the planted errors, in a random order that the seed decides."""
    dice = random.Random(seed)
    documents = {
        row["d"]: row["text"][:LONGEST] for row in _rows(folder / "claim_documents.jsonl.gz")
    }
    claims: dict[tuple[str, bool], list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(folder / "claims.jsonl.gz"):
        claims[row["set"], row["label"] == "supported"].append(row)
    for rows in claims.values():
        dice.shuffle(rows)
    made = [
        Example(name, row["d"], documents[row["d"]], row["claim"], true)
        for name, share in SETS.items()
        for true in (True, False)
        for row in claims[name, true][: int(UNIT * share)]
    ]
    paraphrases = [row for name in NEWS for row in claims[name, True][int(UNIT * SETS[name]) :]]
    dice.shuffle(paraphrases)
    made += planted(paraphrases[:ERRORS], documents, dice)
    dice.shuffle(made)
    return made


def planted(
    paraphrases: Sequence[dict[str, Any]], documents: dict[int, str], dice: random.Random
) -> Iterator[Example]:
    """True claims, each with a twin in which one thing is changed; all kinds alike often."""
    made: Counter[Any] = Counter()
    for row in paraphrases:
        document = documents[row["d"]]
        others = checking_data.sentences(document)
        for kind in sorted(
            dict.fromkeys(checking_data._FALSE), key=lambda kind: (made[kind], dice.random())
        ):
            twin = kind(row["claim"], others, dice)
            if twin is not None and twin != row["claim"]:
                made[kind] += 1
                yield Example(PLANTED, row["d"], document, row["claim"], True)
                yield Example(PLANTED, row["d"], document, twin, False)
                break


def fit(rows: Floats, examples: Sequence[Example]) -> Floats:
    """The weights, intercept first; a sign that would count the wrong way gets none."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.c_[np.ones(len(rows)), (rows - mean) / scale]
    truth = np.array([float(example.true) for example in examples])
    counts = Counter((example.set_name, example.true) for example in examples)
    weight = np.array(
        [
            (WEIGHT_OF_PLANTED if e.set_name == PLANTED else 1.0) / counts[e.set_name, e.true]
            for e in examples
        ]
    )
    active = np.ones(design.shape[1], bool)
    while True:
        weights = np.zeros(design.shape[1])
        weights[active] = _newton(design[:, active], truth, weight / weight.mean())
        wrong = active & (np.sign(weights) == -DIRECTIONS) & (DIRECTIONS != 0)
        if not wrong.any():
            break
        active &= ~wrong
    slopes = weights[1:] / scale
    fitted: Floats = np.r_[weights[0] - slopes @ mean, slopes]
    return fitted


def _newton(design: Floats, truth: Floats, weight: Floats) -> Floats:
    weights = np.zeros(design.shape[1])
    ridge = RIDGE * np.eye(design.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-design @ weights))
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + ridge
        slope = design.T @ (weight * (chance - truth)) + ridge @ weights
        weights -= np.linalg.solve(curve, slope)
    return weights


def areas(scores: Floats, examples: Sequence[Example]) -> dict[str, float]:
    """The area under the curve, set by set."""
    found: dict[str, float] = {}
    for name in sorted({example.set_name for example in examples}):
        right, wrong = (
            scores[[e.set_name == name and e.true == true for e in examples]]
            for true in (True, False)
        )
        if len(right) and len(wrong):
            higher = (right[:, None] > wrong).mean() + (right[:, None] == wrong).mean() / 2
            found[name] = round(float(higher), 3)
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
