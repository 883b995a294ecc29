"""Finds the day of publication on a web page.

Pages show many dates: of changes, of related stories, of events, of today. The page is read as
lines of text in which elements that name their date ("published", "modified") have that label in
front of it, and machine times stand as ISO dates. One rule then decides for all of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.corpus.events import ANY_DAY, is_event_day
from assistant.corpus.fields import read_day
from assistant.corpus.prose import count_words, is_prose
from assistant.text.dates import find_dates, is_day, parse_date, resolve, year_first_as_iso
from assistant.text.lexicon import FOREIGN_MONTHS, any_of, phrase_patterns, read_data

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section table td th tr ul".split()
)
# Examples of code, which can have dates.
_CODE = ("pre", "code")
UNSEEN = ("head", "script", "style", "template", "noscript", "svg", "iframe", "button", "select")
# Other stories, and the site itself.
_APART = ("aside", "footer", "nav")
# A text without elements of more letters than this is a part of a paragraph.
_LONG_TEXT = 60
_HEADLINES = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADLINE_WORDS = 4
web_pattern = phrase_patterns(read_data(__package__, "web.toml"))
_APART_CLASS = web_pattern("{apart}")
_CHANGE_CLASS = web_pattern("{change}")
_DATE_CLASS = re.compile(r"(?:^|[\s_-])(?:date|timestamp)(?:$|[\s_-])", re.IGNORECASE)
_PUBLICATION_CLASS = web_pattern("{publication}")
_LABEL = web_pattern(r"(?P<published>\b{published})|(?P<changed>\b{changed})")
_BOUND = web_pattern(r"\b{bounds}\s*$")
_PAGE_ITSELF = web_pattern(r"\b{page_itself}\b")
_EVENT_CLASS = web_pattern("{event}")
_MONTH = rf"(?P<month>{any_of(FOREIGN_MONTHS)})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th|º|°|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_FOREIGN = (
    re.compile(rf"\b{_DAY}\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE),
)
# A line that ends with a date such as "02.12.19", "am 02.12.19, 10:15" or "Runa Vik, 2.12.19".
# Without a comma or a word like "am", figures without zeros may be those of a version.
_SHORT = re.compile(
    r"\W*(?P<words>(?:[a-z]+[.:]?,?\s+){0,3}(?=\d\d\.\d\d\.)|\D{0,80}(?:[,|–]|\b(?:am|vom|den|le))\s+)"
    r"(?P<first>\d{1,2})\.(?P<second>\d{1,2})\.(?P<year>\d\d)(?:\W+\d\d[:.]\d\d\W*[a-z]{0,3})?\W*",
    re.IGNORECASE,
)
# The end of what can be in front of a label, in a line or in a sentence.
_OPENING = re.compile(r"(?:^|[.;:|·•–—(]\s)\W*(?:(?:first|originally)\s+)?$", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s+[-–—|:·•›»]+\s+")
_OPENING_REACH = 40
# A label in words is in one of so many elements before the date.
_NEAR_PARTS = 8
# The first pages of the web are of this year.
_FIRST_YEAR = 1991
_NUMERIC = re.compile(
    r"(?<![\d.,/])(?P<first>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)"
    r"(?!\d)"
)
_MONTH_FIRST = ("en-us", "en_us")
_MOST_WORDS = 40
# Scripts of pages keep the time in such attributes, often in seconds since 1970.
_TIME_DATA = re.compile(r"data-[\w-]*(?:time|date|timestamp|published)")
# A line with a date and a name, and little else.
_DATE_LINE_WORDS = 10
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)(?:[/-]?([01]\d)[/-]?([0-3]\d)\b|/(\d{1,2})/(\d{1,2})(?:/|$))"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page; `place` is "above" the headline, the "headline", "head" or "text"."""

    text: str
    place: str
    has_time: bool


def is_apart(element: Any, scope: Any) -> bool:
    """Whether an element belongs to another story or to the site, as its place shows."""
    for each in (element, *element.iterancestors()):
        if each is scope:
            return False
        if begins_apart(each) or (each.tag == "article" and each is not element):
            return True
    return False


def begins_apart(element: Any) -> bool:
    """Whether an element's tag or name shows that another story or a part of the site begins."""
    if element.tag in _APART:
        return True
    if element.tag in ("html", "body", "article"):
        return False
    names = class_and_id(element)
    is_named = _APART_CLASS.search(names) and not _PUBLICATION_CLASS.search(names)
    return bool(is_named or element.tag == "form") and not _holds_most_text(element)


