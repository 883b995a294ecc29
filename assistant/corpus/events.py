"""Recognises the day of an event in a list of its day, time and place."""

from collections.abc import Sequence
from itertools import takewhile

from assistant.corpus.head_dates import HEAD
from assistant.text.lexicon import phrase_patterns

_pattern = phrase_patterns(HEAD["events"])
_DAY, ANY_DAY, _PLACE, _TIME = (
    _pattern(rf"\W*(?:{{{name}}})\b\s*(?::|$|(?=\d))")
    for name in ("day", "any_day", "place", "time")
)
# Place and time of an event are so many lines from its day, without a longer line between.
_NEAR, _LONGEST = 3, 80


def is_event_day(lines: Sequence[str], number: int, *, is_below: bool) -> bool:
    """Whether a line with a date gives the day of an event, and not of the article.

    A line that only says "Date" counts as such if the place of an event is near. Below the text of
    an article (`is_below`) a time of day is enough: in its head, that may be its own.
    """
    label = lines[number - 1].strip() if number else ""
    if _DAY.match(lines[number]) or _DAY.fullmatch(label):
        return True
    following = lines[number + 1 : number + _NEAR]
    after = takewhile(lambda line: len(line) <= _LONGEST and not ANY_DAY.match(line), following)
    near = [*lines[max(0, number - _NEAR) : number], *after]
    is_box = any(_PLACE.match(line) or (is_below and _TIME.match(line)) for line in near)
    return is_box and bool(ANY_DAY.match(lines[number]) or ANY_DAY.fullmatch(label))
