"""What a follow-up's words refer to: pronouns, ordinals and demonstratives put in their place."""

import re

from assistant.retrieve.antecedents import REFERENTS, Use
from assistant.retrieve.phrases import in_singular, is_plural, noun_phrases
from assistant.retrieve.thread import Thread, regarding
from assistant.text.names import find_names
from assistant.text.verbs import main_verb, plain_form, verbs_in
from assistant.text.words import words

AUXILIARY = (
    r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must"
)
_ORDINAL = re.compile(
    r"\bthe\s+(?:(?P<rank>first|second|third|fourth|fifth|last|other)"
    r"(?:\s+(?:one|of\s+(?:them|these|those|the\s+\w+))\b|(?=['’]s\b|\s*[?.!]|$))"
    r"|(?P<pair>former|latter)\b(?:\s+one\b)?)",
    re.IGNORECASE,
)
_RANKS = {"first": 0, "former": 0, "second": 1, "latter": 1, "other": 1, "third": 2, "fourth": 3,
          "fifth": 4, "last": -1}  # fmt: skip
PRONOUN = re.compile(
    r"\b(?P<person>he|him|his|she|her|hers|himself|herself)\b(?!['’]s\b)"
    r"|\b(?P<many>they|them|their|theirs|themselves)\b"
    r"|\b(?P<thing>it|its|itself)\b"
    r"|\b(?P<place>there)\b(?!\s+(?:is|are|was|were|be|been|any|a|an|some|more|other|to|someone"
    rf"|{AUXILIARY})\b)"
    r"|\b(?P<that>this|that|these|those)\b"
    r"(?=\s*[?!,]|\W*$|\s+(?:happen|work|change|compare|relate|affect|differ|apply|explain|help|hurt"
    r"|matter|cost|cause)\b|\s+mean\b(?:\s+(?:for|to|in)\b|\s*[?!,]|\W*$))",
    re.IGNORECASE,
)
_IDLE_IT = re.compile(
    r"\bit(?:['’]s|\s+is|\s+was)?\s+(?:\w+ly\s+|ever\s+|still\s+|not\s+)?(?:possible|true|necessary|legal|illegal|likely"
    r"|ok|okay|worth(?=\s+\w+ing\b)|important|safe|hard|easy|better|best|common|normal|take[sn]?(?!\s+place)|rains?|snows?"
    r"|seems?|clear|known|said|reported|okay|just|only|that|to|how|why|when|what|who|where|make\s+sense"
    r"|\w+er\s+to|(?:too\s+)?(?:free|cheap|expensive|difficult|dangerous|wise|fair|wrong|right|late"
    r"|early|useful|mandatory|required|allowed|sensible|enough|usual)\s+(?:to|that|for))\b",
    re.IGNORECASE,
)
_GOT_IT = re.compile(r"\b(?:got|get)\s+$", re.IGNORECASE)
_IDLE_THERE = re.compile(
    rf"\b(?:{AUXILIARY})\s+there\b(?!\s*(?:[?.!]|$))"
    r"|\b(?:how\s+m\w+|what|which|any)\b.*\b(?:is|are|was|were)\s+there\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:go|went|gone|send|sent|come|came|travel\w*|fl[ey]w?|move[ds]?|return\w*)\s*$", re.I
)
_SAID_IT = re.compile(r"\b(?:say|said|says|think|claim|claimed)\s+(?:it|that|so)\b(?=\W*$)", re.I)
_DEED = re.compile(r"\bdo(?:ing)?\s+(?:it|that|this|so)\b(?=\s*(?:[?.!,]|$|again\b|too\b))", re.I)
_ABOUT = re.compile(r"\babout\s+\w.*$", re.IGNORECASE)
_NOUN_THAT = re.compile(
    r"\b(?P<which>this|that|these|those|the\s+same|such)\s+(?P<noun>[a-z][\w-]+)", re.I
)
_HOW_MANY = re.compile(rf"\bhow many\b(?=\s+(?:{AUXILIARY})\b)", re.IGNORECASE)
_ARE_THERE = re.compile(r"\W*(?:and\s+)?how many (?:are|were) there\b", re.IGNORECASE)
_OF_WHICH = re.compile(
    rf"\W*(?:which|what)\s+(?!(?:kind|sort|type|{AUXILIARY})\b)[a-z]{{3,}}\s", re.IGNORECASE
)
_BEHIND = re.compile(r"\b(?:about|of|on|after|before|with|for|against|to|by|in)\s+$", re.I)
_IS = re.compile(r"\b(?:is|are|was|were|be|been)\s+$", re.IGNORECASE)
_ONE = re.compile(
    r"(?<!the )(?<!this )(?<!that )(?<!which )(?<!no )(?<!each )(?<!every )(?<!only )\bone\b"
    r"(?=\s*(?:[?.!,]|$)"
    r"|\s+(?:for|from|in|with|without|now|today|there|myself|yet|before|again|too|as well)\b)",
    re.IGNORECASE,
)
_SUCH_ONE = re.compile(
    r"\bthe (?!first|second|third|fourth|fifth|last|other|next|only|latter|former)([a-z]+) ones?\b",
    re.I,
)
_DESCRIBED = re.compile(r"the [a-z-]+ ([a-z]+)")
_INDEFINITE = re.compile(r"an?\s+[a-z]", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:The|A|An)(?=\s)")
_HAPPENS = re.compile(
    r"\s+(?:happen|occur|tak(?:e|en)\s+place|begin|began|start|end|stop)", re.IGNORECASE
)
_OWNING = frozenset("his its their hers theirs".split())
_SECOND_CLAUSE = re.compile(
    r"[,;:?.!]|\b(?:and|or|but|if|when|because|that|who|which|while)\b", re.I
)