def _holds_most_text(element: Any) -> bool:
    """Whether most of the page's text is in the element: its name is then no sign of its content.

    Pages have all their text in a form, or in an element that is called `with-sidebar`.
    """
    root = element.getroottree().getroot()
    return 2 * _letters_of_text(element) > _letters_of_text(root)


def _letters_of_text(element: Any) -> int:
    texts = element.xpath(
        f".//text()[string-length() > {_LONG_TEXT}][not(parent::script or parent::style)]"
    )
    return sum(len(" ".join(text.split())) for text in texts)


def class_and_id(element: Any) -> str:
    """The names that a page's style gives an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def find_shown_date(scope: Any, heading: Any, locale: str = "") -> str | None:
    """The day that the article shows as its publication, or None.

    A date labelled as publication is preferred to one that is only under the headline. The date of
    a change, or in a sentence, is never used. `locale` distinguishes 3/4/2021 from 4/3/2021.
    """
    ranked: list[tuple[int, int, str]] = []
    label = ""
    for number, line in enumerate(_lines_of_article(scope, heading)):
        dates = list(_labelled_dates(label + line.text, locale))
        is_text = _is_text(line.text)
        if not dates or is_text:
            is_label = count_words(line.text) <= 4 and _LABEL.search(line.text)
            label = f"{line.text} " if is_label else ""
        for kind, day in dates:
            rank = _rank(line, kind, is_text)
            if rank is not None:
                # Of the dates above the headline, the nearest to it.
                ranked.append((rank, -number if line.place == "above" else number, day))
        label = "" if dates else label
    return min(ranked, key=lambda found: found[:2])[2] if ranked else None


def date_in_title(title: str, locale: str = "") -> str | None:
    """The day that is a part of a page's title: "Coal port closes | Echo | 04.03.2021"."""
    for part in reversed(_TITLE_PARTS.split(title)):
        words = _in_english(part, locale)
        day, mentions = parse_date(words), find_dates(words)
        # In other languages than English, the name of the weekday is left.
        left = count_words(words) - sum(count_words(mention.text) for mention in mentions)
        if day is not None and is_day(day) and left <= 1:
            return day
    return None


def find_only_date(scope: Any, heading: Any, locale: str = "") -> str | None:
    """The day that a page shows, where it shows only one, or labels only one as publication.

    Elements beside the article are read too, unless they hold the headline of another story.
    """
    labelled, shown = set(), set()
    for line in _lines_of_article(scope, heading, is_wide=True):
        is_headline = line.place == "headline" and not line.has_time
        if not is_headline and not _is_text(line.text):
            for kind, day in _labelled_dates(line.text, locale):
                labelled |= {day} if kind == "published" else set()
                is_alone = count_words(line.text) <= _DATE_LINE_WORDS and kind != "changed"
                shown |= {day} if is_alone else set()
    return next((days.pop() for days in (labelled, shown) if len(days) == 1), None)


def _is_text(line: str) -> bool:
    return count_words(line) > _MOST_WORDS or is_prose(line)


def _rank(line: _Line, kind: str, is_text: bool) -> int | None:
    """How likely the date is that of publication: 0 is best, None is never."""
    is_first = kind == "in brackets" and line.place == "head"
    if kind == "changed" or (is_text and kind != "published" and not is_first):
        return None
    if line.place == "headline" and not line.has_time:
        return None
    if kind == "published":
        return 0 if line.place == "head" else 2
    return {"head": 1, "above": 3}.get(line.place, 4 if line.has_time else None)


def _labelled_dates(line: str, locale: str) -> Iterator[tuple[str, str]]:
    """The whole dates of a line, each with its label: "published", "changed", "in brackets" or "".

    The first and last days of periods are left out.
    """
    line = _in_english(line, locale)
    mentions, at, is_text = find_dates(line), 0, _is_text(line)
    for number, mention in enumerate(mentions):
        period = resolve(mention, None) if mention.kind == "day" else None
        is_bound = _BOUND.search(line, at, mention.start)
        if period is not None and period.is_day and period.iso and not is_bound:
            end = mentions[number + 1].start if mention is not mentions[-1] else len(line)
            yield _label(line, (at, mention.start), (mention.end, end), is_text), period.iso
        at = mention.end


