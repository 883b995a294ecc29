"""Extracts the text of the article on a web page, with trafilatura."""

import re
from collections.abc import Iterator
from itertools import chain, islice, pairwise, takewhile
from typing import Any

from assistant.corpus.html_text import line_of, paragraphs_in, without_marks
from assistant.corpus.prose import count_words, ends_clause, folded, is_prose
from assistant.corpus.readers.web_dates import UNSEEN, begins_apart, class_and_id, web_pattern
from assistant.errors import LoadError

BESIDE_CLASS = web_pattern("{beside}")
"""Classes of `article` elements that are not the article."""
_CAPTION_CLASS = web_pattern("{caption}")
# An element of more words is no caption, whatever its class is.
_LONGEST_CAPTION = 60
_FEWEST_LETTERS = 40
# Elements of trafilatura's result whose text is part of the paragraph around them.
_INLINE = frozenset(("hi", "ref", "del", "span", "a", "b", "i", "em", "strong", "code", "graphic"))
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "time", "figcaption")
_SENTENCE_GAP = re.compile(r"(?<=[.!?…。！？؟।][\"'”’»)\]])\s+|(?<=[.!?…。！？؟।])\s+|\n+")
# Lists of topics and links have no comma in front of a small letter.
_CLAUSES = re.compile(r"\w, (?=[a-zß-ÿ])")
_COMMENTS = re.compile(
    r"(?:all |reader )?comments?|(?:leser)?kommentare?|(?:les )?commentaires?", re.IGNORECASE
)
_HEADINGS = ("h1", "h2", "h3", "h4")
_FEWEST_STORY_LETTERS = 300
_FEWEST_STORY_PARTS = 3
_LONGEST_HEADING = 120
_FEWEST_TEASERS = 4
_TEASER_WORDS = 60
# "14:05", "2.05pm BST"
_CLOCK = re.compile(
    r"\s*(?:\d{1,2}:\d\d|\d{1,2}\.\d\d(?=\s?[ap]\.?m\b)|\d{1,2}(?=\s?[ap]\.?m\b))"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s(?:GMT|UTC|[BCE]E?S?T))?\s*",
    re.IGNORECASE,
)
_FEWEST_ENTRIES, _MOST_ABOVE, _MOST_CLOCK_WORDS = 3, 5, 8
_OPENING = " \n\t“‘\"'("
_MOST_BEFORE = 3
# Links to topics have fewer words than links to articles.
_HEADLINE_WORDS = 3


def article_text(tree: Any) -> str:
    """The paragraphs of what trafilatura takes for the article, a blank line between them.

    The captions that the page marks as such are left out, and the comments of readers.

    Raises:
        LoadError: the page is nested too deeply.
    """
    from copy import deepcopy

    from trafilatura import bare_extraction

    page = deepcopy(tree)
    for apart in [*_captions(page), *_comments(page)]:
        apart.drop_tree()
    _part_terms(page)
    _head_entries(page)
    _part_entries(page)
    try:
        found = bare_extraction(page, include_comments=False, with_metadata=False)
    except (ValueError, RecursionError, AttributeError) as error:
        raise LoadError("the page is nested too deeply; save it again, or as text") from error
    body = getattr(found, "body", None)
    paragraphs = [] if body is None else list(paragraphs_in("".join(_pieces(body))))
    if len(paragraphs) == 1:
        paragraphs = list(_divided(paragraphs[0], tree))
    return "\n\n".join(paragraphs)


def _captions(tree: Any) -> set[Any]:
    """The paragraphs of captions, as their class or that of an element around them shows."""
    return {
        paragraph
        for element in tree.iter()
        if isinstance(element.tag, str)
        and _CAPTION_CLASS.search(element.get("class") or "")
        and count_words(line_of(element) or "") <= _LONGEST_CAPTION
        for paragraph in element.iter("p")
    }


def _comments(tree: Any) -> list[Any]:
    """The `article` elements, or what holds them, below a heading that says "Comments"."""
    headings = [h for h in tree.iter(*_HEADINGS) if _COMMENTS.fullmatch(line_of(h) or "")]
    return [
        below
        for heading in headings
        for below in heading.itersiblings("article", "div", "section", "ol", "ul")
        if below.tag == "article" or below.find(".//article") is not None
    ]


def _part_terms(page: Any) -> None:
    """Make each time of day in a definition list an element with its text, as in other blogs."""
    for term in list(page.iter("dt")):
        if _CLOCK.fullmatch(line_of(term) or ""):
            entry = page.makeelement("div")
            texts = list(takewhile(lambda each: each.tag == "dd", term.itersiblings()))
            term.addprevious(entry)
            entry.extend([term, *texts])
            for part, tag in (
                (term, "p"),
                (entry.getparent(), "div"),
                *((t, "div") for t in texts),
            ):
                part.tag = tag


