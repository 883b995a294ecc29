"""Questions that an article may answer, made from its headline, sentences, names and quotations.

They are candidates: what is offered to a reader is asked first, and kept only if it is answered
from the article it was made of, in words that show the kind of answer that was asked for.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

from assistant.article import Article
from assistant.reply import Answer
from assistant.text.lexicon import ONES, SPEECH_VERBS, any_of, phrase_patterns, read_data
from assistant.text.names import Name, find_names, is_country, same_name
from assistant.text.quotes import find_quotations
from assistant.text.sentences import split_sentences

# A quotation shorter than this is a phrase, not something said.
_SHORTEST_QUOTATION = 40
# A question longer than this is a sentence with a question mark.
_LONGEST_QUESTION = 90
_pattern = phrase_patterns({**read_data(__package__, "suggest.toml"), "spelt": "\n".join(ONES[2:])})
_COUNTED = _pattern("{counted}", re.NOFLAG)
_DID = _pattern("{did}", re.NOFLAG)
_WAS_DONE_BY = _pattern("{was_done_by}", re.NOFLAG)
_BECAUSE = _pattern("{because}", re.NOFLAG)
_REASON = _pattern(r"\b{reason}\b", re.NOFLAG)
_QUOTATION = _pattern('[“"«„]')
_ARTICLES = tuple("The A An His Her Its Their This These Those Some Many".split())
# "But the mayor said the work": a clause of its own. "Local ferries": a name or not?
_NO_SUBJECT = re.compile(rf"^(?:And|But|Or|So|Yet)\b|^[A-Z]\w* [a-z]|\b{any_of(SPEECH_VERBS)}\b")
_SPEECH = re.compile(rf"[“\"«„]|\b{any_of(SPEECH_VERBS)}\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, the source that should answer it, and what its answer has to begin with.

    The first sentences of the answer, one for each of the `expected` patterns, have to hold words
    that match them, each sentence at least one. The first has to match `shows`, and each sentence
    all of `throughout`: another one would be about something else.
    """

    question: str
    source: str
    expected: tuple[str, ...] = ()
    shows: re.Pattern[str] | None = None
    throughout: tuple[re.Pattern[str], ...] = ()

    def is_answered(self, answer: Answer) -> bool:
        """Whether an answer cites the source and says the kind of thing that was asked for."""
        first = [claim.text for claim in answer.claims[: max(1, len(self.expected))]]
        held = [{words for words in self.expected if _holds(text, words)} for text in first]
        return (
            any(citation.source == self.source for citation in answer.citations)
            and set().union(*held) == set(self.expected)
            and (all(held) or not self.expected)
            and (self.shows is None or any(map(self.shows.search, first[:1])))
            and all(words.search(one.text) for one in answer.claims for words in self.throughout)
        )


def _holds(text: str, words: str) -> bool:
    return re.search(rf"(?<![\w.,])(?:{words})(?!\w)", text, re.IGNORECASE) is not None


def answered_questions(
    articles: Sequence[Article], is_answered: Callable[[Candidate], bool]
) -> Iterator[str]:
    """The candidate questions that are answered, the kinds taking turns, no question twice."""
    kinds = [_of_all(articles, kind) for kind in (_said, _how_many, _why, _compared, _who)]
    seen: set[str] = set()
    while kinds:
        kind = kinds.pop(0)
        new = (one for one in kind if one.question not in seen and is_answered(one))
        if (found := next(new, None)) is not None:
            seen.add(found.question)
            kinds.append(kind)
            yield found.question


def _of_all(
    articles: Sequence[Article], kind: Callable[[Article], Iterator[Candidate]]
) -> Iterator[Candidate]:
    """The candidates of one kind, the articles taking turns."""
    found = chain.from_iterable(zip_longest(*map(kind, articles)))
    return (one for one in found if one and len(one.question) <= _LONGEST_QUESTION)


def _said(article: Article) -> Iterator[Candidate]:
    """What each person said whom the article quotes at some length."""
    for name in _quoted_people(article):
        question = f"What did {name.text} say?"
        told = (_any_of(name), _SPEECH)
        yield Candidate(question, article.source, (_part_of(name),), _QUOTATION, told)


def _compared(article: Article) -> Iterator[Candidate]:
    """Comparisons of what two people said whom the article quotes one after the other."""
    for one, other in pairwise(_quoted_people(article)):
        question = f"Compare what {one.text} and {other.text} said."
        told = (_any_of(one, other), _SPEECH)
        expected = (_part_of(one), _part_of(other))
        yield Candidate(question, article.source, expected, throughout=told)


def _who(article: Article) -> Iterator[Candidate]:
    """Who the people are whose office the article names."""
    for name in _people(article):
        if name.title:
            office = re.escape(f"{name.title.split()[-1]} {name.text}")
            question = f"Who is {name.text}?"
            yield Candidate(question, article.source, (office,), throughout=(_any_of(name),))


