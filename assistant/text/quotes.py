"""Quotations with their spans and speakers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.article import Span
from assistant.text.lexicon import DOUBLE_QUOTES, SINGLE_QUOTES, SPEECH_VERBS, any_of
from assistant.text.names import Name, find_names, is_body, is_country
from assistant.text.sentences import split_sentences
from assistant.text.words import words

PAIRS = {"“": "”", "„": "“", "«": "»", "‘": "’", '"': '"', "'": "'", "「": "」"}
_ALSO_CLOSE = {"“": '”"“', "„": "”“", '"': '"”', "‘": "’'"}
_MARKS = re.compile(f"[{DOUBLE_QUOTES}{SINGLE_QUOTES}]")
_PLAIN_MARKS = str.maketrans(
    dict.fromkeys(DOUBLE_QUOTES, '"')
    | dict.fromkeys(SINGLE_QUOTES, "'")
    | dict.fromkeys("–—‐‑", "-")
    | {"…": "..."}
)
_PARAGRAPH = re.compile(r"\n\s*")
_SAYING = any_of(SPEECH_VERBS)
_LATE = r"(?:(?:had|has|also|later|then|reportedly)\s)?"
_AFTER = re.compile(
    rf"""[\s,—–-]*(?:
      (?P<who>[^.“”"\n]{{1,90}}?)\s+{_LATE}{_SAYING}\b
    | {_SAYING}\s+(?P<said>[^.“”"\n]{{1,90}})
    | according\sto\s+(?P<according>[^.“”"\n]{{1,90}}))""",
    re.VERBOSE,
)
_BEFORE = re.compile(rf"(?P<who>[^!?“”\"\n]{{1,160}}?)\s+{_LATE}{_SAYING}\b[^!?“”\"\n]{{0,80}}$")
# "Who" is the speaker only if the words beside the verb have no name.
_PRONOUNS = frozenset("he she they it".split())


def in_marks(text: str) -> str:
    """A text in quotation marks, unless it begins with some."""
    return text if text.startswith(("“", "„", "«", '"')) else f"“{text}”"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words: `start` to `end` with the quotation marks, `inner` without them.

    `depth` is 0 for a quotation in the author's text, 1 for one within it, and so on. `speaker` is
    the speaker as the text names them ("Zhang", "the ministry", "he"), and `speaker_at` the span of
    these words; both are None if the text does not say.
    """

    start: int
    end: int
    inner: Span
    depth: int = 0
    speaker: str | None = None
    speaker_at: Span | None = None

    def words(self, text: str) -> str:
        """The quoted words, without their marks."""
        return self.inner.of(text)


def unshield_brackets(text: str) -> str:
    """The text with the brackets that its source has."""
    return text.replace("［", "[").replace("］", "]")


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of a text in the order of their starts, nested ones included.

    Knows curly, straight and single quotation marks and guillemets. A quotation of several
    paragraphs is returned paragraph by paragraph. A quotation that is not closed in its paragraph
    goes up to the paragraph's end.
    """
    found: list[Quotation] = []
    for paragraph in _paragraphs(text):
        found += sorted(_quotations(text, paragraph), key=lambda quotation: quotation.start)
    return _with_inherited(text, [_with_speaker(text, quote) for quote in found])


def is_saying(word: str) -> bool:
    """Whether a word is a form of a verb of saying: "said", "warns", "adding"."""
    return word.lower() in SPEECH_VERBS


def mark_around(text: str, span: Span) -> str:
    """The double mark that opens the quotation in which a whole span of a text lies, or "".

    A quotation that is never closed counts only up to the text's end or a paragraph that opens
    another one: its author may have forgotten the mark.
    """
    for quotation in find_quotations(text):
        mark = text[quotation.start]
        is_closed = quotation.end > quotation.inner.end
        goes_on = is_closed or text[quotation.end :].lstrip()[:1] in ("", mark)
        is_within = quotation.inner.start <= span.start and span.end <= quotation.inner.end
        if mark in DOUBLE_QUOTES and goes_on and is_within:
            return mark
    return ""


def plain_quote(quoted: str) -> str:
    """Quoted words in a form for comparison: one kind of mark and dash, lower case, single spaces.

    Commas and full stops at the ends are removed, because house styles differ about them.
    """
    plain = quoted.translate(_PLAIN_MARKS)
    return " ".join(plain.lower().split()).strip(" ,.;:!?")


def _paragraphs(text: str) -> Iterator[Span]:
    at = 0
    for match in _PARAGRAPH.finditer(text):
        yield Span(at, match.start())
        at = match.end()
    yield Span(at, len(text))


def _quotations(text: str, paragraph: Span) -> Iterator[Quotation]:
    """Match the marks with a stack: a mark that can close an open one does so."""
    stack: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text, paragraph.start, paragraph.end):
        mark, at = match.group(), match.start()
        closing = next(
            (
                i
                for i in range(len(stack) - 1, -1, -1)
                if _closes(text, paragraph, stack[i][0], mark, at)
            ),
            None,
        )
        if closing is not None:
            opened = stack[closing][1]
            yield Quotation(opened, at + 1, Span(opened + 1, at), closing)
            del stack[closing:]
        elif _opens(text, paragraph, mark, at):
            stack.append((mark, at))
    for place, (mark, at) in enumerate(stack):
        if mark in '“"„«':
            yield Quotation(at, paragraph.end, Span(at + 1, paragraph.end), place)
            return


def _opens(text: str, paragraph: Span, mark: str, at: int) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark not in PAIRS or after.isspace():
        return False
    if mark in "'‘":
        return not (before.isalnum() or after.isdigit())
    return mark != '"' or not before.isalnum()


def _closes(text: str, paragraph: Span, opened: str, mark: str, at: int) -> bool:
    if mark not in _ALSO_CLOSE.get(opened, PAIRS[opened]):
        return False
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark in "'’":
        return not after.isalnum() and not before.isspace()
    if mark == opened or mark == "“":
        return not before.isspace() and not after.isalnum()
    return True


def _with_speaker(text: str, quotation: Quotation) -> Quotation:
    """Take the speaker from the words after the quotation, or else from those before it."""
    if quotation.depth:
        return quotation
    line_end = text.find("\n", quotation.end)
    after_to = min(len(text) if line_end < 0 else line_end, quotation.end + 160)
    if (match := _AFTER.match(text, quotation.end, after_to)) is not None:
        group = next(name for name in ("who", "said", "according") if match[name] is not None)
        return _spoken(text, quotation, Span(*match.span(group)))
    before_from = _sentence_start(text, quotation.start)
    match = _BEFORE.search(text[before_from : quotation.start].rstrip(" ,:"))
    if match is None:
        return quotation
    return _spoken(
        text, quotation, Span(before_from + match.start("who"), before_from + match.end("who"))
    )


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence begins that contains the start of a quotation."""
    line = max(0, text.rfind("\n", 0, at) + 1, at - 300)
    return next((s.start for s in split_sentences(text, line, at) if s.end >= at - 3), line)


def _spoken(text: str, quotation: Quotation, where: Span) -> Quotation:
    """The speaker in the words beside the verb: a person's name, a pronoun, or else all words."""
    names = find_names(text, where.start, where.end)
    beside = list(words(text, where.start, where.end))
    pronoun = next((word for word in beside[-1:] if word.text.lower() in _PRONOUNS), None)
    if not pronoun and (name := _speaking(text, names, where)) is not None:
        return replace(quotation, speaker=name.text, speaker_at=Span(name.start, name.end))
    if not names and pronoun is None:
        pronoun = next((w for w in beside if w.text.lower() in _PRONOUNS | {"who"}), None)
    if pronoun is not None:
        span = Span(pronoun.start, pronoun.end)
        return replace(quotation, speaker=pronoun.text, speaker_at=span)
    phrase = where.of(text).strip(" ,")
    if not phrase or len(phrase) > 60:
        return quotation
    at = text.index(phrase, where.start)
    return replace(quotation, speaker=phrase, speaker_at=Span(at, at + len(phrase)))


def _speaking(text: str, names: list[Name], where: Span) -> Name | None:
    """The person nearest to the verb who is not part of an apposition.

    That is Ruiz both in "Ruiz, mayor of Lima, said" and in "After Orlov left, Ruiz said".
    """
    people = [name for name in names if _may_be_a_person(text, name)]
    if text[where.start - 5 : where.start].lower().startswith(("said", "ng to")):
        return people[0] if people else None
    stop = where.end
    while stop > where.start:
        start = max(where.start, text.rfind(",", where.start, stop) + 1)
        inside = [name for name in people if start <= name.start < stop]
        apposed = text[start:stop].strip()[:1].islower() and any(n.end <= start for n in people)
        if inside and not apposed:
            return max(inside, key=_likeness_to_a_speaker)
        stop = start - 1
    return people[0] if people else None


def _may_be_a_person(text: str, name: Name) -> bool:
    owner = text[name.end : name.end + 2] in ("’s", "'s")
    body = any(is_body(word) for word in name.text.split())
    return not (owner or body or name.is_acronym or is_country(name.text))


def _likeness_to_a_speaker(name: Name) -> tuple[bool, bool, int]:
    return len(name.stems) > 1 or name.title is not None, not name.opens, -name.start


def _with_inherited(text: str, found: list[Quotation]) -> list[Quotation]:
    """Give a quotation that continues the one before it the same speaker."""
    result: list[Quotation] = []
    last: Quotation | None = None
    for quotation in found:
        if quotation.depth == 0:
            if quotation.speaker is None and last is not None and _goes_on(text, last, quotation):
                quotation = replace(quotation, speaker=last.speaker, speaker_at=last.speaker_at)
            last = quotation
        result.append(quotation)
    return result


def _goes_on(text: str, last: Quotation, quotation: Quotation) -> bool:
    between = text[last.end : quotation.start]
    if "\n" in between:
        return not between.strip() and last.end == last.inner.end
    return len(between) < 120 and between.rstrip().endswith(".") and between.count(".") == 1
