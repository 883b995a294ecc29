"""What a claim is checked against, indexed once: words, names, numbers, dates, quotations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.article import Span
from assistant.reply import Excerpt
from assistant.text.dates import DateMention, Period, day_of_writing, period_of, resolve
from assistant.text.document import parse
from assistant.text.names import Name, defined_aliases, find_names, name_keys
from assistant.text.numbers import Number, find_numbers
from assistant.text.page_text import without_link_texts
from assistant.text.quotes import Quotation
from assistant.text.words import Word, words
from assistant.verify.aliases import known_names
from assistant.verify.tokens import Token, tokenize


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article, and what is known of it.

    `published` and `reported` are ISO dates, whole or partial, or None where they cannot be told.
    Without `timely`, weekdays cannot be counted from them.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    reported: str | None = None
    timely: bool = True


def evidence_of(excerpt: Excerpt) -> Evidence:
    """An excerpt as evidence, without the links that the page put in its sentences."""
    return Evidence(
        text=without_link_texts(excerpt.text),
        title=excerpt.title,
        publisher=excerpt.publisher,
        byline=excerpt.byline,
        published=excerpt.published,
        reported=excerpt.reported,
        timely=excerpt.timely,
    )


class Indexed:
    """Evidence taken apart; each part is found when it is first asked for."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.text = evidence.text
        self.document = parse(evidence.text)

    @property
    def sentences(self) -> list[Span]:
        """The sentences, in order."""
        return self.document.sentences

    @property
    def words(self) -> list[Word]:
        """The words, in order."""
        return self.document.words

    @cached_property
    def tokens(self) -> list[Token]:
        """What is aligned: words, whole numbers, whole dates."""
        return tokenize(self.text, self.words, self.numbers_of_text, self.dates)

    @cached_property
    def places(self) -> dict[str, NDArray[np.int64]]:
        """Where each key stands among the tokens."""
        places: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            places.setdefault(token.key, []).append(at)
        return {key: np.array(found, dtype=np.int64) for key, found in places.items()}

    @cached_property
    def valued(self) -> list[int]:
        """The places of numbers and dates."""
        return [at for at, token in enumerate(self.tokens) if token.value is not None]

    @cached_property
    def openings(self) -> NDArray[np.bool_]:
        """For each token whether a clause begins with it."""
        return np.array([token.opens for token in self.tokens], dtype=bool)

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token the sentence in which it stands."""
        return [self.sentence_at(token.start) for token in self.tokens]

    @cached_property
    def sentence_numbers(self) -> NDArray[np.int64]:
        """The same, for counting."""
        return np.array(self.sentence_of, dtype=np.int64)

    @cached_property
    def _by_sentence(self) -> dict[int, list[Token]]:
        found: dict[int, list[Token]] = {}
        for token, sentence in zip(self.tokens, self.sentence_of, strict=True):
            found.setdefault(sentence, []).append(token)
        return found

    def tokens_of(self, sentence: int) -> list[Token]:
        """The tokens of one sentence."""
        return self._by_sentence.get(sentence, [])

    @cached_property
    def known_text(self) -> str:
        """The text with all that is known of the article: title, publisher, byline."""
        known = (self.evidence.title, self.evidence.publisher, self.evidence.byline)
        return "\n".join([self.text, *filter(None, known)])

    @cached_property
    def words_and_known(self) -> list[Word]:
        """The words of text, title, publisher and byline, in order."""
        return list(words(self.known_text))

    @cached_property
    def aliases(self) -> frozenset[str]:
        """The names of the table of aliases that it has."""
        return known_names(self.known_text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words, parts of hyphenated words too, and of what is known besides."""
        known = " ".join(
            filter(None, (self.evidence.title, self.evidence.publisher, self.evidence.byline))
        )
        parts = re.sub(r"[-‐‑–]", " ", f"{self.text}\n{known}")
        return frozenset(word.stem for word in [*self.words, *words(parts)])

    @cached_property
    def names(self) -> list[Name]:
        """The names in the text and in what is known of the article."""
        known = [self.evidence.title, self.evidence.publisher, self.evidence.byline]
        return self._names_of_text + [n for part in known if part for n in find_names(part)]

    @property
    def _names_of_text(self) -> list[Name]:
        return self.document.names

    @cached_property
    def name_keys(self) -> frozenset[str]:
        """What the names may be looked up by, short forms that the text defines included."""
        aliases = defined_aliases(self.text)
        keys = {key for name in self.names for key in name_keys(name)}
        known = (self.evidence.publisher, self.evidence.byline)
        keys |= {key for part in known if part for key in name_keys(part)}
        return frozenset(keys | aliases.keys() | set(aliases.values()))

    @cached_property
    def numbers(self) -> list[Number]:
        """The numbers of text and title."""
        return self.numbers_of_text + find_numbers(self.evidence.title or "")

    @property
    def numbers_of_text(self) -> list[Number]:
        """The numbers of the text alone."""
        return self.document.numbers

    @property
    def dates(self) -> list[DateMention]:
        """The date expressions of the text."""
        return self.document.dates

    @property
    def quotations(self) -> list[Quotation]:
        """The quotations, with their speakers as the text names them."""
        return self.document.quotations

    @property
    def folded(self) -> str:
        """The whole text folded as quotations are compared."""
        return self.document.folded

    @property
    def written(self) -> date | None:
        """The day from which its weekdays are counted; None if unknown."""
        if not self.evidence.timely:
            return None
        return day_of_writing(self.evidence.published, self.evidence.reported)

    @cached_property
    def periods(self) -> list[Period]:
        """The days that its date expressions mean, and those of publishing and reporting."""
        known = [period_of(iso) for iso in (self.evidence.reported, self.evidence.published) if iso]
        found = (resolve(mention, self.written) for mention in self.dates)
        return [*known, *(period for period in found if period is not None)]

    def names_within(self, span: Span) -> list[Name]:
        """The names of a stretch of the text, in order."""
        return [n for n in self._names_of_text if span.start <= n.start < span.end]

    def sentence_at(self, offset: int) -> int:
        """The position of the sentence in which an offset lies."""
        return self.document.sentence_at(offset)


@lru_cache(maxsize=256)
def index_evidence(evidence: Evidence) -> Indexed:
    """Evidence taken apart; the same evidence is taken apart once."""
    return Indexed(evidence)


def index_all(evidence: Sequence[Evidence]) -> list[Indexed]:
    """Each piece of evidence taken apart."""
    return [index_evidence(piece) for piece in evidence]


@lru_cache(maxsize=256)
def index_together(evidence: tuple[Evidence, ...]) -> Indexed:
    """Several pieces of evidence as one text, for aligning; with the dates of the first."""
    if len(evidence) == 1:
        return index_evidence(evidence[0])
    first = evidence[0] if evidence else Evidence("")
    return Indexed(replace(first, text="\n\n".join(piece.text for piece in evidence)))