def add_counted(question: str, thread: Thread) -> str:
    """What "how many" counts, where only the question before says it: "How many did it make?"."""
    if _ARE_THERE.match(question):
        several = REFERENTS["many"](thread, Use(True, False, False, False, "they"))
        return (
            _HOW_MANY.sub(lambda match: f"{match.group()} {several}", question)
            if several
            else question
        )
    head = thread.asked.head
    if thread.asked.sought != "count" or head is None:
        return question
    phrases = [re.sub(r"^many\s+", "", phrase) for phrase in thread.things]
    counted = next((phrase for phrase in phrases if phrase.lower().endswith(head)), head)
    return _HOW_MANY.sub(lambda match: f"{match.group()} {counted}", question)


def repeat_deed(question: str, thread: Thread) -> str:
    """The question with "do it" or "do that" replaced by what the question before has done.

    Where that cannot be told, "it" is no thing that can be named either: the topic is added, as it
    is where "it" was said.
    """
    deed = _DEED.search(question)
    if deed is None:
        return thread.asks_regarding(question) if _SAID_IT.search(question) else question
    at = main_verb(thread.itself)
    if at is None:
        return thread.asks_regarding(question)
    verb, _, rest = thread.itself[at:].rstrip(" ?.!").partition(" ")
    told = f"{plain_form(verb)} {rest}".rstrip()
    return f"{question[: deed.start()]}{told}{question[deed.end() :]}"


def said_about(question: str, thread: Thread, *, leans: bool) -> str:
    """A question for somebody's words, on what the question before wanted another's.

    Where that wanted nobody's, it regards its topic, if the question `leans` on it.
    """
    if about := _ABOUT.search(thread.itself.rstrip(" ?.!")):
        return f"{question.rstrip(' ?.!')} {about[0]}?"
    if not leans:
        return question
    beside = {*thread.people, *thread.speakers}
    beside.update(topic for topic in thread.topics if topic in question or thread.is_sought(topic))
    return regarding(question, [topic for topic in thread.topics if topic not in beside])


def resolve_ordinals(question: str, thread: Thread) -> str:
    """The question with "the second one" replaced by the second of what was listed."""

    def named(match: re.Match[str]) -> str:
        rank = _RANKS[(match["rank"] or match["pair"]).lower()]
        listed = thread.listed
        if thread.asked.sought == "count" and thread.asked.head and not thread.side_by_side:
            return f"the {match['rank'] or match['pair']} {_one_of(thread.asked.head)}"
        return listed[rank] if listed and rank < len(listed) else match.group()

    return _ORDINAL.sub(named, question)


def _one_of(noun: str) -> str:
    return in_singular(noun).partition(" ")[2]


def resolve_pronouns(question: str, thread: Thread) -> str:
    """The question with the first pronoun of each kind replaced by what it refers to."""
    done: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        kind = str(match.lastgroup)
        if kind in done or _refers_inside(question, match) or _is_idle(question, match):
            return match.group()
        found = REFERENTS[kind](thread, _use(question, match))
        if not found or found in done.values() or found.lower() in question.lower():
            return match.group()
        done[kind] = found
        return _inflected(found, match, question)

    return PRONOUN.sub(named, question)


def _refers_inside(question: str, match: re.Match[str]) -> bool:
    """Whether what a pronoun refers to stands in front of it in the same question."""
    before = question[: match.start()]
    if match["person"]:
        return bool(find_names(before)) or bool(re.search(r"\b(?:someone|anyone|person)\b", before))
    if match.group().lower() in _OWNING and _may_own(before, match.group().lower()):
        return True
    if match.group().lower() == "they" and any(map(is_plural, noun_phrases(before))):
        return True
    clauses = _SECOND_CLAUSE.split(before)
    return len(clauses) > 1 and _names_a_thing(" ".join(clauses[:-1]))


