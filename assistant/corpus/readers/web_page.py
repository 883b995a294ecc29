"""Web pages (.html): the article or articles on them, with their metadata."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO

from assistant.corpus.html_text import line_of
from assistant.corpus.loaded import Loaded, LoadedText
from assistant.corpus.prose import ends_clause
from assistant.corpus.readers.streams import MEBIBYTE, read_whole
from assistant.corpus.readers.text_file import decode, wide_encoding
from assistant.corpus.readers.web_dates import find_shown_date
from assistant.corpus.readers.web_elements import find_byline, is_live_blog, part_briefs
from assistant.corpus.readers.web_metadata import read_page_metadata
from assistant.corpus.readers.web_text import (
    BESIDE_CLASS,
    article_text,
    has_sentences,
    joined_stories,
    unread_stories,
    without_teasers,
)
from assistant.errors import LoadError

# Pages carry scripts and images in their text; anything larger is not a page.
_MAX_PAGE = 32 * MEBIBYTE
# Parsers compare each attribute of a tag with all others of it.
_MOST_ATTRIBUTES = 2_000
_LONG_TAG = 4 * _MOST_ATTRIBUTES
_TAG = re.compile(rb"""<[A-Za-z](?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+""")
_QUOTED = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?([\w:.-]+)""", re.I
)
_XML_DECLARATION = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d{4}\)(https?://\S+) -->")
_DECLARED_WITHIN = 4_096
# An article beside the main one on a page has so many letters, in so many paragraphs.
_FEWEST_LETTERS = 600
_FEWEST_PARAGRAPHS = 3
# A shorter one has a byline or a date of its own.
_FEWEST_SHORT_LETTERS = 250
_MOST_NAMED, _LONGEST_NAME = 3, 120
_MOST_ARTICLES = 50
_OWN_LINKS = frozenset(("author", "tag"))
# Pages write some characters by their Windows-1252 codes; browsers show them so. They do not show
# control characters, soft hyphens and spaces without width.
_SHOWN: Mapping[int, str | None] = {
    **{code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)},
    **dict.fromkeys({*range(0x20), 0xAD, 0x200B, 0xFEFF} - set(b"\t\n\r"), None),
}
# What the Wayback Machine adds to a page.
_ARCHIVE_FRAMES = ("wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato")


def read_page(source: str, stream: BinaryIO) -> Iterator[Loaded]:
    """The articles on a saved web page: nearly always one."""
    yield from articles_of_page(source, read_whole(stream, _MAX_PAGE))


def articles_of_page(
    source: str, data: bytes | str, url: str | None = None
) -> Iterator[LoadedText]:
    """The article on a page, and `source#2` and so on where it holds several whole articles.

    Raises:
        LoadError: there is no article on it.
    """
    tree = _parsed(data)
    url = url or _saved_address(data)
    several = _several_articles(tree)
    if len(several) < 2:
        yield _article(source, tree, url)
        return
    texts = [article_text(_page_around(e)) or "\n\n".join(_prose(e)) for e in several]
    unread = _unread(tree, "\n\n".join(texts))
    for number, (element, text) in enumerate(zip(several, texts, strict=True), 1):
        name = source if number == 1 else f"{source}#{number}"
        record = read_page_metadata(tree, url, element, is_first=number == 1)
        yield LoadedText(name, text, record=record, warnings=unread if number == 1 else ())


def _saved_address(data: bytes | str) -> str | None:
    """The address that browsers write in front of a page that they save."""
    head = data[:_DECLARED_WITHIN]
    found = _SAVED_FROM.search(head if isinstance(head, bytes) else head.encode("utf-8", "replace"))
    return found[1].decode("utf-8", "replace") if found else None


def article_of_page(source: str, data: bytes | str, url: str | None = None) -> LoadedText:
    """The first article on a page. `url` is where the page was found.

    Raises:
        LoadError: there is no article on it.
    """
    return next(articles_of_page(source, data, url))


