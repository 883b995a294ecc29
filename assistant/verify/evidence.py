"""What a claim is checked against, indexed once: words, names, numbers, dates, quotations."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from assistant.article import Span
from assistant.reply import Excerpt
from assistant.text.dates import DateMention, Period, day_of_writing, is_day, period_of, resolve
from assistant.text.document import parse
from assistant.text.names import Name, find_names, name_keys
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
    """Evidence with its analysis; each part is computed when it is first used."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.text = evidence.text
        self.document = parse(evidence.text)
        self.known = list(filter(None, (evidence.title, evidence.publisher, evidence.byline)))

    @property
    def sentences(self) -> list[Span]:
        """The sentences, in order."""
        return self.document.sentences

    def sentence_at(self, offset: int) -> int:
        """The position of the sentence that contains an offset."""
        return self.document.sentence_at(offset)

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens that are aligned: words, whole numbers, whole dates."""
        return tokenize(self.text, self.words, self.document.numbers, self.dates)

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token the position of its sentence."""
        return [self.sentence_at(token.start) for token in self.tokens]

    def tokens_of(self, sentence: int) -> list[Token]:
        """The tokens of one sentence."""
        first = bisect_left(self.sentence_of, sentence)
        return self.tokens[first : bisect_right(self.sentence_of, sentence, first)]

    @cached_property
    def places(self) -> dict[str, NDArray[np.int64]]:
        """The positions of each key among the tokens."""
        places: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            places.setdefault(token.key, []).append(at)
        return {key: np.array(found, dtype=np.int64) for key, found in places.items()}

    @property
    def words(self) -> list[Word]:
        """The words of the text, in order."""
        return self.document.words

    @property
    def known_text(self) -> str:
        """The text with all that is known of the article: title, publisher, byline."""
        return "\n".join([self.text, *self.known])

    @cached_property
    def known_words(self) -> list[Word]:
        """The words of text, title, publisher and byline, in order."""
        return list(words(self.known_text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all known words, and of the parts of hyphenated ones."""
        parts = words(re.sub(r"[-‐‑–]", " ", self.known_text))
        return frozenset(word.stem for word in chain(self.known_words, parts))

    @property
    def aliases(self) -> frozenset[str]:
        """The names of the table of aliases that it has."""
        return known_names(self.known_text)

    @cached_property
    def names(self) -> list[Name]:
        """The names in the text and in what is known of the article."""
        return self.document.names + [n for part in self.known for n in find_names(part)]

    @cached_property
    def name_keys(self) -> frozenset[str]:
        """The keys of its names, of publisher and byline."""
        known = filter(None, (self.evidence.publisher, self.evidence.byline))
        named = [*(name.text for name in self.names), *known]
        return frozenset(key for name in named for key in name_keys(name))

    @property
    def numbers(self) -> list[Number]:
        """The numbers of text and title."""
        return self.document.numbers + find_numbers(self.evidence.title or "")

    @property
    def dates(self) -> list[DateMention]:
        """The date expressions of the text."""
        return self.document.dates

    @property
    def quotations(self) -> list[Quotation]:
        """The quotations, with their speakers as the text names them."""
        return self.document.quotations

    @property
    def written(self) -> date | None:
        """The day from which its weekdays are counted; None if unknown."""
        if not self.evidence.timely:
            return None
        return day_of_writing(self.evidence.published, self.evidence.reported)

    @property
    def periods(self) -> list[Period]:
        """The days that its date expressions mean, and those of publishing and reporting."""
        told = self.evidence.reported if is_day(self.evidence.reported or "") else None
        known = [period_of(iso) for iso in (told, self.evidence.published) if iso]
        found = (resolve(mention, self.written) for mention in self.dates)
        return [*known, *(period for period in found if period is not None)]


@lru_cache(maxsize=256)
def index_evidence(evidence: Evidence) -> Indexed:
    """The analysis of some evidence; evidence used recently is not analysed again."""
    return Indexed(evidence)


def index_together(pieces: Sequence[Indexed]) -> Indexed:
    """Several pieces of evidence as one text, for aligning; with the dates of the first."""
    if len(pieces) == 1:
        return pieces[0]
    return Indexed(replace(pieces[0].evidence, text="\n\n".join(piece.text for piece in pieces)))
