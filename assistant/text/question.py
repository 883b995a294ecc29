"""What a question asks for, told from its words alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.text.remarks import without_remarks
from assistant.text.verbs import is_finite
from assistant.text.words import STOP_WORDS, Word, stem, words

Kind = Literal["fact", "list", "quote", "yes_no", "compare", "summary", "terse"]
Sought = Literal[
    "person",
    "organisation",
    "place",
    "date",
    "duration",
    "count",
    "money",
    "percent",
    "measure",
    "reason",
    "manner",
    "quotation",
    "definition",
    "thing",
]


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `kind` is the form of the answer, `sought` the type of what is asked for. `head` is the word
    that says what that is (`sailors` in "how many sailors serve ..."), `unit` the dimension of a
    sought measure (`distance`, `height`, `speed`, ...), `wanted` how many there should be ("which
    two countries"), `verb` what is asked to have been done, where that can be told. `names` are
    runs of capitalised words, `numbers` figures, `dates` ISO and partial where only part is given
    (`2022-01`, `--01-20` without a year). `sources` are outlets
    or authors that the question points to, as written; `speaker` is whose words are wanted and
    `about` the words of the question that tell on what. `parts` are the questions it falls into,
    itself alone where it is one. `depth` says whether it wants one fact (`one`), an account from
    each of several articles (`each`), or the spread of one article or event (`spread`).
    """

    text: str
    kind: Kind
    sought: Sought
    head: str | None = None
    unit: str | None = None
    wanted: int | None = None
    verb: str | None = None
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    speaker: str | None = None
    about: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    depth: Literal["one", "each", "spread"] = "one"


