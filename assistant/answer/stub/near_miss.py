"""Finds the thing that a question asks about and no excerpt has, where one has a similar thing.

"Who painted the south crane?" is not answered by who painted the north crane, nor "Why was the
library of Brovik closed?" by why its theatre was, or another town's library. `bench/near_misses.py`
measures how often an answerable question is declined for it.
"""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import chain, pairwise

from assistant.reader.sentence_evidence import rarity
from assistant.reply import Excerpt
from assistant.text.lexicon import CALENDAR_WORDS, CARDINALS, IRREGULAR_PASTS, ORDINALS, read_data
from assistant.text.names import Name, find_names, is_country, same_name
from assistant.text.sentences import split_sentences
from assistant.text.words import Word, content_stems, simple_words, stem, words

Mark = tuple[int, int]
"""What tells a thing from others of its kind: a group of words and a place in it, or a number."""

_NUMBERED = -1
_MARKS: dict[str, Mark] = {
    stem(word): (group, place)
    for group, lines in enumerate(read_data(__package__, "near_miss.toml")["groups"])
    for place, line in enumerate(lines)
    for word in line.split()
}
_NEAR = 4  # words within which a modifier may belong to a noun: "the crane in the south"
_RARE = 8.0  # the least idf of a word that tells a thing from others: "chickpea protein"
_FORM = 5  # letters of a stem that its relatives share: "strategy", "strategic"
_START = 4  # letters that all forms of a word share
_BEFORE = re.compile(r"\b([a-z][\w-]+)\s+(?:of|in|at)\s+(?:the\s+)?$")
_OWNS = re.compile(r"['’]s\s+([a-z][\w-]+)")
_AFTER = re.compile(r"(?:['’]s)?\s+([a-z][\w-]+)")
# After these a name may stand before a verb: "When did Brovik close".
_AUXILIARIES = frozenset("do does did can could will would should may might".split())


def missing_thing(question: str, excerpts: Sequence[Excerpt]) -> str | None:
    """The thing, in the words of the question; None if all that is asked about may be there."""
    texts = [f"{e.title or ''}\n{e.text}" for e in excerpts]
    question = _with_capitals(question, "\n".join(texts))
    asked = list(words(question))
    pairs = chain(
        _lacking_marks(question, asked, texts),
        _lacking_words(question, asked, texts),
        _lacking_owners(question, texts),
    )
    return next((question[start:end] for start, end in pairs), None)


