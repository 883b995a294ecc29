"""Selects the sentences of an answer, by the form of answer that the question asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answer.stub.named_outlets import Outlet, is_of, speaks_of
from assistant.answer.stub.stand_alone import with_dates
from assistant.article import Span
from assistant.reader.sentence_evidence import (
    Sentence,
    SentenceEvidence,
    content,
    is_fragment,
    is_reporting,
    overlap,
    split_excerpt,
)
from assistant.reply import Excerpt
from assistant.text.dates import DateMention, Period, find_dates, period_of, resolve
from assistant.text.document import parse
from assistant.text.lexicon import DOUBLE_QUOTES, phrase_patterns, read_data
from assistant.text.names import find_names
from assistant.text.question import Question

_pattern = phrase_patterns(read_data(__package__, "dependent_sentences.toml"))
_DEPENDS = _pattern("{depends}", re.NOFLAG)
_PERSONAL = _pattern(r"\b(?:he|him|his|she|hers?)\b")
_SPEAKING = frozenset("he she they it i we".split())
_TITLE = 3  # words before a name that may still begin a sentence
_BEST = 12  # sentences that may answer: further down are short ones that only happen to fit
_BEST_OF_PARTY = 5  # the same for one party of a comparison
_ROUNDS = 3  # sentences of each party in a comparison
_EARLY = 6  # sentences of an article, of which one is its lead
_SHORTEST_LEAD = 8  # words
_FEW_LEADS = 2
_PARTIES = 3  # articles compared where the question names no outlets


@dataclass(frozen=True, slots=True)
class Form:
    """The largest size of an answer, in sentences and words.

    `margin` is how far below the best sentence another of its article may score, `others` how far
    one of another article may.
    """

    sentences: int
    words: int
    margin: float
    others: float


FORMS = {
    "fact": Form(4, 75, 3.0, 3.0),
    "list": Form(6, 78, 3.0, 3.0),
    "compare": Form(6, 140, 4.0, 4.0),
    "summary": Form(8, 146, 9.0, 4.0),
}
_ONE_ARTICLE = Form(4, 100, 4.0, 4.0)  # a fact, where all excerpts are of one article


def select(
    question: Question, outlets: Sequence[Outlet], evidence: Sequence[SentenceEvidence]
) -> list[Sentence]:
    """The sentences of the answer, in reading order; at least one.

    `outlets` are the publishers and authors that the question names.
    """
    form = FORMS[question.form]
    if question.form == "fact" and not outlets and len(_by_article(evidence)) == 1:
        form = _ONE_ARTICLE
    evidence = [e for e in evidence if not _only_asks(e, question.form)] or evidence
    selection = Selection(form, question.text)
    if question.form == "compare":
        _add_each_party(selection, outlets, evidence)
    elif question.period is not None:
        selection.form = FORMS["summary"]
        _add_leads(selection, evidence, question.period)
    if question.form != "compare" and len(selection.chosen) < _FEW_LEADS:
        _add_best(selection, evidence)
    return _in_order(selection.chosen)


def _only_asks(one: SentenceEvidence, form: str) -> bool:
    """Whether a sentence is a question; outside a summary, one that somebody asked may answer."""
    asks = bool(one.measures.get("asks"))
    is_said = any(mark in DOUBLE_QUOTES for mark in one.sentence.text)
    return asks and (form == "summary" or not is_said)


@dataclass
class Selection:
    """The sentences chosen so far for a question, within the size of one form."""

    form: Form
    question: str
    chosen: list[Sentence] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether it has as many sentences as the form allows."""
        return len(self.chosen) >= self.form.sentences

    def add(self, sentence: Sentence) -> None:
        """Add a sentence and the one that it needs, if they are new and fit together.

        Without the sentence that names its speaker or subject, "he said" would read as if said by
        the person named before. Only an answer's first sentence may stand without it.
        """
        if self._repeats(sentence):
            return
        wanted = [sentence]
        needed = speaker_of(sentence)
        if needed is None and _depends_on_previous(sentence.text):
            needed = _before(sentence)
            if needed is None and self.chosen:
                return
        if needed is not None and not self._repeats(needed):
            wanted.insert(0, needed)
        if self._fits(wanted):
            self.chosen += wanted
        elif not self.chosen:
            self.chosen.append(sentence)

    def _repeats(self, sentence: Sentence) -> bool:
        """Whether a chosen sentence says the same.

        Parties of a comparison may say the same, but not in the same words.
        """
        return any(
            _repeats(sentence, other)
            for other in self.chosen
            if self.form is not FORMS["compare"]
            or article(other.excerpt) == article(sentence.excerpt)
            or other.text == sentence.text
        )

    def _fits(self, more: Sequence[Sentence]) -> bool:
        """Whether the answer with these sentences, and its calendar dates, is short enough."""
        texts = [with_dates(self.question, sentence) for sentence in (*self.chosen, *more)]
        return sum(len(text.split()) for text in texts) <= self.form.words


def _depends_on_previous(text: str) -> bool:
    """Whether only the sentence before can say whom or what a pronoun means."""
    return bool(_DEPENDS.search(text) or (_PERSONAL.search(text) and not find_names(text)))


def _before(sentence: Sentence) -> Sentence | None:
    """The sentence before, in the same excerpt; the one before that if it is only a heading."""
    earlier = split_excerpt(sentence.excerpt)[max(0, sentence.place - 2) : sentence.place]
    whole = [one for one in earlier if is_reporting(one) and not is_fragment(one)]
    return whole[-1] if whole else None


