"""The sentences of a model's answer that state nothing: preambles, closing lines, source lists."""

import re

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


_QUOTES = re.compile(r"[\"“”«»]")


def is_filler(sentence: str) -> bool:
    """Whether a sentence, without its markers, speaks of the answer and states no fact."""
    return not _QUOTES.search(sentence) and _FILLER.fullmatch(sentence) is not None


def strip_label(sentence: str) -> str:
    """The sentence without "Sure, " or "Answer: " in front of what it states."""
    plain = _LABEL.sub("", _GREETED.sub("", sentence))
    return sentence if plain == sentence else plain[:1].upper() + plain[1:]
