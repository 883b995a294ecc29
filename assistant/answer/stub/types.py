"""Whether a sentence holds a thing of the type that a question seeks, and how near its words."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.terms import Term
from assistant.article import Span
from assistant.text.dates import find_dates
from assistant.text.names import Name, find_names, is_country, same_name
from assistant.text.numbers import Number, find_numbers
from assistant.text.question import Question, is_time_unit
from assistant.text.quotes import find_quotations
from assistant.text.words import stem, words

_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result|result(?:s|ed|ing)? (?:of|from|in)"
    r"|caused? by|causes?|caused|reasons?|since|so that|in order to|after|amid|following"
    r"|for (?:his|her|its|their|failing|being|having|not)|therefore|thus|leads? to|led to"
    r"|prompt(?:s|ed|ing)|blam(?:e|es|ed|ing)|aim(?:s|ed|ing)|purpose|to (?=[a-z]+)"
    r"|meant|citing|accus(?:e|es|ed|ing)|over (?:concerns?|fears?|allegations?)|lack of|as)\b",
    re.IGNORECASE,
)
_STRONG_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result|caused? by|reasons?|so that|in order to"
    r"|prompt(?:s|ed|ing)|blam(?:e|es|ed|ing)|aim(?:s|ed|ing)|purpose|citing|lack of"
    r"|over (?:concerns?|fears?|allegations?))\b",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"\b(?:by \w+ing|by|through|using|use[sd]?|with|via|first|then|process|method|when|which)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:is|are|was|were|be)\s+(?:\w+ly\s+)?(?:an?|the|one)\b|,\s+(?:an?|the|who|which|whose)\s"
    r"|\b(?:known as|called|refers? to|means?|defined as|stands? for|representative of)\b"
    r"|\b(?:is|are)\s+\w+",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty"
    r"|thirty|forty|several|few|many|couple of|half an?|dozens? of)[\s-]+"
    r"(?:more\s|full\s|straight\s)?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies))\b"
    r"|\b(?:since|until|from)\s+(?:\d|[A-Z])|\b(?:overnight|all day|permanent(?:ly)?|forever)\b",
    re.IGNORECASE,
)
_UNITS = {
    "distance": "km|kilomet(?:re|er)s?|miles?|met(?:re|er)s?|feet|foot|yards?|inch(?:es)?|blocks?",
    "length": "km|kilomet(?:re|er)s?|miles?|met(?:re|er)s?|feet|foot|yards?|inch(?:es)?|cm|mm"
    "|hours?|minutes?|pages?|seconds?|days?|weeks?|months?|years?",
    "height": "met(?:re|er)s?|feet|foot|ft|inch(?:es)?|cm|stor(?:ey|y|ies|eys)|km"
    "|kilomet(?:re|er)s?|miles?|percent|per cent|points?",
    "depth": "met(?:re|er)s?|feet|foot|ft|inch(?:es)?|km|kilomet(?:re|er)s?|miles?|fathoms?",
    "width": "met(?:re|er)s?|feet|foot|ft|inch(?:es)?|cm|mm|km|kilomet(?:re|er)s?|miles?",
    "speed": "mph|km/h|kph|knots?|miles? (?:per|an) hour|kilomet(?:re|er)s? (?:per|an) hour|mach"
    "|seconds?|minutes?|hours?|days?|weeks?|months?|percent|per cent",
    "weight": "kg|kilos?|kilograms?|grams?|pounds?|lbs?|ounces?|oz|tons?|tonnes?",
    "temperature": "degrees?|celsius|fahrenheit|°",
    "age": "years?|months?|weeks?|days?|[-‐‑]year[-‐‑]old",
    "loudness": "decibels?|db",
    "frequency": "times?|every|daily|weekly|monthly|yearly|annually|once|twice|per",
    "duration": "seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?",
    "strength": "percent|%|magnitude|mph|points?|megatons?|kilotons?|-magnitude",
}
_FIGURE = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|forty|fifty|hundreds?|thousands?|millions?|billions?|dozens?|half|several|few)"
)
_PREPOSITION = re.compile(
    r"\b(?:in|at|on|near|from|to|outside|inside|across|into|through|around|toward|towards"
    r"|between|off|along|within|via|of)\s+(?:the\s+|a\s+|an\s+)?(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
_COMMON_PLACE = re.compile(
    r"\b(?:in|at|on|near|from|to|outside|inside|across|into|of)\s+(?:the|a|an|his|her|its|their)\s+"
    r"[\w-]+",
    re.IGNORECASE,
)


def nearness(question: Question, terms: Sequence[Term], sentence: Sentence) -> float:
    """How near what is sought stands to the question's own words in a sentence.

    1 where it stands beside them, 0 where nothing of its type is there. What the question itself
    names is not what it seeks.
    """
    found = list(sought_spans(question, sentence.text))
    if not found:
        return 0.0
    forms = frozenset().union(*(term.forms for term in terms))
    places = [Span(word.start, word.end) for word in sentence.words if word.stem in forms]
    if not places:
        return 0.4
    gap = min(_gap(span, place) for span in found for place in places)
    return max(0.4, 1.0 - gap / 150)


def holds(question: Question, sentence: str) -> bool:
    """Whether anything of the sought type stands in a sentence, beyond what the question names."""
    return bool(sought_spans(question, sentence))


@lru_cache(maxsize=4096)
def sought_spans(question: Question, sentence: str) -> tuple[Span, ...]:
    """Where things of the sought type stand."""
    if question.kind == "list" and question.sought in {"organisation", "place", "person", "thing"}:
        return tuple(_several(question, sentence))
    finder = _FINDERS.get(question.sought)
    return tuple(finder(question, sentence)) if finder else (Span(0, len(sentence)),)


_ENUMERATION = re.compile(
    r"[\w’'.-]+(?:, (?:and |or )?(?:\w[\w’'.-]*\s?){1,5}){2,}|\w+ (?:and|or) \w+"
)


_COUNTRIES = frozenset(["country", "countries", "nation", "nations"])


def _several(question: Question, sentence: str) -> Iterable[Span]:
    """Two names or more that the question does not name, or an enumeration."""
    names = list(_new_names(question, sentence))
    if question.head in _COUNTRIES:
        names = [name for name in names if is_country(name.text)]
    if len({name.stems for name in names}) >= 2:
        yield from (Span(name.start, name.end) for name in names)
    elif question.sought == "thing":
        yield from (Span(*match.span()) for match in _ENUMERATION.finditer(sentence))


def _gap(one: Span, other: Span) -> int:
    if one.start < other.end and other.start < one.end:
        return 0
    return max(one.start - other.end, other.start - one.end)


@lru_cache(maxsize=4096)
def names_in(sentence: str) -> tuple[Name, ...]:
    """The names of a sentence; a lone capitalised opener only where it is a country's."""
    return tuple(n for n in find_names(sentence) if not n.opens or is_country(n.text))