def _quoted_people(article: Article) -> list[Name]:
    """The people, by their full names, whom the article quotes at some length."""
    names, quoted = _people(article), dict[str, Name]()
    for quotation in find_quotations(article.text):
        length = quotation.inner.end - quotation.inner.start
        speaker = quotation.speaker
        if speaker and length >= _SHORTEST_QUOTATION and _in_kept(article, quotation.start):
            full = next((name for name in names if same_name(speaker, name.text)), None)
            if full is not None:
                quoted.setdefault(full.text, full)
    return list(quoted.values())


def _people(article: Article) -> list[Name]:
    return [name for name in find_names(article.text) if _is_person(article, name)]


def _part_of(name: Name) -> str:
    """A pattern for the first or last name, whichever the article goes on with."""
    parts = name.text.split()
    return f"{re.escape(parts[0])}|{re.escape(parts[-1])}"


def _any_of(*names: Name) -> re.Pattern[str]:
    """A pattern for a part of any of the names."""
    return re.compile(rf"\b(?:{'|'.join(map(_part_of, names))})\b")


def _with_article(country: str) -> str:
    return (
        f"the {country}"
        if re.match(r"U\.?[SKN]|United|Netherlands|Philippines", country)
        else country
    )


def _how_many(article: Article) -> Iterator[Candidate]:
    """Questions for the numbers of things that the article counts."""
    for sentence in _sentences(article):
        for found, question in _counts(sentence):
            if not _opens_with_article(found["what"]):
                yield Candidate(
                    f"How many {question}?", article.source, (re.escape(found["amount"]),)
                )


def _counts(sentence: str) -> Iterator[tuple[re.Match[str], str]]:
    """What a sentence counts, as the question behind "How many"."""
    if found := _COUNTED.search(sentence):
        yield found, f"{found['what']} {found['does'].strip()}"
    if found := _WAS_DONE_BY.match(sentence):
        whom = _in_sentence(found["whom"])
        yield found, f"{found['what']}{found['where'] or ''} {found['verb']} {whom}"
    for name in find_names(sentence):
        if found := _DID.match(sentence, name.end):
            doer = _with_article(name.text)
            where = found["where"] or ""
            things, place = (where, "") if where.startswith(" of ") else ("", where)
            yield found, f"{found['what']}{things} were {found['verb']} by {doer}{place}"


def _why(article: Article) -> Iterator[Candidate]:
    """Questions that ask why: about the headline, and about sentences with "because"."""
    for question in chain(_why_of_headline(article.title or ""), _why_of_sentences(article)):
        yield Candidate(question, article.source, shows=_REASON)


def _why_of_headline(title: str) -> Iterator[str]:
    """Turn "China blocks the vote" into "Why did China block the vote?"."""
    name = next((one for one in find_names(title) if one.start == 0), None)
    if name is None or re.search(r"[:;?|–—]", title):
        return
    verb, _, rest = title[name.end :].strip().partition(" ")
    at = title.find(verb, name.end) if verb else -1
    if rest and at >= 0 and re.fullmatch(r"[a-z]{2,}[^s\W]s", verb):
        yield f"Why did {_with_article(name.text)} {_base(verb)} {rest.rstrip('.')}?"


def _base(verb: str) -> str:
    """The form behind "did" of a verb in the third person: `urge` for "urges"."""
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:ss|x|z|ch|sh|go)es$", verb) else verb.removesuffix("s")


def _why_of_sentences(article: Article) -> Iterator[str]:
    for sentence in _sentences(article):
        found = _BECAUSE.match(sentence)
        if found and _is_subject(found["who"]):
            yield f"Why {found['does']} {_in_sentence(found['who'])} {found['what']}?"


def _is_subject(words: str) -> bool:
    """Whether the words before a verb are a subject that can be asked about as it is written."""
    noun = words.partition(" ")[2] if _opens_with_article(words) else words
    return not _NO_SUBJECT.search(noun)


def _in_sentence(subject: str) -> str:
    """The subject of a sentence as it is written within one."""
    return subject[0].lower() + subject[1:] if _opens_with_article(subject) else subject


def _opens_with_article(words: str) -> bool:
    return words.split()[0] in _ARTICLES


def _sentences(article: Article) -> Iterator[str]:
    for kept in article.kept:
        for span in split_sentences(article.text, kept.start, kept.end):
            yield " ".join(span.of(article.text).split())


def _is_person(article: Article, name: Name) -> bool:
    """Whether a kept name has the form of a full personal name: no "the" is before it."""
    full = len(name.stems) >= 2 and not name.is_acronym and not is_country(name.text)
    full = full and not re.search(r"\b(?:of|for|and)\b", name.text)
    definite = article.text[: name.start].lower().endswith("the ")
    return full and not definite and _in_kept(article, name.start)


def _in_kept(article: Article, at: int) -> bool:
    return any(span.start <= at < span.end for span in article.kept)
