"""XML files of news: RSS and Atom feeds, NITF, NewsML-G2 and NewsML 1."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from assistant.corpus.head_lines import name_of_author
from assistant.corpus.html_text import html_to_text, local_name, plain_line, text_of
from assistant.corpus.language import language_code
from assistant.corpus.loaded import Loaded, LoadedText, LoadFailure, Record
from assistant.corpus.readers.streams import read_whole
from assistant.corpus.readers.zipped import elements_named, first_named, parsed_xml
from assistant.errors import LoadError
from assistant.text.dates import parse_date

_PLACES = dict.fromkeys(
    ("title", "byline", "publisher", "published", "url", "language"), "the XML of the news item"
)


def read_news_xml(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The items of a feed, named `source#id`, or the article of a news document."""
    data = read_whole(stream)
    root = parsed_xml(data)
    kind = local_name(root)
    if kind in ("rss", "RDF", "feed"):
        yield from _feed(source, root)
    elif kind == "html":
        from assistant.corpus.readers.web_page import articles_of_page

        yield from articles_of_page(source, data)
    elif kind in ("nitf", "newsItem", "newsMessage", "NewsML"):
        yield from _documents(source, root)
    else:
        raise LoadError(f"XML of an unknown kind (<{kind[:40]}>); feeds, NITF and NewsML are read")


def _feed(source: str, root: Any) -> Iterator[Loaded]:
    channel = _child(root, "channel")
    publisher = _words_at(channel if channel is not None else root, "title")
    items = list(elements_named(root, "item", "entry"))
    if not items:
        raise LoadError("the feed holds no items; download it again")
    for place, item in enumerate(items, 1):
        text, record = _item_text(item), _item_record(item, publisher)
        identity = _words_at(item, "guid", "id") or record.url or str(place)
        name = f"{source}#{identity}"
        if text:
            yield LoadedText(name, text, record=record)
        else:
            yield LoadFailure(name, "the item of the feed has a title but no text; save its page")


def _item_text(item: Any) -> str:
    """The longest of content, description and summary as plain text."""
    names = ("encoded", "content", "description", "summary")
    found = (_inner_text(e) for name in names for e in item if local_name(e) == name)
    return max(found, key=len, default="")


def _item_record(item: Any, publisher: str | None) -> Record:
    links = [e for e in item if local_name(e) == "link"]
    address = next((e.get("href") for e in links if e.get("rel") in (None, "alternate")), None)
    author = _child(item, "author")
    name = _words_at(author, "name") if author is not None else None
    name = name or _words_at(item, "creator", "author")
    moment = _words_at(item, "pubDate", "published", "issued", "date", "updated")
    return Record(
        title=_words_at(item, "title"),
        byline=name_of_author(name) if name else None,
        publisher=_words_at(item, "source") or publisher,
        published=parse_date(moment) if moment else None,
        url=address or _words_at(item, "link"),
        places=_PLACES,
    )


def _documents(source: str, root: Any) -> Iterator[Loaded]:
    """The articles of NITF and NewsML; a single one has the name of the file."""
    kinds = ("nitf",) if local_name(root) == "nitf" else ("newsItem", "NewsItem")
    read = [(item, _document_text(item)) for item in elements_named(root, *kinds)]
    whole = [(item, text) for item, text in read if text]
    if not whole:
        raise LoadError("the news item holds no text; a picture or a package of links is none")
    for place, (item, text) in enumerate(whole, 1):
        name = source if len(whole) == 1 else f"{source}#{item.get('guid') or place}"
        yield LoadedText(name, text, record=_document_record(item))


def _document_text(item: Any) -> str:
    """The words of the body: of NITF, of HTML within NewsML, or plain."""
    for name in ("body.content", "body", "inlineData", "DataContent"):
        words = "\n\n".join(filter(None, map(_inner_text, elements_named(item, name))))
        if words:
            return words
    return ""


def _inner_text(element: Any) -> str:
    if any(local_name(e) for e in element):
        return text_of(element)
    return html_to_text(element.text or "").strip()


def _document_record(item: Any) -> Record:
    byline = _deep(item, "byline", "by", "ByLine")
    moment = _date_of(item)
    language = next(
        (v for e in item.iter() for k, v in e.attrib.items() if k.endswith("}lang")), ""
    )
    return Record(
        title=_deep(item, "hl1", "headline", "HeadLine", "title"),
        byline=name_of_author(byline) if byline else None,
        publisher=_publisher(item),
        published=parse_date(moment) if moment else None,
        language=language_code(language),
        places=_PLACES,
    )


def _publisher(item: Any) -> str | None:
    for element in item.iter():
        name = local_name(element)
        if name == "pubdata" and element.get("name"):
            return str(element.get("name"))
        if name == "doc.copyright" and element.get("holder"):
            return str(element.get("holder"))
        if name in ("provider", "Provider", "infoSource"):
            return _deep(element, "name") or element.get("literal")
    return None


def _date_of(item: Any) -> str | None:
    """The time of the first version, or else of this one."""
    for name in ("date.issue", "date.release", "story.date", "pubdata"):
        found = first_named(item, name)
        norm = found is not None and (found.get("norm") or found.get("date.publication"))
        if norm:
            return str(norm)
    return _deep(
        item, "firstCreated", "FirstCreated", "contentCreated", "versionCreated",
        "ThisRevisionCreated", "DateId",
    )  # fmt: skip


def _child(element: Any, name: str) -> Any:
    return next((e for e in element if local_name(e) == name), None)


def _words_at(element: Any, *names: str) -> str | None:
    """The words of the first child of one of these names, in their order."""
    children = (child for name in names for child in element if local_name(child) == name)
    return next(filter(None, map(_words, children)), None)


def _deep(element: Any, *names: str) -> str | None:
    """The words of the first element below of one of these names, in their order."""
    below = (each for name in names for each in elements_named(element, name))
    return next(filter(None, map(_words, below)), None)


def _words(element: Any) -> str | None:
    return " ".join(plain_line("".join(element.itertext())).split()) or None
