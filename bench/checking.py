"""How claims are judged: removed, unconfirmed or supported, by whether they are true.

    python bench/checking.py [--sets ../shared/eval] [--train ../shared/train] [--articles 150]

Prints one table for all sets, then one for each with its kinds of error, in Markdown. A set whose
files are missing is left out:

- model: sentences in the style of a chat model, with the excerpts of its prompt;
- own: paraphrases written for this project over other articles, each true and with one planted
  error (`own_claims.jsonl`; the articles are found by their ids);
- edits: sentences that `make_edits.py` makes of articles, nearly in their own words;
- speakers: quotations given to another speaker, opinions without their speaker (`make_edits.py`);
- summaries: SummEdits, sentences of summaries with facts that others edited;
- pairs: single sentences with a claim that differs in one fact (symmetric FEVER; VitaminC is made
  in the same way). The weights of the signs are fitted on some of them.

Balanced accuracy counts *supported* against the rest, with an interval that draws whole documents.
The area under the curve is that of the score, removed claims lowest.
"""

import argparse
import gzip
import json
import statistics
import sys
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
    score: float
    milliseconds: float


def main() -> None:
    """Measures the sets that are there and prints their tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--train", type=Path, default=Path("../shared/train"))
    parser.add_argument("--articles", type=int, default=150)
    given: argparse.Namespace
    measured = {
        "model": lambda: model_claims(given.sets / "model_claims.jsonl"),
        "own": lambda: own_claims(given.sets / CORPORA[0]),
        "edits": lambda: edits(given.sets, given.articles),
        "speakers": lambda: speakers(given.sets, 4 * given.articles),
        "summaries": lambda: summaries(given.sets),
        "pairs": lambda: pairs(given.train),
    }
    parser.add_argument("--only", nargs="*", choices=list(measured), default=list(measured))
    given = parser.parse_args()
    found = {name: judged for name in given.only if (judged := list(measured[name]()))}
    print(overview(found))
    for name, judged in found.items():
        print(f"\n## {name}\n\n{table(judged)}")


def model_claims(path: Path) -> Iterator[Judged]:
    """Sentences with the excerpts of their prompt."""
    for row in _rows(path):
        given = [_evidence(one, "published") for one in row["documents"]]
        cited = [given[number - 1] for number in row["cited"]]
        kind = (row["planted"] or "true").partition(":")[0]
        yield _judge(row["claim"], cited, given, row["supported"], kind)


def own_claims(corpus: Path) -> Iterator[Judged]:
    """Paraphrases of one article each, true and with one planted error."""
    articles = {row["id"]: row for row in _rows(corpus)}
    for row in _rows(Path(__file__).parent / "own_claims.jsonl") if articles else ():
        given = [_evidence(articles[row["article"]], "published_at")]
        yield _judge(row["true"], given, given, True, "true")
        yield _judge(row["false"], given, given, False, row["kind"])


def pairs(folder: Path) -> Iterator[Judged]:
    """Sentences with claims that differ from a true one in one fact."""
    rows = list(_rows(folder / "claims.jsonl.gz"))
    seen = {row["claim"] for row in rows if row["set"] != "fever_symmetric"}
    claims = [r for r in rows if r["set"] == "fever_symmetric" and r["claim"] not in seen]
    wanted = {row["d"] for row in claims}
    documents = _rows(folder / "claim_documents.jsonl.gz") if claims else ()
    texts = {row["d"]: row["text"] for row in documents if row["d"] in wanted}
    for row in claims:
        given = [Evidence(texts[row["d"]])]
        yield _judge(row["claim"], given, given, row["label"] == "supported", row["label"])


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


def overview(found: Mapping[str, Sequence[Judged]]) -> str:
    """All sets in one table."""
    lines = [
        "| set | true | removed | unconfirmed | false | removed | passed | balanced | area |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, judged in found.items():
        right, wrong = ([one for one in judged if one.true == true] for true in (True, False))
        shares = [
            f"{len(right)} | {_share(right, 'removed')} | {_share(right, 'unconfirmed')}",
            f"{len(wrong)} | {_share(wrong, 'removed')} | {_share(wrong, 'supported')}",
            f"{_balanced(judged):.3f} | {area(judged):.3f}",
        ]
        lines.append(f"| {name} | {' | '.join(shares)} |")
    return "\n".join(lines)


def area(judged: Sequence[Judged]) -> float:
    """How often a true claim has a higher score than a false one; ties count half."""
    ranks = {"removed": 0, "unconfirmed": 1, "supported": 2}
    keys = [(one.true, (ranks[one.outcome], one.score)) for one in judged]
    wrong = sorted(key for true, key in keys if not true)
    higher = [
        (bisect_left(wrong, key) + bisect_right(wrong, key)) / 2 for true, key in keys if true
    ]
    return sum(higher) / max(1, len(higher) * len(wrong))


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


def _share(judged: Sequence[Judged], outcome: str) -> str:
    return f"{sum(one.outcome == outcome for one in judged) / max(1, len(judged)):.1%}"


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
    return Judged(true, kind, given[0].text, verdict.outcome, verdict.score, spent)


def _evidence(row: Mapping[str, Any], published: str) -> Evidence:
    day = row.get(published)
    return Evidence(row["text"], row.get("title"), row.get("publisher"), published=day)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