@lru_cache(maxsize=64)
def _asked_stems(question: Question) -> frozenset[str]:
    return frozenset(word.stem for word in words(question.text))


def _new_names(question: Question, sentence: str) -> Iterable[Name]:
    """The names of a sentence that the question does not name itself."""
    asked = _asked_stems(question)
    for name in names_in(sentence):
        if not set(name.stems) <= asked:
            yield name


def _people(question: Question, sentence: str) -> Iterable[Span]:
    for name in _new_names(question, sentence):
        if not is_country(name.text) and not name.is_acronym:
            yield Span(name.start, name.end)


def _bodies(question: Question, sentence: str) -> Iterable[Span]:
    for name in _new_names(question, sentence):
        yield Span(name.start, name.end)


def _where(question: Question, sentence: str) -> Iterable[Span]:
    for name in _new_names(question, sentence):
        before = sentence[max(0, name.start - 24) : name.start]
        if question.head in _COUNTRIES and not is_country(name.text):
            continue
        if _PREPOSITION.search(before) or is_country(name.text):
            yield Span(name.start, name.end)
    if not question.head:
        for match in _COMMON_PLACE.finditer(sentence):
            yield Span(*match.span())


def _dates(question: Question, sentence: str) -> Iterable[Span]:
    for mention in find_dates(sentence):
        if mention.text.lower() not in question.text.lower():
            yield Span(mention.start, mention.end)
    for match in _DURATION.finditer(sentence) if question.head is None else ():
        yield Span(*match.span())


