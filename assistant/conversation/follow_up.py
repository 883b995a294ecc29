"""Whether a question needs the conversation before it, and the question with what it needs.

A complete question is never changed. A follow-up is asked together with the questions that it
continues, in the user's own words: nothing is guessed, and search and reader see the same text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reply import Turn
from assistant.text.words import words

_FEW = 2  # content words: a question with fewer says too little to be searched for
_SOME = 4  # with a pronoun and so few of them, the pronoun refers to an earlier question
_MANY = 6  # a question with more says itself what its pronouns mean
_OPENERS = re.compile(
    r"^\W*(?:and|but|so|or|then|also|ok(?:ay)?|yes|no|what about|how about|what else|who else"
    r"|where else|anything else|why not|since when|until when|how come|are you sure|really"
    r"|by (?:how much|when|whom)|for how long|the (?:other|first|second|third|last|same) )\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|that|this|these|those|there"
    r"|one|ones|else|both|same|other|others|former|latter|again)\b",
    re.IGNORECASE,
)
# "that" and "there" refer to nothing where a clause or a verb follows: "said that the", "is there".
_EMPTY = re.compile(
    r"\b(?:(?:is|are|was|were) there|there (?:is|are|was|were)|the other|each other|no one|one of"
    r"|that (?!'s\b|is\b|was\b|one\b|happen|mean)\w+|this (?:year|month|week|time)|the one|the ones"
    r"|it (?:is|was) (?:true|possible)|both (?:\w+ )?(?:and|of)|the same|this \w+|these \w+"
    r"|those (?:who|that|in|of)|these days|at one)\b",
    re.IGNORECASE,
)
_NEW_TOPIC = re.compile(
    r"^\W*(?:switching to|turning to|now for|(?:different|new|another) (?:thing|topic|question)"
    r"|on another|something else|changing (?:the )?(?:topic|subject))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Thread:
    """What a question continues: the user's questions, oldest first, that belong to its topic."""

    questions: tuple[str, ...] = ()


def thread_of(turns: Sequence[Turn]) -> Thread:
    """The last complete question of the user, and the questions asked since."""
    asked = [turn.content for turn in turns if turn.role == "user"]
    start = next((at for at in range(len(asked) - 1, -1, -1) if not needs_context(asked[at])), 0)
    return Thread(tuple(asked[start:]))


def needs_context(question: str) -> bool:
    """Whether a question can be understood only with those before it."""
    if _NEW_TOPIC.search(question):
        return False
    telling = [word for word in words(question) if not word.is_stop]
    if len(telling) <= _FEW:
        return True
    if _OPENERS.search(question) and not _names_its_topic(question):
        return True
    return _refers_back(question)


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """The question as it is where it is complete, else behind the questions that it continues.

    Of a long thread the first and the last are taken: what it is about, and what was asked last.
    """
    asked = thread_of(turns).questions
    if not asked or not needs_context(question):
        return question
    return " ".join(dict.fromkeys((asked[0], asked[-1], question)))


def _names_its_topic(question: str) -> bool:
    """Whether at least two words with capitals stand behind the first word."""
    return sum(word.text[:1].isupper() for word in list(words(question))[1:]) >= 2


def _refers_back(question: str) -> bool:
    """Whether a pronoun is there that nothing in the question itself can be meant by.

    A long question names what its pronouns mean, and so does one with words enough before them.
    """
    telling = sum(not word.is_stop for word in words(question))
    if telling > _MANY:
        return False
    empty = [match.span() for match in _EMPTY.finditer(question)]
    for match in _PRONOUN.finditer(question):
        if any(start <= match.start() < end for start, end in empty):
            continue
        before = sum(not word.is_stop for word in words(question[: match.start()]))
        if before < _FEW or telling <= _SOME:
            return True
    return False