_SMALL = "two three four five six seven eight nine ten eleven twelve".split()
_ASKING = r"who|whom|whose|what|which|when|where|why|how"
_AUXILIARY = (
    r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must"
    r"|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t|don['’]?t|doesn['’]?t|didn['’]?t"
)
_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|then|also|ok|okay|please|hi|hello|well|now|actually"
    r"|in (?:the )?(?:article|report)s?)\b[\s,]*"
    r"|(?:can|could|would) you (?:please )?(?:tell|explain|say)(?: to)? (?:me|us) "
    r"|(?:please )?tell (?:me|us) "
    r"|(?:do|does) (?:you|anyone|anybody) know |i (?:want|would like|['’]?d like) to know )*",
    re.IGNORECASE,
)
_ASK_WORD = re.compile(rf"\b({_ASKING})(?:['’]?(?:s|re|d|ll))?\b", re.IGNORECASE)
_YES_NO = re.compile(rf"^(?:{_AUXILIARY})\b", re.IGNORECASE)
_OR_ELSE = re.compile(r",?\s+or\s+(?:do|does|did|is|are|was|were|has|have|both|rather|not)\b", re.I)
_SAYING = (
    r"(?:say|said|says|saying|tweet(?:ed)?|posted|told|tell|comment(?:ed)?|remark(?:ed)?"
    r"|respond(?:ed)?|react(?:ed)?|repl(?:y|ied)|claim(?:ed)?|argue[ds]?|warn(?:ed)?|write|wrote"
    r"|accuse[ds]?|describe[ds]?|call(?:ed)?|announce[ds]?|insist(?:ed)?|complain(?:ed)?|think)"
)
_REPORTED = re.compile(rf"\b{_SAYING}\b", re.IGNORECASE)
_COMPARE = re.compile(
    r"^\W*(?:compare|contrast)\b|\b(?:"
    r"(?:the|these|those) (?:two|three|four|different|various|several) "
    r"(?:articles?|reports?|accounts?|outlets?|sources?|stories|papers)"
    r"|(?:each|both)(?: of the)? (?:articles?|reports?|accounts?|outlets?|sources?|stories|papers)"
    r"|(?:articles?|reports?|outlets?|accounts?) (?:.{0,40} )?"
    r"(?:agree|disagree|differ)(?:s|ed|ent)?"
    r"|differ(?:s|ent|ences?)? .{0,60}"
    r"\b(?:articles?|reports?|accounts?|outlets?|papers|coverage))\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:summar(?:y|ies|i[sz]e[ds]?|i[sz]ing)|sum up|overview|outline|recap|gist|key points?"
    r"|main points?|in short|brief me|what (?:is|was) (?:the |this )?(?:article|report|story|piece)"
    r" (?:by .{2,40} |from .{2,40} )?about|what happened (?:in|at|during|on|after|with|to)"
    r"|tell me (?:everything |more |all )?about)\b",
    re.IGNORECASE,
)
_PAPER = r"(?:article|report|story|piece|account|coverage|column|dispatch|interview|item)s?"
_NAME = (
    r"(?:(?:The|the)\s+)?[A-Z0-9][\w.&'’-]*"
    r"(?:\s+(?:-\s+|–\s+|\|\s+|of\s+|the\s+|and\s+|for\s+)?[A-Z0-9][\w.&'’-]*){0,5}"
)
_NAMES = (
    rf"{_NAME}['\"’”]?(?:,\s+(?:and\s+)?['\"‘“]?{_NAME}['\"’”]?)*(?:,?\s+and\s+['\"‘“]?{_NAME})?"
)
_SOURCES = (
    re.compile(rf"['\"‘“]({_NAMES})['\"’”](?:['’]s)?\s+{_PAPER}\b"),
    re.compile(
        rf"\b{_PAPER}\s+(?:written\s+|published\s+)?(?:by|from|in|of)\s+(?:both\s+)?['\"‘“]?({_NAMES})"
    ),
    re.compile(
        rf"\b(?:[Tt]he|[Aa]|[Tt]his|[Aa]n)\s+['\"‘“]?({_NAME})['\"’”]?(?:['’]s)?\s+{_PAPER}\b"
    ),
    re.compile(rf"\b(?:[Bb]oth)\s+(?:the\s+)?['\"‘“]?({_NAMES})['\"’”]?\s+{_PAPER}\b"),
    re.compile(
        rf"\b(?:[Aa]ccording\s+to|as\s+per|per|(?:reported|covered|stated|described|noted|published"
        rf"|mentioned|suggested|discussed|portrayed|depicted|claimed|told|written)\s+(?:by|in)"
        rf"|{_PAPER}\s+(?:on|about)\s+[^,?]{{3,80}}?\s(?:by|from))\s+(?:both\s+)?['\"‘“]?({_NAMES})"
    ),
    re.compile(
        rf"\b(?:did|does|do)\s+['\"‘“]?({_NAME})['\"’”]?\s+(?:report|write|publish|cover)\b"
    ),
    re.compile(rf"['\"‘“]({_NAME})['\"’”]\s+(?:report|claim|suggest|say|state|write|discuss)\w*\b"),
    re.compile(rf"\b({_NAME})\s+(?:reports|reported|writes|wrote)\b"),
)
_NAME_RUN = re.compile(
    r"(?:[A-Z][\w’'‐‑-]*\.?|(?:[A-Z]\.){2,})"
    r"(?:\s+(?:(?:of|the|for|de|del|der|van|von|bin|al|el|la|le|du|and the)\s+)?"
    r"(?:[A-Z][\w’'‐‑-]*|(?:[A-Z]\.){1,}|\d{1,3}(?=\b)))*"
)
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,300})[\"”]|(?<!\w)['‘]([^'‘’]{2,300})['’](?!\w)")
_NUMBER = re.compile(r"[$€£¥₹]?\d+(?:[.,]\d+)*%?")
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATES = (
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH})(?:,?\s+(?P<y>\d{{4}}))?\b",
        re.I,
    ),
    re.compile(
        rf"\b(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>\d{{4}}))?", re.I
    ),
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?\b"),
    re.compile(rf"\b(?P<m>{_MONTH})(?:,?\s+(?:of\s+)?(?P<y>(?:1[5-9]|20)\d{{2}}))\b", re.I),
    re.compile(
        rf"\b(?:in|since|during|of|by|until|last|this|early|late|mid)[\s-]+(?P<m>{_MONTH})\b(?!\s+\d)",
        re.I,
    ),
    re.compile(r"\b(?P<y>(?:1[5-9]|20)\d{2})\b(?!\s*(?:%|percent|dollars|people))"),
)
_DAY_OF_MONTH = re.compile(rf"^{_MONTH}(?:\s+\d{{1,2}})?$", re.IGNORECASE)
_ALL = re.compile(
    r"^(?:which|what)\b|^who\s+(?:all|are|were)\b|\b(?:list|name|enumerate|give)\s+(?:all|the|every|me|\w+)\b",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    "person people man woman men women player players actor actress singer author writer "
    "leader president minister ambassador envoy diplomat official officer officials spokesman "
    "spokesperson spokeswoman secretary chief head director chairman chairwoman ceo founder "
    "coach manager captain governor mayor senator congressman congresswoman judge lawyer "
    "lawyers king queen prince princess pope bishop general doctor scientist expert experts "
    "reporter journalist character speaker winner owner candidate politician celebrity host "
    "artist musician director quarterback".split()
)
_ROLES = _PEOPLE | frozenset(["officials", "police", "team", "government"])
_PLACES = frozenset(
    "country countries city cities state states town towns place places region regions nation "
    "nations location locations continent continents county counties province provinces "
    "district capital village street venue stadium airport island islands river".split()
)
_ORGANISATIONS = frozenset(
    "company companies organisation organization organisations organizations agency agencies "
    "firm firms team teams party parties club clubs bank banks group groups university "
    "universities outlet outlets newspaper newspapers publisher publication brand brands band "
    "bands ministry department institution institutions network airline airlines studio "
    "platform union".split()
)
_DATE_HEADS = frozenset("date dates day days year years month months time century decade".split())
_REASON_HEADS = frozenset("reason reasons cause causes motive motives purpose explanation".split())
_MONEY_HEADS = frozenset(
    "price cost costs salary fee fine budget revenue profit income wage payment worth sum "
    "amount".split()
)
_MANY_HEADS = frozenset("number total count".split())
_MEASURES = {
    word: dimension
    for dimension, group in {
        "distance": "far close distance",
        "length": "long length",
        "height": "tall high height",
        "depth": "deep depth",
        "width": "wide width",
        "speed": "fast quickly speed",
        "weight": "heavy weight",
        "temperature": "hot cold temperature",
        "size": "big large size area",
        "age": "old age",
        "loudness": "loud",
        "strength": "strong magnitude",
        "frequency": "often",
        "duration": "soon",
        "count": "population",
        "percent": "percentage percent proportion share rate",
    }.items()
    for word in group.split()
}
_TIME_UNITS = frozenset("second minute hour day week month year decade century".split())


