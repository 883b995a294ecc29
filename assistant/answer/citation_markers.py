"""Citation markers in a model's sentence: every form that models write, and the numbers they cite.

There are two kinds of form. A strong form can only be a marker: `[1]`, `[[1]](#1)`,
`【1†source】`, `(Source 1)`. A weak form is a marker only by its position: `(1)`, `^1`, `¹`. Weak
forms are read only where the sentence has no strong one, and only at the end of a clause, so that
list numbers, ages and units stay words.
"""

import re
from collections.abc import Iterator, Sequence

_NAME = r"(?:excerpts?|sources?|passages?|snippets?|refs?\.?|references?|citations?|docs?)"
_BRACKET_NAME = rf"(?:{_NAME}|documents?|articles?|nos?\.|id|\#|\^)"
_LIST = (
    r"\d{1,3}(?:\s*(?:[,;&–-]|,?\s*\band\b)\s*"
    rf"(?:{_BRACKET_NAME}[\s:]*)?\d{{1,3}})*"
)
_STRONG_FORMS = (
    # [1], [1, 2], [1-3], [Excerpt 1], [^1], [[1]](#1), [1](https://...)
    rf"\[{{1,2}}\s*(?:see\s+|sources?:\s*)?(?:{_BRACKET_NAME}[\s:]*)?{_LIST}\s*\^?\s*\]{{1,2}}"
    r"(?:\([^\s()]*\))?",
    # 【1】, 【1†source】, 【4:0†source】
    rf"【\s*(?:{_BRACKET_NAME}[\s:]*)?(?:\d{{1,3}}:)?{_LIST}\s*(?:†[^】\n]{{0,60}})?】",
    # (Source 1), (see excerpts 1 and 2), (Source: excerpt 1)
    rf"\(\s*(?:see\s+|from\s+|cf\.\s*|sources?:\s*)?{_NAME}[\s:]*{_LIST}\s*\)",
    # (see [1]), (Source: [1], [2])
    rf"\(\s*(?:see|from|cf\.|sources?:)\s*\[{_LIST}\](?:\s*[,;]?\s*\[{_LIST}\])*\s*\)",
)
STRONG = rf"(?:{'|'.join(_STRONG_FORMS)})"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_WEAK_FORMS = (
    rf"\(\s*{_LIST}\s*\)",
    rf"\^\[?{_LIST}\]?\^?",
    rf"[{_SUPERSCRIPTS}]+(?:[,˒ᐟ\s]{{1,2}}[{_SUPERSCRIPTS}]+)*",
)
ANY = rf"(?:{STRONG}|{'|'.join(_WEAK_FORMS)})"

_STRONG = re.compile(STRONG, re.IGNORECASE)
_WEAK = re.compile("|".join(_WEAK_FORMS), re.IGNORECASE)
_CLAUSE_END = re.compile(r"[\"”’')*_]*\s*(?:[.,;:!?…]|$)")
_SENTENCE_END = re.compile(r"[\"”’')*_]*\s*[.!?…]*[\"”’')*_]*\s*$")
_UNIT_BEFORE = re.compile(r"(?:\b|\d)(?:mm|cm|km|m|ft|in|yd|mi)$")
_ENUMERATES = re.compile(r"(?:[:;,]|\band|\bor|^)\s*$", re.IGNORECASE)
_BRACKETED_FIGURE = re.compile(r"\[(\s*\d+(?:\s*[,;–-]\s*\d+)*\s*)\]")
_MOST_OF_A_RANGE = 8
_FROM_SUPERSCRIPT = str.maketrans(_SUPERSCRIPTS, "0123456789")

_REPORTING = (
    r"(?:says?|states?|reports?|notes?|mentions?|indicates?|shows?|explains?|adds?|describes?"
    r"|suggests?|confirms?|reveals?|highlights?)"
)
_KIND = r"(?:excerpts?|passages?|snippets?|sources?|documents?|articles?)"
_NUMBERED = (
    rf"(?:(?:the\s+)?{_KIND}\s*(?:\#|nos?\.\s*)?[\[(【]?(?P<numbers>{_LIST})[\])】]?"
    rf"|(?P<marker>{STRONG}))"
)
_GIVEN = (
    r"(?:the\s+)?(?:(?:provided|given|supplied|available|above)\s+(?:news\s+)?"
    r"(?:excerpts?|passages?|snippets?|sources?|documents?|articles?|texts?|context|information)"
    r"|(?:excerpts?|passages?|snippets?|context|articles?)"
    r"|information\s+(?:provided|given|available|in\s+the\s+(?:excerpts?|articles?)))"
    r"(?:\s+(?:provided|given|above))?"
)
_LEAD_WORDS = (
    r"(?:according\s+to|based\s+on|as\s+(?:stated|reported|noted|mentioned|described|shown|given)"
    r"\s+(?:in|by)|as\s+per|per|judging\s+by|going\s+by)"
)
# "According to excerpt 3, ...", "In excerpt 2, ...", "According to [1], ..."
_LEAD_NUMBERED = re.compile(
    rf"^\s*(?:{_LEAD_WORDS}|in|from)\s+{_NUMBERED}\s*[,:]\s*", re.IGNORECASE
)
# "Based on the excerpts, ..."
_LEAD_GIVEN = re.compile(rf"^\s*{_LEAD_WORDS}\s+{_GIVEN}\s*[,:]\s*", re.IGNORECASE)
# "Excerpt 2 states that ...", "[1] says that ...", "The excerpts say that ..."
_SAYS_NUMBERED = re.compile(rf"^\s*{_NUMBERED}\s*(?:also\s+)?{_REPORTING}\s+that\s+", re.IGNORECASE)
_SAYS_GIVEN = re.compile(rf"^\s*{_GIVEN}\s+(?:also\s+)?{_REPORTING}\s+that\s+", re.IGNORECASE)
# "..., according to excerpt 3."
_TAIL_NUMBERED = re.compile(
    rf"\s*,?\s*(?:\(\s*)?{_LEAD_WORDS}\s+{_NUMBERED}(?:\s*\))?(?=\s*(?:[.,;!?]|$))",
    re.IGNORECASE,
)
# Any other mention: "excerpt 2 mentions a fire".
_MENTION = re.compile(rf"(?:\bthe\s+)?\b(?:excerpt|passage|snippet)(s?)\s+({_LIST})(?!\w)", re.I)