def _label(line: str, before: tuple[int, int], after: tuple[int, int], is_text: bool) -> str:
    """The label of a date, from the parts of the line before it and after it.

    Without a label, a line can begin with its date in brackets: "(4 March 2021) The council ...".
    A sentence counts only if it is about the page, as its verb may be about anything: "the study
    was published on 4 March 2021". In some languages the verb is at its end.
    """
    labels = list(_LABEL.finditer(line, *before))
    if not labels and line[: before[1]].strip() in ("(", "["):
        return "in brackets"
    is_about_page = _PAGE_ITSELF.search(line, *before) is not None
    if not labels and is_about_page:
        labels = list(_LABEL.finditer(line, *after))[:1]
    kind = (labels[-1].lastgroup or "") if labels else ""
    if kind != "published" or is_about_page or not is_text:
        return kind
    label = labels[-1]
    is_first = (
        _OPENING.search(line, max(0, label.start() - _OPENING_REACH), label.start()) is not None
    )
    return kind if is_first or line[label.end() : before[1]].startswith(":") else ""


def _in_english(line: str, locale: str) -> str:
    """The line with foreign and numeric dates as ISO dates, which `find_dates` finds."""
    short = _SHORT.fullmatch(line)
    if short is not None:
        century = "19" if int(short["year"]) >= _FIRST_YEAR % 100 else "20"
        day = ".".join((short["first"], short["second"], century + short["year"]))
        line = short["words"] + day
    for form in _FOREIGN:
        line = form.sub(lambda d: _as_iso(d, FOREIGN_MONTHS[d["month"].lower()], d["day"]), line)
    return _NUMERIC.sub(lambda d: _ordered(d, locale.lower()), year_first_as_iso(line))


def _ordered(found: re.Match[str], locale: str) -> str:
    """A date in figures as an ISO date, where language or punctuation tells day from month."""
    first, second = int(found["first"]), int(found["second"])
    if found["mark"] == "/" and locale in ("", "en"):
        return found.group()
    month, day = (first, second) if locale.startswith(_MONTH_FIRST) else (second, first)
    return _as_iso(found, month, day)


def _as_iso(found: re.Match[str], month: int, day: str | int) -> str:
    """The date as an ISO date; unchanged where there is no such month or day."""
    is_date = 1 <= month <= 12 and 1 <= int(day) <= 31
    return f"{found['year']}-{month:02}-{int(day):02}" if is_date else found.group()


def _lines_of_article(scope: Any, heading: Any, *, is_wide: bool = False) -> Iterator[_Line]:
    """The lines of an element, without the days in the boxes of events."""
    lines = list(_lines(scope, heading, is_wide=is_wide))
    texts = [line.text for line in lines]
    for number, line in enumerate(lines):
        if not is_event_day(texts, number, is_below=line.place == "text"):
            yield line


