"""How well claims are checked: edited sentences by kind of edit, and summaries that models wrote.

    python bench/checking.py [--sets ../shared/eval] [--articles 150]

Prints Markdown. The sentences are made by `make_edits.py` from two corpora. The weights for
paraphrases are fitted on SummEdits too, so its figures here are cross-validated: each document is
judged by weights that were fitted without it; intervals draw whole documents.
"""

import argparse
import math
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from fit_checking import SIGNS, Example, fit, measure, read_examples
from make_edits import make_claims, read_texts

from assistant.answer.verify import Evidence, check_against_document
from assistant.answer.verify.check import SUPPORTED, read_claim
from assistant.evaluate.bootstrap import estimate, estimate_mean

CORPORA = ("newsroom_2020.jsonl.gz", "multihop/corpus.jsonl")
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
Judged = tuple[bool, float]


def main() -> None:
    """Measures and prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--articles", type=int, default=150)
    given = parser.parse_args()
    print(edits(given.sets, given.articles))
    print()
    print(summaries(given.sets))


def edits(sets: Path, articles: int = 150, seed: int = 1) -> str:
    """False strips of true forms and false passes of edits, by kind, over both corpora."""
    wrong: dict[tuple[bool, str], list[float]] = defaultdict(list)
    spent: list[float] = []
    for corpus in CORPORA:
        for claim in make_claims(read_texts(sets / corpus), articles, seed):
            supported, milliseconds = _timed(claim)
            for kind in (claim["kind"], "all"):
                wrong[claim["supported"], kind].append(float(supported != claim["supported"]))
            spent.append(milliseconds)
    lines = [
        "| sentences | kind | error | share | 95 % interval | claims |",
        "|---|---|---|---|---|---|",
    ]
    for (truth, kind), errors in sorted(
        wrong.items(), key=lambda item: (not item[0][0], item[0][1])
    ):
        found = estimate_mean(errors)
        name, error = ("true", "false strip") if truth else ("edited", "false pass")
        interval = f"{found.low:.3f} to {found.high:.3f}"
        lines.append(f"| {name} | {kind} | {error} | {found.value:.3f} | {interval} | {found.of} |")
    return "\n".join(lines) + f"\n\n{_in_words(spent)}"


def _timed(claim: dict[str, Any]) -> tuple[bool, float]:
    """The verdict, and the processor's milliseconds once the document is indexed."""
    read_claim(claim["claim"], [Evidence(claim["document"])])
    start = time.process_time()
    verdict = check_against_document(claim["document"], claim["claim"])
    return verdict.supported, (time.process_time() - start) * 1000


def _in_words(spent: Sequence[float]) -> str:
    middle, late = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    return (
        f"A claim costs {middle:.1f} ms (median; 95 % below {late:.1f} ms), its document indexed."
    )


def summaries(sets: Path) -> str:
    """SummEdits, each document judged by weights that were fitted without it, and the curve."""
    examples = list(read_examples(sets))
    ours = [example for example in examples if example.set_name == "summedits"]
    texts = [example.document for example in ours]
    scores = dict(zip(map(id, ours), _held_out_scores(examples, ours), strict=True))
    lines = ["| threshold | false pass | false strip | balanced accuracy |", "|---|---|---|---|"]
    for threshold in THRESHOLDS:
        judged = [(example.supported, scores[id(example)] - threshold) for example in ours]
        cells = " | ".join(f"{figure(judged):.3f}" for figure in (_passes, _strips, _balanced))
        lines.append(f"| {threshold} | {cells} |")
    judged = [(example.supported, scores[id(example)] - SUPPORTED) for example in ours]
    word_for_word = [not _misquotes(example) for example in ours]
    all_of_them = _at_default(judged, texts)
    others = _at_default(compress(judged, word_for_word), compress(texts, word_for_word))
    said = (
        f"Balanced accuracy at the default threshold, {SUPPORTED}: {all_of_them}. Leaving out the "
        "claims with a quotation that their article does not have, which are removed whatever "
        f"their label: {others}. Chosen without the document that is judged, the threshold is "
        f"{_chosen_elsewhere(ours, [scores[id(example)] for example in ours])}."
    )
    return "\n".join([*lines, "", *wrap(said, 100)])


def _chosen_elsewhere(ours: Sequence[Example], scores: Sequence[float]) -> str:
    """The best threshold of the curve for the other documents, for each document in turn."""

    def best_without(document: str) -> float:
        return max(
            THRESHOLDS,
            key=lambda threshold: _balanced(
                [
                    (example.supported, score - threshold)
                    for example, score in zip(ours, scores, strict=True)
                    if example.document != document
                ]
            ),
        )

    counts = Counter(best_without(one) for one in dict.fromkeys(e.document for e in ours))
    return ", ".join(f"{threshold} for {count}" for threshold, count in counts.most_common())


def _at_default(judged: Iterable[Judged], documents: Iterable[str]) -> str:
    """The balanced accuracy with its interval, whole documents drawn."""
    rows, groups = list(judged), list(documents)
    found = estimate(_balanced, rows, groups)
    return (
        f"{found.value:.3f} (95 % interval {found.low:.3f} to {found.high:.3f}, "
        f"{len(set(groups))} documents, {found.of} claims)"
    )


def _misquotes(example: Example) -> bool:
    typed = read_claim(example.claim, [Evidence(example.document)]).typed
    return any(fault.kind == "quotation" for fault in typed)


def _held_out_scores(examples: Sequence[Example], ours: Sequence[Example]) -> Iterator[float]:
    signs = measure(examples)
    numbers = dict(zip((e.document for e in examples), signs.documents.tolist(), strict=True))
    weights = {}
    for document in dict.fromkeys(example.document for example in ours):
        without = signs.documents != numbers[document]
        found = fit(signs, np.asarray(without)).tolist()
        weights[document] = dict(zip(("intercept", *SIGNS), found, strict=True))
    for example in ours:
        reading = read_claim(example.claim, [Evidence(example.document)])
        yield reading.score(weights[example.document])


def _passes(judged: Sequence[Judged]) -> float:
    return _share(score >= 0 for truth, score in judged if not truth)


def _strips(judged: Sequence[Judged]) -> float:
    return _share(score < 0 for truth, score in judged if truth)


def _balanced(judged: Sequence[Judged]) -> float:
    return 1 - (_passes(judged) + _strips(judged)) / 2


def _share(hits: Iterator[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else math.nan


if __name__ == "__main__":
    main()
