"""The noun phrases of a question: what a follow-up may refer to."""

import re
from collections.abc import Iterator, Sequence

from assistant.text.dates import find_dates
from assistant.text.names import Name, find_names
from assistant.text.verbs import plain_form, verbs_in
from assistant.text.words import Word, words

_ARTICLES = frozenset("the a an this that these those".split())
_INSIDE = frozenset("of for".split())
_QUANTITIES = frozenset("many much long far old often big large".split())
# Neither noun nor verb: "one of the landmarks", "please help".
NO_NOUN = frozenset(
    "one ones part please thanks thank sorry hello hi ok okay yes else way different similar alike"
    " back away home abroad now today tomorrow yesterday later earlier afterwards already recently"
    " soon again anyone anybody someone somebody everyone everybody nobody anything something"
    " nothing everything regarding enough what's who's where's when's how's that's it's there's"
    " here's let's"
    " available possible true worth".split()
)
_OWNS = ("'s ", "’s ")
# "The location of the court" is no thing apart from the court.
_ATTRIBUTES = frozenset(
    "address age amount colour cost date definition difference end goal height history length"
    " location meaning name number part price purpose role size start time value weight".split()
)
# "What is the latest on the storm?" is about the storm.
NEWS = (["latest"], ["news"], ["latest", "news"])
_BEING = frozenset("is are was were be been".split())
# What ends a run of words without being its noun: "the plan rejected".
_PARTICIPLE = re.compile(r"[a-z]+ed")
_SINGULAR = re.compile(
    r".*(?:ss|us|is|news|series|mathematics|politics|economics|physics|athletics|logistics|ethics)"
)
# What ends no noun phrase: "a long river for sure".
_ADVERBIAL = re.compile(
    r"\b(?:for (?:sure|example|instance|free|good|now|years|long)|of course|at all|in general"
    r"|(?:last|next|this|that|every|each)\s+(?:spring|summer|autumn|fall|winter|day|night|morning"
    r"|evening|week|weekend|month|year|time|decade|century)"
    r"|the (?:day|week|month|year|time)(?: (?:before|after|earlier|later))?)\b",
    re.IGNORECASE,
)
_MANY = frozenset("people men women children".split())
_OPENS = re.compile(r"(?:^|[.?!:])\s*$")
# A noun alone may be the subject: "How high was inflation in May?".
_INVERTED = re.compile(
    r"(?:^|\b(?:when|where|why|how(?:\s\w+)?))\s*(?:is|are|was|were|has|have|had|did|does|do|will"
    r"|can|could|would|should)\s+$",
    re.IGNORECASE,
)


def noun_phrases(text: str) -> list[str]:
    """Runs of words that carry content, with their article and what "of" adds, in order.

    Without a grammar this is rough: where a run holds a name, it is cut to the name. A noun alone,
    without an article, is one only in the plural.
    """
    names = [name for name in find_names(text) if not name.opens]
    dated = [(date.start, date.end) for date in find_dates(text)]
    phrases = (_phrase(text, run, names) for run in _content_runs(text, dated))
    return [phrase for phrase in phrases if phrase]


def is_plural(phrase: str) -> bool:
    """Whether a phrase speaks of several: its last word, in small letters, says so."""
    last = phrase.split()[-1]
    if not last.islower():
        return False
    return last in _MANY or (len(last) > 3 and last[-1] == "s" and not _SINGULAR.fullmatch(last))


def in_plural(phrase: str) -> str:
    """What a phrase in small letters means in general: `air marshals` of "an air marshal"."""
    bare = re.sub(r"^(?:an?|the)\s+", "", phrase)
    if is_plural(bare):
        return bare
    if re.search(r"[^aeiou]y$", bare):
        return f"{bare[:-1]}ies"
    return bare + ("es" if re.search(r"(?:s|x|ch|sh)$", bare) else "s")


def in_singular(phrase: str) -> str:
    """One of several that a phrase in small letters speaks of: `a visa` of "visas"."""
    bare = re.sub(r"^the\s+", "", phrase)
    bare = re.sub(r"ies$", "y", re.sub(r"(?<=s|x|h)es$|(?<!ie)s$", "", bare))
    return f"an {bare}" if bare[:1] in "aeio" else f"a {bare}"


