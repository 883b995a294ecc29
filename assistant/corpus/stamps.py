"""Lines that say when an article was published."""

import re
from dataclasses import dataclass

from assistant.text.dates import DateMention, find_dates, resolve
from assistant.text.lexicon import WEEKDAYS, any_of

_LABEL = re.compile(
    r"(?P<first>first published|originally published|published|posted|publication date|created"
    r"|pub(?:lished)? date|issued?|filed|date|uploaded|released)"
    r"|(?P<later>(?:last )?updated?|(?:last )?modified|edited)",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:on|at|in|of|am|pm|a\.m|p\.m|noon|midnight|gmt|utc|[ecmpabi]s?[ds]?t|cest|cet|ist|jst"
    r"|kst"
    r"|hkt|sgt|aest|aedt|local time|eastern|pacific|central|standard|daylight|time|hrs?|h|updated?"
    r"|ago|\d+ min(?:ute)?s?(?: read)?|read|min(?:ute)?s?"
    rf"|{any_of(WEEKDAYS)}"
    r"|print|edition|issue|and|line|last|first|to|date|article|story|this|was|comments?|all|news"
    r"|world|national|business|politics|sports?)\b",
    re.IGNORECASE,
)
# The place of the desk, as some papers put it behind the time: "09:15 am IST - New Delhi".
_PLACE = re.compile(r"\s[-–|]\s(?:[A-Z][\w.]+[\s,]*){1,3}$")
_YEAR = re.compile(r"\d{4}")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date of publication that stands in the text.

    `label` is the word it stands after ("Published"), None where it stands alone; `later` says
    that it is the date of a change.
    """

    mention: DateMention
    label: str | None
    later: bool

    @property
    def iso(self) -> str:
        """The ISO date."""
        period = resolve(self.mention, None)
        assert period is not None
        return period.first.isoformat()


def read_stamps(text: str, start: int, end: int) -> list[Stamp]:
    """The dates in a line, each with the label in front of it; none where it has no whole date."""
    stamps: list[Stamp] = []
    if not _YEAR.search(text, start, end):
        return stamps
    at = start
    for mention in find_dates(text, start, end):
        if mention.kind == "day" and resolve(mention, None) is not None:
            label = list(_LABEL.finditer(text, at, mention.start))[-1:]
            words = label[0].group() if label else None
            stamps.append(Stamp(mention, words, bool(label and label[0]["later"])))
        at = mention.end
    return stamps


def is_stamp_line(text: str, start: int, end: int) -> bool:
    """Whether a line holds a whole date and, but for labels and times of day, nothing else."""
    if end - start > _LONGEST or not _YEAR.search(text, start, end):
        return False
    rest, at = "", start
    mentions = find_dates(text, start, end)
    for mention in mentions:
        rest, at = rest + text[at : mention.start] + " ", mention.end
    rest += text[at:end]
    if _LABEL.match(text, start):
        rest = _PLACE.sub("", rest)
    left = _FILLING.sub("", _LABEL.sub("", rest))
    whole = any(m.kind == "day" and resolve(m, None) is not None for m in mentions)
    return whole and not any(c.isalpha() for c in left)
