"""Whether a day in a sentence is past or ahead, from the verbs beside it.

>>> clause_direction("He will retire on Friday.", 18, 24)
1
>>> clause_direction("He retired on Friday.", 14, 20)
0
>>> clause_direction("He was expected to retire on Friday.", 29, 35) is None
True
"""

import re

from assistant.text.lexicon import IRREGULAR_PASTS, phrase_patterns, read_data

_sections = read_data(__package__, "tense.toml")
_pattern = phrase_patterns(_sections | {"irregular": "|".join(sorted(IRREGULAR_PASTS))})
# Case matters: "United" is no verb. After an article a participle is an adjective.
_VERB = _pattern(
    r"(?:(?<![\w-])|(?=['’]))(?:(?P<reduced>{reduced})|(?P<ahead>{ahead})|(?P<mixed>{mixed})"
    r"|(?P<infinitive>{infinitive})|(?P<present>{present})|(?P<weak>{weak})"
    r"|(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\bhis )(?<!\bher )(?<!\btheir )(?P<past>{past})"
    r")(?![\w-])",
    re.NOFLAG,
)
_REACH = 160
_BORDER = _pattern("{border}", re.NOFLAG)
_BESIDE = _pattern(r"(?:\s+(?:on|late|early|earlier|later|this))*\s+")
_APART = _pattern(r",(?!\d)|\b(?:who|which|that|whose|where|and|but)\b", re.NOFLAG)
_HOURS = r"(?:\s+{hours})*+"
_HOURS_AFTER = _pattern(rf"{_HOURS}\s*")
_NOUN = _pattern(rf"{_HOURS}\s+[a-z]", re.NOFLAG)
_POSSESSIVE = _pattern(rf"{_HOURS}['’]s?\b")
_OTHER_WEEK = _pattern(r"\s+(?:(?:of\s+)?(?:last|next|that)\s+week|after next)\b")
# Verbs further away than this are of another clause.
_NEAR = 60
# What is right before a day, by the names of the sections
_NAMED, _SINCE, _FOR, _AFTER, _BOUND, _EVENT, _AT_EVENT, _AFTER_EVENT, _ONE = (
    _pattern(rf"(?:^|\b){{{name}}}\s+(?:(?:at least|early|late)\s+)?$")
    for name in "named since for after bound event at_event after_event one".split()
)


def clause_direction(text: str, start: int, end: int) -> int | None:
    """1 if the day named at `text[start:end]` is ahead, 0 if it is past or today, None if unclear.

    The nearest verb before the day decides; at the beginning of a clause, the first one after
    it. Mixed cues decide nothing: "had been slated to play on Tuesday".
    """
    before, after = _clause(text, start, end)
    if _OTHER_WEEK.match(after):
        return None
    is_event = bool(_EVENT.search(before) or _POSSESSIVE.match(after))
    if _NAMED.search(before) or (_ONE.search(before) and not _NOUN.match(after)):
        return None
    if _SINCE.search(before):
        return 0
    verb = next(reversed(list(_VERB.finditer(before))), None)
    if verb is None:
        return _from_following(before, after, is_event)
    return _from_preceding(verb, before, after, is_event)


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the clause before and after a weekday."""
    left = text[max(0, start - _REACH) : start]
    borders = list(_BORDER.finditer(left))
    right = text[end : end + _REACH]
    border = _BORDER.search(right)
    return left[borders[-1].end() if borders else 0 :], right[: border.end() if border else None]


def _from_preceding(verb: re.Match[str], before: str, after: str, is_event: bool) -> int | None:
    kind, next_kind = verb.lastgroup, _kind_at_start(after)
    if kind in ("past", "weak"):
        is_past = _is_past(verb, before, is_event)
        return 0 if is_past and next_kind not in ("ahead", "mixed", "present") else None
    if kind == "ahead":
        is_ahead = bool(_AT_EVENT.search(before)) if is_event else not _AFTER.search(before)
        is_ahead = is_ahead and _is_near(verb, before)
    elif kind == "reduced":
        is_ahead = not is_event and _following(after) is None
    else:
        is_for = _FOR.search(before) is not None
        is_ahead = kind == "present" and is_for and not is_event and next_kind is None
    return 1 if is_ahead else None


def _is_past(verb: re.Match[str], before: str, is_event: bool) -> bool:
    """Whether a weekday belongs to the verb in the past tense before it."""
    if is_event:
        placed = _AT_EVENT.search(before) or _AFTER_EVENT.search(before)
        return placed is not None and not _APART.search(before, verb.end())
    if _BESIDE.fullmatch(before, verb.end()):
        return True
    if verb.lastgroup == "weak" or _BOUND.search(before):
        return False
    return _is_near(verb, before) and not _APART.search(before, verb.end())


def _is_near(verb: re.Match[str], before: str) -> bool:
    return len(before) - verb.end() <= _NEAR


def _from_following(before: str, after: str, is_event: bool) -> int | None:
    if _BOUND.search(before) and not (is_event and _AFTER_EVENT.search(before)):
        return None
    verb = _following(after)
    if verb == "ahead":
        return 1
    return 0 if verb == "past" or (verb == "weak" and not is_event) else None


def _kind_at_start(after: str) -> str | None:
    """The kind of the verb directly after a weekday."""
    hours = _HOURS_AFTER.match(after)
    verb = _VERB.match(after, hours.end() if hours else 0)
    return verb.lastgroup if verb else None


def _following(after: str) -> str | None:
    """The kind of the first verb after a weekday, if it is in the same clause."""
    hours = _HOURS_AFTER.match(after)
    words = after[hours.end() if hours else 0 :].removeprefix(",").partition(", ")[0]
    verb = _VERB.search(words)
    if verb is None or verb.start() > _NEAR or _APART.search(words, 0, verb.start()):
        return None
    return verb.lastgroup
