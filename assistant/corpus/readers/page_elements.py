"""What the elements of a web page show: its headline, its byline, its date of publication."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from assistant.article import Span
from assistant.corpus import bylines
from assistant.corpus.prose import count_words, folded
from assistant.text.dates import parse_date

# Places on a page that belong to another story, or to the site.
_APART = ("aside", "footer", "nav", "form")
_APART_CLASS = re.compile(
    r"related|comment|sidebar|recommend|teaser|promo|most-?(?:read|popular)|read-?(?:more|next)"
    r"|trending|newsletter|\bnav|footer|breadcrumb",
    re.IGNORECASE,
)
_BRAND_CLASS = re.compile(r"logo|brand|masthead|site-?(?:title|name|header)|navbar", re.IGNORECASE)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|author-?names?|contributors?|reporter|writer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"modif|updat|edit(?!or)|revis|last", re.IGNORECASE)
_PUBLICATION = re.compile(r"publish|pubdate|post(?:ed|-date)|entry-date|dateline", re.IGNORECASE)
_DATED_CLASS = re.compile(r"date|time|publish|posted", re.IGNORECASE)
_MOST_HEADINGS = 40
_MOST_BYLINE_WORDS = 25
_MOST_NAMES = 6


def words_of(element: Any) -> str | None:
    """The words of an element on one line, or None."""
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def main_element(tree: Any) -> Any:
    """The `article` or `main` element with the most prose, or the whole page."""
    candidates = [e for e in tree.iter("article", "main") if not is_apart(e, tree)]
    prose = {e: sum(len(words_of(p) or "") for p in e.iter("p")) for e in candidates}
    best = max(candidates, key=lambda e: (prose[e], e.tag == "article"), default=None)
    whole = sum(len(words_of(p) or "") for p in tree.iter("p"))
    if best is None or prose[best] < whole / 3:
        return tree
    inner = [
        e for e in best.iter("article") if e is not best and prose.get(e, 0) >= prose[best] / 2
    ]
    return inner[0] if inner else best


def is_apart(element: Any, scope: Any) -> bool:
    """Whether an element belongs to another story or to the site, as its place shows."""
    for each in (element, *element.iterancestors()):
        if each is scope:
            return False
        if each.tag in _APART or (each.tag == "article" and each is not element):
            return True
        if _APART_CLASS.search(_classes(each)) and each.tag not in ("html", "body", "article"):
            return True
    return False


def _classes(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def read_heading(tree: Any, scope: Any) -> str | None:
    """The headline: the heading that the page's title names, or the first one of the article.

    The first `h1` of a page is often the name of the site or the section.
    """
    title = words_of(tree.find(".//title"))
    headings = [e for e in tree.iter("h1", "h2", "h3") if words_of(e)][:_MOST_HEADINGS]
    inside = set(scope.iter("h1", "h2", "h3")) if scope is not tree else set()
    ranked = [
        (_heading_score(e, title or "", e in inside, scope if e in inside else tree), e)
        for e in headings
    ]
    best = max(ranked, key=lambda pair: pair[0], default=(0, None))
    return words_of(best[1]) if best[0] >= 2 else title


def _heading_score(heading: Any, title: str, is_inside: bool, scope: Any) -> int:
    words, named = folded(words_of(heading) or ""), folded(title)
    places = (heading, *heading.iterancestors())
    classes = " ".join(_classes(each) for each in places[:3])
    score = {"h1": 2, "h2": 0}.get(heading.tag, -1) + 2 * is_inside
    score += 5 * ((heading.get("itemprop") or "") == "headline")
    score += 4 * (len(words.split()) >= 3 and words in named)
    score -= 4 * bool(_BRAND_CLASS.search(classes))
    score -= 3 * (not is_inside and any(each.tag == "header" for each in places))
    score -= 4 * is_apart(heading, scope)
    score -= 2 * (count_words(words) < 2)
    return score


def read_byline(scope: Any) -> str | None:
    """The names in the article's author elements: `itemprop`, `rel`, or a class for bylines."""
    found = (
        [e for e in scope.iter() if e.get("itemprop") == "author"],
        [e for e in scope.iter("a", "link") if "author" in (e.get("rel") or "").split()],
        [e for e in scope.iter() if isinstance(e.tag, str) and _is_byline(e)],
    )
    for elements in found:
        names = [name for e in elements if not is_apart(e, scope) and (name := _names_in(e))]
        if names:
            return ", ".join(list(dict.fromkeys(names))[:_MOST_NAMES])
    return None


