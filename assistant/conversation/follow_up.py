"""Detects follow-ups and joins them with the earlier questions that they continue.

A complete question is never changed. A follow-up is put after the questions that it continues, in
the user's own words; nothing is guessed.
"""

from collections.abc import Sequence

from assistant.reply import Turn
from assistant.text.lexicon import phrase_patterns, read_data
from assistant.text.question import analyse
from assistant.text.words import words

_FEW = 2  # content words: a question with no more is too short to search for
_SOME = 4  # in a question with no more, a pronoun refers to an earlier question
_MANY = 6  # a question with more names what its pronouns refer to
_pattern = phrase_patterns(read_data(__package__, "follow_up.toml"))
_OPENERS = _pattern(r"^\W*{openers}\b")
_PRONOUN = _pattern(r"\b{pronouns}\b")
_EMPTY = _pattern(r"\b{empty}\b")
_ASKS_WHO = _pattern(r"^\W*(?:who|what|where)(?: is| are| was| were|['’]s)\b")
_NEW_TOPIC = _pattern(r"^\W*{new_topic}\b")
_RETURN = _pattern("^{returns}")
_NO_QUESTION = _pattern(r"^\W*{no_question}\W*$")


def _thread(turns: Sequence[Turn], question: str) -> list[str]:
    """The user's last complete question and the questions after it, oldest first.

    If `question` goes back to something, the complete question before that one, and what was asked
    about it.
    """
    asked = [t.content for t in turns if t.role == "user" and not _NO_QUESTION.search(t.content)]
    starts = [at for at, one in enumerate(asked) if at == 0 or not needs_context(one)]
    if _RETURN.search(question) and len(starts) > 1:
        return asked[starts[-2] : starts[-1]]
    return asked[starts[-1] :] if starts else []


def needs_context(question: str) -> bool:
    """Whether a question can be understood only with the ones before it."""
    if _NEW_TOPIC.search(question) or _NO_QUESTION.search(question):
        return False
    if _RETURN.search(question):
        return True
    if analyse(question).asks_about_library:
        return False
    content = [word for word in words(question) if not word.is_stop]
    if len(content) <= _FEW:  # "Who is Ada Novak?" is short, but complete
        return not (_ASKS_WHO.search(question) and _names_its_topic(question))
    if _OPENERS.search(question) and not _names_its_topic(question):
        return True
    return _refers_back(question)


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """A complete question as it is; a follow-up after the questions that it continues.

    Of a long thread, only the first and the last question are used.
    """
    asked = _thread(turns, question)
    if not asked or not needs_context(question):
        return question
    return " ".join(dict.fromkeys((asked[0], asked[-1], question)))


def _names_its_topic(question: str) -> bool:
    """Whether at least two words after the first are capitalised."""
    return sum(word.text[:1].isupper() for word in list(words(question))[1:]) >= 2


def _refers_back(question: str) -> bool:
    """Whether the question has a pronoun that refers to something outside it.

    In a long question, and after enough other words, a pronoun refers to the question itself.
    """
    content = sum(not word.is_stop for word in words(question))
    if content > _MANY:
        return False
    empty = [match.span() for match in _EMPTY.finditer(question)]
    for match in _PRONOUN.finditer(question):
        if any(start <= match.start() < end for start, end in empty):
            continue
        before = sum(not word.is_stop for word in words(question[: match.start()]))
        if before < _FEW or content <= _SOME:
            return True
    return False
