"""Recognises page furniture and photo captions by their words alone.

A paragraph is furniture only as a whole, and only if its words leave no doubt. A paragraph that
quotes somebody or names a speaker is never furniture.
"""

import re
from collections.abc import Sequence

from assistant.article import Span
from assistant.corpus.prose import count_words, ends_clause
from assistant.text.dates import find_dates
from assistant.text.lexicon import (
    DOUBLE_QUOTES,
    SURE_SPEECH_VERBS,
    any_of,
    phrase_patterns,
    read_data,
)

_pattern = phrase_patterns(read_data(__package__, "furniture.toml"))

# What a short line is as a whole, by the names of the groups. Agencies add notes for their desks.
_LABEL = _pattern(
    r"(?P<advertisement>(?:-+\s*)?{advertisement}(?: - .{0,40})?[\s:.…-]*)"
    r"|(?P<navigation>{navigation}[\s:.…!›»>|-]*)"
    r"|(?P<time_stamp>(?:(?:last |first )?(?:updated?|published|posted|modified|corrected))"
    r"(?: on| at| in)?\b[\d\s:.,apm]*(?:e[ds]?t|p[ds]?t|c[ds]?t|gmt|utc|bst)?[\s.]*)"
    r"|(?P<note_of_the_desk>(?s-i:\(ATTN: .*\)|\(END\)|\(MORE\)|#{3,}|-30-|E(?:NDS|nds)))"
)
_LINK = _pattern(r"{link}\s*[:|>»]\s*\S.*")
_POINTER = _pattern(r"(?s){pointer}\b.*{target}\S*[\s.)]*")
_COVERAGE = _pattern(
    r"(?:full|complete|continuing|more|for [\w ]{2,40}) coverage\b[^.!?]{0,80}(?:click here)?\W*"
)
_OPENER = _pattern(r"[\W_]*{opener}\b")
_PROMOTION = _pattern("{promotion}")
_UNMISTAKABLE = _pattern("{unmistakable}")
_KEPT = _pattern("{kept}")
_ADDRESSED = _pattern(r"\b(?:you|your|yours|us|our|we)\b")
_SPOKEN = _pattern(
    rf"[“”\"]\w|\w[“”\"]|\b(?:{any_of(SURE_SPEECH_VERBS)}|according to|announced|reported)\b"
)
_COPYRIGHT = _pattern("{copyright}")
_RIGHTS = _pattern("{rights}")
EMAIL = _pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CONTACT = _pattern(r"(?s){contact}\b.*")
_DISCLAIMER = _pattern(
    r"(?s)(?:the )?(?:opinions?|views?)(?: and (?:opinions?|views))? (?:expressed|presented|stated)"
    r"\b.{0,80}\b(?:own|author|author['’]s|not (?:necessarily )?(?:reflect|represent)).*"
)
_CODE = _pattern("{code}", 0)
_CODE_MARKS = ("{", "<", "(", "window.", "var ", "googletag")
# Words as in sentences, unlike `dataLayer`, `return;` or `class="ad"`.
_PLAIN_WORD = re.compile(r"[(“‘\"']?(?:\d+|[^\W\d_](?:[^\W\d_A-Z]|['’-])*|[A-Z]+)[)”’\"'.,:!?]*")
# A paragraph of reporting about code has at least so many of them, and this share.
_FEWEST_PLAIN, _PLAIN_SHARE = 8, 0.8
_OFFER = _pattern(
    r"[\d,]+(?:\+|['’]s of)\s(?:\w+\s){0,3}(?:titles|sources|publications|publishers|magazines"
    r"|newspapers|brands|podcasts)\b.{0,20}"
)
_LONGEST_PROMOTION = 130
_LONGEST_NAVIGATION = 25
_LONGEST_LINE = 1_200


def furniture(line: str) -> str | None:
    """The kind of furniture that a paragraph is; None if it may be reporting."""
    if not any(c.isalnum() for c in line):
        return "separator"
    why = _kind(line)
    return None if why is None or _KEPT.search(line) else why


def _kind(line: str) -> str | None:
    """The kind, with the cheapest tests first: every paragraph of every article comes here."""
    if any(mark in line for mark in _CODE_MARKS) and _CODE.search(line) and not _mostly_words(line):
        return "page code"
    if len(line) > _LONGEST_LINE:
        return None
    words = count_words(line)
    if words <= 40 and (why := _label(line, words)) is not None:
        return why
    if words <= 60 and _is_copyright(line, words):
        return "copyright notice"
    if words <= 60 and _DISCLAIMER.fullmatch(line):
        return "disclaimer"
    return "sign-up or promotion" if is_promotion(line, words) else None