def _is_byline(element: Any) -> bool:
    return bool(_BYLINE_CLASS.search(element.get("class") or ""))


def _names_in(element: Any) -> str | None:
    """The names in an author element, without office, date and "By"."""
    name = next((e for e in element.iter() if e.get("itemprop") == "name"), None)
    words = (name if name is not None else element).get("content") or words_of(
        name if name is not None else element
    )
    if not words or count_words(words) > _MOST_BYLINE_WORDS:
        return None
    if name is not None and "://" not in words:
        return words
    with_by = words if re.match(r"(?:written |posted )?by\b", words, re.I) else f"By {words}"
    span: Span | None = bylines.read_byline(with_by, 0, len(with_by))
    return span.of(with_by) if span else None


def read_moment(scope: Any) -> str | None:
    """The time of publication among the `time` elements of the article.

    One that is called the publication goes before one that is not; one of a change is never taken.
    Of a time and a shown date that are a day apart, the shown date is right: the former is in UTC.
    """
    times = [e for e in _times(scope) if not is_apart(e, scope) and not _is_of_change(e)]
    named = [e for e in times if _is_of_publication(e)]
    bare = [e for e in times if not _is_in_prose(e)]
    chosen = next(iter([*named, *bare]), None)
    if chosen is None:
        return _shown_publication(scope)
    return chosen.get("datetime") or chosen.get("content") or words_of(chosen)


def _shown_publication(scope: Any) -> str | None:
    """The day in an element whose class says that it shows the publication."""
    for element in scope.iter():
        named = isinstance(element.tag, str) and _PUBLICATION.search(element.get("class") or "")
        if named and not is_apart(element, scope) and not _is_of_change(element):
            words = words_of(element) or ""
            day = parse_date(words) if count_words(words) <= _MOST_BYLINE_WORDS else None
            if day and len(day) == len("2021-03-04"):
                return day
    return None


def _times(scope: Any) -> Iterator[Any]:
    for element in scope.iter():
        if element.tag == "time" and element.get("datetime"):
            yield element
        if element.tag != "time" and element.get("itemprop") == "datePublished":
            yield element


def without_other_dates(tree: Any) -> Any:
    """A copy of the page without dates of changes, and without what belongs to other stories."""
    from copy import deepcopy

    copy = deepcopy(tree)
    times = [e for e in _times(copy) if _is_of_change(e)]
    changed = [e for e in copy.iter() if e.get("itemprop") == "dateModified"]
    for element in [*times, *changed, *copy.iter(*_APART)]:
        if element.getparent() is not None:
            element.drop_tree()
    return copy


def _is_of_change(element: Any) -> bool:
    named = f"{element.get('itemprop') or ''} {_classes(element)}"
    if "datePublished" in named:
        return False
    own = words_of(element) or ""
    previous = element.getprevious()
    before = previous.tail if previous is not None else element.getparent().text
    return bool(
        _CHANGE.search(named) or _CHANGE.search(own) or _CHANGE.search((before or "")[-30:])
    )


def _is_of_publication(element: Any) -> bool:
    named = f"{element.get('itemprop') or ''} {_classes(element)}"
    return element.get("pubdate") is not None or bool(_PUBLICATION.search(named))


def _is_in_prose(element: Any) -> bool:
    """Whether the time stands in a sentence: it is then a date that the article tells of."""
    parent = next(element.iterancestors("p", "li", "blockquote", "td"), None)
    return parent is not None and count_words(words_of(parent) or "") > 20


def shown_day(scope: Any, day: str) -> str | None:
    """The day that the article shows as its date, if that is next to the given day."""
    if len(day) != 10:
        return None
    for element in scope.iter():
        if isinstance(element.tag, str) and _shows_date(element) and not is_apart(element, scope):
            shown = parse_date(words_of(element) or "")
            if shown and len(shown) == 10 and not _is_of_change(element):
                apart = date.fromisoformat(shown) - date.fromisoformat(day)
                return shown if abs(apart.days) == 1 else None
    return None


def _shows_date(element: Any) -> bool:
    if element.tag != "time" and not _DATED_CLASS.search(element.get("class") or ""):
        return False
    return 2 <= count_words(words_of(element) or "") <= 12
