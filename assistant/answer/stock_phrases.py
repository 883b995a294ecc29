"""Phrases that models write and that are no claims: refusals, preambles, closing lines.

There is one agreed refusal, `REFUSAL`, which prompt, code and tests share. Models also decline in
words of their own, for one of two reasons: the model found nothing in the excerpts (an
abstention), or it does not want to help (a fault, which says nothing of the articles).
"""

from assistant.text.lexicon import phrase_patterns, read_data
from assistant.text.words import simple_words

REFUSAL = "The articles do not say."
REASON = "Removed because:"
"""Introduces the reason of a removal in the prompt of a repair; small models repeat it."""

_PHRASES = read_data(__package__, "stock_phrases.toml")
_pattern = phrase_patterns({name: held.replace(" ", r"\s+") for name, held in _PHRASES.items()})
_OPENING = _pattern("^{opening}?")
_SURE_REFUSAL = _pattern(
    r"(?s)\W*{opening}?(?:{refusals}.*|{whole_refusals}\W*|{foreign_refusals})"
)
_UNSURE_REFUSAL = _pattern(r"(?s)\W*{opening}?{documents}\s+{not}\s+(?:\w+ly\s+)?{tell}\b.*")
_GOES_ON = _pattern("{goes_on}")
_UNWILLING = _pattern(r"(?s)\W*{unwilling}\W*")
_FILLER = _pattern(r"(?s)\W*{fillers}\W*")
# "Sure, ...", "Answer: ..."
_GREETED = _pattern(r"^\s*{greeting}\s*[,!.:–-]\s+(?=\S)")
_LABEL = _pattern(r"^\s*{label}\s*:\s*(?=\S)")
_QUOTATION_MARKS = frozenset('"“”«»')
# An article's reporter does not speak of these; a model that does speaks of the conversation.
_CONVERSATION = frozenset({"i", "me", "my", "you", "your", "user"})


def is_refusal(text: str, *, cited: bool = False) -> bool:
    """Whether a sentence says nothing but that the excerpts do not hold the answer.

    `cited` says that it has a marker: then "the documents do not say" may be news.
    """
    if is_bare_refusal(text):
        return True
    plain = text.strip().strip("\"'“”*_ ")
    told = _OPENING.sub("", plain)
    if _QUOTATION_MARKS & set(text) or _GOES_ON.search(told) or _UNWILLING.fullmatch(plain):
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


def is_filler(sentence: str, *, cited: bool = False) -> bool:
    """Whether a sentence, without its markers, states no fact: it asks, or speaks of the answer.

    One without a marker (`cited`) is, too, if it speaks of model and user, names or counts nothing,
    and does not decline.
    """
    if _QUOTATION_MARKS & set(sentence):
        return False
    if sentence.rstrip(" *_").endswith("?") or _FILLER.fullmatch(sentence) is not None:
        return True
    if is_refusal(sentence, cited=cited) or is_unwilling(sentence):
        return False
    spoken = [word.partition("'")[0] for word in simple_words(sentence.replace("’", "'"))]
    facts = [word for word in spoken[1:] if word != "I" and (word[0].isupper() or word.isdigit())]
    return not (cited or facts) and not _CONVERSATION.isdisjoint(word.lower() for word in spoken)


def strip_label(sentence: str) -> str:
    """The sentence without "Sure, " or "Answer: " in front of what it states."""
    plain = _LABEL.sub("", _GREETED.sub("", sentence))
    return sentence if plain == sentence else plain[:1].upper() + plain[1:]