def _mostly_words(line: str) -> bool:
    """Whether a paragraph that holds code is prose all the same, as reporting about code is."""
    words = line.split()
    plain = sum(_PLAIN_WORD.fullmatch(word) is not None for word in words)
    return plain >= _FEWEST_PLAIN and plain >= _PLAIN_SHARE * len(words)


def _label(line: str, words: int) -> str | None:
    """A short line that is a label, a link or an address."""
    label = _LABEL.fullmatch(line)
    if label and (label.lastgroup != "navigation" or words <= _LONGEST_NAVIGATION):
        return str(label.lastgroup).replace("_", " ")
    if _is_link(line, words):
        return "link to other articles"
    email = EMAIL.search(line)
    bare = email is not None and not EMAIL.sub("", line).strip("()[] .:|\t")
    if bare or (email is not None and words <= 25 and _CONTACT.match(line)):
        return "contact"
    return None


def _is_link(line: str, words: int) -> bool:
    linked = (_LINK.fullmatch(line) and not ends_clause(line)) or (
        words <= 30 and (_POINTER.fullmatch(line) or _COVERAGE.fullmatch(line))
    )
    return bool(linked) and not _SPOKEN.search(line)


def _is_copyright(line: str, words: int) -> bool:
    if words <= 60 and _COPYRIGHT.match(line):
        return "©" in line[:12] or bool(_RIGHTS.search(line)) or words <= 12
    return words <= 40 and bool(_RIGHTS.search(line)) and not _SPOKEN.search(line)


def is_promotion(line: str, words: int) -> bool:
    """Whether a line of so many words asks to sign up, subscribe, download, give or log in.

    It begins with a typical phrase and names an offer. A longer paragraph names several offers, or
    addresses the reader.
    """
    if words > _LONGEST_PROMOTION:
        return False
    if words <= 12 and _OFFER.fullmatch(line):
        return True
    if not _OPENER.match(line) or _SPOKEN.search(line):
        return False
    terms = len({match.group().lower() for match in _PROMOTION.finditer(line)})
    if terms == 0:
        return False
    if words <= 12 and not line.endswith((",", ";")):
        return bool(_UNMISTAKABLE.search(line) or (terms > 1 and _ADDRESSED.search(line)))
    addressed = bool(_ADDRESSED.search(line))
    if terms >= 2:
        return addressed or words <= 20
    return addressed and words <= 30 and bool(_UNMISTAKABLE.search(line))


_SURE_CREDIT = _pattern(r"{credit}\s*$", 0)
_CREDIT = _pattern(r"(?:{credit}|{weak_credit})\s*$", 0)
_CAPTION_START = _pattern("{caption}")
_SHOWN = _pattern("{shown}", 0)
_SPEECH = re.compile(rf"[{DOUBLE_QUOTES}]|\bsaid\b|\btold\b")
_LONGEST_CAPTION = 60
# Every credit has one of these, which is quick to test.
_CREDIT_HINTS = (
    *("/", "|", "(", "[", "Getty", "hoto", "PHOTO", "mage", "icture", "redit"),
    *("via ", "Via ", "VIA "),
)
# Labels for screen readers; the caption is the next line.
_LABELS_ABOVE = ("image caption", "photo caption", "picture caption")
_LONGEST_CREDIT = 14


def find_captions(text: str, paragraphs: Sequence[Span]) -> dict[int, str]:
    """The paragraphs that are captions or credits, by position.

    A caption ends with a credit, begins as only captions do ("FILE -"), or describes a picture and
    is followed by a credit. The title of the image above a caption belongs to it.
    """
    lines = [span.of(text) for span in paragraphs]
    found = {i: why for i, line in enumerate(lines) if (why := _caption_kind(line)) is not None}
    labels = [i for i, line in enumerate(lines[:-1]) if line.lower().rstrip(",:") in _LABELS_ABOVE]
    for i in labels:
        found |= {i: "photo caption", i + 1: "photo caption"}
    for i in [i for i, why in found.items() if why == "photo credit" and i > 0]:
        if i - 1 not in found and _describes_picture(lines[i - 1]):
            found[i - 1] = "photo caption"
    for i in sorted((i for i, why in found.items() if why == "photo caption"), reverse=True):
        if i > 0 and i - 1 not in found and _is_title_of(text, paragraphs, i):
            found[i - 1] = "photo caption"
    return found


def _caption_kind(line: str) -> str | None:
    if len(line) > _LONGEST_LINE:
        return None
    tail = line[-200:]
    credit = _CREDIT.search(tail) if any(hint in tail for hint in _CREDIT_HINTS) else None
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
