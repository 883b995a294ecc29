"""Recognises the captions of photos and their credits by their words alone."""

import re
from collections.abc import Mapping, Sequence

from assistant.article import Span
from assistant.corpus.furniture import is_image
from assistant.corpus.prose import count_words, ends_clause, is_marked_headline, is_prose
from assistant.text.dates import find_dates
from assistant.text.lexicon import DOUBLE_QUOTES, phrase_patterns, read_data

_pattern = phrase_patterns(read_data(__package__, "furniture.toml"))

_SURE_CREDIT = _pattern(r"{credit}\s*$", 0)
_CREDIT = _pattern(r"(?:{credit}|{weak_credit})\s*$", 0)
# Before a name in a sentence, and not before that of a photographer.
_IN_SENTENCE = _pattern(r"{before_source}\s+(?:the\s+)?$")
# The agency that an article is from, behind its last sentence: "... on Monday. (Reuters)"
_SOURCE_AT_END = _pattern(r"[.!?”\"]\s*\({agency}\)\.?$", 0)
_CAPTION_START = _pattern("{caption}")
_SHOWN = _pattern("{shown}", 0)
_SPEECH = re.compile(rf"[{DOUBLE_QUOTES}]|\bsaid\b|\btold\b")
_LONGEST_CAPTION = 60
# "Purchase Licensing Rights, opens new tab"
_AFTER_CREDIT = _pattern(r"\s*{after_credit}[\s.]*$")
# A line in italics under an image in Markdown.
_ITALICS = re.compile(r"\*[^*]+\*|_[^_]+_")
_LONGEST_LINE = 1_200
# Every credit has one of these, which is quick to test.
_CREDIT_HINTS = (
    *("/", "|", "(", "[", "Getty", "hoto", "PHOTO", "mage", "icture", "redit"),
    *("via ", "Via ", "VIA "),
)
# Labels for screen readers; the caption is the next line.
_LABELS_ABOVE = ("image caption", "photo caption", "picture caption")
_LONGEST_CREDIT = 14
_LONGEST_FRAGMENT = 40
_IMAGE_SOURCE = re.compile("image source", re.IGNORECASE)
_AGENCY_LINE = _pattern("(?:{agency}[ /,]*)+", 0)


def find_captions(text: str, paragraphs: Sequence[Span]) -> dict[int, str]:
    """The paragraphs that are captions or credits, by position.

    A caption ends with a credit, begins as only captions do ("FILE -"), describes a picture beside
    a credit, or is in italics under an image. The title of the image above a caption belongs to it.
    """
    lines = [span.of(text) for span in paragraphs]
    found = {i: why for i, line in enumerate(lines) if (why := _caption_kind(line)) is not None}
    if lines and _SOURCE_AT_END.search(lines[-1]):
        found.pop(len(lines) - 1, None)
    labels = [i for i, line in enumerate(lines[:-1]) if line.lower().rstrip(",:") in _LABELS_ABOVE]
    found |= {
        i + 1: "photo caption"
        for i, line in enumerate(lines[:-1])
        if is_image(line) and _ITALICS.fullmatch(lines[i + 1])
    }
    for i in labels:
        found |= {i: "photo caption", i + 1: "photo caption"}
    for i in [i for i, why in found.items() if why == "photo credit" and i > 0]:
        if i - 1 not in found and _describes_picture(lines[i - 1]):
            found[i - 1] = "photo caption"
    found |= _bare_captions(lines, found) if lines else {}
    for i in sorted((i for i, why in found.items() if why == "photo caption"), reverse=True):
        if i > 0 and i - 1 not in found and _is_title_of(text, paragraphs, i):
            found[i - 1] = "photo caption"
    return found