@lru_cache(maxsize=512)
def analyse(question: str) -> Question:
    """Take a question apart, without thanks and the like in front; never fails."""
    text = " ".join(question.split())
    text = without_remarks(text) or text
    bare = _OPENING.sub("", text, count=1)
    sources = tuple(_sources(text))
    sought, head, unit = _sought(bare)
    kind = _kind(bare, sought)
    speaker, about = _speech(bare) if _REPORTED.search(bare) else (None, ())
    if speaker and re.search(rf"\b{_PAPER}\b", speaker):
        speaker, sought = None, "thing" if sought == "quotation" else sought
        kind = "fact" if kind == "quote" else kind
    elif kind == "fact" and speaker and sought in {"thing", "manner"}:
        kind, sought = "quote", "quotation"
    return Question(
        text=text,
        kind=kind,
        sought=sought,
        head=head,
        unit=unit,
        wanted=_wanted(bare, head),
        verb=_verb(bare),
        names=tuple(_names(text, sources)),
        numbers=tuple(_numbers(text)),
        dates=tuple(_dates(text)),
        quoted=tuple(a or b for a, b in _QUOTED.findall(text)),
        sources=sources,
        speaker=speaker,
        about=about,
        parts=_parts(text),
        depth=_depth(kind, sources),
    )


def _kind(bare: str, sought: Sought) -> Kind:
    if _SUMMARY.search(bare) and not _YES_NO.match(bare):
        return "summary"
    if _COMPARE.search(bare):
        return "compare"
    if _YES_NO.match(bare):
        return "yes_no"
    if _is_terse(bare):
        return "terse"
    if sought == "quotation":
        return "quote"
    if _asks_for_several(bare, sought):
        return "list"
    return "fact"


