"""Reads the metadata of a web page: title, author, publisher, date, address, language.

Each field is taken from the first place that gives it: JSON-LD, meta tags, the elements of the
article, the page's address, and a guess by trafilatura or htmldate.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from assistant.corpus.fields import NAMES_OF_FIELDS, read_day
from assistant.corpus.head_lines import without_agencies, without_by
from assistant.corpus.html_text import line_of
from assistant.corpus.language import language_code
from assistant.corpus.loaded import A_GUESS, AN_ORGANIZATION, Record
from assistant.corpus.prose import count_words, folded
from assistant.corpus.readers.web_dates import (
    date_in_address,
    date_in_title,
    find_only_date,
    find_shown_date,
    guessed_date,
    is_day_apart,
)
from assistant.corpus.readers.web_elements import (
    find_byline,
    is_live_blog,
    main_element,
    main_heading,
)

_META = {field: names.split() for field, names in NAMES_OF_FIELDS["meta"].items()}
_NOBODY = frozenset(
    (
        *"admin administrator editor user author staff null none undefined anonymous".split(),
        *("unknown", "webmaster", "web master", "guest", "username", "follow", "by"),
    )
)
_UTC = re.compile(r"\d[T ](?P<hour>\d\d):?\d\d.*(?:Z|[+-]00:?00|GMT|UTC)\s*$")
_NO_TIME = "1970-01-01"
"""The day that a publishing system writes for an empty time."""
_ARCHIVES = (
    *("wayback machine", "internet archive", "archive.org", "archive.today", "archive.ph"),
    "archive.is",
)
_ARCHIVED = re.compile(
    r"(?:(?:https?:)?//(?:web\.archive\.org|archive\.(?:org|ph|is|today|li|vn|md|fo)|"
    r"arquivo\.pt|(?:www\.)?webarchive\.\w[\w.]*|webcitation\.org))?"
    r"/(?:web/|wayback/|noFrame/replay/)?(?:[\d.-]{4,20}(?:[a-z]{2}_)?|\*)/(?P<original>https?:/{1,2}.+)"
)
_ARTICLE_TYPES = ("Article", "Posting")
_WRAPPING = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|<!--|\]\]>|-->)\s*(?:\*/)?")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_SITE_MARK = re.compile(r"\s+(?:-{1,2}|[|–—·•›»‹«])\s")
# A heading of fewer words may be a topic, and the title of the page more than its repetition.
_FEWEST_HEADING_WORDS = 3
_MOST_THINGS = 500
_DEEPEST = 5

Thing = Mapping[str, Any]
"""An object of JSON-LD."""
Values = Mapping[str, str | None]
"""The fields of a record, as one place gives them."""


def read_page_metadata(
    tree: Any, url: str | None = None, element: Any = None, *, is_first: bool = True
) -> Record:
    """The record of the article on a page; `places` names where each of its values is from.

    `url` is where the page was fetched. `element` is the article's own element on a page that
    holds several: the metadata of the page then belongs to the first.
    """
    scope = element if element is not None else main_element(tree)
    own = None if element is None else next(element.iter("h1", "h2", "h3"), None)
    heading = own if own is not None else main_heading(tree, scope)
    title = line_of(tree.find(".//title"))
    root = tree.getroottree().getroot()
    locale = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    linked, meta = _linked_data(tree, title or ""), _meta_tags(tree)
    scopes = (scope, tree) if is_first and scope is not tree else (scope,)
    day = _first_found(find_shown_date(each, heading, locale) for each in scopes)
    byline = _first_found(map(find_byline, scopes))
    headline = line_of(heading)
    shown = {"title": headline or title, "byline": byline, "published": day}
    page = {**shown, "language": locale}
    if not is_first:
        of_page = {key: linked.get(key) or meta.get(key) for key in ("publisher", "language")}
        return _first([("the page itself", {**page, **of_page})], day)
    link = tree.find('.//link[@rel="canonical"]')
    canonical = link.get("href") if link is not None else None
    places: list[tuple[str, Values]] = [
        ("JSON-LD", _without_site(linked, headline)),
        ("the page's meta tags", _without_site(meta, headline)),
        ("the page itself", {**page, "url": canonical}),
        ("the address it was fetched from", {"url": url}),
        ("the page's address", {"published": date_in_address(canonical or meta["url"] or url)}),
        (AN_ORGANIZATION, {"byline": linked.get("organization")}),
    ]
    record = _first(places, day)
    guesses = {
        "published": None if record.published else _guessed_day(tree, heading, title, locale),
        "byline": None if record.byline else _guessed_byline(tree),
    }
    return _first([*places, (A_GUESS, guesses)], day) if any(guesses.values()) else record


def _without_site(values: Values, headline: str | None) -> Values:
    """The fields, with the headline of the page as title where only names of the site follow it."""
    title = values.get("title") or ""
    is_headline = headline is not None and title.startswith(headline)
    if headline is None or not is_headline or count_words(headline) < _FEWEST_HEADING_WORDS:
        return values
    is_cut = _SITE_MARK.match(title, len(headline)) is not None
    return {**values, "title": headline} if is_cut else values


def _first_found(values: Iterable[str | None]) -> str | None:
    return next(filter(None, values), None)


def original_address(url: str) -> str:
    """The address of the page that a web archive holds under this address, or the address itself.

    `https://web.archive.org/web/20210305101010/https://echo.example/a` is of echo.example.
    """
    found = _ARCHIVED.fullmatch(url.strip())
    return url if found is None else re.sub(r"^(https?):/+", r"\1://", found["original"])


def _first(places: Sequence[tuple[str, Values]], shown_day: str | None) -> Record:
    """The first value of each field that is whole, or else the first.

    A year alone and a headline that was cut off are not whole, nor is the paper's name as byline.
    """
    values: dict[str, str] = {}
    notes: dict[str, str] = {}
    for place, found in places:
        for field in _META:
            value = _clean(field, found.get(field), shown_day)
            if value is not None and (field not in values or _is_whole(field, value, values)):
                values[field], notes[field] = value, place
    publisher = re.escape(values.get("publisher", ""))
    if publisher and "title" in values:
        site = rf"(?<=.)\s+(?:-{{1,2}}|[|–—:·•›»‹«])\s+{publisher}$"
        values["title"] = re.sub(site, "", values["title"])
    if publisher and "byline" in values:
        values["byline"] = values["byline"].removesuffix(f", {values['publisher']}")
    return Record(**values, places=notes)


def _is_whole(field: str, value: str, found: Mapping[str, str]) -> bool:
    """Whether the value replaces the one found before, which is only a part of it or a stand-in."""
    before = found[field]
    if field == "published":
        return value.startswith(f"{before}-")
    if field == "title":
        start = before.removesuffix("...").removesuffix("…")
        return start != before and len(value) > len(before) and value.startswith(start.rstrip())
    paper = folded(found.get("publisher") or "")
    return field == "byline" and folded(before) == paper and paper not in folded(value)


def _clean(field: str, value: str | None, shown_day: str | None) -> str | None:
    value = " ".join(value.split()) if value else None
    if not value or len(value) > 1_000:
        return None
    if field == "published":
        return _day(value, shown_day)
    if field == "language":
        return language_code(value)
    if field == "publisher":
        return None if any(name in value.lower() for name in ("://", *_ARCHIVES)) else value
    if field == "byline":
        return _clean_byline(value)
    if field == "url":
        address = original_address(value)
        return address if re.match("https?://", address) else None
    return value


def _clean_byline(value: str) -> str | None:
    parts = without_agencies(without_by(value)).strip(" ,;|–—-").split(", ")
    names = ", ".join(part for part in parts if part.lower() not in _NOBODY)
    is_name = names and names[0] not in "@#" and not names.isdigit() and "://" not in names
    return names if is_name else None


def _day(value: str, shown_day: str | None) -> str | None:
    """The day of a time; where UTC makes it the day before or after, the day that is shown."""
    day = read_day(value)
    if day is None or day == _NO_TIME:
        return None
    utc = _UTC.search(value)
    if shown_day is None or utc is None or not is_day_apart(shown_day, day):
        return day
    # Local time is at most 12 hours behind UTC, and at most 14 ahead.
    hour = int(utc["hour"])
    return shown_day if (hour >= 10 if shown_day > day else hour <= 12) else day


def _meta_tags(tree: Any) -> dict[str, str | None]:
    """The fields of the meta tags, by the names that they commonly go by."""
    tags: dict[str, str] = {}
    for tag in tree.iterfind(".//meta"):
        names = (tag.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        name = next(filter(None, names), None)
        if name and (tag.get("content") or "").strip():
            tags.setdefault(name.strip().lower(), tag.get("content"))
    values: dict[str, str | None] = {
        field: next((tags[name] for name in names if name in tags), None)
        for field, names in _META.items()
    }
    authors = (tags[name] for name in _META["byline"] if name in tags)
    values["byline"] = next((name for name in authors if _clean_byline(name)), None)
    return values


def _guessed_day(tree: Any, heading: Any, title: str | None, locale: str) -> str | None:
    named = date_in_title(title or "", locale) or _day_of_entries(tree)
    return named or find_only_date(tree, heading, locale) or guessed_date(tree)


def _day_of_entries(tree: Any) -> str | None:
    """The day of the entries of a live blog, where all are of the same day."""
    times = tree.xpath(".//time/@datetime") if is_live_blog(tree) else ()
    days = {read_day(time) for time in times} - {None}
    return days.pop() if len(days) == 1 else None


def _guessed_byline(tree: Any) -> str | None:
    from trafilatura.metadata import extract_metadata

    try:
        author: str | None = extract_metadata(tree, extensive=False).author
    except (ValueError, RecursionError, AttributeError, TypeError):
        return None
    return author.replace("; ", ", ") if author else None


def _linked_data(tree: Any, page_title: str) -> Values:
    """The fields of the article in JSON-LD: of several, the one that the page's title names."""
    things = list(_all_things(tree))
    named = {t["@id"]: t for t in things if isinstance(t.get("@id"), str) and t.get("name")}
    articles = [thing for thing in things if _is_article(thing)]
    if not articles:
        return {}
    title = folded(page_title)
    headlines = ((thing, folded(_name(thing.get("headline"), {}) or "")) for thing in articles)
    best = next((thing for thing, words in headlines if words and words in title), articles[0])
    fields = _fields(best, named)
    # Some pages have a description as headline; the page's title shows which of the two it is.
    name = folded(_name(best.get("name"), {}) or "")
    is_name = name and name in title and folded(fields["title"] or "") not in title
    return {**fields, "title": _name(best["name"], {})} if is_name else fields


