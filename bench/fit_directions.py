"""The directions in which the embedder's vectors differ most, fitted to news.

    python bench/fit_directions.py ../shared/eval

Writes `assistant/embedders/minilm/directions.npy`: the first 255 principal directions of the
vectors of 4,000 chunks of news, about no mean, as float16. Then says, for articles and questions
from other sources, how much of the vectors lies in them, and how many of the nearest chunks by
whole vectors are among the nearest that the graph is asked for.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.article import Article, Span
from assistant.embedders.base import Embedder
from assistant.embedders.minilm.embedder import MiniLM, count_word_pieces
from assistant.embedders.opening import open_embedder
from assistant.evaluate.question_sets import read_cases
from assistant.index.vector_index import candidates_for
from assistant.library.chunk import chunk_article

OUT = Path(__file__).parents[1] / "assistant/embedders/minilm/directions.npy"
DIRECTIONS = 255
FITTED, TESTED, QUESTIONS = 4000, 1500, 200

Vectors: TypeAlias = NDArray[np.float32]


def main() -> None:
    """Fit, write, and test on what was not fitted to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", type=Path)
    sets = parser.parse_args().sets
    embedder = open_embedder().embedder
    assert embedder is not None
    with gzip.open(sets / "newsroom_2020.jsonl.gz", "rt", encoding="utf-8") as lines:
        news = some_chunks([json.loads(line)["text"] for line in lines], FITTED + TESTED)
    np.save(OUT, directions_of(embedder.vectors(news[:FITTED])).astype(np.float16))
    print("| corpus | of the vectors | nearest 10 | nearest 50 | nearest 100 |")
    print("| --- | --- | --- | --- | --- |")
    for name, texts, questions in [("news, other articles", news[FITTED:], []), *others(sets)]:
        asked = questions or [text.split(". ")[0] for text in texts]
        print(report(name, embedder, texts, asked[:QUESTIONS]))


def directions_of(vectors: Vectors) -> Vectors:
    """The principal directions, one a column, those with most of the vectors first."""
    _, found = np.linalg.eigh(vectors.T @ vectors)
    return found[:, ::-1][:, :DIRECTIONS]


def others(sets: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Corpora of other sources with questions to them."""
    articles = [one["text"] for one in records(sets / "multihop/corpus.jsonl")]
    questions = [one["question"] for one in records(sets / "multihop/queries.jsonl")]
    yield "MultiHop-RAG, news", some_chunks(articles, TESTED), questions
    for name, what in (("clapnq", "CLAPnq, an encyclopedia"), ("mtrag", "MTRAG, four domains")):
        cases = list(read_cases(sets / f"{name}.jsonl"))
        passages = {one["text"]: None for case in cases for one in case.documents or ()}
        yield what, some_chunks(list(passages), TESTED), [case.question for case in cases]


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def some_chunks(texts: Iterable[str], count: int) -> list[str]:
    """So many chunks of the texts, of as many of them as there are."""
    articles = [Article(f"{at}", text, kept=(Span(0, len(text)),)) for at, text in enumerate(texts)]
    chunks = [chunk.text for one in articles for chunk in chunk_article(one, count_word_pieces)]
    random.Random(1).shuffle(chunks)
    return chunks[:count]


def report(name: str, embedder: Embedder, texts: Sequence[str], questions: Sequence[str]) -> str:
    """A row of the table."""
    vectors, asked = embedder.vectors(texts), embedder.vectors(questions)
    kept, near = (
        MiniLM.projection.project(vectors),
        np.stack([MiniLM.projection.project_query(one) for one in asked]),
    )
    share = float(np.mean(np.sum(kept[:, :-1] ** 2, axis=1)))
    true, found = np.argsort(-asked @ vectors.T), np.argsort(-near @ kept.T)
    shares = [
        np.mean(
            [
                len({*best[:k]} & {*some[: candidates_for(k)]}) / k
                for best, some in zip(true, found, strict=True)
            ]
        )
        for k in (10, 50, 100)
    ]
    return f"| {name} | {share:.3f} | " + " | ".join(f"{one:.4f}" for one in shares) + " |"


if __name__ == "__main__":
    main()