def _is_terse(bare: str) -> bool:
    """A few words with no question in them: a name or a topic."""
    found = [word.text.lower() for word in words(bare)]
    if _ASK_WORD.search(bare) or "?" in bare or not found:
        return not found
    verbs = {"is", "are", "was", "were", "did", "does", "do", "has", "have", "had", "list", "name"}
    return len(found) <= 8 and not verbs & set(found)


def _asks_for_several(bare: str, sought: Sought) -> bool:
    if not _ALL.search(bare) or sought in {"count", "money", "percent", "measure", "duration"}:
        return False
    lowered = [word.text.lower() for word in words(bare)]
    following = lowered[1:6]
    if any(w in _SMALL for w in following):
        return True
    if re.match(r"(?:list|name|enumerate|give)\b", bare, re.I):
        return True
    if lowered[0] in {"which", "what"} and following:
        noun = _head_noun(following)
        return (
            noun is not None
            and noun.endswith("s")
            and not noun.endswith(("ss", "us", "is", "news"))
        )
    return lowered[:2] in (["who", "are"], ["who", "were"])


def _head_noun(following: list[str]) -> str | None:
    """The last word of the noun group after "which": what stands before the verb."""
    head = None
    for at, word in enumerate(following):
        after = "".join(following[at + 1 : at + 2])
        if head is not None and is_finite(word, head, after) and not _is_verb(after, word):
            break
        if word in STOP_WORDS or _is_verb(word):
            break
        head = word
    return head


def _is_verb(word: str, noun: str = "") -> bool:
    """Whether a word can be no noun, or is the verb of the noun in front: "services stopped"."""
    if re.fullmatch(_AUXILIARY, word) or word in _VERBAL or word.endswith("ed") or word == "known":
        return True
    return bool(noun) and is_finite(word, noun)


_VERBAL = frozenset(
    "make makes made take takes took give gives gave get gets got say says said tell go goes "
    "went come comes came become became play plays win won lose lost hold held contributed "
    "contribute refuse use uses used call calls called start starts started end ends mean "
    "means cause causes want wants need needs happen happens happened "
    "set sets led lead leads".split()
)


def _sought(bare: str) -> tuple[Sought, str | None, str | None]:
    """The type of what is asked for, the word that names it, and the dimension of a measure."""
    match = _ASK_WORD.search(bare)
    if match is None:
        return _sought_without_asking(bare)
    ask = match.group(1).lower()
    rest = [word.text.lower() for word in words(bare, match.end())]
    if match.group().lower().endswith("s") and ask in {"what", "where", "who", "when", "how"}:
        rest = ["is", *rest]
    if ask in {"who", "whom", "whose"}:
        return _who(bare, match.end())
    if ask == "when":
        return "date", None, None
    if ask == "where":
        return "place", None, None
    if ask == "why":
        return "reason", None, None
    if ask == "how" and _BY_HOW_MUCH.search(bare):
        return "count", None, None
    if ask == "how":
        return _how(rest)
    return _what(rest, bare)


def _sought_without_asking(bare: str) -> tuple[Sought, str | None, str | None]:
    for word in words(bare):
        lowered = word.text.lower()
        if lowered in _REASON_HEADS:
            return "reason", lowered, None
        if _MEASURES.get(lowered) == "percent":
            return "percent", lowered, "percent"
    return "thing", None, None


def _who(bare: str, at: int) -> tuple[Sought, str | None, str | None]:
    """`Who is X?` asks what X is where X is a name and nothing more; else for a person."""
    named = re.fullmatch(rf"\s+(?:is|was|are|were)\s+({_NAME_RUN.pattern})\W*", bare[at:])
    if named and not re.search(r"['’]s\b", named.group(1)):
        return "definition", None, None
    return "person", None, None


# "By how much did prices rise" is a share, a number of points or a sum: any figure.
_BY_HOW_MUCH = re.compile(r"\bby how much\b", re.IGNORECASE)


