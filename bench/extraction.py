"""How well saved web pages are read, against trafilatura on the same pages.

    python -m bench.extraction FOLDER [FOLDER ...]

A folder holds pages with known answers, in one of four public layouts:

- newspaper4k's test data (MIT): `html/NAME.html`, `txt/NAME.txt` (the words of the article) and
  `metadata/NAME.json` (`title`, `authors`, `publish_date`). To fetch it:
  `pip download --no-deps --no-binary newspaper4k newspaper4k && tar xzf newspaper4k-*.tar.gz`
- scrapinghub's article-extraction-benchmark (MIT): `ground-truth.json`, which gives for each name
  its `articleBody`, and `html/NAME.html.gz`
- one JSON file for each page, with `main_content`, `title`, `author` and `publish_date`, beside the
  page of the same name (`NAME.html` or `NAME.html.gz`, in the folder or in `html/`), or with the
  page in its field `html`
- the folder `tests` of htmldate 0.8.1 and of trafilatura 0.8.2, whose pages are `cache/NAME.html`.
  Only their days of publication are known, from bench/page_days.toml or else from the tests in
  `unit_tests.py`. To fetch them:
  `pip download --no-deps --no-binary :all: htmldate==0.8.1 && tar xzf htmldate-0.8.1.tar.gz`

Writes docs/extraction.md: the mean F1 of the words; the share of titles, dates and authors that
are right, among those that are known. A page that is refused counts as 0.
"""

import argparse
import ast
import gzip
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.corpus.describe import describe
from assistant.corpus.prose import folded
from assistant.corpus.readers.web_page import article_of_page
from assistant.errors import LoadError
from assistant.text.dates import parse_date

NO_DAY = "none"
"""The known day of a page that has no day of publication."""
_PAGE_DAYS = Path(__file__).with_name("page_days.toml")
_OUTCOMES = ("right", "wrong", "none")
_MEASURES = ("text F1", "title right", "date right", "author right")


@dataclass(frozen=True)
class Page:
    """A page, and what is known of its article; None where something is not known.

    `expected` is the day that the set's own tests expect, right or not.
    """

    name: str
    data: bytes
    text: str | None
    title: str | None = None
    day: str | None = None
    author: str | None = None
    expected: str | None = None

    @property
    def is_only_dated(self) -> bool:
        """Whether nothing but the day is known."""
        return self.text is None and self.title is None


@dataclass(frozen=True)
class Reading:
    """What a program takes for the article of a page."""

    text: str
    title: str | None
    day: str | None
    author: str | None


def pages_of(folder: Path) -> Iterator[Page]:
    """The pages of a folder, in whichever of the four layouts it is."""
    if (folder / "ground-truth.json").exists():
        yield from _scrapinghub(folder)
    elif (folder / "metadata").is_dir():
        yield from _newspaper(folder)
    elif (folder / "cache").is_dir():
        yield from _dated_pages(folder)
    else:
        yield from _json_files(folder)


def _scrapinghub(folder: Path) -> Iterator[Page]:
    known = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, answer in sorted(known.items()):
        data = _page_data(folder, name)
        if data is not None:
            yield Page(name, data, answer["articleBody"], *_metadata(answer))


def _newspaper(folder: Path) -> Iterator[Page]:
    for about in sorted((folder / "metadata").glob("*.json")):
        data, text = _page_data(folder, about.stem), folder / "txt" / f"{about.stem}.txt"
        if data is not None:
            words = text.read_text(encoding="utf-8") if text.exists() else None
            answer = json.loads(about.read_text(encoding="utf-8"))
            yield Page(about.stem, data, words, *_metadata(answer))


def _json_files(folder: Path) -> Iterator[Page]:
    for about in sorted(folder.rglob("*.json")):
        answer = json.loads(about.read_text(encoding="utf-8"))
        if not isinstance(answer, dict):
            continue
        answer = {**answer, **(answer.get("ground_truth") or {})}
        inside = answer.get("html")
        data = inside.encode() if inside else _page_data(folder, about.stem, about.parent)
        if data is not None and "main_content" in answer:
            yield Page(about.stem, data, answer["main_content"], *_metadata(answer))


def _dated_pages(folder: Path) -> Iterator[Page]:
    known = tomllib.loads(_PAGE_DAYS.read_text(encoding="utf-8"))
    expected = _expected_days((folder / "unit_tests.py").read_text(encoding="utf-8"))
    for path in sorted((folder / "cache").glob("*.html")):
        day = known.get(path.name) or expected.get(path.name)
        if day:
            data = path.read_bytes()
            yield Page(path.stem, data, None, day=day, expected=expected.get(path.name))


