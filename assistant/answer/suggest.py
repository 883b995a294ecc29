"""Questions that an article may answer, made from its own names and quotations.

They are candidates: what is offered to a reader is asked first, and kept only if it is answered
from the article it was made of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from assistant.article import Article
from assistant.text.names import Name, find_names, is_country, same_name
from assistant.text.quotes import Quotation, find_quotations

# A quotation shorter than this is a phrase, not something said.
_SHORTEST_QUOTATION = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the source that should answer it."""

    question: str
    source: str


def candidates(articles: Sequence[Article]) -> Iterator[Candidate]:
    """Candidate questions, the articles taking turns, no question twice."""
    seen: set[str] = set()
    rounds = zip_longest(*(_of_article(article) for article in articles))
    for candidate in chain.from_iterable(rounds):
        if candidate is not None and candidate.question not in seen:
            seen.add(candidate.question)
            yield candidate


def _of_article(article: Article) -> Iterator[Candidate]:
    """One question of each kind in turn: what somebody said, who somebody is."""
    names = [name for name in find_names(article.text) if _is_person(article, name)]
    said = (f"What did {name.text} say?" for name in _speakers(article, names))
    are = (f"Who is {name.text}?" for name in names if name.title)
    for question in chain.from_iterable(zip_longest(said, are)):
        if question is not None:
            yield Candidate(question, article.source)


def _speakers(article: Article, names: Sequence[Name]) -> Iterator[Name]:
    """The people, by their full names, whom the article quotes at some length."""
    for quotation in find_quotations(article.text):
        length = quotation.inner.end - quotation.inner.start
        if length >= _SHORTEST_QUOTATION and _in_kept(article, quotation.start):
            yield from _full_name(quotation, names)


def _full_name(quotation: Quotation, names: Sequence[Name]) -> Iterator[Name]:
    """The name in full of whoever is quoted, where the article gives it."""
    if quotation.speaker is not None:
        speaker = quotation.speaker
        yield from [name for name in names if same_name(speaker, name)][:1]


def _is_person(article: Article, name: Name) -> bool:
    """Whether a kept name is a person's in full, as its form tells: no "the" stands before it."""
    full = len(name.stems) >= 2 and not name.is_acronym and not is_country(name.text)
    definite = article.text[: name.start].lower().endswith("the ")
    return full and not definite and _in_kept(article, name.start)


def _in_kept(article: Article, at: int) -> bool:
    return any(span.start <= at < span.end for span in article.kept)