def _durations(question: Question, sentence: str) -> Iterable[Span]:
    return (Span(*match.span()) for match in _DURATION.finditer(sentence))


def _numbers(sentence: str) -> Iterable[Number]:
    dates = find_dates(sentence)
    for number in find_numbers(sentence):
        if not any(d.start <= number.start < d.end for d in dates):
            yield number


def _counts(question: Question, sentence: str) -> Iterable[Span]:
    if is_time_unit(question.head):
        yield from _durations(question, sentence)
        return
    asked = question.text.lower()
    for number in _numbers(sentence):
        plain = re.search(rf"(?<!\w){re.escape(number.text.lower())}(?!\w)", asked)
        if number.kind in {"count", "fraction", "percent"} and not plain:
            yield Span(number.start, number.end)
    if question.head is None:
        yield from _money(question, sentence)


@lru_cache(maxsize=4096)
def counts_head(question: Question, sentence: str) -> bool:
    """Whether a number of the sentence counts what the question counts."""
    if question.head is None:
        return True
    head = stem(question.head)
    for number in _numbers(sentence):
        if number.weak or re.fullmatch(r"[a-z]+s", number.text):
            continue
        behind = {w.stem for w in words(sentence, number.end, number.end + 60)}
        if head in number.counted or number.unit == head or head in behind:
            return True
    return False


def _money(question: Question, sentence: str) -> Iterable[Span]:
    for number in _numbers(sentence):
        if number.kind == "money":
            yield Span(number.start, number.end)


_SHARE = re.compile(
    r"\b(?:(?:an?|one|two|three|four)[\s-](?:half|third|quarter|fifth|tenth)s?|half|majority)\b",
    re.I,
)


def _percents(question: Question, sentence: str) -> Iterable[Span]:
    yield from (Span(*match.span()) for match in _SHARE.finditer(sentence))
    for number in _numbers(sentence):
        if number.kind in {"percent", "fraction"}:
            yield Span(number.start, number.end)


def _measures(question: Question, sentence: str) -> Iterable[Span]:
    units = _UNITS.get(question.unit or "")
    if units is None:
        for number in _numbers(sentence):
            yield Span(number.start, number.end)
        return
    pattern = rf"{_FIGURE}[\s-]*(?:\w+\s)?(?:{units})\b|\b(?:every|daily|once|twice)\b"
    if question.unit != "frequency":
        pattern = rf"{_FIGURE}[\s-]*(?:(?:hundred|thousand|million|square)\s)?(?:{units})(?!\w)"
    for match in re.finditer(pattern, sentence, re.IGNORECASE):
        yield Span(*match.span())
    if question.unit == "age":
        for match in re.finditer(r",\s(\d{1,3}),|\baged?\s\d", sentence):
            yield Span(*match.span())


def _matches(pattern: re.Pattern[str]) -> Callable[[Question, str], Iterable[Span]]:
    def find(question: Question, sentence: str) -> Iterable[Span]:
        return (Span(*match.span()) for match in pattern.finditer(sentence))

    return find


