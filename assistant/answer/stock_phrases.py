"""Phrases that models write and that are no claims: refusals, preambles, closing lines.

There is one agreed refusal, `REFUSAL`, which prompt, code and tests share. Models also decline in
words of their own, for one of two reasons: the model found nothing in the excerpts (an
abstention), or it does not want to help (a fault, which says nothing of the articles).
"""

import re

REFUSAL = "The articles do not say."

_QUOTES = re.compile(r"[\"“”«»]")

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
# Words for the prompt's material. "Documents" and "sources" may also be those in the news.
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
_UNWILLING = re.compile(
    r"\W*(?:i(?:['’]m|\s+am)\s+(?:sorry|unable|not\s+able)|sorry|i\s+apologi[sz]e|i\s+(?:can['’]t"
    r"|cannot|can\s+not|won['’]t|will\s+not|must\s+decline|am\s+not\s+able\s+to))\b[^.]*?"
    r"\b(?:assist|help|comply|fulfil+|engage|discuss\s+(?:this|that)|provide\s+(?:that|this|"
    r"assistance|content)|with\s+(?:that|this)\s+request|as\s+an\s+ai)\b.*",
    re.IGNORECASE | re.DOTALL,
)

_MATERIAL = (
    r"(?:excerpts?|articles?|sources?|passages?|documents?|texts?|context|information|news"
    r"|details?|snippets?)"
)
_PRODUCT = (
    r"(?:answer|response|summary|overview|breakdown|information|key\s+points?|main\s+points?"
    r"|details?|list|timeline|comparison|explanation|findings?|facts?|highlights?|reply|result)"
)
_GREETING = (
    r"(?:sure(?:\s+thing)?|certainly|of\s+course|absolutely|okay|ok|great(?:\s+question)?"
    r"|good\s+question|thank\s+you(?:\s+for\s+[^.!?]{1,60})?|thanks|hello|hi(?:\s+there)?|alright"
    r"|no\s+problem|happy\s+to\s+help|i(?:['’]d|\s+would)\s+be\s+happy\s+to\s+help)"
)
_PREAMBLES = (
    # "Sure!", "Certainly, here is the answer:"
    rf"{_GREETING}[\s,!.:–-]*",
    # "Here is what the excerpts say:", "Below is a summary of the articles."
    rf"(?:here(?:['’]s|\s+is|\s+are)|below\s+(?:is|are))\s+[^.!?:]*"
    rf"\b(?:{_PRODUCT}|{_MATERIAL}|what|how|why)\b[^.!?:]*[:.!]?",
    # "The following are the key points:"
    rf"the\s+following\b[^.!?:]*\b(?:{_PRODUCT}|{_MATERIAL})\b[^.!?:]*:",
    # "Based on the excerpts:", "Based on the provided articles, here is what is known:"
    rf"(?:based\s+on|according\s+to|from)\s+(?:the\s+)?(?:\w+\s+)?{_MATERIAL}(?:\s+\w+)?\s*"
    r"(?:,?\s*(?:here(?:['’]s|\s+is|\s+are)|the\s+following|we\s+can|i\s+can)\b[^.!?]*)?[:,.]?",
    # "The excerpts say the following:", "The answer is as follows:"
    rf"(?:the\s+)?(?:\w+\s+)?(?:{_MATERIAL}|{_PRODUCT})\s+(?:\w+\s+){{0,3}}"
    r"(?:the\s+following|as\s+follows|these\s+(?:points|facts|details))\s*[:.]",
    # "Let me look at the excerpts.", "I'll answer based on the excerpts."
    rf"(?:let\s+me|let['’]s|i(?:['’]ll|\s+will|['’]m\s+going\s+to|\s+have|['’]ve)"
    rf"(?:\s+now)?)\s+"
    r"(?:look|read|check|review|analy[sz]e|answer|summari[sz]e|go|see|start|examine|reviewed"
    rf"|analy[sz]ed|read)\b[^.!?]*\b(?:{_MATERIAL}|{_PRODUCT}|question)\b[^.!?]*[.:!]?",
    # "Answer:", "In summary:", "Key points:"
    rf"(?:(?:in\s+)?(?:summary|short|conclusion|brief)|(?:final\s+|short\s+)?{_PRODUCT}|tl;dr|note)"
    r"\s*:",
    r"(?:to\s+answer\s+your\s+question|in\s+(?:summary|short|conclusion))\s*[,:]?",
)
_CLOSINGS = (
    r"(?:please\s+)?(?:let\s+me\s+know|feel\s+free|do\s+not\s+hesitate|don['’]t\s+hesitate)\b.*",
    r"if\s+you\s+(?:have|need|want|would\s+like|['’]d\s+like|require)\b[^.!?]*\b(?:let\s+me\s+know"
    r"|feel\s+free|(?:just|please)\s+ask|i(?:['’]m|\s+am|\s+can|['’]d|\s+would)\b)[^.!?]*[.!]?",
    r"i\s+hope\s+(?:this|that|it)\b[^.!?]*\b(?:help|helps|useful|helpful|clarif\w+|answers)\b.*",
    r"(?:hope|glad)\s+(?:this|that|i)\b[^.!?]*\bhelps?\b.*",
    r"(?:would|do)\s+you\s+(?:like|want)\s+(?:me\s+to|more|to\s+know|any|a|an|further)\b[^.!]*\?",
    r"(?:is\s+there\s+)?anything\s+else\b[^.!]*\?",
    r"(?:(?:please\s+)?note\s+that\s+)?(?:this|the|my)\s+(?:above\s+)?(?:answer|summary|response)\s+"
    r"is\s+(?:based|drawn|taken)\b[^.!?]*\b(?:excerpts?|articles?|provided|given)\b[^.!?]*[.!]?",
    r"for\s+(?:more|further)\s+(?:information|details)\b[^.!?]*\b(?:see|refer|consult|check)\b.*",
    r"end\s+of\s+(?:answer|response|summary)\W*",
)
_SOURCE_LISTS = (
    rf"(?:sources?|references?|citations?|cited\s+{_MATERIAL}|excerpts?)(?:\s+(?:used|cited))?\s*"
    r":?\s*(?:(?:and\s+|excerpts?\s*|the\s+articles?|\d{1,3}|[,;&.\s]))*",
)
_FILLER = re.compile(
    rf"\W*(?:{'|'.join((*_PREAMBLES, *_CLOSINGS, *_SOURCE_LISTS))})\W*", re.IGNORECASE | re.DOTALL
)
_GREETED = re.compile(rf"^\s*{_GREETING}\s*[,!.:–-]\s+(?=\S)", re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*(?:(?:final\s+|short\s+)?answer|response|tl;dr|summary|a)\s*:\s*(?=\S)", re.IGNORECASE
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


def is_filler(sentence: str) -> bool:
    """Whether a sentence, without its markers, speaks of the answer and states no fact."""
    return not _QUOTES.search(sentence) and _FILLER.fullmatch(sentence) is not None


def strip_label(sentence: str) -> str:
    """The sentence without "Sure, " or "Answer: " in front of what it states."""
    plain = _LABEL.sub("", _GREETED.sub("", sentence))
    return sentence if plain == sentence else plain[:1].upper() + plain[1:]