def split_markers(
    sentence: str, known: int = 999, *, verbatim: bool = False
) -> tuple[str, tuple[int, ...]]:
    """A sentence's words without its markers, and the numbers cited, each once, in order.

    A bracketed number inside quoted words is the source's own: it is shown as `［12］` and cites
    nothing. `known` is how many excerpts there are: a weak form of a higher number is no marker.
    With `verbatim` the words are an article's own: attributions and emphasis stay in them.
    """
    if verbatim:
        kept, numbers = _cut(sentence, _markers_in(sentence, known))
        return shield_brackets(kept.replace("**", "")), tuple(dict.fromkeys(numbers))
    lead, sentence = _take_attributions(sentence)
    kept, numbers = _cut(sentence, _markers_in(sentence, known))
    mentioned, kept = _take_mentions(strip_emphasis(kept))
    return shield_brackets(kept), tuple(dict.fromkeys((*lead, *numbers, *mentioned)))


def strong_markers_end(text: str, at: int) -> int:
    """Where the run of strong markers that starts at `at`, spaces allowed, ends."""
    return _run(_TRAILING_STRONG, text, at)


def any_markers_end(text: str, at: int) -> int:
    """The same for markers of any form."""
    return _run(_TRAILING_ANY, text, at)


def shield_brackets(text: str) -> str:
    """The text with `［12］` for `[12]`: no bracketed number is read as a marker."""
    return _BRACKETED_FIGURE.sub(r"［\1］", text)


_BETWEEN = r"(?:[ \t]*(?:,|and\b|&)?[ \t]*)"
_TRAILING_STRONG = re.compile(rf"(?:[ \t]*{STRONG}(?:{_BETWEEN}{STRONG})*)?", re.IGNORECASE)
_TRAILING_ANY = re.compile(rf"(?:[ \t]*{ANY}(?:{_BETWEEN}{ANY})*)?", re.IGNORECASE)


