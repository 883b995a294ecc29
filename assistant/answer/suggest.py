"""Questions that an article may answer, made from its headline, sentences, names and quotations.

They are candidates: what is offered to a reader is asked first, and kept only if it is answered
from the article it was made of, in words that show the kind of answer that was asked for.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from assistant.article import Article
from assistant.reply import Answer
from assistant.text.lexicon import ONES, any_of
from assistant.text.names import Name, find_countries, find_names, is_country, same_name
from assistant.text.quotes import find_quotations
from assistant.text.sentences import split_sentences

# A quotation shorter than this is a phrase, not something said.
_SHORTEST_QUOTATION = 40
# A question longer than this is a sentence with a question mark.
_LONGEST_QUESTION = 90
_AMOUNT = rf"\d[\d,.]*|{any_of(ONES[2:])}"
_COUNTED = re.compile(
    rf"(?:^|\bthat |\bsaid |\b[Aa]t least |\b[Mm]ore than |\b[Nn]early |\b[Aa]bout )"
    rf"(?P<amount>(?i:{_AMOUNT}))\s+(?:of the \d+ )?"
    r"(?P<what>(?:[a-z-]+ ){0,2}(?:[a-z-]+s|people|children|women|men)) "
    r"(?P<does>(?:were|was|have been|had been|are|have|had|will be) [a-z]+[^,;:.“”\"()]*)"
)
_BECAUSE = re.compile(
    r"^(?P<who>[A-Z][^,;:“”\"()]{2,40}?) (?P<does>was|were|is|are|has|had|have|will|would|could) "
    r"(?P<what>[a-z][^,;:“”\"()]+?),? (?:because|since|so that|in order to) "
)
_REASON = re.compile(
    r"\b(?:because|since|so that|in order to|due to|over|after|as|amid|to|reason|for)\b"
)
_THIRD_PERSON = re.compile(r"[a-z]{2,}[^s\W]s")
_ARTICLE = re.compile(r"^(?:The|A|An|His|Her|Its|Their|This|These|Those|Some|Many)\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, the source that should answer it, and words that its answer has to hold."""

    question: str
    source: str
    expected: tuple[str, ...] = ()
    asks_why: bool = False

    def is_answered(self, answer: Answer) -> bool:
        """Whether an answer cites the source and says the kind of thing that was asked for."""
        said = " ".join(claim.text for claim in answer.claims).casefold()
        return (
            any(citation.source == self.source for citation in answer.citations)
            and all(words.casefold() in said for words in self.expected)
            and (not self.asks_why or _REASON.search(said) is not None)
        )


def candidates(articles: Sequence[Article]) -> Iterator[Candidate]:
    """Candidate questions, the articles and the kinds taking turns, no question twice."""
    seen: set[str] = set()
    rounds = zip_longest(*(_of_article(article, at) for at, article in enumerate(articles)))
    for candidate in chain.from_iterable(rounds):
        if candidate is not None and candidate.question not in seen:
            seen.add(candidate.question)
            yield candidate


def _of_article(article: Article, first: int) -> Iterator[Candidate]:
    """One question of each kind in turn, beginning with another kind for each article."""
    names = [name for name in find_names(article.text) if _is_person(article, name)]
    kinds = (
        _what_was_said(article, names),
        _how_many(article),
        _why(article),
        _comparisons(article),
        (_candidate(article, f"Who is {name.text}?") for name in names if name.title),
    )
    turn = first % len(kinds)
    found = zip_longest(*kinds[turn:], *kinds[:turn])
    return (
        one for one in chain.from_iterable(found) if one and len(one.question) <= _LONGEST_QUESTION
    )


def _candidate(article: Article, question: str, *expected: str) -> Candidate:
    return Candidate(question, article.source, expected)


def _what_was_said(article: Article, names: Sequence[Name]) -> Iterator[Candidate]:
    """A question about each person, by their full name, whom the article quotes at some length."""
    for quotation in find_quotations(article.text):
        length = quotation.inner.end - quotation.inner.start
        speaker = quotation.speaker
        if speaker and length >= _SHORTEST_QUOTATION and _in_kept(article, quotation.start):
            full = next((name for name in names if same_name(speaker, name)), None)
            if full is not None:
                yield _candidate(article, f"What did {full.text} say?")


def _comparisons(article: Article) -> Iterator[Candidate]:
    """A question for the difference between the two countries that the article names most."""
    named = Counter(article.text[start:end] for start, end, _ in find_countries(article.text))
    if len(named) > 1:
        (one, _), (other, _) = named.most_common(2)
        names = " and ".join(_with_article(name) for name in (one, other))
        yield _candidate(article, f"How do {names} differ?", one, other)


def _with_article(country: str) -> str:
    return (
        f"the {country}"
        if re.match(r"U\.?[SKN]|United|Netherlands|Philippines", country)
        else country
    )


def _how_many(article: Article) -> Iterator[Candidate]:
    for sentence in _sentences(article):
        found = _COUNTED.search(sentence)
        if found and not _ARTICLE.match(found["what"]):
            question = f"How many {found['what']} {found['does'].strip()}?"
            yield _candidate(article, question, found["amount"])


def _why(article: Article) -> Iterator[Candidate]:
    """Questions that ask why: about the headline, and about sentences with "because"."""
    for question in chain(_why_of_headline(article.title or ""), _why_of_sentences(article)):
        yield Candidate(question, article.source, asks_why=True)


def _why_of_headline(title: str) -> Iterator[str]:
    """Turn "China blocks the vote" into "Why did China block the vote?"."""
    name = next((one for one in find_names(title) if one.start == 0), None)
    if name is None or re.search(r"[:;?|–—]", title):
        return
    verb, _, rest = title[name.end :].strip().partition(" ")
    at = title.find(verb, name.end) if verb else -1
    if rest and at >= 0 and _THIRD_PERSON.fullmatch(verb):
        yield f"Why did {_with_article(name.text)} {_base(verb)} {rest.rstrip('.')}?"


def _base(verb: str) -> str:
    """The form behind "did" of a verb in the third person: `urge` for "urges"."""
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:ss|x|z|ch|sh|go)es$", verb) else verb.removesuffix("s")


def _why_of_sentences(article: Article) -> Iterator[str]:
    for sentence in _sentences(article):
        found = _BECAUSE.match(sentence)
        if found:
            who = found["who"]
            subject = who[0].lower() + who[1:] if _ARTICLE.match(who) else who
            yield f"Why {found['does']} {subject} {found['what']}?"


def _sentences(article: Article) -> Iterator[str]:
    for kept in article.kept:
        for span in split_sentences(article.text, kept.start, kept.end):
            yield " ".join(span.of(article.text).split())


def _is_person(article: Article, name: Name) -> bool:
    """Whether a kept name has the form of a full personal name: no "the" is before it."""
    full = len(name.stems) >= 2 and not name.is_acronym and not is_country(name.text)
    definite = article.text[: name.start].lower().endswith("the ")
    return full and not definite and _in_kept(article, name.start)


def _in_kept(article: Article, at: int) -> bool:
    return any(span.start <= at < span.end for span in article.kept)
