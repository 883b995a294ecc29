"""How well saved web pages are read: text, title, date, against pages with known answers.

    pip download --no-deps --no-binary newspaper4k newspaper4k && tar xzf newspaper4k-*.tar.gz
    python -m bench.extraction newspaper4k-*/tests/data

The folder holds `html/NAME.html`, `txt/NAME.txt` (the article's words) and `metadata/NAME.json`
(`title`, `publish_date`), as the source package of newspaper4k (MIT) has them: real pages of
some twenty papers. Prints F1 of the words that are kept, and of what trafilatura alone gives; the
share of titles and dates that are right among those that are known.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.article import Article
from assistant.corpus.describe import describe
from assistant.corpus.prose import folded
from assistant.corpus.readers.page import article_of_page
from assistant.errors import LoadError


def words(text: str) -> Counter[str]:
    """The words of a text; characters where the script has no spaces."""
    spaced = len(text.split()) * 20 > len(text)
    return Counter(re.findall(r"\w+" if spaced else r"\w", text.lower()))


def f1(found: str, known: str) -> float:
    """Harmonic mean of the shares of words found and right."""
    left, right = words(found), words(known)
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def read(page: Path) -> tuple[Article | None, str]:
    """The article on a page, and what trafilatura gives for it."""
    from trafilatura import extract

    data = page.read_bytes()
    plain = extract(data, include_comments=False) or ""
    try:
        return describe(article_of_page(page.stem, data)), plain
    except LoadError as error:
        print(f"{page.stem}: {error}")
        return None, plain


def compare(article: Article | None, known: dict[str, Any], text: str) -> dict[str, float | None]:
    """The figures of one page; None where the answer is not known."""
    kept = "\n".join(span.of(article.text) for span in article.kept) if article else ""
    title, day = known.get("title"), known.get("publish_date")
    found = folded(article.title or "") if article else ""
    return {
        "text F1": f1(kept, text) if text.strip() else None,
        "title right": float(folded(title) == found) if title else None,
        "date right": float((article and article.published) == day[:10]) if day else None,
    }


def main() -> None:
    """Read the folder and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", action="store_true", help="print the figures of each page")
    options = parser.parse_args()
    figures: dict[str, list[float]] = {}
    for about in sorted((options.folder / "metadata").glob("*.json")):
        page, text = options.folder / "html" / f"{about.stem}.html", ""
        known_text = options.folder / "txt" / f"{about.stem}.txt"
        if not page.exists():
            continue
        text = known_text.read_text(encoding="utf-8") if known_text.exists() else ""
        article, plain = read(page)
        row = compare(article, json.loads(about.read_text(encoding="utf-8")), text)
        row["text F1 of trafilatura alone"] = f1(plain, text) if text.strip() else None
        if options.each:
            print(about.stem, {k: v and round(v, 2) for k, v in row.items()})
        for name, value in row.items():
            figures.setdefault(name, []).extend([] if value is None else [value])
    for name, values in figures.items():
        print(f"{name}: {sum(values) / max(1, len(values)):.3f} on {len(values)} pages")


if __name__ == "__main__":
    main()