def _run(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _take_attributions(sentence: str) -> tuple[list[int], str]:
    """The numbers that an attribution to excerpts names, and the sentence without it."""
    numbers: list[int] = []
    for pattern in (_LEAD_NUMBERED, _LEAD_GIVEN, _SAYS_NUMBERED, _SAYS_GIVEN):
        if match := pattern.match(sentence):
            numbers += _named(match)
            sentence = _capitalised(sentence[match.end() :])
    quoted = quoted_spans(sentence)
    for match in reversed(list(_TAIL_NUMBERED.finditer(sentence))):
        if not _inside(match.start(), quoted):
            numbers += _named(match)
            sentence = sentence[: match.start()] + sentence[match.end() :]
    return numbers, sentence


def _take_mentions(sentence: str) -> tuple[list[int], str]:
    """The numbers of excerpts that a sentence speaks of, which then speaks of the articles."""
    numbers: list[int] = []
    for match in reversed(list(_MENTION.finditer(sentence))):
        if not _inside(match.start(), quoted_spans(sentence)):
            numbers += _numbers(match[2])
            plain = "the articles" if match[1] else "the article"
            sentence = _capitalised(sentence[: match.start()] + plain + sentence[match.end() :])
    return numbers, sentence


def _named(match: re.Match[str]) -> list[int]:
    found = [value for value in match.groupdict().values() if value]
    return list(_numbers(found[0])) if found else []


def _capitalised(text: str) -> str:
    """The text with its first letter in upper case, as a sentence begins."""
    return text[:1].upper() + text[1:]


def _markers_in(sentence: str, known: int) -> list[re.Match[str]]:
    """The markers of a sentence: the strong ones, else the weak ones that their place confirms."""
    quoted = quoted_spans(sentence)
    opened = open_quotation(sentence)
    if opened is not None:
        # A quotation that goes on in the next sentence: the markers at the end are the model's.
        quoted[-1] = (opened, _trailing_start(sentence))
    strong = [m for m in _STRONG.finditer(sentence) if not _inside(m.start(), quoted)]
    if strong:
        return strong
    weak = [
        m
        for m in _WEAK.finditer(sentence)
        if not _inside(m.start(), quoted) and _may_be_marker(sentence, m, known)
    ]
    return weak if any(_ends_sentence(sentence, m, weak) for m in weak) else []


def _trailing_start(sentence: str) -> int:
    """Where the markers at the sentence's end begin; its length if there are none."""
    start = len(sentence)
    for match in reversed(list(_STRONG.finditer(sentence))):
        if sentence[match.end() : start].strip(" \t\n.!?…,"):
            break
        start = match.start()
    return start


def _may_be_marker(sentence: str, match: re.Match[str], known: int) -> bool:
    """Whether a weak form's number, and what is around it, let it be a marker."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    if not all(1 <= number <= known for number in _numbers(match.group())):
        return False
    ends_clause = _CLAUSE_END.match(after) is not None or _WEAK.match(after.lstrip()) is not None
    if match.group()[0] == "(":
        return before[-1:].isdigit() is False and (ends_clause or not _ENUMERATES.search(before))
    if _UNIT_BEFORE.search(before):
        return False
    return ends_clause or not before[-1:].isdigit()


def _ends_sentence(sentence: str, match: re.Match[str], others: Sequence[re.Match[str]]) -> bool:
    """Whether only punctuation and other markers follow, or the marker is a superscript."""
    if match.group()[0] != "(":
        return True
    rest = sentence[match.end() :]
    for other in others:
        rest = rest.replace(other.group(), "")
    return _SENTENCE_END.match(rest) is not None


_QUOTED = re.compile(r"„[^“”„]*[“”]|“[^”]*”|\"[^\"]*\"|«[^»]*»")


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Where the text is quoted; an opening curly mark that is never closed quotes all the rest."""
    spans = [match.span() for match in _QUOTED.finditer(text)]
    opened = open_quotation(text)
    return spans if opened is None else [*spans, (opened, len(text))]


def open_quotation(text: str) -> int | None:
    """Where a curly quotation opens that the text does not close; None if there is none."""
    closed = max((match.end() for match in _QUOTED.finditer(text)), default=0)
    opened = max(text.rfind("“"), text.rfind("„"))
    return opened if opened >= closed and opened >= 0 else None


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < at < end for start, end in spans)


def _cut(sentence: str, matches: Sequence[re.Match[str]]) -> tuple[str, list[int]]:
    numbers: list[int] = []
    parts: list[str] = []
    at = 0
    for match in matches:
        between = sentence[at : match.start()]
        numbers += _numbers(match.group())
        parts.append("" if at and between.strip() in {"and", "&", ","} else between)
        at = match.end()
    return _tidy([*parts, sentence[at:]]), numbers


def _numbers(marker: str) -> Iterator[int]:
    """The numbers of a marker; a short range includes all of its numbers."""
    inside = re.sub(r"\]\([^\s()]*\)$|†.*|^【\s*\d{1,3}:(?=\d)", "", marker)
    inside = re.sub(rf"(?<=\d)(?:[,˒ᐟ\s]+)(?=[{_SUPERSCRIPTS}])", ",", inside)
    for part in re.finditer(r"(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?", _plain_digits(inside)):
        first, last = int(part[1]), int(part[2] or part[1])
        if 0 < last - first < _MOST_OF_A_RANGE:
            yield from range(first, last + 1)
        else:
            yield from dict.fromkeys((first, last))


def _plain_digits(text: str) -> str:
    return text.translate(_FROM_SUPERSCRIPT)


def _tidy(parts: Sequence[str]) -> str:
    """The parts joined without the space that a marker leaves in front of punctuation."""
    text = parts[0]
    for part in parts[1:]:
        glued = text.rstrip() if not part.strip() or part.lstrip()[:1] in ".,;:!?)" else text
        text = glued + (part.lstrip() if glued != text or glued[-1:].isspace() else part)
    return " ".join(re.sub(r"\s*\(\s*[,;]*\s*\)", "", text).split())


_EMPHASIS = re.compile(r"(?<![\w*_~`])(\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)([^\n]*?\S)\1(?![\w*_~`])")
_LINK = re.compile(r"!?\[([^\]\[\n]+)\]\((?:https?:|mailto:|[#/.])[^\s()]*\)")
# A mark whose pair is in another sentence; "f***" and "sh**t" stay as they are.
_LOOSE = re.compile(
    r"^(?:\*{1,3}|_{1,3})(?=\w)|(?<=[.!?:;,”\"])(?:\*{1,3}|_{1,3})$|(?<![\w*])\*\*(?!\*)"
    r"|(?<!\*)\*\*(?![\w*])"
)


def strip_emphasis(text: str) -> str:
    """The words without Markdown's emphasis, code marks, links and escapes."""
    text = _LINK.sub(r"\1", text)
    previous = None
    while previous != text:
        previous, text = text, _EMPHASIS.sub(r"\2", text)
    return re.sub(r"\\([*_#`~\[\]|])", r"\1", _LOOSE.sub("", text))