def _names_a_thing(clause: str) -> bool:
    """Whether a clause has a noun phrase, or a noun behind its verb: "if I borrow money"."""
    if noun_phrases(clause):
        return True
    verbs = verbs_in(clause)
    behind = [w for w in words(clause) if verbs and w.start > min(verbs) and not w.is_stop]
    return any(word.start not in verbs for word in behind)


def _may_own(before: str, pronoun: str) -> bool:
    """Whether what "its" or "their" speaks of stands in front: "Which firm sold its shares?"."""
    if pronoun in ("its", "their") and find_names(before):
        return True
    if pronoun == "their":
        return any(is_plural(phrase) for phrase in noun_phrases(before))
    return pronoun == "its" and _OF_WHICH.match(before) is not None


def _is_idle(question: str, match: re.Match[str]) -> bool:
    idle = (found for idle in (_DEED, _SAID_IT) for found in idle.finditer(question))
    if any(found.end() == match.end() for found in idle):
        return True
    if match["thing"]:
        before, after = question[: match.start()], question[match.end() :]
        got = _GOT_IT.search(before) is not None and not re.match(r"\s*\w", after)
        return got or _IDLE_IT.match(question, match.start()) is not None
    if match["place"]:
        return any(idle.end() == match.end() for idle in _IDLE_THERE.finditer(question))
    return False


def _use(question: str, match: re.Match[str]) -> Use:
    subject = _is_subject(question, match)
    owns = match.group().lower() in _OWNING
    does = subject and _IS.search(question[: match.start()]) is None
    told = _BEHIND.search(question[: match.start()]) is not None
    happens = _HAPPENS.match(question[match.end() :]) is not None
    return Use(subject, owns or does, told, happens, match.group().lower())


def _is_subject(question: str, match: re.Match[str]) -> bool:
    """Whether a pronoun stands where the subject does: right behind an auxiliary, or first."""
    before = question[: match.start()]
    return not before.strip() or bool(re.search(rf"\b(?:{AUXILIARY})\s+$", before, re.IGNORECASE))


def _inflected(found: str, match: re.Match[str], question: str) -> str:
    pronoun = match.group().lower()
    owns = pronoun in _OWNING or (pronoun == "her" and _noun_follows(question, match.end()))
    if match["place"]:
        found = ("to " if _GOING.search(question[: match.start()]) else "in ") + found
    if owns:
        found = found + ("'" if found.endswith("s") else "'s")
    if match.group()[0].isupper():
        return found[0].upper() + found[1:]
    return _ARTICLE.sub(lambda article: article.group().lower(), found)


def _noun_follows(question: str, at: int) -> bool:
    following = next(words(question, at), None)
    return following is not None and not following.is_stop


def resolve_one(question: str, thread: Thread) -> str:
    """The question with "one" replaced by what the question before spoke of as one of many.

    "How do I apply for one?" after "What is a travel permit?" asks for a travel permit.
    """
    if such := _SUCH_ONE.search(question):
        noun = next((known[1] for p in thread.things if (known := _DESCRIBED.fullmatch(p))), None)
        return f"{question[: such.end(1)]} {noun}{question[such.end() :]}" if noun else question
    one = _ONE.search(question)
    things = [thing for thing in thread.things if _INDEFINITE.match(thing)]
    things = things or [in_singular(thing) for thing in thread.things if is_plural(thing)]
    if one is None or not things or noun_phrases(question[: one.start()]):
        return question
    return f"{question[: one.start()]}{things[-1]}{question[one.end() :]}"


def resolve_demonstratives(question: str, thread: Thread) -> str:
    """Demonstratives: "that resolution" as the resolution that the question before spoke of."""

    def named(match: re.Match[str]) -> str:
        noun = match["noun"].lower()
        full = [p for p in thread.things if p.lower().split()[-1] == noun and " " in p]
        if full:
            return full[-1] + _added(full[-1], thread)
        return thread.called(noun) or match.group()

    return _NOUN_THAT.sub(named, question)


def _added(phrase: str, thread: Thread) -> str:
    """What a preposition and a name add to a phrase: " on Haiti" to "the resolution"."""
    after = thread.question[thread.question.find(phrase) + len(phrase) :]
    link = re.match(r"\s+(?:on|of|for|against|about|in|between)\s+(?:the\s+)?", after)
    names = find_names(after)
    if link is None or not names or names[0].start != link.end():
        return ""
    return after[: names[0].end]
