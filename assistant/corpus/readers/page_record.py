"""What a web page says of its article: title, author, publisher, date, address, language."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from assistant.corpus.addresses import original_address
from assistant.corpus.loaded import A_GUESS, Record
from assistant.corpus.readers.json_ld import linked_record
from assistant.corpus.readers.page_elements import (
    main_element,
    read_byline,
    read_heading,
    read_moment,
    shown_day,
    without_other_dates,
    words_of,
)
from assistant.text.dates import parse_date

_META: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("og:title", "twitter:title", "parsely-title", "dc.title", "headline"),
        "byline": (
            "author", "article:author", "byl", "parsely-author", "dc.creator", "dcterms.creator",
            "sailthru.author", "article:author_name", "citation_author", "twitter:data1.author",
        ),
        "publisher": ("og:site_name", "application-name", "dc.publisher", "publisher", "cre"),
        "published": (
            "article:published_time", "datepublished", "date", "pubdate", "publishdate", "dc.date",
            "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
            "og:article:published_time", "article_date_original", "publication_date",
            "og:published_time", "publish-date", "publish_date", "published_time", "ptime",
        ),
        "url": ("og:url", "twitter:url", "parsely-link"),
        "language": ("og:locale", "dc.language", "language", "content-language"),
    }
)  # fmt: skip
_FIELDS = ("title", "byline", "publisher", "published", "url", "language")
_NOT_A_BYLINE = re.compile(
    r"://|^@|^#|^\d+$|^(?:admin|administrator|editor|user|author|staff|null|none|undefined|"
    r"anonymous|unknown|web ?master|guest)$",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:written |posted |published |story |words |report(?:ed)? )?by[:\s]+", re.I)
# Machine times in UTC: the day of the newsroom may be another one.
_UTC = re.compile(r"\d[T ]\d\d:?\d\d.*(?:Z|[+-]00:?00)\s*$|GMT\s*$|UTC\s*$")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ARCHIVES = re.compile(r"wayback machine|internet archive|archive\.(?:org|today|ph|is)", re.I)


def read_record(
    tree: Any, url: str | None = None, element: Any = None, *, is_first: bool = True
) -> Record:
    """What the page says of the article, from the first place that says it, and which that was.

    The places are JSON-LD, meta tags, the elements of the article, the address that the page was
    fetched from, and a guess. `element` is the article's own element on a page that holds several:
    what the page says of itself is then said of the first.
    """
    scope = element if element is not None else main_element(tree)
    shown = {
        "title": read_heading(tree, scope),
        "byline": read_byline(scope),
        "published": read_moment(scope),
    }
    page = {"url": _canonical(tree), "language": _language(tree)}
    linked, meta = linked_record(tree, words_of(tree.find(".//title"))), _meta(tree)
    if not is_first:
        of_page = {key: linked.get(key) or meta.get(key) for key in ("publisher", "language")}
        return _first((("the page itself", {**page, "url": None, **shown, **of_page}),), scope)
    return _first(
        (
            ("JSON-LD", linked),
            ("the page's meta tags", meta),
            ("the page itself", {**shown, **page}),
            ("the address it was fetched from", {"url": url}),
            (A_GUESS, _guesses(tree)),
        ),
        scope,
    )


def _first(places: tuple[tuple[str, Mapping[str, str | None]], ...], scope: Any) -> Record:
    values: dict[str, str] = {}
    notes: dict[str, str] = {}
    for place, found in places:
        for field in _FIELDS:
            value = _clean(field, found.get(field), scope)
            if value is not None and field not in values:
                values[field], notes[field] = value, place
    if "title" in values:
        values["title"] = _without_site(values["title"], values.get("publisher"))
    if "byline" in values and "publisher" in values:
        values["byline"] = values["byline"].removesuffix(f", {values['publisher']}")
    return Record(**values, places=notes)


def _without_site(title: str, publisher: str | None) -> str:
    """The title without the name of the paper that many pages put at its end."""
    if publisher is None:
        return title
    return re.sub(rf"\s+(?:\||-{{1,2}}|–|—|:|·)\s+{re.escape(publisher)}$", "", title) or title


def _clean(field: str, value: str | None, scope: Any) -> str | None:
    value = " ".join(value.split()) if value else None
    if not value or len(value) > 1_000:
        return None
    if field == "published":
        return _day(value, scope)
    if field == "language":
        code = re.split(r"[-_,]", value)[0].lower()
        return code if re.fullmatch("[a-z]{2,3}", code) else None
    if field == "publisher":
        return None if "://" in value or _ARCHIVES.search(value) else value
    if field == "byline":
        return _clean_byline(value)
    if field == "url":
        address = original_address(value)
        return address if re.match("https?://", address) else None
    return value


def _clean_byline(value: str) -> str | None:
    names = _BY.sub("", value).strip(" ,;|–—-")
    return None if not names or _NOT_A_BYLINE.search(names) else names


def _day(value: str, scope: Any) -> str | None:
    """The day of a machine time; the day that the page shows where UTC makes it another one."""
    day = parse_date(value)
    if day is None or not _UTC.search(value):
        return day
    return shown_day(scope, day) or day


def _meta(tree: Any) -> dict[str, str | None]:
    """The fields of the meta tags, by the names that they commonly go by."""
    tags: dict[str, str] = {}
    for tag in tree.iterfind(".//meta"):
        name = (
            tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        )
        if name and (tag.get("content") or "").strip():
            tags.setdefault(name.strip().lower(), tag.get("content"))
    values: dict[str, str | None] = {
        field: next((tags[name] for name in names if name in tags), None)
        for field, names in _META.items()
    }
    authors = (tags[name] for name in _META["byline"] if name in tags)
    values["byline"] = next((name for name in authors if _clean_byline(name)), None)
    return values


def _canonical(tree: Any) -> str | None:
    link = tree.find('.//link[@rel="canonical"]')
    address: str | None = link.get("href") if link is not None else None
    return address


def _language(tree: Any) -> str | None:
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    language: str | None = root.get("lang") or root.get(_XML_LANGUAGE)
    return language


def _guesses(tree: Any) -> dict[str, str | None]:
    """The date by htmldate and the author by trafilatura, where the page gives neither plainly."""
    from htmldate import find_date
    from trafilatura.metadata import extract_metadata

    found: dict[str, str | None] = {}
    try:
        found["published"] = find_date(
            without_other_dates(tree), extensive_search=False, original_date=True
        )
    except (ValueError, RecursionError, AttributeError, TypeError):
        found["published"] = None
    try:
        known = extract_metadata(tree, extensive=False)
        found["byline"] = (known.author or "").replace("; ", ", ") or None
    except (ValueError, RecursionError, AttributeError, TypeError):
        found["byline"] = None
    return found
