"""A follow-up so that it stands by itself: what the stub model writes when asked to rewrite."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.reply import Turn
from assistant.retrieve.fragments import (
    ASK,
    ASKS,
    LINKS,
    STANDS,
    ask_instead,
    complete_fragment,
    reask,
)
from assistant.retrieve.leaning import is_elliptical, leans
from assistant.retrieve.phrases import noun_phrases
from assistant.retrieve.references import (
    AUXILIARY,
    add_counted,
    repeat_deed,
    resolve_demonstratives,
    resolve_one,
    resolve_ordinals,
    resolve_pronouns,
    said_about,
)
from assistant.retrieve.thread import Thread, carries_content, without_markers
from assistant.text.names import find_names, same_name
from assistant.text.numbers import find_numbers
from assistant.text.remarks import correction, is_doubt, is_doubted, only_bids, without_remarks

_LONGEST = 600
_LONGEST_THREAD = 40  # turns
_QUESTION = re.compile(
    rf"^\W*(?:(?:and|but|so|or|ok|okay|then|also|now|well|please)\b[\s,]*)*(?:{ASK}|whats|{AUXILIARY}"
    rf"|tell|compare|summari[sz]e|describe|explain|list|name|give|show|{'|'.join(LINKS)})\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    rf"^\W*(?:(?:and|but|so)\s+)*(?P<ask>{ASK})\s+(?:{AUXILIARY})\s+"
    r"(?:that|this|it|(?<!who are )they(?!.*held)|all this)"
    r"(?:\s+(?:all|going|said|likely|expected|supposed|due|planned|to|be|been)\b)*"
    r"(?:\s+(?:happen(?:ed|ing)?|tak(?:e|en|ing) place|occur(?:red)?|held|so|the case|done))?\W*$",
    re.IGNORECASE,
)
_BE = re.compile(rf"\W*(?:(?:{ASK})\s+)?(?:is|are|was|were)\b", re.IGNORECASE)
# A statement whose subject was spoken of before: "They sound alike."
_OF_THEM = re.compile(r"^\W*(?:he|she|it|they)\b(?!['’])", re.IGNORECASE)
# A few words of which the first is no name: "Major parties".
_QUALIFIED = re.compile(r"[A-Z][a-z]+(?:al|ar|ary|or|ic|ive|ous|ful|ed|ing|ent|est)\s[a-z\s-]+$")
# Whose words are wanted, but not on what: "And what did the Herald report?".
_SAYS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?what\s+(?:did|does|do)\s+(?!(?:he|she|it|they|you|we|i)\b)"
    r"(?:the\s+)?[\w.’' -]{2,40}?\s+(?:say|report|write|think|answer|reply|claim|announce)\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^\W*(?:(?:and|ok|okay|please|can you|could you)\b[\s,]*)*(?:(?:tell|give)\s+(?:me|us)\s+)?"
    r"(?:(?:any\s+|some\s+)?more(?:\s+(?:details?|information|on|about)(?:\s+(?:that|this|it))?)?"
    r"|go on|elaborate|what else)(?:\s+please)?\W*$",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"^\W*(?:(?:no|oh|oops|sorry|well|actually|that was not my question)\b[\s,.!;]*)*"
    r"I(?:\s+am|['’]m|\s+was)?\s+(?:mean|meant(?:\s+to\s+ask)?|asking(?:\s+(?:about|for))?|looking\s+for"
    r"|talking\s+about|referring\s+to)"
    r"[\s,:]+(?P<meant>.+?)(?:[\s,]+(?:please|pls|instead))?\W*$",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"^\W*I(?:['’]d| would)?\s+(?:asked|wanted|want|like|wonder(?:ed)?)\b.*"
    r"\b(?:who|whom|whose|what|which|when|where|why|how|if|whether)\b",
    re.IGNORECASE,
)
_TOLD_ME = re.compile(r"^\W*you\b", re.IGNORECASE)
# "You mentioned a comet. Can you explain?"
_MENTIONED = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?you(?:['’]ve|\s+have|\s+just|\s+also)*\s+(?:mentioned|talked\s+about"
    r"|spoke\s+(?:of|about))\s+(?:about\s+)?(?P<what>[^.?!,]+?)\s*(?:[.?!,]+(?P<rest>.*))?$",
    re.IGNORECASE,
)
# What was meant, where it is no question or sentence of its own.
_LONGEST_MEANT = 8
# Of whom "they" were too little is told: "children among people".
_AMONG = re.compile(
    r"\b(?:among|of|with|by|for)\s+(?:people|men|women|children)\W*$", re.IGNORECASE
)


def rewrite(question: str, history: Sequence[Turn]) -> str:
    """The question so that it can be understood without the turns before it.

    What pronouns, ordinals ("the second one"), "there" and elliptical questions ("And after it?")
    refer to is put in their place from the earlier questions and answers. A question that stands
    by itself, or opens a new topic, stays exactly as it is; so does one whose reference cannot be
    told. Nothing is added that the conversation does not hold.
    """
    thread = _follow(tuple(history[-_LONGEST_THREAD:]))
    rewritten = question if thread is None else _standalone(question, thread)
    return rewritten if is_sane(question, rewritten, history) else question


def question_before(history: Sequence[Turn]) -> str:
    """The last question of a history, so that it stands by itself; empty where there is none."""
    thread = _follow(tuple(history[-_LONGEST_THREAD:]))
    return thread.question if thread is not None else ""


def is_sane(question: str, rewritten: str, history: Sequence[Turn]) -> bool:
    """Whether a rewritten question may stand for the original.

    It is of reasonable length, keeps the names of the original, and names and counts nothing that
    neither the original nor the conversation holds.
    """
    if not rewritten.strip() or len(rewritten) > max(_LONGEST, 2 * len(question)):
        return False
    said = "\n".join([question, *(turn.content for turn in history)])
    figures = {number.text.casefold() for number in find_numbers(said)}
    counted = all(number.text.casefold() in figures for number in find_numbers(rewritten))
    return counted and _names_within(rewritten, said) and _names_within(question, rewritten)


def _names_within(text: str, other: str) -> bool:
    """Whether every name of a text stands in the other."""
    known = find_names(other)
    names = (name for name in find_names(text) if not name.opens)
    return all(any(same_name(name, there) for there in known) for name in names)


@lru_cache(maxsize=512)
def _follow(history: tuple[Turn, ...]) -> Thread | None:
    """The thread at the end of the history, each question made to stand by itself in turn."""
    if not history:
        return None
    thread, turn = _follow(history[:-1]), history[-1]
    content = " ".join(turn.content.split())
    if turn.role == "user" and content:
        asked = content if thread is None else _standalone(content, thread)
        remark = thread is not None and not without_remarks(content)
        return thread if remark else Thread(asked, before=thread, leans=asked != content)
    if thread is not None and content and _is_answer(history):
        return replace(thread, answer=without_markers(content))
    return thread


def _is_answer(history: tuple[Turn, ...]) -> bool:
    """Whether the last turn answers what was asked, not a remark."""
    return len(history) > 1 and bool(without_remarks(" ".join(history[-2].content.split())))


def _standalone(turn: str, thread: Thread) -> str:
    """A turn so that it stands by itself."""
    question = without_remarks(turn) or turn
    asks = _QUESTION.match(question) or "?" in question or _TOLD_ME.match(question)
    if is_doubted(turn) and not asks:
        return _again(question, thread)
    resolved = _put_right(question, thread) or _resolved(question, thread)
    return turn if resolved == question else resolved


def _put_right(question: str, thread: Thread) -> str | None:
    """What was asked for, where a turn says that it was misunderstood or asks to go on."""
    if (told := correction(question)) is not None:
        return _again(told, thread)
    if meant := _MEANT.match(question):
        if _is_phrase(meant["meant"]):
            return ask_instead(meant["meant"], thread)
        if _QUESTION.match(meant["meant"]):
            return _resolved(f"{meant['meant']}?", thread)
    if is_doubt(question):
        return thread.question
    if _MORE.match(question):
        return f"Tell me more about {thread.topic}." if thread.topic else thread.question
    mentioned = _MENTIONED.match(question)
    if mentioned and only_bids(mentioned["rest"] or ""):
        return f"Tell me more about {mentioned['what']}."
    return None


def _again(told: str, thread: Thread) -> str:
    """The question before with what is told of it now, or what was asked instead."""
    if _WANTS.match(told) or "?" in told:
        return _resolved(told, thread)
    return f"{thread.question} {resolve_pronouns(told, thread)}".rstrip()


def _resolved(question: str, thread: Thread) -> str:
    if not (_QUESTION.match(question) or "?" in question):
        return _told(question, thread)
    if (event := _EVENT.match(question)) and _tells_of_an_event(thread):
        return reask(event["ask"], thread)
    fragment = complete_fragment(question, thread)
    if fragment is not None:
        return fragment
    counted = resolve_one(add_counted(question, thread), thread)
    resolved = resolve_pronouns(resolve_ordinals(counted, thread), thread)
    resolved = repeat_deed(resolved, thread)
    if _SAYS.match(resolved):
        return said_about(resolved, thread, leans=resolved == question)
    if resolved == question:
        resolved = resolve_demonstratives(question, thread)
        return (
            thread.asks_regarding(question)
            if resolved == question and leans(question)
            else resolved
        )
    return thread.asks_regarding(resolved) if _AMONG.search(resolved) else resolved


def _told(statement: str, thread: Thread) -> str:
    """What is no question: of whom it speaks, or what a few words ("main characters") regard."""
    if _OF_THEM.match(statement) or carries_content(statement) >= STANDS:
        return resolve_pronouns(resolve_one(statement, thread), thread)
    if is_elliptical(statement):
        return thread.asks_regarding(statement)
    told = statement.strip(" .!")
    plain = told.islower() or _QUALIFIED.match(told) is not None
    few = 1 < carries_content(told) < STANDS and plain
    bare = few and noun_phrases(told) == [told]
    return thread.asks_regarding(statement) if bare else statement


def _tells_of_an_event(thread: Thread) -> bool:
    """Whether the question before has something happen, which "that" may be: no plain "was it"."""
    return _BE.match(thread.question) is None or thread.asked.verb is not None


def _is_phrase(meant: str) -> bool:
    short = len(meant.split()) <= _LONGEST_MEANT and carries_content(meant) > 0
    return short and not ASKS.search(meant)