def _reasons(question: Question, sentence: str) -> Iterable[Span]:
    """Words that give a reason or a purpose; "refused to sign" gives neither."""
    for match in _REASON.finditer(sentence):
        before = sentence[: match.start()].rsplit(maxsplit=1)[-1:]
        if match.group().lower() != "to" or stem("".join(before)) not in _COMPLETED:
            yield Span(*match.span())


# Verbs and nouns that an infinitive completes: it tells what, not what for.
_COMPLETED = frozenset(
    stem(word)
    for word in (
        "refuse want agree fail continue try able unable go have need begin start plan decide seek "
        "expect ready likely unlikely use hope intend threaten vow promise pledge offer attempt "
        "manage appear seem tend prepare choose propose aim allow order urge ask tell force call "
        "schedule set due willing unwilling right decision effort bid move plan refusal failure "
        "according up close next prior said reported supposed believed known"
    ).split()
)


def gives_reason(sentence: str) -> bool:
    """Whether a sentence says outright why."""
    return _STRONG_REASON.search(sentence) is not None


@lru_cache(maxsize=4096)
def _quotation_spans(sentence: str) -> tuple[Span, ...]:
    return tuple(Span(q.start, q.end) for q in find_quotations(sentence) if q.depth == 0)


_REPORTING = re.compile(
    r"\b(?:said|says|told|added|wrote|tweeted|warned|insisted|claimed|noted|argued|explained|stated"
    r"|stressed|declared|announced|called|complained|accused|urged|reiterated|replied|responded"
    r"|denied|believes?|thinks?|suggested|described|vowed|promised|asked|according to)\b",
    re.IGNORECASE,
)


def _quoted(question: Question, sentence: str) -> Iterable[Span]:
    yield from _quotation_spans(sentence)
    yield from (Span(*match.span()) for match in _REPORTING.finditer(sentence))


def _definitions(question: Question, sentence: str) -> Iterable[Span]:
    """What is said of the one asked for: `X, the head of`, `X is a`, `President X`."""
    if not question.names:
        yield from (Span(*match.span()) for match in _DEFINES.finditer(sentence))
        return
    for name in names_in(sentence):
        if not any(same_name(asked, name) for asked in question.names):
            continue
        role = _ROLE_BEHIND_NAME.match(sentence, name.end)
        if name.title or _ROLE_IN_FRONT.search(sentence[max(0, name.start - 40) : name.start]):
            yield Span(max(0, name.start - 24), name.end)
        elif role:
            yield Span(name.start, role.end())


_ROLE_IN_FRONT = re.compile(
    r"\b[a-z]+(?:or|er|ist|ian|ent|ant|man|woman|ess|eer|ary|ive)\s$"
    r"|\b(?:his|her|their|its|the|[A-Z][\w.-]*['’]s?)\s(?:[a-z-]+\s){1,3}?[a-z-]+,\s$"
)
_ROLE_BEHIND_NAME = re.compile(
    r"(?:['’]s\b|\s*\([^)]*\))?\s*(?:"
    r"(?:,\s*)?(?:who\s+)?(?:it says\s+)?(?:is|was|are|were|became|serves as|served as)\s+"
    r"(?:an?|the|one|[a-z]+)\b"
    r"|(?:,|—|–|-)\s*(?:\d\d,\s)?(?!(?:and|but|or|said|says|told|however|which|while|when|where"
    r"|after|before|in|on|at|to|as|added|adding|citing|calling|saying)\b)"
    r"(?:[A-Z][\w.-]*(?:\s[A-Z][\w.-]*)?['’]s?\s(?:\w+\s){0,2})?[a-z]\w*)"
)


_FINDERS: dict[str, Callable[[Question, str], Iterable[Span]]] = {
    "person": _people,
    "organisation": _bodies,
    "place": _where,
    "date": _dates,
    "duration": _durations,
    "count": _counts,
    "money": _money,
    "percent": _percents,
    "measure": _measures,
    "reason": _reasons,
    "manner": _matches(_MANNER),
    "quotation": _quoted,
    "definition": _definitions,
}