def _expected_days(tests: str) -> dict[str, str]:
    """The day that tests expect for each page, from their source.

    The tests have the lines `MOCK_PAGES = {ADDRESS: NAME}` and, perhaps with other arguments,
    `assert find_date(load_mock_page(ADDRESS)) == DAY`. The last one for a page counts.
    """
    names: dict[str, str] = {}
    days: dict[str, str] = {}
    call = r"find_date\(load_mock_page\('(?P<url>[^']+)'\)(?P<options>.*)\)"
    form = re.compile(rf"{call} == '(?P<day>\d{{4}}-\d\d-\d\d)'")
    for node in ast.parse(tests).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MOCK_PAGES":
            names = ast.literal_eval(node.value)
        for test in ast.walk(node):
            found = form.fullmatch(ast.unparse(test.test)) if isinstance(test, ast.Assert) else None
            if found and "original_date=False" not in found["options"] and found["url"] in names:
                days[names[found["url"]]] = found["day"]
    return days


def _page_data(folder: Path, name: str, beside: Path | None = None) -> bytes | None:
    """The page of this name, unpacked."""
    folders = [each for each in (beside, folder, folder / "html") if each is not None]
    for place in folders:
        for suffix in (".html", ".html.gz", ".htm"):
            path = place / f"{name}{suffix}"
            if path.exists():
                data = path.read_bytes()
                return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    return None


