"""Lines that say who wrote an article."""

import re

from assistant.article import Span
from assistant.text.lexicon import MONTHS, SHORT_MONTHS, WEEKDAYS, any_of

_BY = re.compile(
    r"[*_]*(?:by|written by|story by|words by|reported by|report by|text by|author)\s*:?\s+[*_]*",
    re.IGNORECASE,
)
_MONTHS = (*MONTHS, *SHORT_MONTHS)
# A stamp is often glued to the last name, with no space: "Jane DoePublished : May 3, 2021".
_STAMP = re.compile(
    r"[\s|•·,–—-]*(?:(?:First |Last |Originally )?(?:Published|Updated|Posted|Modified|Created)\b"
    rf"|{any_of(map(str.capitalize, WEEKDAYS))},? |{any_of(map(str.capitalize, _MONTHS))}\.? \d"
    r"|\d{1,2}[ ./](?:\d|[A-Z][a-z]{2})|\d{4}-\d\d|[|•·]|https?:|@|\d+ min)"
)
_ROLE = re.compile(
    r"\b(?:correspondents?|reporters?|writers?|editors?|staff|bureau|contributors?|columnists?"
    r"|press"
    r"|news|agency|agencies|desk|service|special|chief|analysts?|producers?|photographers?|for)\b",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’\-]*\.?")
_PARTICLES = frozenset(
    "and & with von van de der den del della di da do dos du la le al el bin ibn ben ter zu y e "
    "in at of "
    "for the und et".split()
)
_COLLECTIVE = re.compile(
    r"(?:(?:by|from|our|the|special|own|news|foreign|political|web|online|digital"
    r"|associated press|press"
    r"|reuters|afp|agence france-presse|ap|bloomberg|xinhua|yonhap|dpa|pti|ani|upi|kyodo|tass|efe"
    r"|ansa"
    r"|staff|agency|agencies|correspondents?|reporters?|writers?|editors?|editorial|board|wires?"
    r"|desk"
    r"|newsroom|team|report|reports|services?|bureau|contributors?|columnist|opinion|guest|and"
    r"|with|&"
    r"|[,/|])\s*)+",
    re.IGNORECASE,
)
# These sign an article in place of a person; an office ("Opinion contributor") does not.
_SIGNS = re.compile(
    r"staff|agenc|wires?\b|desk|newsroom|team|editorial board|correspondents|reporters"
    r"|associated press|reuters"
    r"|afp|france-presse|bloomberg|xinhua|yonhap|\bap\b|\bdpa\b|\bpti\b|\bupi\b|kyodo|tass",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:(?:opinion|guest|senior|staff|chief|special|political|foreign|national|contributing|data"
    r"|the|our)\s+)*"
    r"(?:contributors?|columnists?|correspondents?|reporters?|writers?|editors?|journalists?)",
    re.IGNORECASE,
)
_MOST_WORDS = 30


def read_byline(text: str, start: int, end: int) -> Span | None:
    """Where the names stand in a byline, or None where the line is none.

    "By Jane Doe and John Roe, Paris Correspondent" gives "Jane Doe and John Roe". A sentence that
    begins with "By" is no byline: its words are not names.
    """
    line = text[start:end]
    if len(line.split()) > _MOST_WORDS:
        return None
    if _COLLECTIVE.fullmatch(line) and _SIGNS.search(line) and not is_office(line):
        skip = re.match(r"by\s+", line, re.IGNORECASE)
        return _trimmed(text, start + (skip.end() if skip else 0), end)
    by = _BY.match(line)
    if by is None:
        return None
    stamp = _STAMP.search(line, by.end())
    stop = stamp.start() if stamp else len(line)
    stop = _before_role(line, by.end(), stop)
    names = line[by.end() : stop].strip(" ,;|-–—*_\u00a0")
    return _trimmed(text, start + by.end(), start + stop) if _are_names(names) else None


def read_names(text: str, start: int, end: int) -> Span | None:
    """The line's span where it holds the names of one to three people and nothing else."""
    line = text[start:end].strip()
    words = line.split()
    if not 2 <= len(words) <= 10 or not _are_names(line) or not line[0].isupper():
        return None
    return Span(start, end)


def is_office(line: str) -> bool:
    """Whether a line names the office of a writer: "Opinion contributor", "Staff reporter"."""
    return bool(_OFFICE.fullmatch(line.strip()))


def _before_role(line: str, start: int, stop: int) -> int:
    """Where the first part ends that names an office, not a person."""
    for comma in re.finditer(r",\s*(?!and\b)|\s+\(|\s+[-–—]\s+|\n", line[start:stop]):
        part = re.split(r",|\band\b|\)", line[start + comma.end() : stop], maxsplit=1)[0]
        if _ROLE.search(part):
            return start + comma.start()
    return stop


def _are_names(names: str) -> bool:
    words = names.replace(",", " ").replace(";", " ").split()
    if not words or names.endswith(("!", "?", ":")):
        return False
    if names.endswith(".") and not re.search(r"\b(?:[A-Z]|Jr|Sr|Dr)\.$", names):
        return False
    if not all(word in _PARTICLES or _NAME_WORD.fullmatch(word) for word in words):
        return False
    capitals = sum(word[0].isupper() for word in words)
    lower = [word for word in words if word[0].islower() and word.lower() not in _PARTICLES]
    return capitals >= 1 and not lower


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" ,;:|\u00a0"))
    return Span(start + left, start + len(piece.rstrip(" ,;|-–—*_\u00a0\r\n")))
