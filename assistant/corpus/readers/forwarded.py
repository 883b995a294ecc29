"""Finds the mail that another mail forwards or quotes, and its own header lines."""

import re
from dataclasses import dataclass, replace
from email.utils import parseaddr

from assistant.article import Span
from assistant.corpus.head_dates import read_stamps
from assistant.corpus.loaded import Record
from assistant.text.lexicon import phrase_patterns, read_data

_pattern = phrase_patterns(read_data(__package__, "mail.toml"))

_KEY = _pattern(
    r"(?:(?<=\s)|^)[*_]*(?:(?P<sender>{sender})|(?P<day>{day})|(?P<title>{subject})|{others})"
    r"[*_]* ?:[*_]*(?=\s)",
    0,
)
_MARK = re.compile(r"^-{2,}[ \w-]{5,40}-{2,}\s*", re.MULTILINE)
_FORWARDED = _pattern(r"^\W*{forwarded}\b", re.IGNORECASE | re.MULTILINE)
_FORWARD_SUBJECT = _pattern(r"\s*{forward}\s*:\s*")
_REPLY_SUBJECT = _pattern(r"\s*{reply}\s*:")
_PREFIXES = _pattern(r"(?:\s*(?:{forward}|{reply})\s*:\s*)*")
# "On Mon, Feb 1, 2021 at 10:30 AM Ann Lee <ann@n.example> wrote:"
_WROTE = _pattern(
    r"(?P<day>[^<>]{5,60}?\d[:.h]\d\d(?::\d\d)?)(?:\s?[ap]\.?m\.?|\s?uhr)?,?\s+"
    r"(?:{wrote}\s+(?P<last>.{2,120})|(?P<first>.{2,120}?),?\s+{wrote})\s?:$"
)
# So many at the beginning of a mail can be those that others forwarded.
_MOST_BLOCKS = 20
_LONGEST_VALUE = 1_000
# Characters of what a person writes who forwards a forwarded mail; more is an article that quotes
# one. Without the mark of a forwarded mail it is shorter.
_LONGEST_NOTE, _SHORT_NOTE = 300, 80
# A reply with no more than a short note, and above so much text, only passes it on.
_SHORTEST_ARTICLE = 200
_MOST_LEVELS, _MOST_ATTRIBUTION_LINES = 4, 3
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_ADDRESS = re.compile(r"\s*\[[^\[\]]*@[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The text of a forwarded or quoted mail, its metadata, and what its sender wrote around it.

    `rest` is the text from the mark of another forwarded mail on, if one follows.
    """

    text: str
    record: Record
    note: str
    rest: str = ""


def read_forwarded(text: str, subject: str) -> Forwarded | None:
    """The mail forwarded or quoted in the text of a mail with this subject; None without one."""
    return _read_forwarded(text, subject) or _read_quoted(text, subject, _MOST_LEVELS)


def _read_quoted(text: str, subject: str, levels: int) -> Forwarded | None:
    """The mail quoted with ">" in a text that adds only a note to it.

    Its header lines are quoted too, or its sender and day are in the line above it.
    """
    lines = text.splitlines()
    marked = [i for i, line in enumerate(lines) if line.startswith(">")]
    if not marked or not levels:
        return None
    quoted = "\n".join(lines[i][1:].removeprefix(" ") for i in marked)
    values, above = _attribution(lines[: marked[0]])
    own = "\n".join(above + [line for line in lines[marked[0] :] if not line.startswith(">")])
    topic = _without_prefixes(subject)
    inner = _read_forwarded(quoted, topic) or _read_quoted(quoted, topic, levels - 1)
    if inner is None and values:
        inner = Forwarded(quoted.strip(), _record(values, topic), "")
    if inner is None or not _passes_on(_note(_SIGNATURE.split(own)[0]), inner.text, subject):
        return None
    return replace(inner, note=" ".join(filter(None, (_note(own), inner.note))))


def _attribution(above: list[str]) -> tuple[dict[str, str], list[str]]:
    """Sender and day in the last lines above a quotation, and the lines above those."""
    while above and not above[-1].strip():
        above = above[:-1]
    for count in range(1, _MOST_ATTRIBUTION_LINES + 1):
        wrote = _WROTE.fullmatch(" ".join(" ".join(above[-count:]).split()))
        if wrote is not None:
            sender = re.sub(r"\((<.*>)\)", r"\1", wrote["first"] or wrote["last"])
            return {"sender": sender, "day": wrote["day"]}, above[:-count]
    return {}, above


def _passes_on(note: str, below: str, subject: str) -> bool:
    """Whether the text below the note of a mail is its article; that of a reply is a long one."""
    if _FORWARD_SUBJECT.match(subject):
        return len(note) <= _LONGEST_NOTE and len(below) > len(note)
    return len(note) <= _SHORT_NOTE and len(below) >= _SHORTEST_ARTICLE


def _without_prefixes(subject: str) -> str:
    prefixes = _PREFIXES.match(subject)
    return subject[prefixes.end() :] if prefixes else subject


def _read_forwarded(text: str, subject: str) -> Forwarded | None:
    """The mail forwarded in the text of a mail with this subject; None if it forwards none.

    It has sender and day in lines of its own, and is longer than the text above them. Of a mail
    that was forwarded several times, it is the innermost one: only a short note is above it.
    """
    found: tuple[int, int] | None = None
    values: dict[str, str] = {}
    rest = len(text)
    for start, end in _blocks(text)[:_MOST_BLOCKS]:
        own = _values(text, start, end)
        if not {"sender", "day"} <= set(own):
            continue
        since = text[found[1] if found else 0 : start]
        note = _note(since)
        if found is None:
            takes = _is_forward(text[:start], note, text[end:].strip(), subject)
        else:
            takes = len(note) <= (_LONGEST_NOTE if _mark_at_end(since) else _SHORT_NOTE)
        if takes and len(text[end:].strip()) > len(note):
            found, values = (start, end), own
        elif found is not None and (mark := _mark_at_end(since)):
            rest = start - len(since) + mark.start()
            break
    if found is None:
        return None
    words, note = text[found[1] : rest].strip(), _note(text[: found[0]])
    return Forwarded(words, _record(values, subject), note, text[rest:])


def _mark_at_end(text: str) -> re.Match[str] | None:
    """The mark of a forwarded mail at the end of the text above its header lines."""
    tail = text.rstrip()
    last = tail.rfind("\n") + 1
    return _MARK.match(text, last) or _FORWARDED.match(text, last)


def _is_forward(above: str, note: str, below: str, subject: str) -> bool:
    """Whether a mail forwards the one below this text, and does more than reply to it."""
    if _FORWARDED.search(above):
        return True
    if _REPLY_SUBJECT.match(subject):
        return _passes_on(note, below, subject)
    return bool(_FORWARD_SUBJECT.match(subject) or _MARK.search(above) or not note)


def _blocks(text: str) -> list[tuple[int, int]]:
    """The runs of lines that each begin with the name of a header line; blank lines may part them.

    A page can show all of them on one line, behind the program's mark.
    """
    found: list[tuple[int, int]] = []
    at, is_open = 0, False
    for line in text.splitlines(keepends=True):
        mark = _MARK.match(line)
        start, at = at + (mark.end() if mark else 0), at + len(line)
        if _KEY.match(text, start, at):
            found.append((found.pop()[0] if is_open else start, at))
            is_open = True
        elif is_open and _are_addresses(line):
            found.append((found.pop()[0], at))
        elif line.strip():
            is_open = False
    return found


def _are_addresses(line: str) -> bool:
    """Whether a line is the rest of a list of receivers: "Ann <a@n.example>"."""
    receivers = [words.split()[-1] for words in re.split("[,;]", line) if words.strip()]
    return bool(receivers) and all("@" in address for address in receivers)


def _values(text: str, start: int, end: int) -> dict[str, str]:
    """The last value of each named header line: the innermost mail's, where blocks touch."""
    keys = list(_KEY.finditer(text, start, end))
    ends = [key.start() for key in keys[1:]] + [end]
    values: dict[str, str] = {}
    for key, stop in zip(keys, ends, strict=True):
        value = " ".join(text[key.end() : stop].split()).strip("* ")
        if key.lastgroup and value:
            values[key.lastgroup] = value
    return values


def _note(above: str) -> str:
    """The words of the forwarder, without the marks and headers that mail programs write."""
    lines = (line.strip() for line in above.splitlines())
    own = (s for s in lines if not (_KEY.match(s) or _MARK.match(s) or _FORWARDED.search(s)))
    return " ".join(line for line in own if any(c.isalnum() for c in line))


def _record(values: dict[str, str], subject: str) -> Record:
    sender = _ADDRESS.sub("", values["sender"][:_LONGEST_VALUE])
    name, address = parseaddr(sender) if "@" in sender else (sender, "")
    day = values["day"][:_LONGEST_VALUE]
    stamps = read_stamps(day, Span(0, len(day)))
    return Record(
        title=values.get("title") or _without_prefixes(subject) or None,
        publisher=name or address or None,
        published=stamps[0].iso if stamps else None,
        places=dict.fromkeys(("title", "publisher", "published"), "the forwarded mail's header"),
    )
