"""What web pages put between the sentences of an article: captions, links, labels and datelines."""

import re

from assistant.text.lexicon import phrase_patterns, read_data

_pattern = phrase_patterns(read_data(__package__, "page_text.toml"))
_NO_REPORT = _pattern(r"^\W*{opens}|\b{ends}[\s.…]*$")
_LABEL = _pattern(r"^{label}(?=\S|$)")
_AGENCY = r"\((?:[A-Z][\w.&/-]*\s?){1,4}\)"
_PLACES = r"(?:(?:[A-Z][\w.’'/&-]*|\d{1,4}),?\s+)"
# "Lindow, 3 May 2021 (River Post) - ", "Washington CNN — ", "LONDON - ", "(CNN) "
_DATELINE = re.compile(
    rf"^(?!The\b|An?\b)(?:{_PLACES}{{0,8}}(?:{_AGENCY}|[A-Z]{{2,}})\s*[-–—]+\s+|\([A-Z]{{2,}}\)\s*)"
    r"(?=[A-Z“\"‘0-9])"
)


def is_page_text(sentence: str) -> bool:
    """Whether a sentence is a caption, a link or a credit of the page, and reports nothing."""
    return _NO_REPORT.search(sentence) is not None or not without_label(sentence)


def without_label(sentence: str) -> str:
    """The sentence without a label of the page or a dateline in front."""
    return _DATELINE.sub("", _LABEL.sub("", sentence))