def _article(source: str, tree: Any, url: str | None) -> LoadedText:
    text = article_text(tree)
    if not has_sentences(text):
        raise LoadError("no article was found on the page; save the page of the article itself")
    text = without_teasers(tree, text)
    if not has_sentences(text):
        raise LoadError("the page is a list of teasers, not an article; save the articles instead")
    warnings = _unread(tree, text) + _joined(tree, text)
    return LoadedText(source, text, record=read_page_metadata(tree, url), warnings=warnings)


def _unread(tree: Any, text: str) -> tuple[str, ...]:
    """A warning for each story on the page that is not in the text."""
    return tuple(
        f"text on the page was not read: “{heading}”; if that is a story, save it as its own page"
        for heading in dict.fromkeys([*unread_stories(tree, text), *_unread_briefs(tree, text)])
    )


def _unread_briefs(tree: Any, text: str) -> list[str]:
    """The headings of the short `article` elements that are not in the text, and are no links."""
    apart = [] if is_live_blog(tree) else _articles_apart(tree)
    headings = [
        _heading(e)
        for e in apart
        if (prose := _prose(e)) and not any(line in text for line in prose)
    ]
    own = [h for h in headings if h is not None and not [*h.iter("a"), *h.iterancestors("a")]]
    return [(line_of(heading) or "")[:_LONGEST_NAME] for heading in own[:_MOST_NAMED]]


def _joined(tree: Any, text: str) -> tuple[str, ...]:
    """A warning for each `article` element or headline in the text of what may be another article.

    The entries of a live blog are one article.
    """
    if is_live_blog(tree):
        return ()
    first = next(filter(has_sentences, text.split("\n\n")), None)
    apart = [(e, _prose(e)) for e in _articles_apart(tree)]
    others = [(e, p) for e, p in apart if p and p[0] != first and p[0] in text]
    names = [line_of(_heading(e)) or (p[0] if _is_short(e) else None) for e, p in others]
    names += joined_stories(tree, text)
    return tuple(
        f"the text also holds “{name[:_LONGEST_NAME]}”; if that is another article, save it as its "
        "own page"
        for name in list(dict.fromkeys(filter(None, names)))[:_MOST_NAMED]
    )


def _several_articles(tree: Any) -> list[Any]:
    """The `article` elements that are each a whole article with a heading of its own.

    Stories of one paragraph are, where the page has no longer one.
    """
    is_one = tree.find('.//meta[@property="og:type"][@content="article"]') is not None
    if not is_one:
        part_briefs(tree)
    found = [e for e in _articles_apart(tree) if _heading(e) is not None]
    if len(found) < 2 or is_live_blog(tree):
        return []
    whole = [e for e in found if _is_whole(e)]
    with_short = [e for e in found if e in whole or _is_short(e)]
    if 3 * sum(map(_letters, with_short)) >= 2 * _letters(tree):
        whole = with_short
    with_prose = [e for e in found if _prose(e)]
    if not is_one and _are_briefs(tree, with_prose):
        whole = with_prose
    # A page that holds its article twice has its heading twice.
    headings = {(line_of(_heading(e)) or "").lower() for e in whole}
    return whole if len(headings) == len(whole) else []


def _articles_apart(tree: Any) -> list[Any]:
    """The first `article` elements that are not inside others, nor named as teasers or comments.

    One that only holds others, each with its own byline, is none.
    """
    elements = list(islice(tree.iter("article"), _MOST_ARTICLES))
    frames = [e for e in elements if _is_frame(e)]
    return [
        e
        for e in elements
        if e not in frames
        and not BESIDE_CLASS.search(e.get("class") or "")
        and all(above in frames for above in e.iterancestors("article", "aside", "footer"))
    ]


def _is_frame(element: Any) -> bool:
    """Whether an `article` element only holds several others, each with a heading and a byline."""
    inside = [
        e for e in element.iter("article") if next(e.iterancestors("article"), None) is element
    ]
    if len(inside) < 2 or not all(_heading(e) is not None and find_byline(e) for e in inside):
        return False
    return 10 * sum(map(_letters, inside)) >= 9 * _letters(element)


