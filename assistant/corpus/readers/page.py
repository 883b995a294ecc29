"""Web pages: the article's text by trafilatura, the rest from what the page says of itself."""

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO

from assistant.corpus.loaded import A_GUESS, Loaded, LoadedText, Record
from assistant.corpus.prose import ends_sentence, is_prose
from assistant.corpus.readers.bounds import MEBIBYTE, read_whole
from assistant.errors import LoadError
from assistant.text.dates import parse_date

# Pages carry scripts and images in their text; beyond this they are no pages any more.
_MAX_PAGE = 32 * MEBIBYTE
_FEWEST_LETTERS = 40
# Parsers compare each attribute of a tag with all others of it.
_MOST_ATTRIBUTES = 2_000
_LONG_TAG = 4 * _MOST_ATTRIBUTES
_TAG = re.compile(rb"""<[A-Za-z](?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+""")
_QUOTED = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_ARTICLE_TYPES = re.compile(
    r"(?:News|Blog|Report|Opinion|Analysis|Review|Background|Live)?\w*(?:Article|Posting)$"
)
_META: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("og:title", "twitter:title", "parsely-title", "dc.title", "headline"),
        "byline": (
            "author", "article:author", "byl", "parsely-author", "dc.creator", "sailthru.author",
        ),
        "publisher": ("og:site_name", "application-name", "dc.publisher", "publisher", "cre"),
        "published": (
            "article:published_time", "datepublished", "date", "pubdate", "publishdate", "dc.date",
            "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
            "og:article:published_time", "article_date_original", "publication_date",
        ),
        "url": ("og:url", "twitter:url", "parsely-link"),
        "language": ("og:locale", "dc.language", "language", "content-language"),
    }
)  # fmt: skip
_FIELDS = ("title", "byline", "publisher", "published", "url", "language")


def read_page(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The article on a saved web page.

    Raises:
        LoadError: there is no article on it, or it cannot be read within bounds.
    """
    yield article_of_page(source, read_whole(stream, _MAX_PAGE))


def article_of_page(source: str, data: bytes | str, url: str | None = None) -> LoadedText:
    """The article on a page, whose text is what trafilatura takes for the article.

    Title, author, publisher, date, language and address are those that the page gives in JSON-LD,
    in its meta tags or a `time` element, in this order. `url` is where it was found.

    Raises:
        LoadError: there is no article on it.
    """
    tree = _parsed(data)
    text = _article_text(tree)
    if not _has_sentences(text):
        raise LoadError("no article was found on the page; a list of links or a script is none")
    return LoadedText(source, text, "utf-8", _record(tree, url))


def _has_sentences(text: str) -> bool:
    """Whether there is prose: of some length, and closed as sentences are where stops are used."""
    letters = sum(c.isalpha() for c in text)
    if letters < _FEWEST_LETTERS:
        return False
    latin = sum(c.isascii() and c.isalpha() for c in text)
    paragraphs = text.split("\n\n")
    return latin < letters / 2 or any(is_prose(p) and ends_sentence(p) for p in paragraphs)


def _parsed(data: bytes | str) -> Any:
    from lxml.etree import LxmlError
    from trafilatura.utils import load_html

    _check_tags(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
    try:
        tree = load_html(data)
    except (LxmlError, ValueError, RecursionError) as error:
        raise LoadError("the page is not HTML that can be read") from error
    if tree is None:
        raise LoadError("the page is not HTML that can be read, or is nested too deeply")
    return tree


def _check_tags(data: bytes) -> None:
    """Refuse a tag of so many attributes that parsing it would take minutes.

    Raises:
        LoadError: there is one.
    """
    for tag in _TAG.finditer(data.replace(b"\0", b"")):
        if tag.end() - tag.start() > _LONG_TAG:
            attributes = _QUOTED.sub(b" ", tag.group()).split()
            if len(attributes) > _MOST_ATTRIBUTES:
                raise LoadError(
                    f"a tag has more than {_MOST_ATTRIBUTES} attributes; it may be hostile"
                )


def _article_text(tree: Any) -> str:
    """The paragraphs of the article, a blank line between them."""
    from copy import deepcopy

    from trafilatura import bare_extraction

    try:
        found = bare_extraction(deepcopy(tree), include_comments=False, with_metadata=False)
    except (ValueError, RecursionError, AttributeError) as error:
        raise LoadError("the page is nested in a way that cannot be read") from error
    body = getattr(found, "body", None)
    return "" if body is None else "\n\n".join(_paragraphs(body))


def _paragraphs(body: Any) -> Iterator[str]:
    """The text of each block of the extracted body; a list's items and a table's rows are lines."""
    for block in body:
        if block.tag in ("list", "table"):
            lines = [_words(item) for item in block.iter("item", "row")]
            words = "\n".join(line for line in lines if line)
        else:
            words = _words(block)
        if words:
            yield words


def _words(element: Any) -> str:
    parts = (part if part.strip() else " " for part in element.itertext())
    separator = " " if element.tag == "row" else ""
    return " ".join(separator.join(parts).split())


def _record(tree: Any, url: str | None) -> Record:
    """What the page says of itself; of several places the first, and which one it was."""
    values: dict[str, str] = {}
    places: dict[str, str] = {}
    for place, found in (
        ("JSON-LD", _json_ld(tree)),
        ("the page's meta tags", _meta(tree)),
        ("the page itself", _elements(tree)),
        ("the address it was fetched from", {"url": url}),
        (A_GUESS, {"published": _read_date(tree)}),
    ):
        for field in _FIELDS:
            value = _clean(field, found.get(field))
            if value is not None and field not in values:
                values[field], places[field] = value, place
    if "title" in values:
        values["title"] = _without_site(values["title"], values.get("publisher"))
    return Record(**values, places=places)


def _without_site(title: str, publisher: str | None) -> str:
    """The title without the name of the paper that many pages put at its end."""
    if publisher is None:
        return title
    return re.sub(rf"\s+(?:\||-{{1,2}}|–|—|:|·)\s+{re.escape(publisher)}$", "", title) or title


def _clean(field: str, value: str | None) -> str | None:
    value = " ".join(value.split()) if value else None
    if not value or len(value) > 1_000:
        return None
    if field == "published":
        return parse_date(value)
    if field == "language":
        code = re.split(r"[-_,]", value)[0].lower()
        return code if re.fullmatch("[a-z]{2,3}", code) else None
    if field in ("byline", "publisher") and "://" in value:
        return None
    if field == "byline":
        return re.sub(r"^by\s+", "", value, flags=re.IGNORECASE)
    if field == "url" and not re.match("https?://", value):
        return None
    return value


def _json_ld(tree: Any) -> dict[str, str | None]:
    """The fields of the first thing of an article's type."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(content, depth=0):
            types = thing.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _ARTICLE_TYPES.match(name) for name in names):
                return _article_fields(thing)
    return {}


