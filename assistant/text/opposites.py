"""Verbs that cannot both be true of the same act."""

from functools import cache

from assistant.text.words import stem

# Two groups a line: whoever did one did not do the other.
_OPPOSED = """
support endorse approve accept adopt favour favor agree pass sign ratify welcome embrace
  | veto reject oppose block refuse resist decline denounce condemn dismiss object
win beat defeat | lose
rise increase grow gain climb jump surge soar rebound
  | fall drop decline decrease shrink plunge tumble slump lose
start begin launch resume | end stop halt cease suspend cancel
allow permit legalise legalize authorise authorize | ban prohibit forbid block bar outlaw
admit confirm acknowledge | deny reject dispute
praise applaud thank commend | criticise criticize condemn slam blame attack denounce
hire appoint employ | dismiss sack oust
free release | arrest jail imprison detain
survive | die kill
buy acquire purchase | sell
arrive enter join come | quit exit depart withdraw resign
extend continue prolong | end expire shorten
tighten raise impose strengthen | ease lift lower loosen reduce weaken
attend | boycott shun
convict | acquit exonerate
delay postpone | hasten
"""


@cache
def _opposed() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _OPPOSED.strip().replace("\n  |", " |").splitlines():
        left, right = ({stem(word) for word in side.split()} for side in line.split("|"))
        for verb in left:
            table.setdefault(verb, set()).update(right - {verb})
        for verb in right:
            table.setdefault(verb, set()).update(left - {verb})
    return {verb: frozenset(others) for verb, others in table.items()}


def opposites(verb_stem: str) -> frozenset[str]:
    """The stems of verbs that say the opposite of the verb with this stem; none for most."""
    return _opposed().get(verb_stem, frozenset())


def alike(verb_stem: str) -> frozenset[str]:
    """The stem of a verb and those that have an opposite with it in common: near its meaning."""
    return frozenset([verb_stem]).union(*(opposites(other) for other in opposites(verb_stem)))
