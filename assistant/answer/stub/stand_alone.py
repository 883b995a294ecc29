"""Makes a sentence of an article readable by itself, without changing its content words."""

import re

from assistant.text.page_text import without_label

# A connective that refers to the sentence before. All but the first three need a comma: "So far"
# and "In addition to the fine" say something themselves.
_TIE = re.compile(
    r"^(?:(?:But|And|Yet)(?:,\s+|\s+(?=[a-z]))|(?:However|Meanwhile|Moreover|Furthermore|Still|Also"
    r"|Nevertheless|Nonetheless|In addition|Additionally|Instead|Besides|Therefore|Thus|Indeed|So"
    r"|In fact|Of course|On the other hand|For example|For instance|At the same time|As a result"
    r"|Similarly),\s+)(?=\w)"
)


def alone(sentence: str) -> str:
    """The sentence without connective, label or dateline, and with paired quotation marks."""
    text = without_label(sentence)
    untied = _TIE.sub("", text)
    if untied != text:
        text = untied[:1].upper() + untied[1:]
    return _paired(text)


def _paired(text: str) -> str:
    """Add the missing mark of a quotation that begins or ends in another sentence."""
    is_open = is_closed = False  # is_closed: a quotation ends that began in an earlier sentence
    for mark in re.findall("[“”]", text):
        is_closed = is_closed or (mark == "”" and not is_open)
        is_open = mark == "“"
    text = f"{'“' * is_closed}{text}{'”' * is_open}"
    if text.count('"') % 2:
        return f'{text}"' if _opens_last(text) else f'"{text}'
    return text


def _opens_last(text: str) -> bool:
    """Whether the last straight mark opens a quotation: a word follows it, and none precedes it."""
    at = text.rindex('"')
    return at + 1 < len(text) and not text[at + 1].isspace() and (at == 0 or text[at - 1].isspace())
