"""Where the verbs of a question stand, told from word order and from how often a word is one."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from assistant.text.words import Word, words

# In so many tenths of its uses: surely a verb wherever it stands, and likely one.
_SURE, _LIKELY = 9, 5
_DO = frozenset("do does did can could will would should shall may might must".split()) | frozenset(
    "don't doesn't didn't can't couldn't won't wouldn't shouldn't".split()
)
_ASKING = frozenset("who which what when where why how".split())
_BEING = frozenset("is are was were be been being has have had having".split())
_SUBJECTS = frozenset("i you he she it we they who that else".split())
_DETERMINERS = frozenset("the a an this that these those my your his her its our their".split())
# Between an article and its noun, never before a verb: "a second account".
_QUALITIES = frozenset(
    "first second third fourth fifth last next new old other same own main big small great".split()
)
_LIKE_QUALITY = re.compile(r"[a-z-]{2,}(?:ed|ous|ful|less|able|ible)")
_PREPOSITIONS = frozenset("of in on at by for from with about into over under between".split())
_STOPS = re.compile(r"[.,;:?!()]")
_IRREGULAR = frozenset(
    "became began broke brought built bought came caught chose cut drew drove fell felt fought"
    " found gave got grew held hit kept knew laid led left lost made meant met paid put ran read"
    " rose said sang sank saw sent set shot sold sought spent spoke spread stole stood struck stuck"
    " swore taken taught thought threw told took understood went woke won wore written wrote given"
    " gone known shown seen chosen driven fallen spoken stolen thrown worn born".split()
)


def verbs_in(text: str) -> frozenset[int]:
    """The offsets at which verbs other than auxiliaries start.

    Without a grammar this is a guess: words that can also be nouns ("help", "plan") count as verbs
    only where word order asks for one, as behind "to", a pronoun or the subject of a question.
    """
    found = (word for clause in _clauses(text) for word in _verbs_of(clause))
    return frozenset(word.start for word in found)


def main_verb(text: str) -> int | None:
    """Where the verb starts that says what was done in a question; None where nothing is.

    It stands behind the subject where the question has "do" or "will", else behind "who" or "which
    towns".
    """
    clause = next(iter(_clauses(text)), [])
    verb = _behind_subject(clause)
    if verb is None and clause and clause[0].text.lower() in ("who", "which", "what"):
        done = any(word.text.lower() in _BEING for word in clause)
        past = [w for w in clause[1:] if w.text.endswith("ed") and _share(w.text) >= 0]
        verb = None if done else next(iter([*_verbs_of(clause), *past]), None)
    return None if verb is None else verb.start


def plain_form(verb: str) -> str:
    """A verb as it stands behind "did": `close` for "closed"; as it is where that is not known."""
    known = (form for form in _plain_forms(verb)[:0:-1] if form in _verbs())
    return next(known, verb) if verb.endswith("ed") else verb


def is_finite(word: str, noun: str, behind: str = "") -> bool:
    """Whether a word in small letters may be the verb of the noun in front: "which firm owns".

    Of those that can be nouns too only such count that are oftener verbs; where an article stands
    `behind` them, all.
    """
    if word in _IRREGULAR:
        return True
    agrees = word in _verbs() if noun.endswith("s") else word.endswith("s") and word not in _verbs()
    return agrees and _share(word) >= (1 if behind in _DETERMINERS else _LIKELY)


def _clauses(text: str) -> list[list[Word]]:
    """The words of a text, cut where punctuation stands between two."""
    clauses: list[list[Word]] = [[]]
    for word in words(text):
        last = clauses[-1][-1] if clauses[-1] else None
        if last is not None and _STOPS.search(text, last.end, word.start):
            clauses.append([])
        clauses[-1].append(word)
    return clauses


def _verbs_of(clause: Sequence[Word]) -> list[Word]:
    behind = _behind_subject(clause)
    found = [behind] if behind is not None else []
    told = [word.text.lower() for word in clause]
    for at, word in enumerate(clause):
        can_be = not word.is_stop and (word.text[0].islower() or at == 0)
        if can_be and (_is_one_behind(told[at - 1] if at else "", told[at]) or _owns(told, at)):
            found += [] if _in_noun_phrase(told, at) or _disagrees(told, at) else [word]
    return found


def _owns(told: Sequence[str], at: int) -> bool:
    """Whether a word stands between a noun and the article of another: "which firm owns the"."""
    between = 0 < at < len(told) - 1 and told[at + 1] in _DETERMINERS
    return (
        between
        and told[at - 1] not in _DETERMINERS
        and is_finite(told[at], told[at - 1], told[at + 1])
    )


def _in_noun_phrase(told: Sequence[str], at: int) -> bool:
    """Whether a word stands behind an article and what qualifies its noun: "a planned strike"."""
    return at > 1 and _qualifies(told[at - 1]) and told[at - 2] in _DETERMINERS


def _qualifies(word: str) -> bool:
    return word in _QUALITIES or _LIKE_QUALITY.fullmatch(word) is not None


def _disagrees(told: Sequence[str], at: int) -> bool:
    """Whether a word, were it a verb, would not agree with a noun alone: "the port deal"."""
    before = told[at - 1] if at else ""
    headed = at > 1 and told[at - 2] in _DETERMINERS and not before.endswith("s")
    plain = told[at] in _verbs() and told[at] not in _IRREGULAR
    return headed and plain and _DO.isdisjoint(told[:at])


def _is_one_behind(before: str, word: str) -> bool:
    """Whether a word is a verb, the one before it given; empty where it opens the clause."""
    if before == "to" or not before:
        return _share(word) >= _LIKELY
    if before in _SUBJECTS:
        return word in _IRREGULAR or _share(word) > 0
    if before in _DETERMINERS | _PREPOSITIONS | _QUALITIES:
        return False
    if before in _BEING and word.endswith("ed"):
        return _share(word) >= 0
    several = word not in _verbs() and word.endswith("s")  # "the caucuses", rather than a verb
    return word in _IRREGULAR or (not several and _share(word) >= _SURE)


def _behind_subject(clause: Sequence[Word]) -> Word | None:
    """The verb of "did the harbour office open": the first likely one behind a word of the subject.

    Where none is likely it is the last that can be one before the next noun with its article.
    """
    at = next((i for i, word in enumerate(clause[:8]) if word.text.lower() in _DO), None)
    if at is None or any(word.text.lower() in _DETERMINERS for word in clause[1:at]):
        return None
    rest = clause[at + 1 :]
    pronoun = bool(rest) and rest[0].text.lower() in _SUBJECTS
    for group in _groups(rest[1 if pronoun else 0 :], headed=not pronoun):
        can_be = [word for word in group if word.text.islower() and _share(word.text) >= 0]
        likely = [word for word in can_be if _share(word.text) >= _LIKELY]
        if can_be:
            named = not pronoun and rest[0].text.lower() in _DETERMINERS and rest[1].text.istitle()
            return likely[-1 if named else 0] if likely else can_be[-1]
    return None


def _groups(sequence: Sequence[Word], *, headed: bool) -> Iterator[list[Word]]:
    """The words between one article and the next, without the noun right behind each.

    `headed` says whether the first group opens with a noun too.
    """
    group: list[Word] = []
    skip = headed
    for word in sequence:
        low = word.text.lower()
        if low in _DETERMINERS:
            yield group
            group, skip = [], True
        elif skip:
            skip = _qualifies(low)
        elif not word.is_stop:
            group.append(word)
    yield group


def _share(word: str) -> int:
    """In how many tenths of its uses a word is a verb, in whatever form; -1 where it never is."""
    return max(_verbs().get(plain, -1) for plain in _plain_forms(word.lower()))


def _plain_forms(word: str) -> list[str]:
    """What a verb may be in its plain form: "tries" of try, "asked" of ask, "used" of use."""
    forms = [word]
    if word.endswith(("ies", "ied")):
        forms.append(f"{word[:-3]}y")
    for ending in ("es", "s", "ed", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms.append(word.removesuffix(ending))
    return forms


@cache
def _verbs() -> dict[str, int]:
    """The verbs of verbs.txt by their plain form, with the tenths of their uses."""
    text = (files(__package__) / "verbs.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {word: int(tenths) for word, tenths in lines}