def _lines(scope: Any, heading: Any, *, is_wide: bool = False) -> Iterator[_Line]:
    """The lines of an element, without those of other stories and of the site.

    If it is wide, only those elements of them are left out that hold a headline.
    """
    from lxml.etree import iterwalk

    around = [] if heading is None else [heading, *heading.iterancestors()]
    is_inside = scope in around
    place, words, has_time = "above" if is_inside else "head", [""], False
    walk = iterwalk(scope, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "comment":
            words.append(element.tail or "")
            continue
        is_block = element.tag in _BLOCKS
        if is_block and (text := " ".join("".join(words).split())):
            yield _Line(text, place, has_time)
            place = "text" if place == "head" and is_prose(text) else place
        if is_block:
            words, has_time = [], False
        if element is heading and place in ("above", "headline"):
            place = "headline" if event == "start" else "head"
        if event == "end":
            words.append((element.tail or "") if element is not scope else "")
        elif element is not scope and element not in around and _is_left_out(element, is_wide):
            walk.skip_subtree()
        else:
            day = _machine_day(element)
            has_time = has_time or day is not None
            words.append(
                _label_after(words, element) + (day if day is not None else element.text or "")
            )
            if day is not None:
                walk.skip_subtree()
    if text := " ".join("".join(words).split()):
        yield _Line(text, place, has_time)


def _is_left_out(element: Any, is_wide: bool) -> bool:
    if element.tag in (*UNSEEN, "article", "blockquote"):
        return True
    if _is_code(element) or _is_event(element) or _is_masthead(element):
        return True
    return begins_apart(element) and not (is_wide and not _holds_headline(element))


def _is_masthead(element: Any) -> bool:
    """Whether an element is the page's head, with the day on which it was loaded."""
    is_head = element.tag == "header" and element.find(".//h1") is None
    return is_head and next(element.iterancestors("article", "main", "section"), None) is None


def _is_event(element: Any) -> bool:
    """Whether an element is about an event: the article itself may be named so."""
    is_named = _EVENT_CLASS.search(class_and_id(element)) or (
        (element.get("itemtype") or "").endswith("Event")
    )
    return bool(is_named) and element.tag not in ("html", "body") and not _holds_most_text(element)


def _is_code(element: Any) -> bool:
    """Whether it is an example: an old page can have all its text in a `pre`."""
    return element.tag in _CODE and not _holds_most_text(element)


def _holds_headline(element: Any) -> bool:
    """Whether there is a heading below an element, or a link as long as a headline."""
    links = (count_words("".join(link.itertext())) for link in element.iter("a"))
    headings = element.iter(*_HEADLINES)
    return next(headings, None) is not None or any(words >= _HEADLINE_WORDS for words in links)


def _label_after(words: list[str], element: Any) -> str:
    """The label of an element; none after a line that ends with one in words: "Published on"."""
    label = _label_of(element)
    line = "".join(words[-_NEAR_PARTS:]) if label else ""
    ends = [found.start() for found in _LABEL.finditer(line)][-1:]
    is_named = ends and not any(map(str.isdigit, line[ends[0] :]))
    return "" if is_named else label


def _label_of(element: Any) -> str:
    """The label that the element's class or property is: only of one that is short."""
    named = f"{element.get('itemprop') or ''} {class_and_id(element)}"
    # Feeds of microformats need the class `updated`, and so it is on dates of publication too.
    other_names = " ".join(name for name in named.split() if name != "updated")
    is_published = (
        "datePublished" in named
        or element.get("pubdate") is not None
        or (other_names != named and _PUBLICATION_CLASS.search(other_names))
    )
    is_changed = not is_published and _CHANGE_CLASS.search(named)
    if not (is_published or is_changed or _PUBLICATION_CLASS.search(named)):
        return ""
    if count_words("".join(element.itertext())) > _MOST_WORDS:
        return ""
    own = _LABEL.search("".join(element.itertext()))
    return " " if own else " updated: " if is_changed else " published: "


def _machine_day(element: Any) -> str | None:
    """The day of a machine-readable time, in words; None if there is none.

    The day that is shown is used if it has a label, or if it is one day earlier or later: the time
    is then in another zone.
    """
    value = element.get("datetime") or (
        element.get("content") if element.get("itemprop") in ("datePublished", "dateModified") else
        element.get("title") if element.tag == "abbr" or _DATE_CLASS.search(class_and_id(element))
        else None
    )  # fmt: skip
    if value is None and element.tag in ("time", "abbr"):
        value = next((v for name, v in element.items() if _TIME_DATA.fullmatch(name)), None)
    day = read_day(value) if value else None
    if day is None or not is_day(day):
        return None
    shown = "".join(element.itertext())
    words = parse_date(_in_english(shown, ""))
    label = _LABEL.search(shown)
    front = f"{label.group()} " if label else ""
    is_shown = is_day_apart(words, day) or (label and words and is_day(words))
    return f" {front}{words if is_shown else day} "


def is_day_apart(shown: str | None, day: str) -> bool:
    """Whether two ISO dates are whole, and of days that follow each other."""
    if shown is None or not is_day(shown) or not is_day(day):
        return False
    return abs((date.fromisoformat(shown) - date.fromisoformat(day)).days) == 1


def date_in_address(url: str | None) -> str | None:
    """The day in an address such as `https://echo.example/2021/03/04/port`."""
    found = _IN_ADDRESS.search(url or "")
    return parse_date("-".join(filter(None, found.groups()))) if found else None


def guessed_date(tree: Any) -> str | None:
    """The date by htmldate, from what the page holds besides other stories, changes and prose."""
    from copy import deepcopy

    from htmldate import find_date

    copy = deepcopy(tree)
    for element in list(copy.iter()):
        if element.getparent() is not None and _misleads(element):
            element.drop_tree()
    try:
        found: str | None = find_date(copy, extensive_search=False, original_date=True)
    except (ValueError, RecursionError, AttributeError, TypeError):
        return None
    return found


def _misleads(element: Any) -> bool:
    """Whether htmldate would take a wrong date from the element."""
    if element.tag == "meta":
        named = " ".join(element.get(key) or "" for key in ("property", "name", "itemprop"))
        return bool(_CHANGE_CLASS.search(named))
    if element.tag in ("time", "abbr", "title", "h1") or _is_code(element):
        return True
    if element.tag == "p":
        words = "".join(element.itertext())
        return bool(ANY_DAY.match(words)) or count_words(words) > _MOST_WORDS // 2
    is_shown = isinstance(element.tag, str) and element.tag not in ("html", "body", "head", "link")
    return is_shown and (
        begins_apart(element) or _is_event(element) or _label_of(element) == " updated: "
    )
