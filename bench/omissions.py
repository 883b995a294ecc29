"""List what cleaning leaves out, for a person to review: false omissions are the worst fault.

    python -m bench.omissions PATH... [--sample 300] [--seed 0] [--why "photo caption"] [--dubious]

Prints, for a sample of the articles found under the paths, each omission with its reason, the
share of the characters left out by reason, and how many articles show a headline, a byline, a
publisher and a date of publication in their text. `--dubious` shows only what reads most like
reporting: omissions of ten words or more that end as sentences do, whatever the reason.
"""

import argparse
import collections
import random
from collections.abc import Iterator
from pathlib import Path

from assistant.corpus.clean import Cleaned, clean
from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadedText, Record
from assistant.corpus.prose import count_words, ends_clause


def articles(paths: list[Path]) -> Iterator[LoadedText]:
    """Every article that can be read."""
    for found in find_articles(paths):
        if isinstance(found, LoadedText):
            yield found


def is_dubious(words: str, why: str) -> bool:
    """Whether an omission reads like reporting."""
    return why != "repeated above" and count_words(words) >= 10 and ends_clause(words)


def review(sample: list[LoadedText], options: argparse.Namespace) -> None:
    """Print the omissions and their summary."""
    left_out: collections.Counter[str] = collections.Counter()
    times: collections.Counter[str] = collections.Counter()
    shown: collections.Counter[str] = collections.Counter()
    characters = 0
    for article in sample:
        cleaned = clean(article.text, Record() if options.blind else article.record)
        characters += len(article.text)
        count_head(cleaned, shown)
        for omission in cleaned.omitted:
            words = article.text[omission.start : omission.end]
            left_out[omission.why] += len(words)
            times[omission.why] += 1
            asked = options.why in (None, omission.why)
            if asked and (not options.dubious or is_dubious(words, omission.why)):
                line = " | ".join(words.split("\n"))[:300]
                print(f"{article.source:34.34} {omission.why:24.24} {line}")
    print(f"\narticles: {len(sample)}")
    for reason, count in left_out.most_common():
        print(f"{reason}: {times[reason]} times, {count / characters:.2%} of the characters")
    for name, count in shown.items():
        print(f"{name} in the text: {count}")


def count_head(cleaned: Cleaned, shown: collections.Counter[str]) -> None:
    """Count what the head shows."""
    for field in ("title", "byline", "publisher", "published"):
        shown[field] += getattr(cleaned.head, field) is not None


def main() -> None:
    """Read the options and print the review."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--why")
    parser.add_argument("--dubious", action="store_true")
    parser.add_argument("--blind", action="store_true", help="leave the records' fields unused")
    options = parser.parse_args()
    found = list(articles(options.paths))
    random.Random(options.seed).shuffle(found)
    review(found[: options.sample], options)


if __name__ == "__main__":
    main()