def _content_runs(text: str, dated: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
    run: list[Word] = []
    verbs = verbs_in(text)
    been = False
    beside = [match.span() for match in _ADVERBIAL.finditer(text)]
    for word in words(text):
        low = word.text.lower().replace("’", "'")
        gap = text[run[-1].end : word.start].strip() if run else ""
        if any(start <= word.start < end for start, end in dated) or (gap and gap not in "'\"“”"):
            yield run
            run = []
        elif low in _ARTICLES and not (run and run[-1].text.lower() in _INSIDE):
            yield run
            run = [word]
            continue
        aside = any(start <= word.start < end for start, end in beside)
        if word.start in verbs or low in NO_NOUN or aside or _is_done(run, low, been):
            yield run
            run = []
        elif not word.is_stop or (run and low in _INSIDE | _ARTICLES):
            run.append(word)
        else:
            yield run
            run = []
        been = been or low in _BEING
    yield run


def _is_done(run: Sequence[Word], word: str, been: bool) -> bool:
    """Whether a word says what the noun in front of it did or does: "the dam leaked".

    What ends in "ing" does so where it has "is" in front: "is the toll still rising".
    """
    heads = [other for other in run if other.text.lower() not in _ARTICLES]
    done = _PARTICIPLE.fullmatch(word) is not None and plain_form(word) != word
    return bool(heads) and (done or (been and word.endswith("ing")) or word == "still")


def _phrase(text: str, run: list[Word], names: Sequence[Name]) -> str | None:
    counted = bool(run) and run[0].text.lower() in _QUANTITIES
    run = _without_its_ends(run)
    content = [word for word in run if not word.is_stop]
    if not content or [word.text.lower() for word in content] in NEWS:
        return None
    start, end = run[0].start, run[-1].end
    inside = [name for name in names if start <= name.start and name.end <= end]
    headed = run[0].text.lower() in _ARTICLES
    owner = inside[0] if inside and text[inside[0].end : inside[0].end + 3] in _OWNS else None
    if owner is not None and owner.end + 3 < end:
        return text[start:end]
    several = bool(inside) and inside[0].end < end and is_plural(text[start:end])
    whole = several or (headed and inside and _goes_with_a_noun(text, inside[0], start, end))
    if inside and not whole:
        return _with_its_article(text, run, inside[0])
    if headed or counted or len(content) > 1 or is_plural(content[0].text):
        return text[start:end]
    named = content[0].text[0].isupper() and not _OPENS.search(text[:start])
    telling = named or _INVERTED.search(text[:start]) is not None
    return text[start:end] if telling else None


def _without_its_ends(run: list[Word]) -> list[Word]:
    """A run without "many" or a linking "that" in front, and what is no noun behind it."""
    while run and run[0].text.lower() in _QUANTITIES:
        run = run[1:]
    if len(run) > 1 and run[0].text.lower() == "that" and run[1].text.istitle():
        run = run[1:]
    while run and run[-1].is_stop:
        run = run[:-1]
    heads = [word for word in run[:-1] if word.text.lower() not in _ARTICLES]
    return run[:-1] if heads and _PARTICIPLE.fullmatch(run[-1].text) else run


def _with_its_article(text: str, run: Sequence[Word], name: Name) -> str:
    """A name with the article right in front of it, and with its figure: "the 737 Max"."""
    before = [word for word in run if word.end <= name.start]
    start = name.start
    if before and before[-1].text[0].isdigit():
        start = before.pop().start
    if before and before[-1].text.lower() in _ARTICLES:
        start = before[-1].start
    return text[start : name.end]


def _goes_with_a_noun(text: str, name: Name, start: int, end: int) -> bool:
    """Whether a name only says more of a noun: "the US-led force", "the harbour of Lindau"."""
    if of := re.search(r"([\w-]+)\s(?:of|for)\s(?:the\s)?$", text[start : name.start]):
        return of[1].lower() not in _ATTRIBUTES
    if text[name.end : name.end + 1] in ("-", "‐", "‑"):
        return True
    return name.end < end