def _bare_captions(lines: Sequence[str], found: Mapping[int, str]) -> dict[int, str]:
    """The agencies on lines of their own between sentences, and the captions below credits.

    Such a caption is a fragment between the credit and a sentence, and describes a picture or has
    "Image source" above it. It is below the article's headline or first sentence: a headline, too,
    can be below a credit.
    """
    bare: dict[int, str] = {}
    prose = {i for i, line in enumerate(lines) if i not in found and is_prose(line)}
    prose -= {0} if is_marked_headline(lines[0]) else set()
    first = min(prose, default=0)
    begin = 0 if _is_headline(lines[0]) else first
    for i in range(begin + 1, max(prose, default=0)):
        is_agency = i - 1 in prose and _AGENCY_LINE.fullmatch(lines[i])
        if not is_agency and found.get(i) != "photo credit":
            continue
        bare[i] = "photo credit"
        is_between = (i - 1 in prose or i < first) and i + 2 in prose
        below = lines[i + 1]
        shows = _IMAGE_SOURCE.match(lines[i]) or _describes_picture(below)
        if is_between and i + 1 not in found and shows and _is_fragment(below):
            bare[i + 1] = "photo caption"
    return bare


def _is_headline(line: str) -> bool:
    """Whether a first line is the headline, so that no line below a credit can be it."""
    return _is_fragment(line) and not any(c.isdigit() for c in line)


def _is_fragment(line: str) -> bool:
    words = count_words(line)
    return 4 <= words <= _LONGEST_FRAGMENT and not ends_clause(line) and not _SPEECH.search(line)


def _caption_kind(line: str) -> str | None:
    if len(line) > _LONGEST_LINE:
        return None
    line = _AFTER_CREDIT.sub("", line)
    tail = line[-200:]
    credit = _CREDIT.search(tail) if any(hint in tail for hint in _CREDIT_HINTS) else None
    if credit and _is_source(tail, credit):
        credit = None
    if credit is None and not _CAPTION_START.match(line):
        return None
    words = count_words(line)
    # The captions of other scripts are not known.
    is_latin = line.isascii() or 2 * sum("a" <= c.lower() <= "ɏ" for c in line) > len(line)
    if words > _LONGEST_CAPTION * 2 or not is_latin:
        return None
    if credit and words <= _LONGEST_CREDIT and _is_all_credit(line, credit.group()):
        return "photo credit"
    if _CAPTION_START.match(line) and (credit or not _SPEECH.search(line)) and words > 2:
        return "photo caption"
    if credit is None or words > _LONGEST_CAPTION:
        return None
    sure = _SURE_CREDIT.search(line[-200:]) and not any(mark in line for mark in DOUBLE_QUOTES)
    return "photo caption" if sure or not _SPEECH.search(line) else None


def _is_source(line: str, credit: re.Match[str]) -> bool:
    """Whether the names at the end of a line are those of a source in its sentence."""
    is_sentence = ". " not in credit[0] and _IN_SENTENCE.search(line, 0, credit.start())
    return bool(is_sentence or _SPEECH.search(credit[0]))


def _is_all_credit(line: str, credit: str) -> bool:
    """Whether there is nothing before the credit but one or two names."""
    front = line[: len(line) - len(credit)].strip(" (|/-–—")
    return not any(word[:1].islower() for word in front.split() if word not in ("and", "by", "for"))


def _describes_picture(line: str) -> bool:
    words = count_words(line)
    if not 4 <= words <= _LONGEST_CAPTION or _SPEECH.search(line):
        return False
    dated = any(m.kind == "day" and m.is_complete for m in find_dates(line))
    return dated or bool(_SHOWN.search(line))


def _is_title_of(text: str, paragraphs: Sequence[Span], caption: int) -> bool:
    """Whether the line above a caption is the title of its image, or its beginning."""
    above, below = paragraphs[caption - 1], paragraphs[caption]
    line = above.of(text)
    if ends_clause(line):
        return False
    if below.of(text).startswith(line.rstrip(". ")):
        return True
    gap = text[above.end : below.start]
    blank_lines = len(re.findall(r"\n[ \t\r\u00a0]*\n", text)) * 3 > len(paragraphs)
    return blank_lines and gap.count("\n") == 1 and caption > 1
