"""Words of a claim that its nearest sentences contradict: a negation, "all" for "some", "before".

Only words in front of the same word are compared, so freely worded contradictions are not found.
"""

from collections.abc import Iterable, Iterator, Sequence

from assistant.text.lexicon import read_data
from assistant.verify.fault import Fault
from assistant.verify.tokens import Token

# A negation or a quantifier belongs to the next telling word if that is so many words away.
_REACH = 3
_IN_FRONT = 4

_wording = read_data(__package__, "wording.toml")
# The word lists, by their names
WORDING: dict[str, frozenset[str]] = {
    name: frozenset(words.split()) for name, words in _wording.items() if isinstance(words, str)
}
# Words, and what contradicts them in front of the same word
_CONTRARY = [tuple(frozenset(side.split()) for side in sides) for sides in _wording["contrary"]]
# For each word of a pair of contraries the words of the other side
OPPOSITES: dict[str, frozenset[str]] = {}
for _left, _right in _wording["opposites"]:
    for _words, _others in ((_left, _right), (_right, _left)):
        for _word in _words.split():
            OPPOSITES[_word] = OPPOSITES.get(_word, frozenset()).union(_others.split())


def find_contradictions(
    claim: Sequence[Token], sentences: Sequence[Sequence[Token]]
) -> Iterator[Fault]:
    """The faults of a claim's words that the sentences, which say most of it, contradict."""
    said = words_of(token for sentence in sentences for token in sentence)
    yield from _find_added_negations(claim, sentences, said)
    for mine, theirs in _CONTRARY:
        for at, token in enumerate(claim):
            head = _next_telling(claim, at) if low(token) in mine and not said & mine else None
            found = head and _in_front_of(head, theirs, sentences)
            if found:
                why = f"the excerpt says “{found}” of this, the answer “{token.text}”"
                yield Fault("word", why, token.start, token.end)


def _find_added_negations(
    claim: Sequence[Token], sentences: Sequence[Sequence[Token]], said: frozenset[str]
) -> Iterator[Fault]:
    """Negations of words that the sentences have without any denial."""
    if said & (WORDING["denials"] | WORDING["limits"]):
        return
    keys = {token.key for sentence in sentences for token in sentence}
    for at, token in enumerate(claim):
        head = _next_telling(claim, at) if token.is_negation else None
        if head is not None and head.key in keys:
            why = f"the answer says “{token.text}”, the excerpt does not"
            yield Fault("negation", why, token.start, token.end)


def _next_telling(claim: Sequence[Token], at: int) -> Token | None:
    """The next telling word, if it is near."""
    near = claim[at + 1 : at + 1 + _REACH]
    return next((token for token in near if not token.is_harmless and not token.is_negation), None)


def _in_front_of(
    head: Token, words: frozenset[str], sentences: Sequence[Sequence[Token]]
) -> str | None:
    """Which of some words a sentence has shortly in front of a word."""
    for sentence in sentences:
        for at, token in enumerate(sentence):
            if token.key == head.key:
                for before in sentence[max(0, at - _IN_FRONT) : at]:
                    if low(before) in words:
                        return before.text
    return None


def low(token: Token) -> str:
    """A token as it is in the word lists."""
    return token.text.lower().rstrip(".")


def words_of(tokens: Iterable[Token]) -> frozenset[str]:
    """Some tokens as they are in the word lists."""
    return frozenset(map(low, tokens))