def _head_entries(page: Any) -> None:
    """Make time and heading of each entry of a live blog a paragraph: trafilatura drops both."""
    entries = _entries(page)
    for entry, clock in entries.items() if len(entries) >= _FEWEST_ENTRIES else ():
        if entry.tag in _HEADINGS:
            entry.tag, clock.tag, clock.tail = "p", "span", f" {clock.tail or ''}"
        elif entry.tag == "p" or entry.find(".//p") is None:
            clock.tag = "span"
        else:
            _put_head(entry, clock)
        if entry.tag == "li" and entry.find("p") is not None:
            entry.tag = entry.getparent().tag = "div"


def _put_head(entry: Any, clock: Any) -> None:
    words = line_of(clock) or ""
    clock.drop_tree()
    heading = next(entry.iter(*_HEADINGS), None)
    head = entry.makeelement("p")
    head.text = f"{words} {line_of(heading) or ''}".strip()
    if heading is None:
        entry.insert(0, head)
    else:
        head.tail = heading.tail
        heading.getparent().replace(heading, head)


def _entries(page: Any) -> dict[Any, Any]:
    """The elements with a time of day and a text, or headings with a time, and the time's element.

    The head of the page is none, nor are teasers, whose headings are links to other pages.
    """
    found: dict[Any, Any] = {}
    for element in page.iter("time", "span", "p", "div"):
        if _is_clock(element):
            above = list(islice(element.iterancestors(), _MOST_ABOVE))
            headings = [each for each in above if each.tag in _HEADINGS]
            texts = (each for each in above if has_sentences(line_of(each) or ""))
            entry = next(chain(headings, texts), None)
            if entry is not None:
                found.setdefault(entry, element)
    around = {above for entry in found for above in entry.iterancestors()}
    return {
        entry: clock
        for entry, clock in found.items()
        if entry not in around and not _is_beside(entry) and _heads_no_page(entry)
    }


def _is_clock(element: Any) -> bool:
    """Whether an element is a time of day; a `time` element can have the date too."""
    if element.tag != "time":
        return len(element) <= 1 and _CLOCK.fullmatch(line_of(element) or "") is not None
    words = line_of(element) or ""
    return count_words(words) <= _MOST_CLOCK_WORDS and _CLOCK.search(words) is not None


def _heads_no_page(entry: Any) -> bool:
    """Whether the headings in an entry are neither the page's own nor links to other pages."""
    headings = list(entry.iter(*_HEADINGS))
    links = (a for h in headings for a in (*h.iter("a"), *h.iterancestors("a")))
    is_linked = any(not link.get("href", "#").startswith("#") for link in links)
    return not is_linked and all(heading.tag != "h1" for heading in headings)


def _part_entries(page: Any) -> None:
    """Part time, heading and text of a live blog's entry: "14:05 Minister resigns The minister".

    The heading is bold, at the beginning of its block, and has the time in it or in front of it.
    """
    for element in page.iter("strong", "b", "span", "time"):
        own, after = line_of(element) or "", element.tail or ""
        if _CLOCK.fullmatch(own):
            element.tail = f" {after}"
        elif _heads_entry(element, own, after):
            element.tail = None
            element.addnext(page.makeelement("br"))
            element.getnext().tail = after


def _heads_entry(element: Any, own: str, after: str) -> bool:
    is_heading = element.tag in ("strong", "b") and not ends_clause(own)
    begins = is_heading and after.lstrip(_OPENING)[:1].isupper()
    return begins and _CLOCK.match(f"{_before(element)} {own}") is not None


def _before(element: Any) -> str:
    """The words of its block before an element: the first ones are enough."""
    first = element.getparent().text or ""
    siblings = list(islice(element.itersiblings(preceding=True), _MOST_BEFORE))
    return " ".join([first, *(f"{line_of(e) or ''}{e.tail or ''}" for e in siblings[::-1])]).strip()


def has_sentences(text: str) -> bool:
    """Whether there is prose: of some length, with a sentence that is closed, or has clauses."""
    letters = sum(c.isalpha() for c in text)
    if letters < _FEWEST_LETTERS:
        return False
    latin = sum(c.isascii() and c.isalpha() for c in text)
    sentences = _SENTENCE_GAP.split(text)
    return latin < letters / 2 or any(
        is_prose(s) and (ends_clause(s) or _CLAUSES.search(s)) for s in sentences
    )


def without_teasers(tree: Any, text: str) -> str:
    """The text without linked headlines and the few words below each, if it is a list of these.

    Nothing is left of a front page. An article remains of a page that declares that it is one.
    """
    blocks = text.split("\n\n")
    found = {folded(block) for block in blocks} - {""}
    below: dict[int, int] = {}
    teasers = set()
    for number, is_linked, words in _under_headings(tree):
        if words in found:
            below[number] = below.get(number, 0) + len(words.split()) * is_linked
            teasers |= {words} if is_linked else set()
    linked, teased = sum(count > 0 for count in below.values()), sum(below.values())
    is_list = linked >= _FEWEST_TEASERS and teased <= _TEASER_WORDS * linked
    if not is_list or teased < 0.6 * sum(len(block.split()) for block in found):
        return text
    is_article = tree.find('.//meta[@property="og:type"][@content="article"]') is not None
    return "\n\n".join(block for block in blocks if is_article and folded(block) not in teasers)


