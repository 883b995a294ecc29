"""A follow-up so that it stands by itself: what the stub model writes when asked to rewrite."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.reply import Turn
from assistant.retrieve.thread import Thread, carries_content, noun_phrases, without_markers
from assistant.text.dates import find_dates
from assistant.text.names import find_names, is_country, same_name
from assistant.text.numbers import find_numbers
from assistant.text.words import words

_LONGEST = 600
# A question with fewer words of content than this, and no name, leans on what was said before.
_STANDS = 3
_ASK = (
    r"who|whom|whose|what|which|when|where|why"
    r"|how(?:\s+(?:many|much|long|far|old|often|big|large))?"
)
_AUXILIARY = (
    r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must"
)
_TIMES = ("before", "after", "during", "since", "until")
_PLACES = ("in", "at", "on", "near", "outside", "inside")
_OTHERS = ("with", "for", "from", "to", "against", "about", "by", "under", "without", "between")
_LINKS = _TIMES + _PLACES + _OTHERS
_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|or|ok|okay|then|also|now|well)\b[\s,]*)*"
    r"(?P<about>(?:what|how)\s+about\b|what\s+of\b)?\s*(?P<rest>.*?)[\s?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_JOINS = re.compile(r"^\W*(?:and|but|so|or|then)\b", re.IGNORECASE)
_QUESTION = re.compile(
    rf"^\W*(?:(?:and|but|so|or|ok|okay|then|also|now|well|please)\b[\s,]*)*(?:{_ASK}|whats|{_AUXILIARY}"
    rf"|tell|compare|summari[sz]e|describe|explain|list|name|give|show|{'|'.join(_LINKS)})\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^\W*what(?:['’]?s|\s+is|\s+are)\s+(?:an?\s+)?[\w-]+(?:\s+[\w-]+)?\W*$", re.I
)
_REASK = re.compile(
    rf"(?:by\s+|to\s+|from\s+|with\s+|for\s+)?(?:{_ASK})(?:\s+(?:not|exactly))?", re.I
)
_ASKS = re.compile(rf"\b(?:{_ASK}|{_AUXILIARY})\b", re.IGNORECASE)
_PREPOSITION = re.compile(rf"(?P<prep>{'|'.join(_LINKS)})\s+(?P<what>.+)", re.I)
_PHRASES = re.compile(
    rf"\b(?P<prep>{'|'.join(_LINKS)})\s+"
    rf"(?P<what>(?:(?!\s(?:{'|'.join(_LINKS)})\s)[^,?])+)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\bthe\s+(?:(?P<rank>first|second|third|fourth|fifth|last|other)"
    r"(?:\s+(?:one|of\s+(?:them|these|those|the\s+\w+))\b|(?=['’]s\b|\s*[?.!]|$))"
    r"|(?P<pair>former|latter)\b(?:\s+one\b)?)",
    re.IGNORECASE,
)
_RANKS = {"first": 0, "former": 0, "second": 1, "latter": 1, "other": 1, "third": 2, "fourth": 3,
          "fifth": 4, "last": -1}  # fmt: skip
_PRONOUN = re.compile(
    r"\b(?P<person>he|him|his|she|her|hers|himself|herself)\b(?!['’]s\b)"
    r"|\b(?P<many>they|them|their|theirs|themselves)\b"
    r"|\b(?P<thing>it|its|itself)\b"
    r"|\b(?P<place>there)\b(?!\s+(?:is|are|was|were|be|been|any|a|an|some|more|other|to|someone)\b)"
    r"|\b(?P<that>this|that|these|those)\b(?=\s*[?!,]|\W*$|\s+(?:mean|happen|work|change)\b)",
    re.IGNORECASE,
)
_IDLE_IT = re.compile(
    r"\bit(?:['’]s|\s+is|\s+was)?\s+(?:\w+ly\s+|ever\s+|still\s+|not\s+)?(?:possible|true|necessary|legal|illegal|likely"
    r"|ok|okay|worth|important|safe|hard|easy|better|best|common|normal|take[sn]?|rains?|snows?"
    r"|seems?|clear|known|said|reported|okay|just|only|that|to|how|why|when|what|who|where|make\s+sense"
    r"|\w+er\s+to)\b",
    re.IGNORECASE,
)
_IDLE_THERE = re.compile(
    rf"\b(?:{_AUXILIARY})\s+there\b(?!\s*(?:[?.!]|$))"
    r"|\b(?:how\s+m\w+|what|which|any)\b.*\b(?:is|are|was|were)\s+there\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    rf"^\W*(?:and\s+|but\s+)?(?P<ask>{_ASK})\s+(?:did|does|has|was|is)\s+(?:that|this|it|all this)"
    r"\s+(?:all\s+)?(?:happen|happened|take place|occur|so|the case|done)\W*$",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:go|went|gone|send|sent|come|came|travel\w*|fl[ey]w?|move[ds]?|return\w*)\s*$", re.I
)
_NOUN_THAT = re.compile(
    r"\b(?P<which>this|that|these|those|the\s+same|such)\s+(?P<noun>[a-z][\w-]+)", re.I
)
_PASSIVE = re.compile(r"\W*(?:when|where|why|how)\s+(?:is|are|was|were)\b", re.IGNORECASE)
_HOW_MANY = re.compile(rf"\bhow many\b(?=\s+(?:{_AUXILIARY})\b)", re.IGNORECASE)
_OWNING = frozenset("his its their hers theirs".split())
_SECOND_CLAUSE = re.compile(
    r"[,;:?.!]|\b(?:and|or|but|if|when|because|that|who|which|while)\b", re.I
)


def rewrite(question: str, history: Sequence[Turn]) -> str:
    """The question so that it can be understood without the turns before it.

    What pronouns, ordinals ("the second one"), "there" and elliptical questions ("And after it?")
    refer to is put in their place from the earlier questions and answers. A question that stands
    by itself, or opens a new topic, stays exactly as it is; so does one whose reference cannot be
    told. Nothing is added that the conversation does not hold.
    """
    thread = _follow(history)
    return question if thread is None else _standalone(question, thread)


def is_sane(question: str, rewritten: str, history: Sequence[Turn]) -> bool:
    """Whether a rewritten question may stand for the original.

    It is of reasonable length, keeps the names of the original, and names and counts nothing that
    neither the original nor the conversation holds.
    """
    if not rewritten.strip() or len(rewritten) > max(_LONGEST, 2 * len(question)):
        return False
    said = "\n".join([question, *(turn.content for turn in history)])
    figures = {number.text for number in find_numbers(said)}
    counted = all(number.text in figures for number in find_numbers(rewritten))
    return counted and _names_within(rewritten, said) and _names_within(question, rewritten)


def _names_within(text: str, other: str) -> bool:
    """Whether every name of a text stands in the other."""
    known = find_names(other)
    names = (name for name in find_names(text) if not name.opens)
    return all(any(same_name(name, there) for there in known) for name in names)


def _follow(history: Sequence[Turn]) -> Thread | None:
    """The thread at the end of the history, each question made to stand by itself in turn."""
    thread: Thread | None = None
    for turn in history:
        content = " ".join(turn.content.split())
        if turn.role == "user" and content:
            asked = content if thread is None else _standalone(content, thread)
            thread = Thread(asked, before=thread)
        elif thread is not None and content:
            thread = replace(thread, answer=without_markers(content))
    return thread


def _standalone(question: str, thread: Thread) -> str:
    if not _QUESTION.match(question) and "?" not in question:
        return question
    if happened := _HAPPENED.match(question):
        return _reasked(happened["ask"], thread)
    fragment = _from_fragment(question, thread)
    if fragment is not None:
        return fragment
    counted = _with_counted(question, thread)
    resolved = _with_pronouns(_with_ordinals(counted, thread), thread)
    resolved = _with_nouns(resolved, thread) if resolved == question else resolved
    return (
        thread.asks_regarding(question) if resolved == question and _leans(question) else resolved
    )


def _leans(question: str) -> bool:
    """Whether a question says too little to be about something by itself."""
    if find_names(question) or find_dates(question) or _DEFINITION.match(question):
        return False
    return 0 < carries_content(question) < _STANDS and bool(_ASKS.search(question))


def _from_fragment(question: str, thread: Thread) -> str | None:
    """What an elliptical question asks in full, or None where it is a whole question."""
    match = _OPENING.match(question)
    rest = match["rest"] if match else ""
    if not rest:
        return None
    if _REASK.fullmatch(rest):
        return _reasked(rest, thread)
    elliptical = bool(match and match["about"]) or bool(_JOINS.match(question))
    phrase = _PREPOSITION.fullmatch(rest)
    if not (elliptical or phrase) or _ASKS.search(rest) or len(rest.split()) > 8:
        return None
    if phrase:
        return _with_phrase(phrase["prep"], phrase["what"], thread)
    return _with_swap(rest, thread)


def _reasked(ask: str, thread: Thread) -> str:
    """The question before with another question word: "Why?" after "When did they meet?"."""
    before = thread.question.rstrip(" ?.!")
    asked = re.match(rf"\W*(?:{_ASK})\b[^,]*?\s(?=(?:{_AUXILIARY})\b)", before, re.IGNORECASE)
    if asked:
        return f"{ask[0].upper()}{ask[1:]} {before[asked.end() :]}?"
    subject = re.match(r"\W*(?:who|(?:which|what)\s+(?P<noun>.+?))\s+(?=\w+ed\b)", before, re.I)
    if subject:
        who = _joined(thread.listed or thread.answered_names[:1]) or subject["noun"] or "they"
        return f"{ask[0].upper()}{ask[1:]} is it that {who} {before[subject.end() :]}?"
    if re.match(rf"\W*(?:{_AUXILIARY})\b", before, re.IGNORECASE):
        return f"{ask[0].upper()}{ask[1:]} {before[0].lower()}{before[1:]}?"
    return f"{ask[0].upper()}{ask[1:]}, regarding {thread.topic or before}?"


def _with_phrase(preposition: str, what: str, thread: Thread) -> str:
    """The question before with another phrase of time or place: "And after it?"."""
    before = thread.question.rstrip(" ?.!")
    alike = next(g for g in (_TIMES, _PLACES, (preposition.lower(),)) if preposition.lower() in g)
    dated = bool(find_dates(f"in {what}"))
    found = [
        match
        for match in _PHRASES.finditer(before)
        if match["prep"].lower() in alike and bool(find_dates(match.group())) == dated
    ]
    if not found:
        what = _with_pronouns(what, thread)
        return f"{before} {preposition.lower()} {what}?"
    match = found[-1]
    if _PRONOUN.fullmatch(what.strip()):
        what = match["what"]
    return f"{before[: match.start()]}{preposition.lower()} {what}{before[match.end() :]}?"


def _with_swap(what: str, thread: Thread) -> str | None:
    """The question before with one of its names or dates exchanged: "And the Guardian?"."""
    before = thread.question.rstrip(" ?.!")
    resolved = _with_pronouns(_with_ordinals(what, thread), thread)
    span = _alike(resolved, thread)
    if span is None:
        return f"What about {resolved}: {before}?" if carries_content(what) < _STANDS else None
    start, end = span
    if before[:start].lower().endswith(" the "):
        start -= len("the ")
    return f"{before[:start]}{resolved}{before[end:]}?"


def _alike(what: str, thread: Thread) -> tuple[int, int] | None:
    """Where in the question before something of the same kind stands."""
    if find_dates(what):
        dated = find_dates(thread.question)
        return (dated[-1].start, dated[-1].end) if dated else None
    named = find_names(what)
    if carries_content(what) > sum(len(name.stems) for name in named) + 1:
        return None
    country = bool(named) and is_country(named[-1].text)
    alike = [name for name in thread.asked_names if is_country(name.text) == country]
    if not named or not alike:
        return None
    return alike[0].start, alike[0].end


def _with_counted(question: str, thread: Thread) -> str:
    """What "how many" counts, where only the question before says it: "How many did it make?"."""
    head = thread.asked.head
    if thread.asked.sought != "count" or head is None:
        return question
    phrases = [re.sub(r"^many\s+", "", phrase) for phrase in thread.things]
    counted = next((phrase for phrase in phrases if phrase.lower().endswith(head)), head)
    return _HOW_MANY.sub(lambda match: f"{match.group()} {counted}", question)


def _with_ordinals(question: str, thread: Thread) -> str:
    def named(match: re.Match[str]) -> str:
        rank = _RANKS[(match["rank"] or match["pair"]).lower()]
        listed = thread.listed
        return listed[rank] if listed and rank < len(listed) else match.group()

    return _ORDINAL.sub(named, question)


def _with_pronouns(question: str, thread: Thread) -> str:
    """The question with the first pronoun of each kind replaced by what it refers to."""
    done: set[str] = set()

    def named(match: re.Match[str]) -> str:
        kind = str(match.lastgroup)
        if kind in done or _refers_inside(question, match) or _is_idle(question, match):
            return match.group()
        found = _REFERENTS[kind](thread, _is_subject(question, match))
        if not found:
            return match.group()
        done.add(kind)
        return _inflected(found, match, question)

    return _PRONOUN.sub(named, question)


def _refers_inside(question: str, match: re.Match[str]) -> bool:
    """Whether what a pronoun refers to stands in front of it in the same question."""
    before = question[: match.start()]
    if match["person"]:
        return bool(find_names(before)) or bool(re.search(r"\b(?:someone|anyone|person)\b", before))
    clauses = _SECOND_CLAUSE.split(before)
    return len(clauses) > 1 and bool(noun_phrases(" ".join(clauses[:-1])))


def _is_idle(question: str, match: re.Match[str]) -> bool:
    if match["thing"]:
        return _IDLE_IT.match(question, match.start()) is not None
    if match["place"]:
        return any(idle.end() == match.end() for idle in _IDLE_THERE.finditer(question))
    return False


def _is_subject(question: str, match: re.Match[str]) -> bool:
    """Whether a pronoun stands where the subject does: right behind an auxiliary, or first."""
    before = question[: match.start()]
    return not before.strip() or bool(re.search(rf"\b(?:{_AUXILIARY})\s+$", before, re.IGNORECASE))


def _inflected(found: str, match: re.Match[str], question: str) -> str:
    pronoun = match.group().lower()
    owns = pronoun in _OWNING or (pronoun == "her" and _noun_follows(question, match.end()))
    if match["place"]:
        found = ("to " if _GOING.search(question[: match.start()]) else "in ") + found
    if owns:
        found = found + ("'" if found.endswith("s") else "'s")
    return found[0].upper() + found[1:] if match.group()[0].isupper() else found


def _noun_follows(question: str, at: int) -> bool:
    following = next(words(question, at), None)
    return following is not None and not following.is_stop


def _person(thread: Thread, subject: bool) -> str | None:
    return next(iter(thread.people), None)


def _several(thread: Thread, subject: bool) -> str | None:
    if thread.asked.kind == "list" and thread.listed:
        return _joined(thread.listed)
    plural = [phrase for phrase in thread.things if phrase.endswith("s") and " " in phrase]
    return next(iter(plural), None) or _thing(thread, subject)


def _thing(thread: Thread, subject: bool) -> str | None:
    sought = thread.asked.sought in ("organisation", "place")
    if sought and len(thread.answered_names) == 1 and len(thread.listed) < 2:
        return thread.answered_names[0]
    things = _that_may_be_it(thread)
    head = thread.asked.head if thread.asked.sought == "thing" else None
    if head:
        return next((p for p in things if p.lower().split()[-1] == head), f"the {head}")
    if not things:
        others = [n.text for n in thread.asked_names if n.text != thread.asked.speaker]
        return next(reversed(others), None)
    named = [p for p in things if any(name.text in p for name in thread.asked_names)]
    if subject:
        return next(iter(named), things[0])
    return things[0] if _PASSIVE.match(thread.question) else things[-1]


def _that_may_be_it(thread: Thread) -> list[str]:
    """The things of the question without its days and without who speaks."""
    speaker = thread.asked.speaker or ""
    return [
        phrase
        for phrase in thread.things
        if phrase != speaker and not any(d.text == phrase for d in find_dates(f"in {phrase}"))
    ]


def _place(thread: Thread, subject: bool) -> str | None:
    return next(iter(thread.places), None)


_REFERENTS: dict[str, Callable[[Thread, bool], str | None]] = {
    "person": _person,
    "many": _several,
    "thing": _thing,
    "place": _place,
    "that": _thing,
}


def _with_nouns(question: str, thread: Thread) -> str:
    """Demonstratives: "that resolution" as the resolution that the question before spoke of."""

    def named(match: re.Match[str]) -> str:
        noun = match["noun"].lower()
        full = [p for p in thread.things if p.lower().split()[-1] == noun and " " in p]
        if not full:
            return match.group()
        return full[-1] + _added(full[-1], thread)

    return _NOUN_THAT.sub(named, question)


def _added(phrase: str, thread: Thread) -> str:
    """What a preposition and a name add to a phrase: " on Haiti" to "the resolution"."""
    after = thread.question[thread.question.find(phrase) + len(phrase) :]
    link = re.match(r"\s+(?:on|of|for|against|about|in|between)\s+(?:the\s+)?", after)
    names = find_names(after)
    if link is None or not names or names[0].start != link.end():
        return ""
    return after[: names[0].end]


def _joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
