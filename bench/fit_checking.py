"""Fits the weights by which a paraphrase is judged without a model, and writes them as data.

    python bench/fit_checking.py EVAL_FOLDER [--out assistant/verify/weights.json]

EVAL_FOLDER holds `summedits_news.jsonl`, `clapnq.jsonl` and `mtrag.jsonl`. Claims are those of
SummEdits, and the sentences of people's answers of CLAPnq and MTRAG with the passages on which
they stand: true as written, untrue with one thing changed by `make_edits.py`. A logistic regression
whose signs may only count in their own direction; the classes count alike, and so do the sets,
SummEdits (facts edited by others) for two.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.text.sentences import split_sentences
from assistant.verify import Evidence
from assistant.verify.entailment import evidence_for, word_signs
from assistant.verify.passages import index_passages
from assistant.verify.score import AGAINST, FOR, FREE
from bench.make_edits import EDITS, learn_classes, take_apart

SIGNS = (*AGAINST, *FOR, *FREE)
DIRECTIONS = np.array([0] + [-1] * len(AGAINST) + [1] * len(FOR) + [0] * len(FREE))
RIDGE = 30.0
WEIGHT_OF_SETS = {"summedits": 2.0, "clapnq": 1.0, "mtrag": 1.0}
MOST_OF_A_SET = 1400
OUT = Path(__file__).parents[1] / "assistant/verify/weights.json"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A claim with its document, and whether the document supports it."""

    set_name: str
    document: str
    claim: str
    supported: bool


@dataclass(frozen=True)
class Signs:
    """The examples as numbers: a row of signs each, the truth, the set and the document."""

    rows: Floats
    truth: Floats
    sets: NDArray[np.str_]
    documents: NDArray[np.int64]


def main() -> None:
    """Fits on everything and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    signs = measure(list(read_examples(given.folder)))
    weights = fit(signs)
    named = dict(zip(("intercept", *SIGNS), weights.round(3).tolist(), strict=True))
    about = (
        "Log odds that a paraphrase is supported; made by bench/fit_checking.py, meant in score.py"
    )
    given.out.write_text(json.dumps({"about": about, "weights": named}, indent=1) + "\n")
    print(json.dumps(named, indent=1))


def read_examples(folder: Path, seed: int = 0) -> Iterator[Example]:
    """The claims of all three sets; the same seed makes the same changes."""
    for row in _rows(folder / "summedits_news.jsonl"):
        yield Example("summedits", row["document"], row["claim"], row["supported"])
    yield from _edited("clapnq", _clapnq(folder), seed)
    yield from _edited("mtrag", _mtrag(folder), seed)


def measure(examples: Sequence[Example]) -> Signs:
    """The signs of every claim."""
    documents = {text: at for at, text in enumerate(dict.fromkeys(e.document for e in examples))}
    found = [word_signs(e.claim, _best_sentences(e)) for e in examples]
    return Signs(
        np.array([[1.0, *(signs.get(sign, 0.0) for sign in SIGNS)] for signs in found]),
        np.array([float(e.supported) for e in examples]),
        np.array([e.set_name for e in examples]),
        np.array([documents[e.document] for e in examples]),
    )


def _best_sentences(example: Example) -> str:
    """The evidence as the check gives it to the judge of the wording."""
    return evidence_for(example.claim, index_passages((Evidence(example.document),)))


def fit(signs: Signs, rows: NDArray[np.bool_] | None = None) -> Floats:
    """The weights, intercept first; a sign that would count the wrong way is left out."""
    chosen = np.ones(len(signs.truth), bool) if rows is None else rows
    scale = np.r_[1.0, signs.rows[chosen][:, 1:].std(axis=0) + 1e-9]
    design, truth = signs.rows[chosen] / scale, signs.truth[chosen]
    weight = _balance(truth, signs.sets[chosen])
    active = np.ones(design.shape[1], bool)
    while True:
        weights = np.zeros(design.shape[1])
        weights[active] = _newton(design[:, active], truth, weight)
        wrong = active & (DIRECTIONS != 0) & (np.sign(weights) == -DIRECTIONS)
        if not wrong.any():
            fitted: Floats = weights / scale
            return fitted
        active &= ~wrong


def _newton(design: Floats, truth: Floats, weight: Floats) -> Floats:
    weights = np.zeros(design.shape[1])
    ridge = RIDGE * np.eye(design.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(40):
        chance = 1.0 / (1.0 + np.exp(-design @ weights))
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + ridge
        slope = design.T @ (weight * (chance - truth)) + ridge @ weights
        weights -= np.linalg.solve(curve, slope)
    return weights


def _balance(truth: Floats, sets: NDArray[np.str_]) -> Floats:
    """How much each claim counts: classes alike within a set, the sets as they are weighted."""
    weight = np.zeros(len(truth))
    total = sum(WEIGHT_OF_SETS[name] for name in set(sets.tolist()))
    for name in set(sets.tolist()):
        for value in (0.0, 1.0):
            here = (sets == name) & (truth == value)
            weight[here] = WEIGHT_OF_SETS[name] / total * len(truth) / (2 * max(1, here.sum()))
    return weight


def _edited(name: str, pairs: Sequence[tuple[str, str]], seed: int) -> list[Example]:
    """Sentences of answers with the documents they stand on, as written and with changes."""
    dice = random.Random(seed)
    classes = learn_classes([document for document, _ in pairs])
    made: list[Example] = []
    for document, answer in pairs:
        article = take_apart(document)
        for sentence in (span.of(answer) for span in split_sentences(answer)):
            if not 6 <= len(sentence.split()) <= 60:
                continue
            made.append(Example(name, document, sentence, True))
            kinds = dice.sample(list(EDITS), len(EDITS))
            changed = [EDITS[kind](sentence, article, classes, dice) for kind in kinds]
            fresh = [text for text in changed if text is not None and text != sentence]
            made += [Example(name, document, text, False) for text in fresh[:2]]
    return dice.sample(made, min(MOST_OF_A_SET, len(made)))


def _clapnq(folder: Path) -> list[tuple[str, str]]:
    return [
        (" ".join(passage["text"] for passage in row["passages"]), row["answers"][0])
        for row in _rows(folder / "clapnq.jsonl")
        if row["answers"] and not row["unanswerable"]
    ]


def _mtrag(folder: Path) -> list[tuple[str, str]]:
    return [
        ("\n\n".join(passage["text"] for passage in row["passages"]), row["reference_answer"])
        for row in _rows(folder / "mtrag.jsonl")
        if row["answerability"] == "ANSWERABLE" and row["passages"]
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
