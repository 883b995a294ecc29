"""What each part of retrieval buys: every question ranked with one part left out.

    python bench/ablations.py [--sets ../shared/eval] [--home DIR]

Over the 141 articles of MultiHop-RAG. Each row leaves out one part and gives the paired gain of the
whole over it, with its 95 % bootstrap interval; a part whose gain does not exclude zero on any set
is a candidate for removal. The last rows are the plain ways: words alone, and words and vectors
summed 0.3 to 0.7. `--home` names a library that holds the articles already.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.embedders.base import Embedder
from assistant.embedders.opening import open_embedder
from assistant.evaluate.question_sets import Case, read_cases
from assistant.evaluate.scoring import all_gold, rank_facts
from assistant.evaluate.statistics import estimate_gain, estimate_mean
from assistant.index.live_index import open_index
from assistant.index.search_index import SearchIndex
from assistant.library.store import open_library
from assistant.pipeline import ingest
from assistant.reply import Excerpt, Filters
from assistant.retrieve.candidates import find_candidates
from assistant.retrieve.diversify import choose_broad, choose_deep
from assistant.retrieve.rank import BROAD, DEEP, Features, Weights, find_features
from assistant.text.question import Question, analyse

ROOT = Path(__file__).parents[1]
K = 10
MEASURES = ("Hits@4", "MAP@10", "all gold in 10")
Weighed = list[tuple[Excerpt, Features]]


def _broad(ranked: Sequence[Excerpt]) -> list[Excerpt]:
    return choose_broad(ranked, K)


def _deep(ranked: Sequence[Excerpt]) -> list[Excerpt]:
    return choose_deep(ranked, K)


def _as_asked(ranked: Sequence[Excerpt], asked: Question) -> list[Excerpt]:
    """Depth or breadth as the retriever decides it."""
    return _broad(ranked) if asked.is_broad else _deep(ranked)


def ranked(weighed: Weighed, weights: Weights) -> list[Excerpt]:
    """The candidates by their score under these weights."""
    scored = [replace(excerpt, score=features.score(weights)) for excerpt, features in weighed]
    return sorted(scored, key=lambda excerpt: (-excerpt.score, excerpt.chunk_id))


PARTS = {
    "vectors": ("vectors",),
    "words": ("words",),
    "headline": ("title",),
    "second look at sentences": ("sentence", "closest"),
    "parts of the question": ("closest",),
    "outlets named": ("outlet",),
    "dates": ("date",),
    "quoted phrases": ("quotation",),
}
_NONE = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 0.0))
PLAIN = {
    "words alone": replace(_NONE, words=1.0),
    "words and vectors, 0.3 to 0.7": replace(_NONE, words=0.3, vectors=0.7),
}


def ways(weighed: Weighed, asked: Question) -> dict[str, list[Excerpt]]:
    """The first excerpts of one question, the whole way and with each part left out."""
    weights = BROAD if asked.is_broad else DEEP
    whole = ranked(weighed, weights)
    found = {"the whole": _as_asked(whole, asked)}
    found |= {
        f"without {name}": _as_asked(
            ranked(weighed, replace(weights, **dict.fromkeys(left_out, 0.0))), asked
        )
        for name, left_out in PARTS.items()
    }
    found["without breadth where it is asked for"] = _deep(whole)
    found["without depth where it is asked for"] = _broad(whole)
    found |= {name: ranked(weighed, plain)[:K] for name, plain in PLAIN.items()}
    return found


def measured(case: Case, excerpts: Sequence[Excerpt]) -> dict[str, float]:
    """The measures that apply to a question."""
    articles = [excerpt.source.rpartition("#")[2] for excerpt in excerpts]
    scores = {"all gold in 10": all_gold(articles, case.articles)}
    if case.facts:
        ranking = rank_facts([excerpt.text for excerpt in excerpts], case.facts)
        scores |= {"Hits@4": ranking["hit_4"], "MAP@10": ranking["map_10"]}
    return scores


def run(sets: Path, home: Path | None) -> dict[str, list[dict[str, float]]]:
    """The measures of every question, by way."""
    cases = [c for c in read_cases(sets / "multihop" / "queries.jsonl") if c.articles]
    found: dict[str, list[dict[str, float]]] = {}
    with _index(sets, home) as (index, embedder):
        for case in cases:
            asked = analyse(case.question)
            vector = embedder.vector(asked.text)
            candidates = find_candidates(asked, index, vector, Filters())
            weighed = list(find_features(candidates, index, date.today()))
            for way, excerpts in ways(weighed, asked).items():
                found.setdefault(way, []).append(measured(case, excerpts))
    return found


@contextmanager
def _index(sets: Path, home: Path | None) -> Iterator[tuple[SearchIndex, Embedder]]:
    opened = open_embedder()
    if opened.embedder is None:
        raise SystemExit("the embedder's weights are needed")
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(home or Path(folder))
        if home is None:
            ingest(library, [sets / "multihop" / "corpus.jsonl"], opened.embedder)
        live = open_index(library, opened.embedder.embedder_id)
        with live.pinned() as index:
            yield index, opened.embedder
        live.close()
        library.close()


def markdown(found: dict[str, list[dict[str, float]]]) -> str:
    """The table: each way's figures, and the gain of the whole over it."""
    head = "| | " + " | ".join(f"{m} | gain of the whole" for m in MEASURES) + " |"
    lines = [head, "|---" * (1 + 2 * len(MEASURES)) + "|"]
    for way, scores in found.items():
        cells = [cell for m in MEASURES for cell in _cells(found["the whole"], scores, m)]
        lines.append(f"| {way} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cells(
    whole: Sequence[dict[str, float]], scores: Sequence[dict[str, float]], measure: str
) -> Iterator[str]:
    pairs = [(a[measure], b[measure]) for a, b in zip(whole, scores, strict=True) if measure in a]
    yield f"{estimate_mean([b for _, b in pairs]).value:.3f}"
    gain = estimate_gain([a for a, _ in pairs], [b for _, b in pairs])
    mark = "**" if gain.excludes_zero else ""
    yield (
        ""
        if scores is whole
        else f"{mark}{gain.value:+.3f}{mark} [{gain.low:+.3f}, {gain.high:+.3f}]"
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--home", type=Path)
    args = parser.parse_args()
    print(markdown(run(args.sets, args.home)))


if __name__ == "__main__":
    main()
