"""How claims are judged: removed, unconfirmed or supported, by whether they are true.

    python bench/checking.py [--sets ../shared/eval] [--own CLAIMS.jsonl] [--articles 150]

Prints Markdown. There are five sets; one that is missing is left out: sentences in the style of a
chat model with the excerpts of its prompt (`model_claims.jsonl`), the same kind written for other
articles (`--own`), quotations given to another speaker and opinions without their speaker, both by
`make_edits.py`, near-verbatim sentences that it makes from two corpora, and SummEdits, summaries by
models that others edited. Intervals draw whole documents.
"""

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.evaluate.statistics import estimate
from assistant.verify import Evidence, check_claim
from bench.make_edits import make_claims, make_misattributed, read_texts

CORPORA = ("newsroom_2020.jsonl.gz", "multihop/corpus.jsonl")
OUTCOMES = ("removed", "unconfirmed", "supported")


@dataclass(frozen=True)
class Judged:
    """A claim with its truth, its kind, the document it is about, and its verdict."""

    true: bool
    kind: str
    document: str
    outcome: str
    milliseconds: float


def main() -> None:
    """Measures the sets that are there and prints their tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--own", type=Path)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument(
        "--only", nargs="*", default=["model", "own", "speakers", "edits", "summaries"]
    )
    given = parser.parse_args()
    measured = {
        "model": lambda: model_claims(given.sets / "model_claims.jsonl"),
        "own": lambda: model_claims(given.own) if given.own else iter(()),
        "edits": lambda: edits(given.sets, given.articles),
        "speakers": lambda: speakers(given.sets),
        "summaries": lambda: summaries(given.sets),
    }
    for name in given.only:
        judged = list(measured[name]())
        if judged:
            print(f"## {name}\n\n{table(judged)}\n", flush=True)


def model_claims(path: Path) -> Iterator[Judged]:
    """Sentences with the excerpts of their prompt."""
    for row in _rows(path):
        given = [
            Evidence(
                one["text"],
                title=one.get("title"),
                publisher=one.get("publisher"),
                published=one.get("published"),
            )
            for one in row["documents"]
        ]
        cited = [given[number - 1] for number in row["cited"]]
        kind = (row["planted"] or "true").partition(":")[0]
        yield _judge(row["claim"], cited, given, row["supported"], kind)


def edits(sets: Path, articles: int = 150, seed: int = 1) -> Iterator[Judged]:
    """Sentences of articles as they are, in another form, and with one thing changed."""
    for corpus in CORPORA:
        for made in make_claims(read_texts(sets / corpus), articles, seed):
            given = [Evidence(made["document"])]
            yield _judge(made["claim"], given, given, made["supported"], made["kind"])


def speakers(sets: Path, articles: int = 600) -> Iterator[Judged]:
    """Quotations by their speaker and by another, and opinions without their speaker."""
    for made in make_misattributed(read_texts(sets / CORPORA[0])[:articles]):
        given = [Evidence(made["document"])]
        yield _judge(made["claim"], given, given, made["supported"], made["kind"])


def summaries(sets: Path) -> Iterator[Judged]:
    """Sentences of summaries with their articles."""
    for row in _rows(sets / "summedits_news.jsonl"):
        given = [Evidence(row["document"])]
        kind = "as written" if row["supported"] else "edited"
        yield _judge(row["claim"], given, given, row["supported"], kind)


def table(judged: Sequence[Judged]) -> str:
    """The verdicts on true and on false claims, by kind, and what they cost."""
    lines = [
        "| claims | kind | number | removed | unconfirmed | supported |",
        "|---|---|---|---|---|---|",
    ]
    for true in (True, False):
        rows = [one for one in judged if one.true == true]
        kinds = sorted({one.kind for one in rows})
        for kind in ["all", *(kinds if len(kinds) > 1 else [])]:
            counts = Counter(one.outcome for one in rows if kind in ("all", one.kind))
            shares = " | ".join(f"{counts[o] / max(1, counts.total()):.1%}" for o in OUTCOMES)
            name = "true" if true else "false"
            lines.append(f"| {name} | {kind} | {counts.total()} | {shares} |")
    return "\n".join([*lines, "", _summary(judged)])


def _summary(judged: Sequence[Judged]) -> str:
    found = estimate(_balanced, list(judged), [one.document for one in judged])
    spent = [one.milliseconds for one in judged]
    late = statistics.quantiles(spent, n=20)[-1]
    return (
        f"Supported against the rest: balanced accuracy {found.value:.3f} (95 % interval "
        f"{found.low:.3f} to {found.high:.3f}). A claim costs {statistics.median(spent):.1f} ms of "
        f"processor time (median; 95 % below {late:.1f} ms), its evidence indexed."
    )


def _balanced(judged: Sequence[Judged]) -> float:
    right = {
        true: [(one.outcome == "supported") == true for one in judged if one.true == true]
        for true in (True, False)
    }
    return statistics.fmean(sum(hits) / max(1, len(hits)) for hits in right.values())


def _judge(
    claim: str, cited: Sequence[Evidence], given: Sequence[Evidence], true: bool, kind: str
) -> Judged:
    check_claim("Nothing.", cited, given)  # indexes the evidence
    start = time.process_time()
    verdict = check_claim(claim, cited, given)
    spent = (time.process_time() - start) * 1000
    return Judged(true, kind, given[0].text, verdict.outcome, spent)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