def _heading(element: Any) -> Any:
    return next(iter(element.iter("h1", "h2", "h3")), None)


def _is_whole(element: Any) -> bool:
    return len(_prose(element)) >= _FEWEST_PARAGRAPHS and _letters(element) >= _FEWEST_LETTERS


def _is_short(element: Any) -> bool:
    """Whether it is a shorter article, which has a byline or a date of its own."""
    enough = len(_prose(element)) >= 2 and _letters(element) >= _FEWEST_SHORT_LETTERS
    return enough and bool(find_byline(element) or find_shown_date(element, _heading(element)))


def _are_briefs(tree: Any, elements: list[Any]) -> bool:
    """Whether these elements are stories of one or two paragraphs, and nearly all of a page.

    A teaser has a link apart from its text.
    """
    short = (len(_prose(e)) < _FEWEST_PARAGRAPHS and not _links_apart(e) for e in elements)
    return all(short) and 10 * sum(map(_letters, elements)) >= 9 * _letters(tree)


def _links_apart(element: Any) -> bool:
    """Whether an element is in a link, or has one outside of its prose, but to author or topic."""
    return any(
        not _OWN_LINKS & set((a.get("rel") or "").split())
        and not any(ends_clause(line_of(p) or "") for p in a.iterancestors("p"))
        for a in (*element.iter("a"), *element.iterancestors("a"))
        if a.get("href")
    )


def _prose(element: Any) -> list[str]:
    lines = (line_of(p) or "" for p in element.iter("p"))
    return [line for line in lines if has_sentences(line)]


def _letters(element: Any) -> int:
    return sum(c.isalpha() for line in _prose(element) for c in line)


def _page_around(element: Any) -> Any:
    """A page that holds this element and nothing else."""
    from copy import deepcopy

    from lxml.html import fromstring

    page = fromstring("<html><head></head><body></body></html>")
    copy = deepcopy(element)
    copy.tail = None
    page.body.append(copy)
    return page


def _parsed(data: bytes | str) -> Any:
    from lxml.etree import LxmlError
    from trafilatura.utils import load_html

    _check_tags(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
    try:
        tree = load_html(_decoded(data) if isinstance(data, bytes) else data)
    except (LxmlError, ValueError, RecursionError) as error:
        raise LoadError(
            "the page is not HTML that can be read; save it again, or as text"
        ) from error
    if tree is None:
        raise LoadError("the page is not HTML, or nested too deeply; save it again, or as text")
    for frame in [e for e in tree.iter("div") if e.get("id") in _ARCHIVE_FRAMES]:
        frame.drop_tree()
    _translate(tree)
    return tree


def _translate(tree: Any) -> None:
    """Replace the characters of the page that browsers show as others, or not at all."""
    for element in tree.iter():
        for part in ("text", "tail"):
            words = getattr(element, part) or ""
            shown = words.translate(_SHOWN)
            if shown != words:
                setattr(element, part, shown)


def _decoded(data: bytes) -> str:
    """The page as text, in the encoding that it declares where its bytes are valid in that."""
    found = _CHARSET.search(data[:_DECLARED_WITHIN])
    declared = found[1].decode("ascii").lower() if found else None
    bare = data if wide_encoding(data) else data.replace(b"\0", b"")
    return _XML_DECLARATION.sub("", decode(bare, declared)[0], count=1)


def _check_tags(data: bytes) -> None:
    """Refuse a tag of so many attributes that parsing it would take minutes."""
    for tag in _TAG.finditer(data.replace(b"\0", b"")):
        if tag.end() - tag.start() > _LONG_TAG:
            attributes = _QUOTED.sub(b" ", tag.group()).split()
            if len(attributes) > _MOST_ATTRIBUTES:
                raise LoadError(
                    f"a tag has more than {_MOST_ATTRIBUTES} attributes; it may be hostile"
                )