def _add_best(selection: Selection, evidence: Sequence[SentenceEvidence]) -> None:
    """The best sentences, each with the sentence that it needs to be understood."""
    best = evidence[0]
    for one in evidence[:_BEST]:
        is_same = article(one.sentence.excerpt) == article(best.sentence.excerpt)
        margin = selection.form.margin if is_same else selection.form.others
        if not selection.is_full and one.score >= best.score - margin:
            selection.add(one.sentence)


def speaker_of(sentence: Sentence) -> Sentence | None:
    """The other sentence that names the speaker of the words quoted in this one, if there is one.

    If the speaker is only a pronoun ("she said"), it is the last sentence that named a speaker, or
    a later one that begins with the name of another person.
    """
    text = sentence.excerpt.text
    spans = parse(text).sentences
    here = spans[sentence.place]
    named: Span | None = None
    for quotation in parse(text).quotations:
        if quotation.depth or quotation.start >= here.end:
            continue
        if quotation.speaker_at is not None and (quotation.speaker or "").lower() not in _SPEAKING:
            named = quotation.speaker_at
        if quotation.end > here.start and quotation.speaker_at is not None:
            if named is not None and here.start <= named.start < here.end:
                return None
            at = next(i for i, s in enumerate(spans) if named.start < s.end) if named else -1
            later = range(at + 1, sentence.place)
            at = max((i for i in later if _begins_with_person(spans[i].of(text))), default=at)
            return split_excerpt(sentence.excerpt)[at] if at >= 0 else None
    return None


def _begins_with_person(sentence: str) -> bool:
    """Whether a sentence begins with a name that has a title or several parts."""
    first = next(iter(find_names(sentence)), None)
    if first is None or sentence[: first.start].count(" ") > _TITLE:
        return False
    return first.title is not None or len(first.stems) > 1


def _add_each_party(
    selection: Selection, outlets: Sequence[Outlet], evidence: Sequence[SentenceEvidence]
) -> None:
    """In turn, the best sentences of each outlet that the question names, else of each article."""
    evidence = [e for e in evidence if e.score >= evidence[0].score - selection.form.margin]
    groups = [
        found
        for source in outlets
        if (found := [e for e in evidence if _is_on(e.sentence, source)])
    ]
    if len(groups) < 2:
        groups = _by_article(evidence)[:_PARTIES]
    for group in groups * _ROUNDS:
        size = len(selection.chosen)
        for one in group[:_BEST_OF_PARTY]:
            if len(selection.chosen) > size or selection.is_full:
                break
            selection.add(one.sentence)


def _is_on(sentence: Sentence, outlet: Outlet) -> bool:
    """Whether a sentence is by an outlet, or names it."""
    return is_of(sentence.excerpt, outlet) or speaks_of(sentence.text, outlet)


def _add_leads(selection: Selection, evidence: Sequence[SentenceEvidence], period: Period) -> None:
    """Of each article that was published in a period the early sentence nearest to its title."""
    then = [e for e in evidence if _is_dated_within(e.sentence.excerpt, period)]
    groups = _by_article(then)
    for group in sorted(groups, key=lambda found: found[0].sentence.excerpt.number):
        title = content(group[0].sentence.excerpt.title or "")
        early = [one.sentence for one in group if _may_lead(one)]
        if early:
            selection.add(max(early, key=lambda s: (overlap(title, s.stems), -s.place)))


def _may_lead(one: SentenceEvidence) -> bool:
    """Whether a sentence is one of an article's first, and can be read by itself."""
    text = one.sentence.text
    is_whole = len(text.split()) >= _SHORTEST_LEAD and not one.measures["fragment"]
    return one.sentence.place < _EARLY and is_whole and not _depends_on_previous(text)


def is_of_period(sentence: Sentence, period: Period) -> bool:
    """Whether its article was published in a period, or it names a day, month or year of it."""
    return _is_dated_within(sentence.excerpt, period) or any(
        mention.kind in ("day", "month", "year") and _is_within(mention, period)
        for mention in find_dates(sentence.text)
    )


def _is_within(mention: DateMention, period: Period) -> bool:
    """Whether all days of a date lie in a period; without a year it may be that of the period."""
    found = resolve(replace(mention, year=mention.year or period.first.year), None)
    return found is not None and period.covers(found)


def _is_dated_within(excerpt: Excerpt, period: Period) -> bool:
    """Whether all days on which its article may have been published lie in a period."""
    return excerpt.published is not None and period.covers(period_of(excerpt.published[:10]))


def _by_article(evidence: Sequence[SentenceEvidence]) -> list[list[SentenceEvidence]]:
    """The evidence grouped by article, ordered by the best sentence of each."""
    groups: dict[tuple[str | None, ...], list[SentenceEvidence]] = {}
    for one in evidence:
        groups.setdefault(article(one.sentence.excerpt), []).append(one)
    return list(groups.values())


def article(excerpt: Excerpt) -> tuple[str | None, ...]:
    """A key that identifies the article of an excerpt within a prompt."""
    return (excerpt.title, excerpt.publisher, excerpt.published)


def _repeats(sentence: Sentence, other: Sentence) -> bool:
    """Whether one of two sentences has most of its content words in the other."""
    shared = len(sentence.stems & other.stems)
    return shared > 0.6 * min(len(sentence.stems), len(other.stems))


def _in_order(chosen: Sequence[Sentence]) -> list[Sentence]:
    """Ordered by the best sentence of each excerpt, and within an excerpt by position."""
    first = [s.excerpt.number for s in chosen]
    return sorted(chosen, key=lambda s: (first.index(s.excerpt.number), s.place))
