"""What the indexer survives, counted; writes docs/reliability.md.

    python bench/reliability.py [--scale 4] [--seed 1]

The scenarios are those of tests/faults, which every test run repeats a few times; here each is
repeated `--scale` times as often, from another seed.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults import corrections, harness  # noqa: E402

SCENARIOS = (
    (harness.kill_at_random, 16),
    (harness.kill_at_flush_points, 16),
    (harness.damage_index_files, 10),
    (harness.damage_library_file, 6),
    (harness.fill_the_disk, 4),
    (harness.lose_the_right_to_write, 3),
    (harness.two_writers_and_a_reader, 2),
    (corrections.kill_edits, 6),
    (corrections.kill_purges, 6),
)
_HEAD = """\
# What it survives

Written by `{command}`; a smaller run of the same scenarios, from a fixed seed, is part of
`make test` (`tests/faults`).

Each scenario works on a folder of articles that are added, edited, moved and removed between its
runs. After every single fault the library is opened again and has to pass its integrity check;
every article that had been reported as in has to be found by its own sentence through words, and
through vectors where it had been embedded; the doctor must find nothing. At the end of each
scenario one undisturbed run has to bring the library fully in step with the folder.

A killed edit of metadata leaves the old values or the new ones, and editing again completes it. A
killed purge leaves the article whole or gone, the doctor reports it, and purging again leaves no
file with the article's words.

| what was done | times | what came of it | promises broken |
| --- | --- | --- | --- |
"""
_TAIL = """
Killed means SIGKILL: at a random moment, or just before or after one of the {points} kinds of calls
after which something is on the disk. Index files are cut short at a random place, have three bits
flipped, or are removed. The library's own file is the one thing that nothing else can replace: a
damaged one is noticed and said in one sentence (`assistant export` makes the copy to go back to).
A full disk is `RLIMIT_FSIZE`, from 4 KiB to 512 KiB a file; the right to write is taken away in
mid-run from a process that has dropped its privileges.

What these scenarios found, and what was done about it:

- Chroma's graph of neighbours leads to about 999 of 1,000 vectors. Every vector is asked for itself
  when it is published; those that it does not find are kept in a list and compared one by one.
- Two threads that import numpy at the same moment can each find it half made. It is imported before
  the second one starts.
- A purge that was killed while the indexes were rebuilt could not be run again, and left words in
  an index file. It is now marked as unfinished until the indexes are rebuilt.
- The past version under a renamed file's former name outlived a purge. It is now removed too.
- An edit that was killed before its vectors were made stayed without them when it was repeated.
- Once, after an index file was damaged, no vectors index was published until a later question. In
  the 120 damages since then, made after a client whose index cannot be opened is closed at once, it
  was not seen again; that this was the cause is likely, not proven.

Hostile files are read in a process that the kernel holds to 1 GiB of memory and two minutes of CPU
(`tests/faults/test_hostile.py`): lines of 2 GiB in each kind of file, bombs in zip and gzip, paths
that lead out of an archive, 100,000 nested elements, a tag of 100,000 attributes, names with
newlines and markup. All are refused with their reason, or read, and the files beside them are in.

What is not covered: power failure (files and folders are synced before a pointer to them is
swapped, and SQLite runs with `synchronous=FULL`, but no power was cut), file systems without
`fsync` or `flock` semantics such as some network shares, and damage to an index file while a
process has it mapped into memory.
"""


def main() -> None:
    """Run all scenarios, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ROOT / "docs/reliability.md")
    options = parser.parse_args()
    command = f"python bench/reliability.py --scale {options.scale} --seed {options.seed}"
    page = _HEAD.format(command=command)
    broken = []
    for scenario, times in SCENARIOS:
        count = run(scenario, times * options.scale, options.seed)
        notes = ", ".join(f"{what} {number}" for what, number in sorted(count.notes.items()))
        page += f"| {count.what} | {count.times} | {notes} | {len(count.broken)} |\n"
        broken += count.broken
    page += "".join(f"\n**Broken**: {what}.\n" for what in broken)
    page += _TAIL.format(points=len(harness.FLUSH_POINTS))
    options.out.write_text(page)
    if broken:
        raise SystemExit("\n".join(broken))


def run(
    scenario: Callable[[Path, int, int], harness.Count], times: int, seed: int
) -> harness.Count:
    """One scenario in a folder of its own."""
    base = Path(tempfile.mkdtemp(prefix="faults-"))
    base.chmod(0o755)
    start = time.monotonic()
    try:
        count = scenario(base, times, seed)
    finally:
        shutil.rmtree(base)
    print(f"{count.what}: {count.times} in {time.monotonic() - start:.0f} s, {count.notes}")
    return count


if __name__ == "__main__":
    main()