def _all_things(tree: Any) -> Iterator[Thing]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            bare = _WRAPPING.sub("", script.text or "").strip().rstrip(";")
            yield from list(_things(_parsed(bare), 0))[:_MOST_THINGS]


def _parsed(words: str) -> Any:
    """The document in a script, also if a comma is after its last item; None if it is damaged."""
    for written in (words, _TRAILING_COMMA.sub("", words)):
        try:
            return json.loads(written, strict=False)
        except RecursionError:
            return None
        except ValueError:
            continue
    return None


def _things(content: Any, depth: int) -> Iterator[Thing]:
    """The objects of a document, those in lists and in the fields that hold others included."""
    if depth > _DEEPEST:
        return
    if isinstance(content, list):
        for item in content[:100]:
            yield from _things(item, depth + 1)
    elif isinstance(content, dict):
        yield content
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher"):
            yield from _things(content.get(key), depth + 1)


def _is_article(thing: Thing) -> bool:
    types = thing.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and name.endswith(_ARTICLE_TYPES) for name in names)


def _fields(thing: Thing, named: Mapping[str, Thing]) -> Values:
    def name_of(*keys: str) -> str | None:
        return next((name for key in keys if (name := _name(thing.get(key), named))), None)

    people = [_people(thing.get(key), named) for key in ("author", "creator")]
    page = thing.get("mainEntityOfPage")
    page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    return {
        "title": name_of("headline", "name"),
        "byline": next(filter(None, (_name(each, named) for each in people)), None),
        "organization": name_of("author", "creator"),
        "publisher": name_of("publisher", "sourceOrganization"),
        "published": name_of("datePublished", "dateCreated"),
        "url": name_of("url") or (page if isinstance(page, str) else None),
        "language": name_of("inLanguage"),
    }


def _people(value: Any, named: Mapping[str, Thing]) -> list[Any]:
    """The authors in a field, without those that are organizations."""
    authors = value if isinstance(value, list) else [value]
    return [each for each in authors if not _is_organization(each, named)]


def _is_organization(author: Any, named: Mapping[str, Thing]) -> bool:
    if isinstance(author, str):
        author = named.get(author)
    elif isinstance(author, dict) and "@type" not in author:
        author = named.get(str(author.get("@id")))
    return isinstance(author, Mapping) and str(author.get("@type")).endswith("Organization")


def _name(value: Any, named: Mapping[str, Thing]) -> str | None:
    """A value as words: a string, the name of a thing, or the names of several.

    A thing that is only referred to (`{"@id": "#person"}`) is looked up among those named.
    """
    if isinstance(value, list):
        names = [name for item in value[:20] if (name := _name(item, named))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        given = next((_name(value[k], {}) for k in ("name", "@value") if value.get(k)), None)
        other = named.get(str(value.get("@id")))
        return given or (_name(other.get("name"), {}) if other is not None else None)
    if not isinstance(value, str):
        return None
    return _name(named[value], {}) if value in named else unescape(value)
