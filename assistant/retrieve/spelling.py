"""Words of a question that no article has: misspelt ones are corrected, absent names are found."""

import re
from functools import cache
from importlib.resources import files

from assistant.corpus.language import detect_language
from assistant.index.search_index import SearchIndex
from assistant.text.lexicon import STOP_WORDS
from assistant.text.names import find_names
from assistant.text.question import analyse
from assistant.text.words import stem, without_possessive, words

# Shorter words have too many neighbours to tell which one is meant.
_SHORTEST = 5
# From this length on, two slips leave little doubt about the word.
_TWO_SLIPS = 10
# Names have many spellings: a short name that the corpus lacks may well be correct.
_SHORTEST_NAME = 6
_LONG_NAME = 9
_PREFIX = 2
# What contractions without their apostrophe end in: "doesnt", "theyre", "whats"
_CONTRACTED = ("nt", "s", "re", "ve", "ll")
_LOOKED_AT = 3
# The share of its words that English has not: more, and a question may be in another language.
_MOST_UNKNOWN = 0.3
# A badly misspelt question may be taken for one in a rare language.
_LANGUAGES = frozenset("cs da de es fi fr it nl no pl pt ru sv tr uk".split())
# The corpus is indexed by stems. A slip before one of these endings leads to an unknown stem.
_ENDINGS = ("", "e", "s", "es", "ed", "ing", "er", "ly")


def correct_spelling(question: str, index: SearchIndex) -> str:
    """The question with each misspelt word replaced by the nearest word of the corpus.

    A word is misspelt if neither the corpus nor the English vocabulary has it. It is replaced by a
    word at an edit distance of one, or two for long words; of several by the most frequent. A
    capitalised word is a name, and is only replaced by another name. A word without such a
    neighbour stays as it is, and so does a question in another language.
    """
    if _is_foreign(question):
        return question
    mended, at = "", 0
    for word in words(question):
        base = without_possessive(word.text)
        if (known := _nearest(base, index)) is not None:
            mended += question[at : word.start] + without_possessive(known)
            at = word.start + len(base)
    return mended + question[at:]


def absent_names(question: str, index: SearchIndex) -> list[str]:
    """The names in the question none of whose words is in any article, each once, in order.

    Publishers and authors of articles are not among them.
    """
    found = [name.text for name in find_names(question) if not name.opens]
    sources = "\n".join([*index.outlets(), *index.authors()]).casefold()
    return [
        name
        for name in dict.fromkeys(found)
        if name.casefold() not in sources
        and not any(index.frequency(word.text) for word in words(name))
    ]


def _nearest(word: str, index: SearchIndex) -> str | None:
    """The word of the corpus that is meant, or None if the word is known or nothing is near."""
    if not _is_doubtful(word) or index.frequency(word) or _is_of_source(word, index):
        return None
    for prefix in (word[:_PREFIX], word[:1]) if word.islower() else (word[:_PREFIX],):
        near = sorted(
            (slips, -index.frequency(known), known)
            for known in index.vocabulary(prefix.lower())
            if (slips := _slips(word.lower(), known)) is not None
        )
        written = [_as_written(known, index) for _, _, known in near[:_LOOKED_AT]]
        fitting = [found for found in written if _may_be_meant(word, found)]
        if fitting:
            return fitting[0]
    return None


def _is_of_source(word: str, index: SearchIndex) -> bool:
    """Whether a word belongs to the name of a publisher or an author."""
    names = "\n".join([*index.outlets(), *index.authors()])
    return re.search(rf"\b{re.escape(word)}\b", names, re.IGNORECASE) is not None


def _is_foreign(question: str) -> bool:
    """Whether a question is in another language, whose words are no slips of English ones."""
    lowered = [word.text for word in words(question) if word.text.islower()]
    unknown = sum(word not in _english() for word in lowered)
    return unknown > _MOST_UNKNOWN * len(lowered) and detect_language(question) in _LANGUAGES


def _slips(word: str, known: str) -> int | None:
    """The edit distance between a word and a stem with any ending; None if it is too large."""
    plain = edits(word, known, 2)
    if plain <= (2 if len(word) >= _TWO_SLIPS else 1):
        return plain
    endings = (edits(word, known + ending, 1) for ending in _ENDINGS)
    return 1 if min(edits(stem(word), known, 1), *endings) <= 1 else None


def _may_be_meant(word: str, found: str) -> bool:
    """Whether a capitalised word, which is a name, can mean another.

    A word of the English vocabulary is meant only by a long one, or one with the same letters.
    """
    if word.islower():
        return True
    if not found.islower() and sorted(word.lower()) == sorted(found.lower()):
        return True
    return not found.islower() and (len(word) >= _LONG_NAME or found.lower() not in _english())


def _is_doubtful(word: str) -> bool:
    """Whether a word has only letters, is long enough, and is not known.

    Known are the English vocabulary, contractions, and words that ask for a form of answer.
    """
    lowered = word.lower()
    if not word.isalpha() or word.isupper() or lowered in STOP_WORDS:
        return False
    fronts = (lowered.removesuffix(end) for end in _CONTRACTED if lowered.endswith(end))
    if any(front in STOP_WORDS for front in fronts) or analyse(lowered).form != "fact":
        return False
    shortest = _SHORTEST if word.islower() else _SHORTEST_NAME
    return len(word) >= shortest and lowered not in _english() and stem(word) not in _english()


@cache
def _english() -> frozenset[str]:
    """The whole words of MiniLM's vocabulary: about 20,000 of the most common ones."""
    path = files("assistant.embedders.minilm") / "vocab.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line.isalpha())


def _as_written(known: str, index: SearchIndex) -> str:
    """A word of the corpus with this stem, because embedders read words and not stems."""
    found = index.excerpts([hit.chunk_id for hit in index.words(known, 1)])
    texts = [text for excerpt in found for text in (excerpt.text, excerpt.title or "")]
    written = (word.text for text in texts for word in words(text) if word.stem == known)
    return next(written, known)


def edits(left: str, right: str, limit: int) -> int:
    """The edit distance: insertions, deletions, substitutions and swaps of neighbouring letters.

    The result is above `limit` as soon as the distance is; it is not computed further.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    rows = [list(range(len(right) + 1))]
    for i, mine in enumerate(left, 1):
        row = [i]
        for j, theirs in enumerate(right, 1):
            cost = min(row[-1] + 1, rows[-1][j] + 1, rows[-1][j - 1] + (mine != theirs))
            if i > 1 and j > 1 and left[i - 2 : i] == theirs + right[j - 2]:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        rows.append(row)
    return rows[-1][-1]