def _how(rest: list[str]) -> tuple[Sought, str | None, str | None]:
    first, after, *_ = [*rest, "", ""]
    if first == "many":
        return "count", _counted(rest[1:7]), None
    if first == "much":
        if after == "money" or not after or re.fullmatch(_AUXILIARY, after):
            return "money" if _about_money(rest) else "count", None, None
        return "count", after, None
    if first == "long" and not {"is", "was"} & {after}:
        return "duration", None, None
    if first in _MEASURES:
        if first == "old":
            return "measure", None, "age"
        return "measure", None, _MEASURES[first]
    if first in {"come", "so"}:
        return "reason", None, None
    return "manner", None, None


def _counted(group: list[str]) -> str | None:
    """What "how many" counts: the first plural, or the last of several in a row."""
    content = [w for w in group if w not in STOP_WORDS and w not in _SMALL]
    for at, word in enumerate(content):
        if not _is_plural(word):
            continue
        while at + 1 < len(content) and _is_plural(content[at + 1]) and word in group:
            at += 1
        return content[at]
    return content[0] if content else None


def _is_plural(word: str) -> bool:
    irregular = {
        "people",
        "police",
        "men",
        "women",
        "children",
        "teeth",
        "feet",
        "dead",
        "media",
        "data",
    }
    return word in irregular or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def _about_money(rest: list[str]) -> bool:
    return bool(_PAYING & set(rest))


_PAYING = frozenset(
    "cost costs pay pays paid spend spent worth earn earned charge charged raise raised money owe "
    "owed price sell sold make made donate donated invest invested buy bought".split()
)


def _what(rest: list[str], bare: str) -> tuple[Sought, str | None, str | None]:
    if rest[:1] and rest[0] in _AUXILIARY.split("|") and _is_speech(bare):
        return "quotation", None, None
    head = _what_head(rest)
    if head is None:
        return "thing", None, None
    if _DEFINED.search(bare):
        return "definition", head, None
    if head == "name" and _PEOPLE & set(rest):
        return "person", None, None
    single = head.removesuffix("s")
    if head == "time" and rest[:1] != ["time"]:
        return "date", head, None
    for nouns, sought in _HEADS:
        if head in nouns or single in nouns:
            return sought, head, None
    if head in _MEASURES or single in _MEASURES:
        unit = _MEASURES.get(head) or _MEASURES[single]
        return (
            ("percent" if unit == "percent" else "count" if unit == "count" else "measure"),
            head,
            unit,
        )
    return "thing", head, None


_DEFINED = re.compile(
    r"^what(?:['’]?s| is| are)\s+(?:an?\s+)(?:[\w-]+)(?:\s[\w-]+)?(?:\s+(?:in|on)\s.+)?\W*$"
    r"|\bmeaning of\b|\bmeans?\b\W*$|^(?:define|definition)\b|^what does .+ (?:mean|stand for)\b",
    re.IGNORECASE,
)
_HEADS: tuple[tuple[frozenset[str], Sought], ...] = (
    (_PEOPLE, "person"),
    (_PLACES, "place"),
    (_ORGANISATIONS, "organisation"),
    (_DATE_HEADS, "date"),
    (_REASON_HEADS, "reason"),
    (_MONEY_HEADS, "money"),
    (_MANY_HEADS, "count"),
)


# "what is the group accused of": what is asked for is no group.
_PASSIVE_OF = re.compile(r"\s(?:of|for|in|on|with|by|from|about|to|at|as)$")


def _what_head(rest: list[str]) -> str | None:
    """`countries` in "which countries vetoed", `capital` in "what is the capital of"."""
    if not rest:
        return None
    if re.fullmatch(_AUXILIARY, rest[0]):
        if rest[0] not in {"is", "are", "was", "were"}:
            return None
        if _PASSIVE_OF.search(" ".join(rest)):
            return None
        group = rest[1:7]
        while group and group[0] in {"the", "a", "an", "his", "her", "its", "their", "some", "all"}:
            group = group[1:]
        return _head_noun(group)
    group = [w for w in rest[:6] if w not in _SMALL or w == rest[0]]
    if rest[0] in _SMALL:
        group = rest[1:6]
    while group and group[0] in {"the", "of", "other", "all", "kind", "type", "sort"}:
        group = group[1:]
    return _head_noun(group)


