"""Makes docs/scale.md and docs/scale.svg of what bench/scale.py measured.

python bench/scale_report.py
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.evaluate.plots import curve_plot, plot_style

DOCS = Path(__file__).parents[1] / "docs"
SHARES = ("0.005", "0.02", "0.1", "0.5", "0.9")
# 10 million and 1 billion chunks, in units of the largest size that was measured.
LARGE = (10_000_000, 1_000_000_000)
# Of news: nine chunks an article, each embedded in so many seconds of one core when it is idle.
CHUNK_CPU_SECONDS = 0.045
CHUNKS_AN_ARTICLE = 9


def main() -> None:
    """Write the page and the plot."""
    found = json.loads((DOCS / "scale.json").read_text())
    found["sizes"] = dict(sorted(found["sizes"].items(), key=lambda pair: int(pair[0])))
    plot(found["sizes"])
    (DOCS / "scale.md").write_text(page(found))


def page(found: dict[str, Any]) -> str:
    """The whole page."""
    return "\n".join(
        [
            _HEAD.format(**found),
            table(found),
            _BETWEEN.format(**largest(found)),
            peaks(found),
            targets(found),
            found.get("notes", ""),
            embedder(found.get("embedder")),
            paper(found),
        ]
    )


def largest(found: dict[str, Any]) -> dict[str, Any]:
    """What this side took at the largest size."""
    side: dict[str, Any] = list(found["sizes"].values())[-1]["ours"]
    return side


def peaks(found: dict[str, Any]) -> str:
    """The runs whose medians the table has as peak memory, of the size that was run again."""
    lines = [
        f"At {int(size):,} chunks peak memory is the median of several runs (`--peaks`), MiB: this "
        f"side\n{_listed(row['ours'])}; the plain way {_listed(row['plain'])}."
        for size, row in found["sizes"].items()
        if "peaks_mib" in row["ours"]
    ]
    return "\n".join(lines)


def _listed(side: dict[str, Any]) -> str:
    return ", ".join(str(peak) for peak in side["peaks_mib"])


_HEAD = """\
# How it grows

Written by `python bench/scale_report.py` from what `python bench/scale.py NEWSROOM.jsonl.gz`
measured ({machine}, Python {python}; load average at the start {load:.1f}). Real news articles are
replicated with every twelfth word changed; the first {embedded} chunks have their real vectors,
**the others perturbed copies of them**. Both sides get the same chunks and the same vectors, in
the same run, each in a process of its own: this project, and the plain LangChain way
(`langchain_chroma.Chroma` with texts and metadata, cosine, `similarity_search`). The embedder is
left out on both sides, of times and of memory; embedding a question takes {question_ms} ms here.

Where the load average is above the number of cores, the machine had other work to do: the
milliseconds by the clock then say little, and the CPU milliseconds (all threads, mean) are what to
compare.

Retrieval on this side is the whole of it: 50 chunks by words, 50 by vectors, ten excerpts with
their texts read from the library. On the plain side it is one `similarity_search`, by vectors
alone. The graph on this side has 256 numbers a vector, that of the plain side all 384; the nearest
125 are compared once more by whole vectors, from the library (`bench/fit_directions.py`).

![Retrieval, memory and disk by size](scale.svg)
"""

_BETWEEN = """
A filter that passes less than three in ten of the chunks is answered exactly: the vectors of those
that pass are compared in memory, four bits a number (0.2 KB a chunk), and the nearest once more as
the library keeps them; the matrix is made at the first filtered question. For a wider one the graph
is asked for twice as many as that takes on average; where too few of them pass, all are compared.