def unread_stories(tree: Any, text: str) -> list[str]:
    """The heading of each part of the page with as much prose as a story, none of it in the text.

    A part is named by its first words where it has no heading of its own. Parts that the page
    itself marks as comments, related stories and the like do not count.
    """
    found = folded(text)
    unread: dict[str, list[str]] = {}
    read = {""}
    heading, captions = "", _captions(tree)
    for element, words in _long_texts(tree):
        if element.tag in _HEADINGS:
            heading = words
        elif folded(words) in found:
            read.add(heading)
        elif not _is_beside(element) and captions.isdisjoint((element, *element.iterancestors())):
            unread.setdefault(heading, []).append(words)
    return [
        (parts[0] if title in read else title)[:_LONGEST_HEADING]
        for title, parts in unread.items()
        if len(parts) >= _FEWEST_STORY_PARTS
        and sum(c.isalpha() for part in parts for c in part) >= _FEWEST_STORY_LETTERS
    ]


def joined_stories(tree: Any, text: str) -> list[str]:
    """The headings of the first rank in the midst of the prose that is in the text."""
    found, heading, is_below, joined = folded(text), "", False, []
    for element, words in _long_texts(tree):
        if element.tag == "h1":
            heading = words if is_below else ""
        elif element.tag not in _HEADINGS and folded(words) in found:
            is_below = True
            joined += [heading] if heading else []
            heading = ""
    return joined


def _long_texts(tree: Any) -> Iterator[tuple[Any, str]]:
    """The headings and the texts that are prose, each with its element, in the page's order."""
    for element in tree.iter():
        is_shown = isinstance(element.tag, str) and element.tag not in UNSEEN
        if is_shown and element.tag in _HEADINGS and (title := line_of(element)):
            yield element, title
        own = element.text if is_shown else None
        for place, text in ((element, own), (element.getparent(), element.tail)):
            words = " ".join((text or "").split())
            if len(words) > _FEWEST_LETTERS and is_prose(words) and not _is_unseen(place):
                yield place, words


def _is_beside(element: Any) -> bool:
    """Whether an element is in a part that its name shows to be no article of the page."""
    return any(
        begins_apart(each) or (each.tag == "article" and BESIDE_CLASS.search(class_and_id(each)))
        for each in (element, *element.iterancestors())
    )


def _is_unseen(element: Any) -> bool:
    return any(each.tag in UNSEEN for each in (element, *element.iterancestors()))


def _under_headings(tree: Any) -> Iterator[tuple[int, bool, str]]:
    """Each paragraph, with the number of the heading above it, and whether that is a link.

    The link of the page's own headline does not count.
    """
    number, is_linked, title = 0, False, folded(line_of(tree.find(".//title")) or "")
    for element in tree.iter(*_HEADINGS, "p", "li"):
        if element.tag in _HEADINGS:
            links = [*element.iter("a"), *element.iterancestors("a")]
            is_own = bool(title) and folded(line_of(element) or "-") in title
            number += 1
            is_linked = not is_own and any(
                link.get("href") and count_words(line_of(link) or "") >= _HEADLINE_WORDS
                for link in links
            )
        yield number, is_linked, folded("".join(element.itertext()))


def _divided(text: str, tree: Any) -> Iterator[str]:
    """The paragraphs of a text that trafilatura gives as one, divided as the page divides it."""
    places, at = {0, len(text)}, 0
    for element in tree.iter(*_BLOCKS):
        words = line_of(element) or ""
        start = text.find(words, at) if words else -1
        if start >= 0:
            at = start + len(words)
            places |= {start, at}
    for start, end in pairwise(sorted(places)):
        if words := text[start:end].strip():
            yield words


def _pieces(element: Any) -> Iterator[str]:
    """The text of an element, with a mark between paragraphs and a line feed between lines.

    Text outside of elements is a paragraph, as is what a blank line made of two breaks divides.
    The items of a list and the rows of a table are lines.
    """
    yield without_marks(element.text)
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif child.tag == "lb":
            yield from _break(child)
        elif child.tag in ("item", "row") and not _lays_out(child):
            yield "\n" + _line(child) + "\n"
        elif child.tag in _INLINE:
            yield from _pieces(child)
        else:
            yield "\0"
            yield from _pieces(child)
            yield "\0"
        yield without_marks(child.tail)


def _lays_out(row: Any) -> bool:
    """Whether a row of a table holds paragraphs of prose: the table lays out the page."""
    return row.tag == "row" and any(is_prose(line_of(p) or "") for p in row.iter("p"))


def _break(mark: Any) -> Iterator[str]:
    """A line break: a new paragraph after a closed sentence or another break, else a new line."""
    previous = mark.getprevious()
    before = previous.tail if previous is not None else mark.getparent().text
    doubled = previous is not None and previous.tag == "lb" and not (before or "").strip()
    yield "\0" if doubled or ends_clause(before or "") else "\n"


def _line(element: Any) -> str:
    """An item or a row on one line, the cells of the row apart."""
    separator = " " if element.tag == "row" else ""
    words = separator.join(without_marks(part) or " " for part in element.itertext())
    return " ".join(words.split())