def _things(content: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(content, list):
        for item in content[:100]:
            yield from _things(item, depth + 1)
    elif isinstance(content, dict):
        yield content
        for key in ("@graph", "mainEntity"):
            yield from _things(content.get(key), depth + 1)


def _article_fields(thing: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "title": _name(thing.get("headline")) or _name(thing.get("name")),
        "byline": _name(thing.get("author")) or _name(thing.get("creator")),
        "publisher": _name(thing.get("publisher")) or _name(thing.get("sourceOrganization")),
        "published": _name(thing.get("datePublished")) or _name(thing.get("dateCreated")),
        "url": _name(thing.get("url")) or _name(thing.get("mainEntityOfPage")),
        "language": _name(thing.get("inLanguage")),
    }


def _name(value: Any) -> str | None:
    """A value as words: that of a string, the name of a thing, the names of several."""
    if isinstance(value, list):
        names = [name for item in value[:20] if (name := _name(item))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        return next((_name(value[k]) for k in ("name", "@id", "@value") if value.get(k)), None)
    return _unescaped(value) if isinstance(value, str) else None


def _unescaped(words: str) -> str:
    from html import unescape

    return unescape(words)


def _meta(tree: Any) -> dict[str, str | None]:
    """The fields of the meta tags, by the names that they commonly go by."""
    tags: dict[str, str] = {}
    for tag in tree.iterfind(".//meta"):
        name = (
            tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        )
        if name and tag.get("content"):
            tags.setdefault(name.strip().lower(), tag.get("content"))
    return {
        field: next((tags[name] for name in names if name in tags), None)
        for field, names in _META.items()
    }


def _read_date(tree: Any) -> str | None:
    """The date that htmldate finds in the markup of a page that does not give it plainly."""
    from htmldate import find_date

    try:
        return find_date(tree, extensive_search=False, original_date=True)
    except (ValueError, RecursionError, AttributeError, TypeError):
        return None


def _elements(tree: Any) -> dict[str, str | None]:
    """What the page shows: its heading, its `time`, its canonical link, its language."""
    heading = tree.find(".//h1")
    moment = tree.find(".//time[@datetime]")
    link = tree.find('.//link[@rel="canonical"]')
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    title = tree.findtext(".//title")
    return {
        "title": _words(heading) if heading is not None and _words(heading) else title,
        "published": moment.get("datetime") if moment is not None else None,
        "url": link.get("href") if link is not None else None,
        "language": root.get("lang"),
    }
