"""How well a day of publication is told to be near the events, or years after them.

    python -m bench.nearness PATH... [--sample 1000]

Takes articles whose day of publication is known (records with a date), and judges, with that day
and with the same day one, two and three years late, as a reposted article would carry it, whether
weekdays may be counted from it. Prints the share that is judged near, once for dates that are
called those of publication and once for dates that stand alone; then how often a day is told that
the article reports on, and how often it lies in the ten days up to publication (all should).
"""

import argparse
import random
from datetime import date
from pathlib import Path

from assistant.corpus.article_dates import judge_nearness
from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadedText
from assistant.text.dates import period_of

YEARS_LATE = (0, 1, 2, 3)


def dated(paths: list[Path]) -> list[tuple[LoadedText, date]]:
    """The articles whose records give a whole date."""
    found = []
    for loaded in find_articles(paths):
        if isinstance(loaded, LoadedText) and len(loaded.record.published or "") == 10:
            found.append((loaded, period_of(loaded.record.published or "").first))
    return found


def share_near(sample: list[tuple[LoadedText, date]], late: int, labelled: bool) -> float:
    """The share judged near when the date is that many years late."""
    days = [(a.text, day.replace(day=min(day.day, 28), year=day.year + late)) for a, day in sample]
    near = [judge_nearness(text, day, (), labelled).near for text, day in days]
    return sum(near) / len(near)


def main() -> None:
    """Read the options and print the shares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=1000)
    options = parser.parse_args()
    sample = dated(options.paths)
    random.Random(0).shuffle(sample)
    sample = sample[: options.sample]
    print(f"articles: {len(sample)}")
    for labelled in (True, False):
        name = "called that of publication" if labelled else "standing alone"
        shares = (
            f"{late} years late {share_near(sample, late, labelled):.1%}" for late in YEARS_LATE
        )
        print(f"date {name}, judged near: {', '.join(shares)}")
    told = [(describe(a).reported, day) for a, day in sample]
    gaps = [(day - period_of(reported).first).days for reported, day in told if reported]
    close = sum(0 <= gap <= 10 for gap in gaps)
    print(f"day reported on told: {len(gaps) / len(sample):.1%}")
    print(f"of these in the ten days up to publication: {close / len(gaps):.1%}")


if __name__ == "__main__":
    main()
