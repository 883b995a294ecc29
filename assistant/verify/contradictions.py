"""Words of a claim that its nearest sentences contradict: a negation, "all" for "some", "before".

Only words in front of the same word are compared, so freely worded contradictions are not found.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.text.lexicon import read_data
from assistant.verify.fault import Fault
from assistant.verify.tokens import Token

_WORDING = read_data(__package__, "wording.toml")
# A negation or a quantifier belongs to the next telling word if that is so many words away.
_REACH = 3
_IN_FRONT = 4


def find_contradictions(
    claim: Sequence[Token], sentences: Sequence[Sequence[Token]]
) -> Iterator[Fault]:
    """The faults of a claim's words that the sentences, which say most of it, contradict."""
    yield from _find_added_negations(claim, sentences)
    for mine, theirs in _contraries():
        if any(words_of(sentence) & mine for sentence in sentences):
            continue
        for at, token in enumerate(claim):
            head = _next_telling(claim, at) if low(token) in mine else None
            found = head and _in_front_of(head, theirs, sentences)
            if found:
                why = f"the excerpt says “{found}” of this, the answer “{token.text}”"
                yield Fault("word", why, token.start, token.end, found)


def _find_added_negations(
    claim: Sequence[Token], sentences: Sequence[Sequence[Token]]
) -> Iterator[Fault]:
    """Negations of words that the sentences have without any denial."""
    if any(
        words_of(sentence) & (word_list("denials") | word_list("limits")) for sentence in sentences
    ):
        return
    keys = {token.key for sentence in sentences for token in sentence}
    for at, token in enumerate(claim):
        head = _next_telling(claim, at) if token.is_negation else None
        if head is not None and head.key in keys:
            why = f"the answer says “{token.text}”, the excerpt does not"
            yield Fault("negation", why, token.start, token.end)


def _next_telling(claim: Sequence[Token], at: int) -> Token | None:
    """The next telling word of the same clause, if it is near."""
    for place in range(at + 1, min(len(claim), at + 1 + _REACH)):
        token = claim[place]
        if not token.is_harmless and not token.is_negation:
            return token
    return None


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


def words_of(tokens: Sequence[Token]) -> frozenset[str]:
    """Some tokens as they are in the word lists."""
    return frozenset(map(low, tokens))


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the lists of `wording.toml`."""
    return frozenset(_WORDING[name].split())


@cache
def opposites() -> dict[str, frozenset[str]]:
    """For each word of a pair of contraries the words of the other side."""
    found: dict[str, frozenset[str]] = {}
    for sides in _WORDING["opposites"]:
        one, other = (frozenset(side.split()) for side in sides)
        for mine, theirs in ((one, other), (other, one)):
            for word in mine:
                found[word] = found.get(word, frozenset()) | theirs
    return found


@cache
def _contraries() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs = (map(frozenset, map(str.split, sides)) for sides in _WORDING["contrary"])
    return tuple((mine, theirs) for mine, theirs in pairs)
