"""Notices: what a reader has to know besides the claims of an answer.

The days of the cited articles, figures that an article of another day gives, a part of the question
left open, a citation that was moved, and an answer in another language than its articles.

Three days are kept apart: the day of publication, the day an article reports on, and the days that
its sentences name. Only the day reported on decides which of two figures is the later one; a
publication date may be a posting years after the event. An article without such a day supersedes
nothing and is superseded by nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.stock_phrases import is_bare_refusal
from assistant.corpus.language import detect_language
from assistant.reply import Citation, Claim, Excerpt
from assistant.text.dates import Period, day_of_writing, find_dates, period_of, resolve
from assistant.text.numbers import Number, agree_on_unit, find_numbers, same_number
from assistant.text.question import Question, analyse
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems, stem

MOVED = "The citation of {} was moved to the article that says it."
MAY_BE_EARLIER = "The events may be earlier than the date of a cited article."
PARTLY = "The model found no answer to a part of the question."
# Two sentences that share fewer of their words than this are about different things.
_SAME_MATTER = 0.4
# Days from an event to most articles about it: an event that lies further back is named.
_USUAL_DELAY = 7
# More days than this are written as a range.
_LISTED = 3
# Shorter texts are too short to tell their language: of English sentences in the news with 28 to 39
# letters, 3 % are taken for another language, but fewer than 1 % for one of those below.
_FEWEST_LETTERS = 28
_ENOUGH_LETTERS = 40
# A sentence in the articles' language shares more of its words with them than this.
_SAME_LANGUAGE = 0.4
_LANGUAGES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "ru": "Russian",
    "uk": "Ukrainian", "tr": "Turkish", "ar": "Arabic", "zh": "Chinese", "ja": "Japanese",
    "ko": "Korean", "hi": "Hindi",
}  # fmt: skip


def as_of_notices(
    question: str, citations: Sequence[Citation], excerpts: Sequence[Excerpt]
) -> tuple[str, ...]:
    """Notices about the days behind an answer; none if time does not matter.

    `excerpts` are those that the model was given: the cited articles' days are read from them, and
    figures that an uncited one gives for an earlier or a later day are named.
    """
    cited = [_dated(citation, excerpts) for citation in citations]
    if not cited or not _depends_on_time(question, cited):
        return ()
    return (*_day_notices(cited), *dict.fromkeys(_figure_notices(question, cited, excerpts)))


def moved_notice(count: int) -> tuple[str, ...]:
    """The notice that so many sentences had their citation corrected."""
    if not count:
        return ()
    return (MOVED.format("one sentence" if count == 1 else f"{count} sentences"),)


def gap_notices(declined: Sequence[str]) -> tuple[str, ...]:
    """A notice for each part of the question that the model says the excerpts do not answer."""
    return tuple(
        PARTLY if is_bare_refusal(text) else f"Not answered, according to the model: “{text}”"
        for text in declined
    )


def language_notice(claims: Sequence[Claim], citations: Sequence[Citation]) -> tuple[str, ...]:
    """A notice if the claims are in another language than their citations.

    Across languages, only names and figures can be compared.
    """
    said = " ".join(claim.text for claim in claims)
    languages = differing_languages(said, " ".join(citation.quote for citation in citations))
    if languages is None:
        return ()
    ours, theirs = map(_language, languages)
    return (
        f"The answer is in {ours}, the articles are in {theirs}: "
        "only names, numbers, dates and quotations could be checked.",
    )


def detail_notices(question: Question, excerpts: Sequence[Excerpt]) -> tuple[str, ...]:
    """The author, date or publisher of the closest article, if the question asks for it."""
    detail = question.asks_for_detail
    if detail is None or not excerpts:
        return ()
    closest = excerpts[0]
    title = f"“{closest.title or closest.source}”"
    if detail == "author" and closest.byline:
        return (f"{title} is by {closest.byline}.",)
    if detail == "date" and closest.published:
        return (f"{title} is dated {closest.published}.",)
    if detail == "publisher" and closest.publisher:
        return (f"{title} was published by {closest.publisher}.",)
    return (f"{title} names no {detail}.",)


def library_notice(publishers: Sequence[str | None], published: Sequence[str | None]) -> list[str]:
    """How much there is to read: an entry for each article, None where it is not known."""
    count, names = len(publishers), len({name for name in publishers if name})
    days = sorted(day for day in published if day)
    notices = ["There is 1 article to ask about."]
    if count != 1:
        notices = [f"There are {count} articles to ask about."]
    if names > 1:
        notices.append(f"They are from {names} publishers.")
    if days and days[0] != days[-1]:
        notices.append(f"They are dated from {days[0]} to {days[-1]}.")
    return notices


def undated_notice(published: Iterable[str | None], *, filtered: bool) -> list[str]:
    """How many articles have no date, for a question about a period or with a filter by date.

    A filter leaves them out; else they are found only if their text names the period. `published`
    holds the dates of the articles that pass the other filters.
    """
    undated = sum(date is None for date in published)
    if not undated:
        return []
    if filtered and undated == 1:
        return ["1 article without a date was left out."]
    if filtered:
        return [f"{undated} articles without a date were left out."]
    if undated == 1:
        return ["1 article has no date: it counts only if its text names that time."]
    return [f"{undated} articles have no date: they count only if their text names that time."]


def reports_later(day: str | None, other: str | None) -> bool:
    """Whether a day reported on (ISO, perhaps partial) is surely after another; unknown is not."""
    if day is None or other is None:
        return False
    return period_of(day).first > period_of(other).last


@dataclass(frozen=True, slots=True)
class _Words:
    """A sentence with the days of its article."""

    text: str
    article_id: str
    published: str | None
    reported: str | None
    timely: bool = True


def _dated(citation: Citation, excerpts: Sequence[Excerpt]) -> _Words:
    same = (e for e in excerpts if e.article_id == citation.article_id)
    reported, timely = next(((e.reported, e.timely) for e in same), (None, True))
    return _Words(citation.quote, citation.article_id, citation.published, reported, timely)


def _depends_on_time(question: str, cited: Iterable[_Words]) -> bool:
    if analyse(question).asks_of_time or find_dates(question):
        return True
    return any(
        not mention.is_complete for words in cited for mention in find_dates(words.text)
    ) or any(_figures(words.text) for words in cited)


def _day_notices(cited: Sequence[_Words]) -> Iterator[str]:
    """The days of the cited articles, and those that they report on if they are long before."""
    published = {words.published for words in cited if words.published}
    reported = {w.reported for w in cited if w.reported and w.reported != w.published}
    undated = {w.article_id for w in cited if not w.published and not w.reported}
    if published:
        yield from _publication_notices(cited, published)
        if not all(words.timely for words in cited):
            yield MAY_BE_EARLIER
    elif reported:
        days = _listed(sorted(reported))
        yield f"As of what is reported on {days}; no date of publication is given."
    if undated:
        yield (
            "One cited article gives no date."
            if len(undated) == 1
            else f"{len(undated)} cited articles give no date."
        )


def _publication_notices(cited: Sequence[_Words], published: set[str]) -> Iterator[str]:
    """One notice for all articles, or one for each day reported on if these are few."""
    dated: dict[str, dict[str, str]] = {}
    for words in cited:
        if words.published:
            about = words.reported if _is_long_before(words.reported, words.published) else ""
            dated.setdefault(about or "", {})[words.article_id] = words.published
    if len(dated) > _LISTED:
        yield f"As of articles dated {_listed(sorted(published))}."
        return
    for about, days in sorted(dated.items()):
        articles = "an article" if len(days) == 1 else "articles"
        tail = f", reporting on {about}" if about else ""
        yield f"As of {articles} dated {_listed(sorted(set(days.values())))}{tail}."


def _is_long_before(reported: str | None, published: str) -> bool:
    """Whether the day reported on is more than a week before publication."""
    return (
        reported is not None
        and (period_of(published).first - period_of(reported).last).days > _USUAL_DELAY
    )


def _listed(days: Sequence[str]) -> str:
    if len(days) > _LISTED:
        return f"from {days[0]} to {days[-1]}"
    return " and ".join((", ".join(days[:-1]), days[-1])) if days[1:] else days[0]


def _figure_notices(
    question: str, cited: Sequence[_Words], excerpts: Sequence[Excerpt]
) -> Iterator[str]:
    """Figures that articles of another day give in place of a cited figure."""
    shown = {words.text for words in cited}
    for words in cited:
        for other in _sentences(excerpts):
            if other.article_id == words.article_id or other.text in shown:
                continue
            is_earlier = reports_later(words.reported, other.reported)
            if not is_earlier and not reports_later(other.reported, words.reported):
                continue
            figure = _other_figure(question, words, other)
            if figure:
                which = "An earlier" if is_earlier else "A later"
                yield f"{which} article, reporting on {other.reported}, says {figure}."


def _sentences(excerpts: Sequence[Excerpt]) -> Iterator[_Words]:
    for excerpt in excerpts:
        for span in split_sentences(excerpt.text):
            words = span.of(excerpt.text)
            yield _Words(
                words, excerpt.article_id, excerpt.published, excerpt.reported, excerpt.timely
            )


def _other_figure(question: str, words: _Words, other: _Words) -> str | None:
    """The figure of `other` that differs from one of `words` for the same thing, as written."""
    if not _same_matter(question, words, other):
        return None
    for ours in _figures(words.text):
        for theirs in _figures(other.text):
            if _rivals(ours, theirs):
                return _with_unit(other.text, theirs)
    return None


def _same_matter(question: str, words: _Words, other: _Words) -> bool:
    """Whether both answer the question: with its words, many shared words, and the same days."""
    ours, theirs = set(content_stems(words.text)), set(content_stems(other.text))
    asked = set(content_stems(question)) & ours
    if not asked <= theirs or not ours or not theirs:
        return False
    if len(ours & theirs) < _SAME_MATTER * min(len(ours), len(theirs)):
        return False
    return _days_agree(_days(words), _days(other))


def _days(words: _Words) -> list[Period]:
    """The days that a sentence names, relative ones from the day that its article reports on."""
    reference = day_of_writing(words.reported, None)
    periods = (resolve(mention, reference) for mention in find_dates(words.text))
    return [period for period in periods if period is not None]


def _days_agree(ours: Sequence[Period], theirs: Sequence[Period]) -> bool:
    """Sentences that name days which never meet speak of different events."""
    return not ours or not theirs or any(a.overlaps(b) for a in ours for b in theirs)


def _figures(text: str) -> list[Number]:
    """Numbers that count or measure, without years, ranks, clock times and the parts of dates."""
    dates = find_dates(text)
    return [
        number
        for number in find_numbers(text)
        if number.kind in ("count", "percent", "money", "fraction")
        and not number.weak
        and not any(d.start <= number.start < d.end for d in dates)
    ]


def _rivals(ours: Number, theirs: Number) -> bool:
    """Whether two numbers count the same thing and differ."""
    if ours.kind != theirs.kind or not agree_on_unit(ours, theirs):
        return False
    if ours.kind == "count" and not set(ours.counted) & set(theirs.counted):
        return False
    return not same_number(ours, theirs) and not same_number(theirs, ours)


def _with_unit(text: str, number: Number) -> str:
    """The number, with the word after it if that is the thing counted."""
    after = re.match(r"\s+([^\W\d_][\w'’-]*)", text[number.end :])
    if after and stem(after.group(1)) in {number.unit, *number.counted}:
        return text[number.start : number.end + after.end()]
    return text[number.start : number.end]


def _shared(said: str, quoted: str) -> float:
    ours = set(content_stems(said))
    return len(ours & set(content_stems(quoted))) / len(ours) if ours else 1.0


def differing_languages(said: str, quoted: str) -> tuple[str, str] | None:
    """The codes of the languages of an answer and its articles; None unless they surely differ."""
    letters = sum(c.isalpha() for c in said)
    ours, theirs = detect_language(said), detect_language(quoted)
    if not (ours and theirs) or ours == theirs or letters < _FEWEST_LETTERS:
        return None
    if letters < _ENOUGH_LETTERS and ours not in _LANGUAGES:
        return None
    return None if _shared(said, quoted) > _SAME_LANGUAGE else (ours, theirs)


def _language(code: str) -> str:
    return _LANGUAGES.get(code, f"another language ({code})")