_SPEECH = re.compile(
    rf"\bwhat (?:exactly )?(?:did|does|do|has|have|had|was|were|is) (?P<who>.+?)\s+(?:\w+ly )?"
    rf"(?P<verb>{_SAYING})\b(?P<about>.*)$",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"^\s*(?:about|on|regarding|of|that|to|after|when|at|in|as)?\b", re.I)


def _is_speech(bare: str) -> bool:
    return _SPEECH.search(bare) is not None


def _speech(bare: str) -> tuple[str | None, tuple[str, ...]]:
    """Whose words are asked for, and the content words that say on what.

    What a follow-up only regards need not stand beside the words that are quoted.
    """
    match = _SPEECH.search(bare)
    if match is None:
        match = re.search(
            rf"\bhow (?:did|does|do) (?P<who>.+?)\s+(?P<verb>{_SAYING})\b(?P<about>.*)$",
            bare,
            re.I,
        )
    if match is None:
        return None, ()
    about = match["about"].partition(", regarding ")[0]
    return match["who"], tuple(w.text for w in words(about) if not w.is_stop)


def _wanted(bare: str, head: str | None) -> int | None:
    match = re.match(
        r"(?:which|what|who|name|list|give(?: me)?)\s+(?:are |were )?(?:the )?"
        rf"({'|'.join(_SMALL)}|\d{{1,2}})\b",
        bare,
        re.I,
    )
    if match is None:
        return None
    word = match.group(1).lower()
    return int(word) if word.isdigit() else _SMALL.index(word) + 2


_PARTICIPLE = re.compile(
    r"(?:\w+ed|born|built|held|made|found|sold|sent|shot|won|written|known|seen|given|taken|drawn"
    r"|driven|fought|bought|taught|caught|kept|left|lost|paid|put|set|spent|struck|told|thrown)$"
)


def _verb(bare: str) -> str | None:
    """What somebody is asked to have done, or what was done; None where word order does not tell.

    `funded` in "Who funded the study?" and "Which firms funded it?", `marry` in "When did Ada marry
    Bert?", `built` in "When was the bridge built?".
    """
    found = [word for word in words(bare) if word.text.lower() != "s"]
    lowered = [word.text.lower() for word in found]
    auxiliary = next((i for i, w in enumerate(lowered) if re.fullmatch(_AUXILIARY, w)), None)
    if auxiliary is None:
        return _verb_after_asking(lowered)
    rest = found[auxiliary + 1 :]
    if lowered[auxiliary] in {"did", "does", "do", "will", "would", "could", "can", "should"}:
        return _verb_after_name(rest)
    last = next((w.text for w in reversed(rest) if not w.is_stop), "")
    return last if _PARTICIPLE.match(last) else None


def _verb_after_asking(lowered: list[str]) -> str | None:
    """The word behind "who" or "which two countries", where nothing stands between."""
    if lowered[:1] == ["who"]:
        after = lowered[1:2]
        return after[0] if after and after[0] not in STOP_WORDS else None
    head = _head_noun(lowered[1:]) if lowered[:1] in (["which"], ["what"]) else None
    after = lowered[lowered.index(head, 1) + 1 :] if head else []
    if head is None or not after:
        return None
    done = after[0].endswith("ed") or after[0] in _VERBAL
    return after[0] if done or is_finite(after[0], head, "".join(after[1:2])) else None


def _verb_after_name(rest: list[Word]) -> str | None:
    """The first word in small letters after a name that stands as the subject."""
    subject = [word for word in rest if word.text.lower() not in {"the", "a", "an"}][:1]
    if not subject or not subject[0].text[:1].isupper():
        return None
    plain = (w.text for w in rest if not w.text[:1].isupper() and not w.text[:1].isdigit())
    return next((w for w in plain if w not in STOP_WORDS and w not in _ROLES), None)


