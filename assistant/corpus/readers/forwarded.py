"""Finds the mail that another mail forwards, and its own header lines."""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from assistant.article import Span
from assistant.corpus.head_dates import read_stamps
from assistant.corpus.loaded import Record

# The names of the header lines in the programs' languages.
_SENDER = r"From|Von|De|Da"
_DAY = r"Date|Sent|Datum|Gesendet|Envoyé|Enviado|Fecha|Data|Inviato"
_SUBJECT = r"Subject|Betreff|Objet|Asunto|Oggetto"
_OTHERS = r"To|Cc|Bcc|Reply-To|An|À|Para|Importance|Attachments"
_KEY = re.compile(
    rf"(?:(?<=\s)|^)[*_]*(?:(?P<sender>{_SENDER})|(?P<day>{_DAY})|(?P<title>{_SUBJECT})|{_OTHERS})"
    r"[*_]* ?:[*_]*(?=\s)",
)
_MARK = re.compile(r"^-{2,}[ \w-]{5,40}-{2,}\s*", re.MULTILINE)
_FORWARDED = re.compile(
    r"^\W*(?:begin )?(?:forwarded message|(?:anfang der )?weitergeleitete\w* (?:nachricht|mail)"
    r"|message transféré|mensaje reenviado|messaggio inoltrato)\b",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|rv)\s*:\s*", re.IGNORECASE)
_REPLY_SUBJECT = re.compile(r"\s*(?:re|aw|sv|antw|rép|rif)\s*:", re.IGNORECASE)
# So many at the beginning of a mail can be those that others forwarded.
_MOST_BLOCKS = 20
_LONGEST_VALUE = 1_000
# Characters of what a person writes who forwards a forwarded mail; more is an article that quotes
# one. Without the mark of a forwarded mail it is shorter.
_LONGEST_NOTE, _SHORT_NOTE = 300, 80
_ADDRESS = re.compile(r"\s*\[[^\[\]]*@[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The text of a forwarded mail, its metadata, and what the forwarder wrote above it.

    `rest` is the text from the mark of another forwarded mail on, if one follows.
    """

    text: str
    record: Record
    note: str
    rest: str = ""


def read_forwarded(text: str, subject: str) -> Forwarded | None:
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
            takes = _is_forward(text[:start], note, subject)
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


def _is_forward(above: str, note: str, subject: str) -> bool:
    """Whether a mail forwards the one below this text, and does not reply to it."""
    if _FORWARDED.search(above):
        return True
    if _REPLY_SUBJECT.match(subject):
        return False
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
        title=values.get("title") or _FORWARD_SUBJECT.sub("", subject) or None,
        publisher=name or address or None,
        published=stamps[0].iso if stamps else None,
        places=dict.fromkeys(("title", "publisher", "published"), "the forwarded mail's header"),
    )
