"""Citation markers in a model's sentence: every form that models write, and the numbers they cite.

There are two kinds of form. A strong form can only be a marker: `[1]`, `[[1]](#1)`,
`【1†source】`, `(Source 1)`. A weak form is a marker only by its position: `(1)`, `^1`, `¹`. Weak
forms are read only where the sentence has no strong one, and only at the end of a clause, so that
list numbers, ages and units stay words.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.text.lexicon import phrase_patterns, read_data
from assistant.text.sentences import ends_in_abbreviation

_pattern = phrase_patterns(read_data(__package__, "citation_markers.toml"))
STRONG_MARKER = _pattern("{strong}")
ANY_MARKER = _pattern("{any}")
_WEAK = _pattern("{weak}")
_TRAILING_STRONG = _pattern(r"(?:[ \t]*{strong}(?:{between}{strong})*)?")
_TRAILING = _pattern(r"(?:[ \t]*{any}(?:{between}{any})*)?")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CLAUSE_END = re.compile(r"[\"”’')*_]*\s*(?:[.,;:!?…]|$)")
_SENTENCE_END = re.compile(r"[\"”’')*_]*\s*[.!?…]*[\"”’')*_]*\s*$")
_UNIT_BEFORE = re.compile(r"(?:\b|\d)(?:mm|cm|km|m|ft|in|yd|mi)$")
_ENUMERATES = re.compile(r"(?:[:;,]|\band|\bor|^)\s*$", re.IGNORECASE)
_BRACKETED_FIGURE = re.compile(r"\[(\s*\d+(?:\s*[,;–-]\s*\d+)*\s*)\]")
_MOST_OF_A_RANGE = 8
_FROM_SUPERSCRIPT = str.maketrans(_SUPERSCRIPTS, "0123456789")
_ATTRIBUTIONS = (
    # "According to excerpt 3, ...", "In excerpt 2, ...", "According to [1], ..."
    _pattern(r"^\s*(?:{lead}|in|from)\s+{within}?{numbered}\s*[,:]\s*"),
    # "As excerpt 1 reports, ..."
    _pattern(r"^\s*as\s+{numbered}\s+{reporting}\s*,\s*"),
    # "Based on the excerpts, ..."
    _pattern(r"^\s*{lead}\s+{given}\s*[,:]\s*"),
    # "Excerpt 2 states that ...", "[1] says that ..."
    _pattern(r"^\s*{numbered}\s*(?:also\s+)?{reporting}\s+that\s+"),
    # "The excerpts say that ..."
    _pattern(r"^\s*{given}\s+(?:also\s+)?{reporting}\s+that\s+"),
)
# "..., according to excerpt 3."
_TAIL_NUMBERED = _pattern(
    r"\s*,?\s*(?:\(\s*)?(?<!\w){lead}\s+{numbered}(?:\s*\))?(?=\s*(?:[.,;!?]|$))"
)
# Any other mention: "excerpt 2 mentions a fire".
_MENTION = _pattern(r"(?:\bthe\s+)?\b(?:excerpt|passage|snippet)(s?)\s+({numbers})(?!\w)")


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


def with_markers(sentence: str, numbers: Sequence[int]) -> str:
    """`Words [1].`: markers go before a full stop, but after an abbreviation and any other end."""
    markers = "".join(f"[{number}]" for number in numbers)
    if sentence.endswith("..") or not sentence.endswith(".") or ends_in_abbreviation(sentence):
        return f"{sentence} {markers}"
    return f"{sentence[:-1]} {markers}."


def markers_end(text: str, at: int, *, strong: bool) -> int:
    """Where the run of markers that starts at `at`, spaces allowed, ends; `strong` ones only."""
    match = (_TRAILING_STRONG if strong else _TRAILING).match(text, at)
    return match.end() if match else at


def shield_brackets(text: str) -> str:
    """The text with `［12］` for `[12]`: no bracketed number is read as a marker."""
    return _BRACKETED_FIGURE.sub(r"［\1］", text)


def _take_attributions(sentence: str) -> tuple[list[int], str]:
    """The numbers that an attribution to excerpts names, and the sentence without it."""
    numbers: list[int] = []
    for pattern in _ATTRIBUTIONS:
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
    strong = [m for m in STRONG_MARKER.finditer(sentence) if not _inside(m.start(), quoted)]
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
    for match in reversed(list(STRONG_MARKER.finditer(sentence))):
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
        return not before[-1:].isdigit() and (ends_clause or not _ENUMERATES.search(before))
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
    for part in re.finditer(
        r"(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?", inside.translate(_FROM_SUPERSCRIPT)
    ):
        first, last = int(part[1]), int(part[2] or part[1])
        if 0 < last - first < _MOST_OF_A_RANGE:
            yield from range(first, last + 1)
        else:
            yield from dict.fromkeys((first, last))


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
