"""Finds headline and byline among the elements of a web page."""

import re
from collections import Counter
from itertools import chain, takewhile
from typing import Any

from assistant.article import Span
from assistant.corpus import head_lines
from assistant.corpus.html_text import line_of
from assistant.corpus.prose import count_words, folded, is_prose
from assistant.corpus.readers.web_dates import class_and_id, is_apart, web_pattern

_BRAND_CLASS = web_pattern("{brand}")
_BYLINE_CLASS = web_pattern(r"(?:^|[\s_-]){byline}(?:$|[\s_-])")
_LIVE_BLOG = re.compile(r"live[-_]?blog", re.IGNORECASE)
_BRIEFS = web_pattern(r".{0,40}\b{briefs}\b.{0,20}")
_HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w{3,5})?")
_MOST_HEADINGS = 40
_MOST_BYLINE_WORDS = 25
_MOST_NAMES = 6


def is_live_blog(tree: Any) -> bool:
    """Whether a class, an id or the linked data of a page calls it a live blog."""
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    names = (e.get(key) or "" for e in elements for key in ("class", "id", "itemtype"))
    data = (e.text or "" for e in elements if "ld+json" in (e.get("type") or ""))
    return any(map(_LIVE_BLOG.search, chain(names, data)))


def part_briefs(tree: Any) -> None:
    """Make each heading with its text an `article`, on a page whose headline is "News in brief"."""
    title = next(tree.iter("h1"), None)
    if title is None or not _BRIEFS.fullmatch(line_of(title) or "") or is_live_blog(tree):
        return
    _head_lead_ins(tree)
    tags = Counter(heading.tag for heading in tree.iter("h2", "h3"))
    headings = list(tree.iter(*[tag for tag, _ in tags.most_common(1)])) if tags else []
    for element in {e for heading in headings for e in heading.iterancestors("article")}:
        if sum(heading in headings for heading in element.iter(*tags)) > 1:
            element.tag = "div"
    for heading in headings:
        if next(heading.iterancestors("article"), None) is None:
            brief = tree.makeelement("article")
            below = takewhile(_holds_no_heading, heading.itersiblings())
            parts = [heading, *below]
            heading.addprevious(brief)
            brief.extend(parts)


def _head_lead_ins(tree: Any) -> None:
    """Make the bold words that begin a paragraph its heading, where several begin so."""
    leads = [
        (p, p[0])
        for p in tree.iter("p")
        if len(p) and p[0].tag in ("b", "strong") and not (p.text or "").strip()
    ]
    leads = [
        (p, bold) for p, bold in leads if line_of(bold) and is_prose((bold.tail or "").strip())
    ]
    if len(leads) > 1 and next(tree.iter("h2", "h3"), None) is None:
        for paragraph, bold in leads:
            heading = tree.makeelement("h2")
            heading.text = line_of(bold)
            paragraph.addprevious(heading)
            bold.drop_tree()


def _holds_no_heading(element: Any) -> bool:
    return next(element.iter("h1", "h2", "h3"), None) is None


def main_element(tree: Any) -> Any:
    """The `article` or `main` element with the most prose, or the whole page."""
    candidates = [e for e in tree.iter("article", "main") if not is_apart(e, tree)]
    prose = {e: sum(len(line_of(p) or "") for p in e.iter("p")) for e in candidates}
    best = max(candidates, key=lambda e: (prose[e], e.tag == "article"), default=None)
    whole = sum(len(line_of(p) or "") for p in tree.iter("p"))
    if best is None or prose[best] < whole / 3:
        return tree
    inner = [
        e for e in best.iter("article") if e is not best and prose.get(e, 0) >= prose[best] / 2
    ]
    return inner[0] if inner else best


def main_heading(tree: Any, scope: Any) -> Any:
    """The headline's element: the one that the page's title names, or the first of the article.

    The first `h1` of a page is often the name of the site or the section. None where no heading
    can be the headline.
    """
    title = line_of(tree.find(".//title"))
    headings = [e for e in tree.iter("h1", "h2", "h3") if line_of(e)][:_MOST_HEADINGS]
    inside = set(scope.iter("h1", "h2", "h3")) if scope is not tree else set()
    nearest = _heading_above_prose(tree)
    ranked = [
        (
            _heading_score(e, title or "", e in inside, scope if e in inside else tree)
            + 2 * (e is nearest),
            e,
        )
        for e in headings
    ]
    best = max(ranked, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] >= 2 else None


def _heading_above_prose(tree: Any) -> Any:
    """The last heading above the first paragraph of prose; None if there is none."""
    above = takewhile(
        lambda e: e.tag != "p" or not is_prose(line_of(e) or ""), tree.iter("h1", "h2", "h3", "p")
    )
    return next((e for e in reversed(list(above)) if e.tag != "p"), None)


def _leads_home(heading: Any) -> bool:
    """Whether a heading is a link to the first page of the site."""
    links = [*heading.iter("a"), *heading.iterancestors("a")]
    return any(_HOME.fullmatch(link.get("href") or "-") for link in links)


def _heading_score(heading: Any, title: str, is_inside: bool, scope: Any) -> int:
    words, named = folded(line_of(heading) or ""), folded(title)
    places = (heading, *heading.iterancestors())
    classes = " ".join(class_and_id(each) for each in places[:3])
    score = {"h1": 2, "h2": 0}.get(heading.tag, -1) + 2 * is_inside
    score += 5 * ((heading.get("itemprop") or "") == "headline")
    score += 4 * (len(words.split()) >= 3 and words in named)
    score -= 4 * bool(_BRAND_CLASS.search(classes))
    score -= 6 * _leads_home(heading)
    score -= 3 * (not is_inside and any(each.tag == "header" for each in places))
    score -= 4 * is_apart(heading, scope)
    score -= 2 * (count_words(words) < 2)
    return score


def find_byline(scope: Any) -> str | None:
    """The names in the article's author elements: `itemprop`, `rel`, or a class for bylines."""
    found = (
        [e for e in scope.iter() if e.get("itemprop") == "author"],
        [e for e in scope.iter("a", "link") if "author" in (e.get("rel") or "").split()],
        [e for e in scope.iter() if _BYLINE_CLASS.search(e.get("class") or "")],
    )
    for elements in found:
        names = [name for e in elements if not is_apart(e, scope) and (name := _names_in(e))]
        if names:
            return ", ".join(list(dict.fromkeys(names))[:_MOST_NAMES])
    return None


def _names_in(element: Any) -> str | None:
    """The names in an author element, without office, date and "By"."""
    name = next((e for e in element.iter() if e.get("itemprop") == "name"), None)
    holder = element if name is None else name
    words = holder.get("content") or line_of(holder)
    if not words or count_words(words) > _MOST_BYLINE_WORDS:
        return None
    if name is not None and "://" not in words:
        return words
    with_by = f"By {head_lines.without_by(words)}"
    span = head_lines.read_byline(with_by, Span(0, len(with_by)))
    return span.of(with_by) if span else None
