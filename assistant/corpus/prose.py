"""Tells sentences of reporting from headlines and labels by their form."""

import re

from assistant.text import sentences
from assistant.text.lexicon import HEADLINE_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEWEST_WORDS = 8
_MANY_WORDS = 30


def count_words(line: str) -> int:
    """How many words a line has; in scripts without spaces, two characters count as one."""
    return len(_WORD.findall(line)) + len(_WIDE.findall(line)) // 2


def is_prose(line: str) -> bool:
    """Whether it is one or more sentences: long enough, and with a mark at the end."""
    words = count_words(line)
    if words >= _MANY_WORDS:
        return True
    return words >= _FEWEST_WORDS and ends_clause(line) and not is_title_case(line)


def is_marked_headline(line: str) -> bool:
    """Whether a first line ends in a mark of headlines: "?", "!" or an ellipsis."""
    return line.rstrip().endswith(("?", "!", "…", "..."))


def ends_clause(line: str) -> bool:
    """Whether it ends with a mark of a sentence or clause, unlike a headline or a label."""
    return sentences.ends_sentence(line, also=":;,")


def is_title_case(line: str) -> bool:
    """Whether all words but the small ones begin with a capital, as in a headline or a name."""
    words = [word for word in _WORD.findall(line) if word[0].isalpha()]
    large = [word for word in words if word.lower() not in HEADLINE_WORDS]
    return bool(large) and all(not word[0].islower() for word in large)


def folded(line: str) -> str:
    """The words in lower case without punctuation, to compare lines."""
    return " ".join(_WORD.findall(line.casefold()))