def _lacking_marks(
    question: str, asked: Sequence[Word], texts: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Things that texts have with another mark only: "south crane", "Model 5"."""
    for first, second, noun, mark in _marked(asked):
        alone = sum(_mark(word)[:1] == mark[:1] for word in asked) == 1
        near = _are_neighbours(question, first, second) and not noun.is_stop
        if near and alone and _has_other_mark(noun, mark, texts):
            yield first.start, second.end


def _lacking_words(
    question: str, asked: Sequence[Word], texts: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Things that texts have with another word only: "chickpea protein"."""
    for first, second in pairwise(asked):
        plain = first.text.islower() and second.text.islower() and len(first.text) > 2
        rare = plain and not (first.is_stop or second.is_stop) and rarity(first.stem) >= _RARE
        near = rare and _are_neighbours(question, first, second)
        if near and _is_said_of_another(first, second, texts, asked):
            yield first.start, second.end


def _lacking_owners(question: str, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Things that texts have of another owner only: "library of Brovik"."""
    for noun, name in _owned(question, find_names(question)):
        if _is_only_of_others(question, noun, name, texts):
            yield min(noun.start, name.start), max(noun.end, name.end)


def _are_neighbours(text: str, first: Word, second: Word) -> bool:
    return not text[first.end : second.start].strip(" -")


def _with_capitals(question: str, text: str) -> str:
    """A question in lower case, with capitals where the text has the word with one alone."""
    if question[1:].lower() != question[1:]:
        return question
    held = set(simple_words(text))
    for word in dict.fromkeys(simple_words(question)):
        if word not in held and word.capitalize() in held:
            question = re.sub(rf"\b{re.escape(word)}\b", word.capitalize(), question)
    return question


def _marked(text: Sequence[Word]) -> Iterator[tuple[Word, Word, Word, Mark]]:
    """Neighbours of which one marks the other: both, the thing, and its mark."""
    for at, (first, second) in enumerate(pairwise(text)):
        if first.stem in _MARKS:
            yield first, second, second, _MARKS[first.stem]
        elif ORDINALS.get(first.text.lower(), 1) > 1:
            yield first, second, second, (_NUMBERED, ORDINALS[first.text.lower()])
        elif (number := _cardinal(second)) and _is_numbered(first, text[at + 2 : at + 3]):
            yield first, second, first, (_NUMBERED, number)


def _is_numbered(word: Word, after: Sequence[Word]) -> bool:
    """Whether a number after the word is its own, as in "chapter 5", and counts nothing."""
    if word.is_stop or not word.text.isalpha() or word.text.lower() in CALENDAR_WORDS:
        return False
    return word.text[0].isupper() or not after or after[0].is_stop


def _cardinal(word: Word) -> int:
    """A number below 1,000, or 0: "5" and "five"; letters are numbered behind: "Model X"."""
    if word.text.isdecimal() and len(word.text) <= 3:
        return int(word.text)
    if len(word.text) == 1 and word.text.isupper() and word.text not in "AI":
        return 1000 + ord(word.text)
    return CARDINALS.get(word.text.lower(), 0)


def _mark(word: Word) -> Mark | tuple[()]:
    number = _cardinal(word) or ORDINALS.get(word.text.lower(), 0)
    return (_NUMBERED, number) if number else _MARKS.get(word.stem, ())


def _has_other_mark(noun: Word, mark: Mark, texts: Sequence[str]) -> bool:
    """Whether texts have the thing with another mark of the group, and never near its own."""
    has_other = False
    for text in texts:
        if noun.text.lower()[:_START] not in text.lower():
            continue
        held = list(words(text))
        for at, word in enumerate(held):
            if word.stem == noun.stem and mark in map(
                _mark, held[max(0, at - _NEAR) : at + _NEAR + 1]
            ):
                return False
        others = (m for _, _, other, m in _marked(held) if other.stem == noun.stem)
        has_other = has_other or any(group == mark[0] for group, _ in others)
    return has_other


def _is_said_of_another(
    first: Word, noun: Word, texts: Sequence[str], asked: Sequence[Word]
) -> bool:
    """Whether a sentence has all else that is asked, with another word before the noun.

    No text may have the first word in any form.
    """
    rest = {word.stem for word in asked if not word.is_stop} - {first.stem, noun.stem}
    said = False
    for text in texts:
        held = list(words(text))
        if any(word.stem[:_FORM] == first.stem[:_FORM] for word in held):
            return False
        for one, two in pairwise(held):
            is_other = two.stem == noun.stem and one.text.islower() and not one.is_stop
            if is_other and one.stem not in rest and _are_neighbours(text, one, two):
                said = said or (len(rest) > 1 and _has_all(text, two.start, rest))
    return said


def _owned(text: str, names: Sequence[Name]) -> Iterator[tuple[Word, Name]]:
    """Nouns with the name that they belong to: "library of Brovik", "Brovik's library"."""
    for name in names:
        asks = not _AUXILIARIES.isdisjoint(simple_words(text[: name.start].lower()))
        after = _OWNS if asks or is_country(name.text) else _AFTER
        for found in (_BEFORE.search(text, 0, name.start), after.match(text, name.end)):
            word = next(words(text, *found.span(1))) if found and not name.opens else None
            if word and not (word.is_stop or _is_verb(word.text)):
                yield word, name


def _is_verb(word: str) -> bool:
    return word.endswith(("ed", "ing")) or word in IRREGULAR_PASTS


def _is_only_of_others(question: str, noun: Word, name: Name, texts: Sequence[str]) -> bool:
    """Whether the noun is of another name, the name has another noun, and they never meet.

    One of these sentences has to say all else that is asked.
    """
    rest = set(content_stems(question)) - {noun.stem, *name.stems}
    starts = noun.text.lower()[:_START], name.text.lower().split()[-1][:_START]
    texts = [text for text in texts if any(start in text.lower() for start in starts)]
    texts.sort(key=lambda text: -sum(start in text.lower() for start in starts))
    of_another, has_another, says_it = False, False, False
    for text in texts:
        names = find_names(text)
        owned = list(_owned(text, names))
        is_named = any(same_name(name.text, other.text) for other in names)
        for word, owner in owned:
            is_own, is_same = same_name(name.text, owner.text), word.stem == noun.stem
            if is_own and is_same:
                return False
            of_another, has_another = of_another or is_same, has_another or is_own
            says_it = says_it or ((is_own or is_same) and _has_all(text, word.start, rest))
        free = {w.start for w in words(text) if w.stem == noun.stem} - {w.start for w, _ in owned}
        if free and is_named:
            return False
    return of_another and has_another and says_it


def _has_all(text: str, at: int, stems: Set[str]) -> bool:
    """Whether the sentence at an offset has all these stems, and there are some."""
    around = next(span.of(text) for span in split_sentences(text) if span.end > at)
    return bool(stems) and stems <= {word.stem for word in words(around)}