_NOT_NAMES = frozenset(
    f"{_ASKING}|{_AUXILIARY}|i|the|a|an|and|or|but|in|on|at|of|to|for|from|by|with|after|before|during|between"
    "|according|compare|summarise|summarize|list|name|tell|give|describe|explain|please|considering|while|since"
    "|despite|if|as|both|each|was|were|that|this|these|those|it|he|she|they|we|you|my|our|your|his|her|their|its"
    "|yes|no|not|also|then|so|hi|hello|ok|there|here|about|say|show|find|quote|among|does|speaking|any|some|all".replace(
        "['’]?", "'"
    ).split("|")
)


def _names(text: str, sources: tuple[str, ...]) -> Iterator[str]:
    """Runs of capitalised words, without the question's own opening words; each once."""
    seen: set[str] = set()
    for match in _NAME_RUN.finditer(text):
        parts = match.group().strip("'’").split()
        while parts and parts[0].lower() in _NOT_NAMES:
            parts = parts[1:]
        for piece in re.split(r"['’]s?\s+", " ".join(parts)):
            name = _DAY_OF_MONTH.sub("", re.sub(r"['’]s$", "", piece)).rstrip(".,'’")
            if len(name) < 2 or name.lower() in seen or name.lower() in _MONTHS:
                continue
            seen.add(name.lower())
            yield name


def _numbers(text: str) -> Iterator[str]:
    dated = [m.span() for pattern in _DATES for m in pattern.finditer(text)]
    for match in _NUMBER.finditer(text):
        if not any(start <= match.start() < end for start, end in dated):
            yield match.group()


def _dates(text: str) -> Iterator[str]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            yield _iso(match.groupdict())


def _iso(parts: dict[str, str | None]) -> str:
    """`2022-01-20`, `2022-01`, `2022`, or without a year `--01-20`, `--01`."""
    year, month, day = parts.get("y"), parts.get("m"), parts.get("d")
    number = None
    if month:
        short = month[:3].lower()
        number = int(month) if month.isdigit() else [m[:3] for m in _MONTHS].index(short) + 1
    date = year or "-"
    if number:
        date += f"-{number:02d}"
    return f"{date}-{int(day):02d}" if day and number else date


_BETWEEN = re.compile(r",\s+and\s+|,\s+|['\"’”]?\s+and\s+(?=['\"‘“]?(?:The\s)?[A-Z0-9])")
_MONTH_WORDS = frozenset(_MONTHS)


def _sources(text: str) -> Iterator[str]:
    """Outlets and authors that the question points to, each once, as written."""
    seen: set[str] = set()
    for pattern in _SOURCES:
        for match in pattern.finditer(text):
            for listed in _BETWEEN.split(match.group(1)):
                name = re.sub(r"['’]s?$", "", listed.strip("'\"’”‘“ ")).strip(" .,'’-")
                key = stem(name.lower().removeprefix("the "))
                if key and key not in seen and name.lower() not in _NOT_NAMES | _MONTH_WORDS:
                    seen.add(key)
                    yield name


_JOINED = re.compile(
    r"(?:\?\s+|;\s+|,?\s+(?:and|&)\s+(?=(?:who|whom|what|when|where|why|how)\b))", re.IGNORECASE
)
_CLAUSES = re.compile(r",\s+(?:and\s+|while\s+|or\s+|but\s+)?|\s+while\s+", re.IGNORECASE)
_LONG = 25


def _parts(text: str) -> tuple[str, ...]:
    """The questions that a question falls into; itself alone where it is one."""
    separator = _CLAUSES if len(text.split()) > _LONG else _JOINED
    shortest = 5 if separator is _CLAUSES else 3
    pieces = [piece.strip(" ?,;") for piece in separator.split(text)]
    pieces = [piece for piece in pieces if len(piece.split()) >= shortest]
    return tuple(pieces) if len(pieces) > 1 else (text,)


def _depth(kind: Kind, sources: tuple[str, ...]) -> Literal["one", "each", "spread"]:
    if kind == "compare" or len(sources) > 1:
        return "each"
    return "spread" if kind == "summary" else "one"


def is_time_unit(word: str | None) -> bool:
    """Whether a counted noun is a span of time: "how many years"."""
    return word is not None and word.lower().removesuffix("s") in _TIME_UNITS
