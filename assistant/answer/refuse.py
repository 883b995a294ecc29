"""The one way to say that the articles do not hold an answer; prompt, code and tests share it.

Models also decline in words of their own. Two kinds are told apart: the model found nothing in the
excerpts (an abstention), or it does not want to help (a fault, which says nothing of the articles).
"""

import re

REFUSAL = "The articles do not say."

_NOT = r"(?:do(?:es)?\s+not|did\s+not|don['’]t|doesn['’]t|didn['’]t|cannot|can['’]t|fails?\s+to)"
_TELL = (
    r"(?:say|contain|mention|provide|include|specify|state|give|offer|address|discuss|answer|cover"
    r"|indicate|explain|reveal|describe|hold|list|name|identify|report|clarify|disclose|speak|tell"
    r"|support|have|detail)"
)
_OPENING = (
    r"(?:(?:i(?:['’]m|\s+am)\s+)?(?:sorry|unfortunately|regrettably|i\s+apologi[sz]e)[,:]?\s*"
    r"(?:but\s+)?|however,?\s+|but\s+)?"
)
# What a prompt calls its material; "documents" and "sources" may be those that the news is about.
_SURE = (
    r"(?:the\s+|these\s+|any\s+of\s+the\s+|none\s+of\s+the\s+|neither\s+of\s+the\s+)?"
    r"(?:(?:provided|given|available|supplied|above|retrieved)\s+(?:news\s+)?"
    r"(?:excerpts?|articles?|sources?|passages?|documents?|texts?|context|information|material)"
    r"|(?:news\s+)?(?:excerpts?|articles?|passages?|snippets?)"
    r"|context|information\s+(?:provided|given|available))(?:\s+(?:provided|given|above))?"
)
_UNSURE = r"(?:the\s+|these\s+)?(?:sources?|documents?|texts?)"
_PATTERNS_SURE = (
    rf"{_SURE}\s+(?:alone\s+)?(?:{_NOT}\s+(?:\w+ly\s+)?{_TELL}|(?:is|are)\s+(?:silent|insufficient"
    r"|not\s+(?:enough|sufficient)))\b",
    rf"none\s+of\s+{_SURE}\s+(?:{_TELL})s?\b",
    rf"(?:there\s+is|there['’]s)\s+(?:no|not\s+enough|insufficient|nothing)\b.*\b{_SURE}",
    rf"(?:no|not\s+enough|insufficient)\s+(?:\w+\s+)?(?:information|details?|data|mention|answer"
    rf"|evidence)\b.*\b{_SURE}",
    rf"(?:[\w’'-]+\s+){{1,8}}(?:is|was|are|were)\s+not\s+"
    r"(?:mentioned|stated|specified|given|provided|included|found|answered|addressed|contained"
    rf"|covered|discussed|available)\s+(?:\w+\s+)?(?:in|by|from)\s+{_SURE}",
    rf"(?:i|we)\s+(?:{_NOT}|am\s+(?:unable|not\s+able)\s+to|could\s+not|couldn['’]t|was\s+unable\s+to)\s+"
    rf"(?:find|answer|determine|tell|locate|see|provide|say|know)\b(?:.*\b{_SURE}.*)?",
    r"i\s+(?:do\s+not|don['’]t)\s+(?:know|have\s+(?:enough|sufficient|any|that|this))\b",
    rf"not\s+(?:mentioned|stated|specified|given|provided|found|available|answered)\s.*\b{_SURE}",
    r"(?:the\s+)?question\s+cannot\s+be\s+(?:answered|determined)\b",
    rf"(?:based\s+on|from|according\s+to|in)\s+{_SURE},?\s*(?:it\s+is\s+(?:not\s+(?:possible|clear)"
    r"|impossible|unclear)|there\s+is\s+no|i\s+(?:can['’]?\s?not|can['’]t|do\s+not|don['’]t))\b",
)
_PATTERNS_WHOLE = (
    r"(?:this|that|it)\s+(?:is|was)\s+not\s+(?:mentioned|stated|specified|given)",
    r"(?:the\s+)?(?:answer|information)\s+(?:is|was)\s+(?:not\s+(?:available|given|provided|stated"
    r"|known|found|mentioned)|unknown|unavailable)",
    r"not\s+(?:mentioned|stated|specified|given|provided|found|available|answered)",
    r"(?:this|it|that)\s+cannot\s+be\s+(?:answered|determined)",
    r"(?:no|insufficient)\s+(?:answer|information)(?:\s+(?:found|available|given))?",
    r"unanswerable|unknown|n/a",
)
_SURE_REFUSAL = re.compile(
    rf"\W*{_OPENING}(?:(?:{'|'.join(_PATTERNS_SURE)}).*|(?:{'|'.join(_PATTERNS_WHOLE)})\W*)",
    re.IGNORECASE | re.DOTALL,
)
_UNSURE_REFUSAL = re.compile(
    rf"\W*{_OPENING}{_UNSURE}\s+{_NOT}\s+(?:\w+ly\s+)?{_TELL}\b.*", re.IGNORECASE | re.DOTALL
)
# A statement that goes on after the refusal is a claim: "... do not say why, but he left."
_GOES_ON = re.compile(r"[,;:–—]\s*(?:but|however|though|although|only|they\s+do)\b", re.IGNORECASE)
_QUOTES = re.compile(r"[\"“”«»]")
_UNWILLING = re.compile(
    r"\W*(?:i(?:['’]m|\s+am)\s+(?:sorry|unable|not\s+able)|sorry|i\s+apologi[sz]e|i\s+(?:can['’]t"
    r"|cannot|can\s+not|won['’]t|will\s+not|must\s+decline|am\s+not\s+able\s+to))\b[^.]*?"
    r"\b(?:assist|help|comply|fulfil+|engage|discuss\s+(?:this|that)|provide\s+(?:that|this|"
    r"assistance|content)|with\s+(?:that|this)\s+request|as\s+an\s+ai)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def is_refusal(text: str, *, cited: bool = False) -> bool:
    """Whether a sentence says nothing but that the excerpts do not hold the answer.

    `cited` says that it has a marker: then "the documents do not say" may be news.
    """
    if is_bare_refusal(text):
        return True
    plain = text.strip().strip("\"'“”*_ ")
    told = re.sub(rf"^{_OPENING}", "", plain, flags=re.IGNORECASE)
    if _QUOTES.search(text) or _GOES_ON.search(told) or _UNWILLING.fullmatch(plain):
        return False
    if _SURE_REFUSAL.fullmatch(plain):
        return True
    return not cited and _UNSURE_REFUSAL.fullmatch(plain) is not None


def is_bare_refusal(text: str) -> bool:
    """Whether a text is the agreed refusal and nothing else, however it is wrapped."""
    plain = text.strip().strip("\"'“”*_ ")
    return plain.rstrip(".").casefold() == REFUSAL.rstrip(".").casefold()


def is_unwilling(text: str) -> bool:
    """Whether the model declines to help at all: "I'm sorry, but I can't assist with that."."""
    return _UNWILLING.fullmatch(text.strip()) is not None
