"""Finds the weights of retrieval over several corpora at once, and tells what they are worth.

    python bench/calibrate_retrieval.py [--sets ../shared/eval] [--home DIR]
        [--ways DEEP BROAD] [--weights NAME ...]

News (MultiHop-RAG), encyclopedia passages (CLAPnq) and manuals, advice and finance (MTRAG, each
follow-up with the questions that it continues) are made a library each, and every question's
candidates are weighed once. From the weights in use, one weight at a time is moved on a grid while
the mean over the corpora rises. What is printed is measured on the half of the questions that the
fit has not seen, beside the weights in use and the plain hybrid; then the weights that all
questions together ask for. `--home` keeps the libraries for the next run; `--weights` are those to
be moved, all where none is named, which takes hours.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.conversation.follow_up import standalone
from assistant.embedders.base import Embedder
from assistant.embedders.opening import open_embedder
from assistant.evaluate.question_sets import Case, read_cases
from assistant.evaluate.scoring import all_gold, rank_facts
from assistant.index.live_index import open_index
from assistant.library.store import open_library
from assistant.pipeline import ingest
from assistant.reply import Excerpt, Filters, Turn
from assistant.retrieve.candidates import find_candidates
from assistant.retrieve.diversify import choose_broad, choose_deep
from assistant.retrieve.rank import BROAD, DEEP, Weights, find_features
from assistant.text.question import analyse
from bench.ablations import PLAIN, Weighed, ranked

ROOT = Path(__file__).parents[1]
K = 10
GRID = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 1.3, 1.6)
WAYS: dict[str, tuple[Weights, Callable[[Sequence[Excerpt], int], list[Excerpt]]]] = {
    "DEEP": (DEEP, choose_deep),
    "BROAD": (BROAD, choose_broad),
}


@dataclass(frozen=True)
class Asked:
    """A question with its candidates weighed, and the articles or facts that answer it."""

    corpus: str
    weighed: Weighed
    articles: tuple[str, ...]
    facts: tuple[str, ...]
    broad: bool


def corpora(sets: Path, folder: Path) -> Iterator[tuple[str, Path, list[Case]]]:
    """Each corpus: its name, its records, and its questions with the articles that answer them."""
    news = [c for c in read_cases(sets / "multihop" / "queries.jsonl") if c.articles]
    yield "multihop", sets / "multihop" / "corpus.jsonl", news
    for name in ("clapnq", "mtrag"):
        cases = read_cases(sets / f"{name}.jsonl")
        records = folder / f"{name}.jsonl"
        yield name, records, list(_with_articles(cases, records))


def _with_articles(cases: Sequence[Case], records: Path) -> Iterator[Case]:
    """The answerable questions with the ids of their passages, which are written to `records`."""
    ids: dict[str, str] = {}
    with records.open("w", encoding="utf-8") as file:
        for case in cases:
            for passage in case.documents or ():
                if passage["text"] not in ids:
                    ids[passage["text"]] = f"p{len(ids)}"
                    file.write(json.dumps({"id": ids[passage["text"]], **passage}) + "\n")
    for case in cases:
        if case.answerable:
            gold = tuple(dict.fromkeys(ids[p["text"]] for p in case.documents or ()))
            turns = [turn for turn in case.history if isinstance(turn, Turn)]
            yield replace(case, articles=gold, question=standalone(case.question, turns))


def weighed(sets: Path, home: Path, embedder: Embedder) -> Iterator[Asked]:
    """Every question of every corpus with its candidates."""
    for name, records, cases in corpora(sets, home):
        library = open_library(home / name)
        ingest(library, [records], embedder)
        live = open_index(library, embedder.embedder_id)
        with live.pinned() as index:
            for case in cases:
                asked = analyse(case.question)
                vector = embedder.vector(asked.text)
                found = find_candidates(asked, index, vector, Filters())
                features = list(find_features(found, index, date.today()))
                yield Asked(name, features, case.articles, case.facts, asked.is_broad)
        live.close()
        library.close()


def worth(asked: Asked, weights: Weights, way: str) -> float:
    """How well a question is served: the mean of its measures, each from 0 to 1."""
    best = WAYS[way][1](ranked(asked.weighed, weights), K)
    places = [excerpt.source.rpartition("#")[2] for excerpt in best]
    first = next((at for at, place in enumerate(places) if place in asked.articles), None)
    measures = [all_gold(places, asked.articles), 0.0 if first is None else 1 / (1 + first)]
    if asked.facts:
        facts = rank_facts([excerpt.text for excerpt in best], asked.facts)
        measures += [facts["hit_4"], facts["map_10"]]
    return sum(measures) / len(measures)


def by_corpus(questions: Sequence[Asked], weights: Weights, way: str) -> dict[str, float]:
    """The mean worth in each corpus."""
    found: dict[str, list[float]] = {}
    for asked in questions:
        found.setdefault(asked.corpus, []).append(worth(asked, weights, way))
    return {corpus: sum(scores) / len(scores) for corpus, scores in found.items()}


def fit(questions: Sequence[Asked], way: str, names: Sequence[str]) -> Weights:
    """The weights in use, those named moved on the grid while the mean over the corpora rises."""

    def mean(weights: Weights) -> float:
        found = by_corpus(questions, weights, way)
        return sum(found.values()) / len(found)

    weights = WAYS[way][0]
    reached = mean(weights)
    while True:
        tried = {
            other: mean(other)
            for name in names
            for value in GRID
            if (other := replace(weights, **{name: value})) != weights
        }
        best = max(tried, key=lambda other: tried[other])
        if tried[best] <= reached + 1e-4:
            return weights
        weights, reached = best, tried[best]


def report(questions: Sequence[Asked], way: str, names: Sequence[str]) -> Iterator[str]:
    """The table of one way, and the weights that all its questions ask for."""
    halves = [questions[::2], questions[1::2]]
    fitted = [fit(half, way, names) for half in reversed(halves)]
    unseen = [by_corpus(half, weights, way) for half, weights in zip(halves, fitted, strict=True)]
    rows: dict[str, Mapping[str, float]] = {
        "plain hybrid, 0.3 to 0.7": by_corpus(
            questions, PLAIN["words and vectors, 0.3 to 0.7"], way
        ),
        "in use": by_corpus(questions, WAYS[way][0], way),
        "fitted, on the other half": {c: (unseen[0][c] + unseen[1][c]) / 2 for c in unseen[0]},
    }
    corpora = sorted(rows["in use"])
    yield f"{way}: {len(questions)} questions"
    for name, row in rows.items():
        yield f"  {name:28}" + "  ".join(f"{corpus} {row[corpus]:.3f}" for corpus in corpora)
    yield f"  in use: {WAYS[way][0]}"
    yield f"  all:    {fit(questions, way, names)}"


def main() -> None:
    """Weigh, fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    known = [field.name for field in fields(Weights)]
    parser.add_argument("--weights", nargs="+", choices=known, default=known)
    args = parser.parse_args()
    embedder = open_embedder().embedder
    if embedder is None:
        raise SystemExit("the embedder's weights are needed")
    with tempfile.TemporaryDirectory() as folder:
        home = args.home or Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        questions = list(weighed(args.sets, home, embedder))
    for way in args.ways:
        some = [question for question in questions if question.broad == (way == "BROAD")]
        print("\n".join(report(some, way, args.weights)))


if __name__ == "__main__":
    main()
