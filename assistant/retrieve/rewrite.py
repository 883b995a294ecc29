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
from assistant.retrieve.phrases import noun_phrases
from assistant.retrieve.references import (
    AUXILIARY,
    add_counted,
    repeat_deed,
    resolve_demonstratives,
    resolve_ordinals,
    resolve_pronouns,
    said_about,
)
from assistant.retrieve.thread import Thread, carries_content, without_markers
from assistant.text.dates import find_dates
from assistant.text.names import find_names, same_name
from assistant.text.numbers import find_numbers
from assistant.text.question import analyse

_LONGEST = 600
_LONGEST_THREAD = 40  # turns
_QUESTION = re.compile(
    rf"^\W*(?:(?:and|but|so|or|ok|okay|then|also|now|well|please)\b[\s,]*)*(?:{ASK}|whats|{AUXILIARY}"
    rf"|tell|compare|summari[sz]e|describe|explain|list|name|give|show|{'|'.join(LINKS)})\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^\W*what(?:['’]?s|\s+is|\s+are)\s+(?:an?\s+)?[\w-]+(?:\s+[\w-]+)?\W*$", re.I
)
_EVENT = re.compile(
    rf"^\W*(?:(?:and|but|so)\s+)*(?P<ask>{ASK})\s+(?:{AUXILIARY})\s+(?:that|this|it|they(?!.*held)"
    r"|all this)(?:\s+(?:all|going|said|likely|expected|supposed|due|planned|to|be|been)\b)*"
    r"(?:\s+(?:happen(?:ed|ing)?|tak(?:e|en|ing) place|occur(?:red)?|held|so|the case|done))?\W*$",
    re.IGNORECASE,
)
_BE = re.compile(rf"\W*(?:(?:{ASK})\s+)?(?:is|are|was|were)\b", re.IGNORECASE)
# What follows is about something else than what went before.
_ASIDE = re.compile(r"^\W*(?:by the way|btw|speaking (?:of|about)|another question)\b", re.I)
# A statement whose subject was spoken of before: "They sound alike."
_OF_THEM = re.compile(r"^\W*(?:he|she|it|they)\b(?!['’])", re.IGNORECASE)
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
    r"I(?:\s+am|['’]m|\s+was)?\s+(?:mean|meant|asking\s+about|talking\s+about|referring\s+to)"
    r"[\s,:]+(?P<meant>.+?)(?:[\s,]+(?:please|pls|instead))?\W*$",
    re.IGNORECASE,
)
# What was meant, where it is no question or sentence of its own.
_LONGEST_MEANT = 6
_SURE = re.compile(
    r"^\W*(?:(?:and|but)\s+)?(?:really|are you (?:really\s+)?sure"
    r"|is (?:that|this|it) (?:really\s+)?(?:so|true|right|correct|certain))\W*$",
    re.IGNORECASE,
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
    figures = {number.text for number in find_numbers(said)}
    counted = all(number.text in figures for number in find_numbers(rewritten))
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
        return Thread(asked, before=thread, leans=asked != content)
    if thread is not None and content:
        return replace(thread, answer=without_markers(content))
    return thread


def _standalone(question: str, thread: Thread) -> str:
    if (correction := _MEANT.match(question)) and _is_phrase(correction["meant"]):
        return ask_instead(correction["meant"], thread)
    if not (_QUESTION.match(question) or _MORE.match(question) or "?" in question):
        return _told(question, thread)
    if (event := _EVENT.match(question)) and _tells_of_an_event(thread):
        return reask(event["ask"], thread)
    if _SURE.match(question):
        return thread.question
    if _MORE.match(question):
        return f"Tell me more about {thread.topic}." if thread.topic else thread.question
    fragment = complete_fragment(question, thread)
    if fragment is not None:
        return fragment
    counted = add_counted(question, thread)
    resolved = resolve_pronouns(resolve_ordinals(counted, thread), thread)
    resolved = repeat_deed(resolved, thread)
    if _SAYS.match(resolved):
        return said_about(resolved, thread)
    resolved = resolve_demonstratives(resolved, thread) if resolved == question else resolved
    return (
        thread.asks_regarding(question) if resolved == question and _leans(question) else resolved
    )


def _told(statement: str, thread: Thread) -> str:
    """What is no question: of whom it speaks, or what a few words ("main characters") regard."""
    if _OF_THEM.match(statement):
        return resolve_pronouns(statement, thread)
    few = 1 < carries_content(statement) < STANDS and statement.islower()
    bare = few and noun_phrases(statement) == [statement.strip(" .!")]
    return thread.asks_regarding(statement) if bare else statement


def _tells_of_an_event(thread: Thread) -> bool:
    """Whether the question before has something happen, which "that" may be: no plain "was it"."""
    return _BE.match(thread.question) is None or thread.asked.verb is not None


def _is_phrase(meant: str) -> bool:
    short = len(meant.split()) <= _LONGEST_MEANT and carries_content(meant) > 0
    return short and not ASKS.search(meant)


def _leans(question: str) -> bool:
    """Whether a question says too little to be about something by itself."""
    if find_names(question) or find_dates(question) or _DEFINITION.match(question):
        return False
    if _ASIDE.match(question) or analyse(question).quoted:
        return False
    return 0 < carries_content(question) < STANDS and bool(ASKS.search(question))
