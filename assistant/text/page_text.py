"""What web pages put between the sentences of an article: captions, links, labels and datelines."""

import re

from assistant.article import Span
from assistant.text.lexicon import CALENDAR_WORDS, phrase_patterns, read_data

_pattern = phrase_patterns(
    {**read_data(__package__, "page_text.toml"), "day": "\n".join(sorted(CALENDAR_WORDS))}
)
_RUN = 8  # words
_NO_REPORT = _pattern(r"^\W*{opens}|\b{ends}[\s.…]*$")
_LABEL = _pattern(r"^{label}(?=\S|$)")
_AGENCY = r"\((?:[A-Z][\w.&/-]*\s?){1,4}\)"
_PLACES = r"(?:(?:[A-Z][\w.’'/&-]*|\d{1,4}),?\s+)"
# "Lindow, 3 May 2021 (River Post) - ", "Washington CNN — ", "LONDON - ", "(CNN) "
_DATELINE = re.compile(
    rf"^(?!The\b|An?\b)(?:{_PLACES}{{0,8}}(?:{_AGENCY}|[A-Z]{{2,}})\s*[-–—]+\s+|\([A-Z]{{2,}}\)\s*)"
    r"(?=[A-Z“\"‘0-9])"
)
# "Mayor Novak Ada NovakFerry stops at noon Bridge to open in May MORE (D) said": behind a name, the
# full name again, which is glued to the headlines of a list of links, and "MORE".
_LINK_TEXTS = re.compile(
    r"\b(?P<surname>[A-Z][\w’'-]{1,30})(?P<links>\s{0,2}"
    r"(?:(?:[A-Z(][\w.()’'-]{0,30}|de|del|la|van|von|der)\s{1,2}){1,5}(?P=surname)"
    r"(?:(?=[“‘\"']?[^\W_a-z])[^\n]{10,1000}?\b)?MORE\b)"
)


def is_page_text(sentence: str) -> bool:
    """Whether a sentence is a caption, a link or a credit of the page, and reports nothing."""
    return (
        _NO_REPORT.search(sentence) is not None
        or not without_label(sentence)
        or _repeats_itself(sentence)
    )


def _repeats_itself(sentence: str) -> bool:
    """Whether it says the same words twice, as the joined captions of several photos do."""
    said = sentence.split()
    runs = [tuple(said[at : at + _RUN]) for at in range(len(said) - _RUN + 1)]
    return len(set(runs)) < len(runs)


def without_label(sentence: str) -> str:
    """The sentence without a label of the page or a dateline in front."""
    return _DATELINE.sub("", _LABEL.sub("", sentence))


def find_link_texts(text: str) -> list[Span]:
    """The links to other articles that a page puts behind a person's name in a sentence."""
    if "MORE" not in text:
        return []
    return [Span(*match.span("links")) for match in _LINK_TEXTS.finditer(text)]


def without_link_texts(text: str) -> str:
    """The text without such links."""
    for links in reversed(find_link_texts(text)):
        text = text[: links.start] + text[links.end :]
    return text
