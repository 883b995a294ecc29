"""Recognises page furniture by its words alone.

A paragraph is furniture only as a whole, and only if its words leave no doubt. A paragraph that
quotes somebody or names a speaker is never furniture.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.corpus.prose import count_words, ends_clause, is_prose
from assistant.text.lexicon import SURE_SPEECH_VERBS, any_of, phrase_patterns, read_data

_pattern = phrase_patterns(read_data(__package__, "furniture.toml"))

# What a short line is as a whole, by the names of the groups. Agencies add notes for their desks.
_LABEL = _pattern(
    r"(?P<advertisement>(?:-+\s*)?{advertisement}(?: - .{0,40})?[\s:.…-]*)"
    r"|(?P<navigation>{navigation}[\s:.…!›»>|-]*)"
    r"|(?P<time_stamp>(?:(?:last |first )?(?:updated?|published|posted|modified|corrected))"
    r"(?: on| at| in)?\b[\d\s:.,apm]*(?:e[ds]?t|p[ds]?t|c[ds]?t|gmt|utc|bst)?[\s.]*)"
    r"|(?P<note_of_the_desk>(?s-i:\(ATTN: .*\)|\(END\)|\(MORE\)|#{3,}|-30-|E(?:NDS|nds)))"
    r"|(?P<notice>{notice}[\s.!]*)"
)
# "Unsubscribe | Privacy policy"
_BETWEEN_LABELS = re.compile(r"\s*[|•·]\s*")
_IMAGE = _pattern(r"(?:\[?!\[[^\]\n]*\]\([^)\n]*\)(?:\]\([^)\n]*\))?\s*)+")
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
    if is_image(line):
        return "image"
    words = count_words(line)
    if words <= 40 and (why := _label(line, words)) is not None:
        return why
    if words <= 60 and _is_copyright(line, words):
        return "copyright notice"
    if words <= 60 and _DISCLAIMER.fullmatch(line):
        return "disclaimer"
    return "sign-up or promotion" if is_promotion(line, words) else None


def is_image(line: str) -> bool:
    """Whether a line is nothing but images in Markdown."""
    return "![" in line and _IMAGE.fullmatch(line) is not None


def _mostly_words(line: str) -> bool:
    """Whether a paragraph that holds code is prose all the same, as reporting about code is."""
    words = line.split()
    plain = sum(_PLAIN_WORD.fullmatch(word) is not None for word in words)
    return plain >= _FEWEST_PLAIN and plain >= _PLAIN_SHARE * len(words)


def _label(line: str, words: int) -> str | None:
    """A short line that is a label, several of them, a link or an address."""
    kinds = [_kind_of_label(part, words) for part in _BETWEEN_LABELS.split(line)]
    if all(kinds):
        return kinds[0]
    if _is_link(line, words):
        return "link to other articles"
    email = EMAIL.search(line)
    bare = email is not None and not EMAIL.sub("", line).strip("()[] .:|\t")
    if bare or (email is not None and words <= 25 and _CONTACT.match(line)):
        return "contact"
    return None


def _kind_of_label(line: str, words: int) -> str | None:
    label = _LABEL.fullmatch(line)
    if label is None or (label.lastgroup == "navigation" and words > _LONGEST_NAVIGATION):
        return None
    return str(label.lastgroup).replace("_", " ")


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


_LIST_HEADING = _pattern(r"{list_heading}[\s:.…›»]*")
_COMMENTS = _pattern(r"{comments}[\s:]*")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)]?\s+\S.*")
_LONGEST_LINK = 25
# A share bar above the article can count the comments, too.
_FEWEST_ABOVE_COMMENTS = 2


def find_lists_and_comments(lines: Sequence[str], known: Mapping[int, str]) -> dict[int, str]:
    """The numbered links under "Most popular", and the comments under "Comments (14)"."""
    found: dict[int, str] = {}
    prose = 0
    for i, line in enumerate(lines):
        if _COMMENTS.fullmatch(line) and prose >= _FEWEST_ABOVE_COMMENTS:
            return found | dict.fromkeys(range(i, len(lines)), "comments of readers")
        if known.get(i) == "navigation" and _LIST_HEADING.fullmatch(line):
            length = _length_of_list(lines[i + 1 :])
            found |= dict.fromkeys(range(i + 1, i + 1 + length), "link to other articles")
        prose += i not in known and i not in found and is_prose(line)
    return found


def _length_of_list(lines: Sequence[str]) -> int:
    """How many lines from the first on are numbered 1, 2, 3, and short enough for links."""
    length = 0
    for number, line in enumerate(lines, 1):
        match = _NUMBERED.fullmatch(line)
        if match is None or int(match["number"]) != number or count_words(line) > _LONGEST_LINK:
            break
        length = number
    return length