Disk while a generation is swapped is what is there at rest plus a second copy of both indexes. Peak
memory is the most that the whole process held resident (`VmHWM`: its own memory and the pages of
files that it has mapped), from its start, over indexing and all questions, on both sides alike;
neither loads the embedder, and what their imports take is included. What writes an answer
(LangChain's chain, the stub, the check) is no part of either; loading it adds {answering_mib} MiB.
"""


def table(found: dict[str, Any]) -> str:
    """A row a figure, two columns a size."""
    sizes = found["sizes"]
    head = "| | " + " | ".join(f"{int(s):,} | plain" for s in sizes) + " |"
    lines = [head, "| --- |" + " --- | --- |" * len(sizes)]
    for label, read in _rows():
        cells = []
        for row in sizes.values():
            cells += [_cell(read, row["ours"]), _cell(read, row["plain"])]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _rows() -> list[tuple[str, Any]]:
    def of(name: str) -> Any:
        return lambda side: side[name]

    def spread(name: str) -> Any:
        return lambda side: "{median} / {p95} / {cpu}".format(**side[name])

    return [
        ("retrieval, ms: median / 95th / CPU", spread("retrieval_ms")),
        *(
            (f"the same, filter passing {float(share):.1%}", spread(f"filtered_{share}_ms"))
            for share in SHARES
        ),
        ("the same, filter by date", spread("filtered_by_date_ms")),
        ("recall at 10 against exact search", of("recall_at_10")),
        ("the same, filter passing 50.0%", of("filtered_recall_at_10")),
        ("chunks the graph does not lead to (compared one by one)", of("strays")),
        ("splitting, keeping, words: seconds / CPU", lambda s: _pair(s, "words")),
        ("vectors indexed and checked: seconds / CPU", lambda s: _pair(s, "vectors")),
        ("disk at rest, MiB", of("disk_mib")),
        ("disk while swapped, MiB", of("disk_while_swapped_mib")),
        ("peak memory, MiB", of("peak_mib")),
        ("opening and first answer, seconds", of("opening_seconds")),
    ]


def _pair(side: dict[str, Any], name: str) -> str:
    return f"{side[f'{name}_seconds']} / {side[f'{name}_cpu_seconds']}"


def _cell(read: Any, side: dict[str, Any]) -> str:
    try:
        return str(read(side))
    except KeyError:
        return "–"


def targets(found: dict[str, Any]) -> str:
    """What was aimed at, at the largest size, and whether it was reached."""
    size, row = list(found["sizes"].items())[-1]
    ours, plain, asked = row["ours"], row["plain"], found["question_ms"]
    whole, speeds = ours["retrieval_ms"], found["embedder"]
    filtered = max(ours[f"filtered_{share}_ms"]["median"] for share in SHARES)
    memory = [side["peak_mib"] for side in (ours, plain)]
    alone, padded = speeds["one_at_a_time"], speeds["padded_batches_of_32"]
    bare, some = speeds["as_this_project_does"], speeds["as_this_project_does_some"]
    rows = [
        ("retrieval, question embedded, median", whole["median"] + asked, 25, "ms", True),
        ("the same, 95th percentile", whole["p95"] + asked, 60, "ms", True),
        ("slowest filter, median", filtered + asked, 2 * (whole["median"] + asked), "ms", True),
        ("recall at 10", ours["recall_at_10"], 0.98, "", False),
        ("words, reading from records", int(size) / ours["words_seconds"], 1500, "/s", False),
        ("indexing, of the bare embedder", speeds["indexing"] / bare, 0.85, "", False),
        ("all cores, of one at a time", some / alone, 1.1, "times", False),
        ("all cores, of padded batches", some / padded, 1.5, "times", False),
        ("disk at rest, of the plain way", ours["disk_mib"] / plain["disk_mib"], 0.55, "", True),
        (
            "disk while swapped, of the plain way",
            ours["disk_while_swapped_mib"] / plain["disk_mib"],
            0.8,
            "",
            True,
        ),
        ("peak memory, of the plain way", memory[0] / memory[1], 0.6, "", True),
        ("opening and first answer", ours["opening_seconds"], 2, "s", True),
    ]
    lines = [f"\n## Aims, at {int(size):,} chunks\n", "| | measured | aim | |", "| --- " * 4 + "|"]
    for label, value, aim, unit, is_most in rows:
        said = "reached" if (value <= aim if is_most else value >= aim) else "**missed**"
        bound = "at most" if is_most else "at least"
        lines.append(f"| {label} | {value:.4g} {unit} | {bound} {aim:.4g} {unit} | {said} |")
    rate = int(size) / ours["words_cpu_seconds"]
    lines.append(f"\nBy CPU time, words come to {rate:,.0f} chunks a second.")
    return "\n".join(lines) + "\n"


def embedder(found: dict[str, float] | None) -> str:
    """What the embedder does with the same texts in different ways."""
    if not found:
        return ""
    alone, padded = found["one_at_a_time"], found["padded_batches_of_32"]
    some, ours, whole = (
        found[name] for name in ("as_this_project_does_some", "as_this_project_does", "indexing")
    )
    return f"""
## The embedder

| texts a second, of 256 texts | |
| --- | --- |
| one at a time, one thread | {alone} |
| in the order they come, padded batches of 32, all cores | {padded} |
| as this project does: one at a time, as many side by side as there are cores | {some} |

| texts a second, of {found["texts"]:,} texts | |
| --- | --- |
| as this project does, the embedder alone | {ours} |
| the whole of `assistant index`, from the file of articles to published indexes | {whole} |

{some / alone:.2f} times one at a time, {some / padded:.2f} times padded batches; indexing runs at
{whole / ours:.0%} of the bare embedder.
"""


def paper(found: dict[str, Any]) -> str:
    """What larger libraries take, worked out from the largest that was measured."""
    size, row = list(found["sizes"].items())[-1]
    count, ours = int(size), row["ours"]
    disk, memory = ours["disk_mib"] / count, (ours["peak_mib"] - ours["peak_before_mib"]) / count
    build = ours["vectors_cpu_seconds"] / count
    lines = [_PAPER.format(count=count, disk=1024 * disk, memory=1024 * memory, build=1000 * build)]
    lines += ["| | " + " | ".join(f"{n:,} chunks" for n in LARGE) + " |", "| --- | --- | --- |"]
    rows: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("articles", lambda n: f"{n / CHUNKS_AN_ARTICLE:,.0f}"),
        ("disk at rest", lambda n: _size(disk * n)),
        ("disk while a generation is swapped", lambda n: _size(1.6 * disk * n)),
        ("memory of a process that answers", lambda n: _size(memory * n)),
        ("embedding, hours of one core", lambda n: f"{CHUNK_CPU_SECONDS * n / 3600:,.0f}"),
        ("the same on 64 cores", lambda n: _span(CHUNK_CPU_SECONDS * n / 3600 / 64)),
        ("building the graph of vectors, hours", lambda n: f"{build * n / 3600:,.1f}"),
        ("copying a generation at 500 MiB/s", lambda n: _span(0.6 * disk * n / 500 / 3600)),
    )
    for label, value in rows:
        lines.append(f"| {label} | " + " | ".join(value(n) for n in LARGE) + " |")
    return "\n".join([*lines, _BREAKS])


def _size(mebibytes: float) -> str:
    if mebibytes >= 2**20:
        return f"{mebibytes / 2**20:,.1f} TiB"
    return f"{mebibytes / 1024:,.0f} GiB"


def _span(hours: float) -> str:
    if hours >= 48:
        return f"{hours / 24:,.0f} days"
    return f"{hours:,.1f} hours" if hours >= 1 else f"{60 * hours:,.1f} minutes"


_PAPER = """
## Ten million, and a billion, on paper

Worked out, not measured: each chunk takes what it took at {count:,} chunks ({disk:.1f} KiB of disk,
{memory:.1f} KiB of memory, {build:.2f} ms of CPU to put into the graph and check), and embedding
takes {cpu} s of one core.
""".replace("{cpu}", str(CHUNK_CPU_SECONDS))

_BREAKS = """
What breaks first, in this order, and what replaces it:

1. **Copying whole generations**, from some 500,000 chunks on: a change of one article copies the
   graph. An immutable base with a small exact delta and tombstones, merged in the background,
   keeps everything else as it is: the delta is searched with the matrix that filters use already.
2. **The matrix for filters**, from some millions on: 0.2 KB a chunk in memory, and each filtered
   question reads the rows that pass. Past that, filters go to an engine that filters inside its
   graph.
3. **The graph in one process**: ten million vectors are the memory above, which a large machine
   has; a billion is a cluster's. Chroma's own distributed form, behind the same collection API,
   keeps its index on object storage; vectors of one bit a dimension with exact re-ranking would cut
   the memory by a factor of thirty.
4. **Embedding**: ten million chunks are days of one machine and hours of a few; a billion wants
   accelerators, or hundreds of cores for weeks. The work is independent by article, kept by content
   hash, and resumable, so that it can be spread without coordination.
5. **SQLite as the library**: it holds ten million chunks (the texts are compressed, one writer is
   enough for what a corpus grows by); a billion wants PostgreSQL, partitioned by article.
6. **The words index** grows evenly and is the last to break: tantivy's segments can be split by
   article over machines, and the best of each merged.
"""


def plot(sizes: dict[str, Any]) -> None:
    """Three plots by size in one file, each with both sides."""
    titles: tuple[tuple[str, Callable[[dict[str, Any]], float]], ...] = (
        ("retrieval, CPU ms", lambda side: side["retrieval_ms"]["cpu"]),
        ("disk at rest, MiB", lambda side: side["disk_mib"]),
        ("peak memory, MiB", lambda side: side["peak_mib"]),
    )
    counts = [int(size) for size in sizes]
    across = f"{min(counts):,} to {max(counts):,} chunks, logarithmic"
    panels = []
    for at, (title, read) in enumerate(titles):
        curves = {
            name: [(int(size), read(row[side])) for size, row in sizes.items()]
            for side, name in (("ours", "this project"), ("plain", "plain LangChain over Chroma"))
        }
        top = max(value for points in curves.values() for _, value in points)
        drawn = curve_plot(title, across, curves, top=top, logarithmic=True)
        panels.append(f'<g transform="translate({300 * at})">{drawn}</g>')
    (DOCS / "scale.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 300" width="900">'
        f"<style>{plot_style()}</style>{''.join(panels)}</svg>\n"
    )


if __name__ == "__main__":
    main()
