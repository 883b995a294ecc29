"""One folder against PostgreSQL, a Chroma server and two Dask workers; writes docs/beyond.md.

    python bench/together.py NEWSROOM.jsonl.gz [--articles 2529] [--questions 100]

With the real embedder: the same articles are brought in on one machine, and by two workers, one of
which is killed in the middle; then the same questions are asked of both. It fails where a vector,
an excerpt or an answer differs.
"""

import argparse
import gzip
import json
import os
import platform
import random
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from assistant.embedders.opening import open_embedder  # noqa: E402
from assistant.index.server import ChromaServer  # noqa: E402
from tests.beyond.servers import chroma_server, postgres_server  # noqa: E402
from tests.beyond.together import Compared, compare, two_workers  # noqa: E402

PAGE = """\
# The same answers beyond one machine

Written by `{command}` ({cores} cores, {system}, Python {python}; everything ran on this one
machine, over loopback). The same articles went into a library in one folder, and into one in
PostgreSQL with its vectors in a Chroma server, made by two Dask workers, one of which was killed in
the middle. Then both were asked the same questions: headlines and first sentences of the articles;
the shared one by a second machine, with a new home of its own. `make test` does the same with the
five articles that ship and a hashing embedder.

| | |
| --- | --- |
| articles | {articles:,} |
| chunks | {chunks:,} |
| workers killed in the middle | {killed} |
| vectors, notices and findings of the doctor that differ | {other_vectors} |
| questions | {questions} |
| of them answered, the others declined | {answered} |
| questions that find other excerpts, or in another order | {other_hits} |
| questions with another answer, to the letter | {other_answers} |
| indexing on one machine, seconds | {alone} |
| indexing with two workers, seconds | {spread} |

The vectors are the same on both sides, but each side searches a graph of its own, approximately.

The workers had the same cores that one machine uses alone, so the last two figures show what
spreading costs, not what it gains.
"""


def main() -> None:
    """Compare, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newsroom", type=Path)
    parser.add_argument("--articles", type=int, default=2529)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--out", type=Path, default=ROOT / "docs/beyond.md")
    options = parser.parse_args()
    with gzip.open(options.newsroom, "rt", encoding="utf-8") as lines:
        records = list(islice(lines, options.articles))
    asked = questions(records, options.questions)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "newsroom.jsonl"
        file.write_text("".join(records), encoding="utf-8")
        found = together(file, asked, Path(folder))
    short = f" --articles {options.articles} --questions {options.questions}"
    options.out.write_text(page(found, f"python bench/together.py NEWSROOM.jsonl.gz{short}"))
    if found.differences or not found.killed:
        raise SystemExit("\n".join(found.differences) or "no worker was killed")


def together(file: Path, asked: Sequence[str], base: Path) -> Compared:
    """Compare both sides over servers of their own."""
    embedder = open_embedder().embedder
    assert embedder is not None
    with (
        postgres_server() as library,
        chroma_server(base / "chroma") as address,
        two_workers() as cluster,
    ):
        return compare(
            [file],
            asked,
            base=base,
            own=embedder,
            spread_out=embedder,
            library=library,
            server=ChromaServer(address),
            cluster=cluster,
        )


def questions(lines: Sequence[str], count: int) -> list[str]:
    """Headlines and first sentences of some of the articles."""
    chance = random.Random(11)
    records = [json.loads(line) for line in chance.sample(lines, min(count, len(lines)))]
    return [chance.choice([r["title"], r["text"].split(". ")[0][:200]]) for r in records]


def page(found: Compared, command: str) -> str:
    """The whole page."""
    return PAGE.format(
        command=command,
        cores=os.cpu_count(),
        system=platform.system(),
        python=platform.python_version(),
        articles=found.articles,
        chunks=found.chunks,
        killed=len(found.killed),
        questions=found.questions,
        answered=found.answered,
        other_vectors=len(found.other_vectors),
        other_hits=len(found.other_hits),
        other_answers=len(found.other_answers),
        alone=found.seconds["one machine"],
        spread=found.seconds["two workers"],
    )


if __name__ == "__main__":
    main()