def _metadata(answer: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
    """Title, day and author, by the names that the layouts use."""
    title = answer.get("title") or answer.get("headline")
    day = answer.get("publish_date") or answer.get("datePublished")
    author = answer.get("author") or answer.get("authors")
    if isinstance(author, list):
        author = ", ".join(map(str, author))
    return title or None, parse_date(str(day)) if day else None, author or None


def words(text: str) -> Counter[str]:
    """The words of a text; characters where the script has no spaces."""
    spaced = len(text.split()) * 20 > len(text)
    return Counter(re.findall(r"\w+" if spaced else r"\w", text.lower()))


def f1(found: str, known: str) -> float:
    """Harmonic mean of the shares of words found and right."""
    left, right = words(found), words(known)
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def read_here(page: Page) -> Reading | None:
    """What the assistant takes for the article, or None where it refuses the page."""
    try:
        article = describe(article_of_page(page.name, page.data))
    except LoadError as error:
        print(f"{page.name}: {error}")
        return None
    text = "\n".join(span.of(article.text) for span in article.kept)
    return Reading(text, article.title, article.published, article.byline)


def read_there(page: Page) -> Reading | None:
    """What trafilatura takes for the article, or None where it finds none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(page.data, include_comments=False, with_metadata=True)
    if not isinstance(found, Document):
        return None
    return Reading(found.text or "", found.title, found.date, found.author)


def compare(reading: Reading | None, page: Page) -> dict[str, float | None]:
    """The figures of one page; None where the answer is not known."""
    got = reading or Reading("", None, None, None)
    return {
        "text F1": f1(got.text, page.text) if page.text and page.text.strip() else None,
        "title right": _same(_words_of(got.title), _words_of(page.title), page.title),
        "date right": _same((got.day or NO_DAY)[:10], page.day, page.day),
        "author right": _same(_names(got.author), _names(page.author), page.author),
    }


def outcome(day: str | None, known: str) -> str:
    """Whether a day is "right" or "wrong", or "none" where one is known and none was found."""
    found = (day or NO_DAY)[:10]
    return "right" if found == known else NO_DAY if found == NO_DAY else "wrong"


def _same(found: object, known: object, answer: str | None) -> float | None:
    return None if not answer else float(found == known)


def _words_of(title: str | None) -> str:
    """The words of a title, whichever apostrophe it is set with."""
    return folded((title or "").replace("’", "'"))


def _names(author: str | None) -> frozenset[str]:
    """The words of the names, whatever their order and the words between them."""
    return frozenset(folded(author or "").split()) - {"by", "and"}


_PAGE = """\
# How well saved web pages are read

Written by `python -m bench.extraction {folders}` from real pages with known words, titles, dates
and authors, read in the same run by the assistant and by trafilatura {version} alone. F1 is of the
words that are kept as reporting; a title, date or author is right where it is the one that the set
names. A page that is refused counts as 0: {refused} of {count} pages are refused here, {empty} by
trafilatura.

{table}

By page:

| page | text F1 | trafilatura | title | date | author |
| --- | --- | --- | --- | --- | --- |
{pages}

## Dates alone

Pages of which only the day of publication is known: of some, that there is none. A date is wrong if
it is another one, and "none" if a day is known and none was found.

{days}

The pages on which one of the two is wrong or finds none:

| page | known | here | trafilatura |
| --- | --- | --- | --- |
{misses}

{notes}"""

_NOTES = """\
The set of newspaper4k (MIT) is small, and made by one extractor for its own tests: 20 pages of
papers in seven languages. The larger public sets were not available when these figures were
measured: scrapinghub's article-extraction-benchmark, and sets with one JSON file for each page. The
same program reads both layouts. A title is wrong if the page shows another headline than the set.

The tests of htmldate check what htmldate returns, so they can seldom show it to be wrong; by them
alone, it finds more dates. For 18 of its pages the known day was set by reading the page, mostly
because the expected date is that of another thing: a year of copyright, a picture, a script, a
form, an event, a story that is linked. bench/page_days.toml gives each reason. The pages of
trafilatura come without known days. They were read where the two programs differ, and where the
page does not state its day in its metadata; elsewhere the day that both name is taken as right.
Whoever read them knew what each program had found. The assistant's rules were made with these pages
in view.

htmldate's search of the whole text, which trafilatura uses last, is not used here. Where the
assistant finds no date and trafilatura does, that date is right on 4 pages and wrong on 19.

The pages on which dates often go wrong are tests, each with its right day: changes, related
stories, events, times near midnight, other languages and misleading addresses
(`tests/corpus/test_web_dates.py`). Other tests check that consent walls, paywall teasers, related
stories and comments are left out. This does not always succeed: on the Japanese page at 0.00, the
words of a registration wall are taken for the article.
"""


@dataclass(frozen=True)
class Read:
    """A page of a set, and how the assistant and trafilatura read it."""

    folder: str
    page: Page
    here: Reading | None
    there: Reading | None


def report(folders: list[Path]) -> str:
    """The figures of all pages in these folders, as Markdown."""
    from importlib.metadata import version

    every = [
        Read(_short(folder), page, read_here(page), read_there(page))
        for folder in folders
        for page in pages_of(folder)
    ]
    whole = [each for each in every if not each.page.is_only_dated]
    dated = [each for each in every if each.page.is_only_dated]
    ours = [compare(each.here, each.page) for each in whole]
    theirs = [compare(each.there, each.page) for each in whole]
    return _PAGE.format(
        folders=" ".join(map(_short, folders)),
        version=version("trafilatura"),
        refused=sum(each.here is None for each in whole),
        empty=sum(each.there is None for each in whole),
        count=len(whole),
        table=_table(ours, theirs),
        pages="\n".join(
            _row(each.page.name, *rows) for each, *rows in zip(whole, ours, theirs, strict=True)
        ),
        days=_day_table(dated),
        misses="\n".join(filter(None, map(_miss, dated))),
        notes=_NOTES,
    )


def _short(folder: Path) -> str:
    """The end of a folder's path, which names the set."""
    return "/".join(folder.parts[-3:])


def _table(ours: list[dict[str, float | None]], theirs: list[dict[str, float | None]]) -> str:
    lines = ["| | here | trafilatura alone | pages |", "| --- | --- | --- | --- |"]
    for measure in _MEASURES:
        mine, other = ([row[measure] for row in rows] for rows in (ours, theirs))
        known = sum(value is not None for value in mine)
        lines.append(f"| {measure} | {_mean(mine):.3f} | {_mean(other):.3f} | {known} |")
    return "\n".join(lines)


def _day_table(dated: list[Read]) -> str:
    """How many days are right, wrong and not found, in each set."""
    titles = [f"{kind}, {who}" for kind in _OUTCOMES for who in ("here", "trafilatura")]
    lines = [f"| set | pages | {' | '.join(titles)} |", "| --- " * (len(titles) + 2) + "|"]
    for folder in dict.fromkeys(each.folder for each in dated):
        rows = [each for each in dated if each.folder == folder]
        lines.append(_day_row(folder, [(each, each.page.day) for each in rows]))
        expected = [(each, each.page.expected) for each in rows if each.page.expected]
        if expected:
            lines.append(_day_row("the same, as its tests expect", expected))
    return "\n".join(lines)


def _day_row(name: str, rows: Sequence[tuple[Read, str | None]]) -> str:
    here, there = (
        Counter(outcome(_day(each, who), known or NO_DAY) for each, known in rows)
        for who in ("here", "there")
    )
    counts = [str(found[kind]) for kind in _OUTCOMES for found in (here, there)]
    return f"| {name} | {len(rows)} | {' | '.join(counts)} |"


def _day(read: Read, who: str) -> str | None:
    reading: Reading | None = getattr(read, who)
    return reading.day if reading else None


def _miss(read: Read) -> str:
    """The line of a page on which a day is not right; empty if both are."""
    here, there, known = _day(read, "here"), _day(read, "there"), read.page.day or NO_DAY
    if outcome(here, known) == outcome(there, known) == "right":
        return ""
    return f"| {read.page.name} | {known} | {here or NO_DAY} | {there or NO_DAY} |"


def _mean(values: list[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / max(1, len(known))


def _row(name: str, ours: dict[str, float | None], theirs: dict[str, float | None]) -> str:
    """A page's line in the table."""
    scores = [_score(ours["text F1"]), _score(theirs["text F1"])]
    others = (_verdict(ours[measure]) for measure in _MEASURES[1:])
    return f"| {name} | {' | '.join([*scores, *others])} |"


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _verdict(value: float | None) -> str:
    return "–" if value is None else ("right" if value else "wrong")


def main() -> None:
    """Read the folders, and write the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("docs/extraction.md"))
    options = parser.parse_args()
    options.out.write_text(report(options.folder), encoding="utf-8")


if __name__ == "__main__":
    main()
