"""Prefers the words of the person asked about: "What did the mayor say about the ferry?"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.stub.select_sentences import speaker_of
from assistant.reader.sentence_evidence import Sentence, SentenceEvidence, content
from assistant.text.document import parse
from assistant.text.names import is_body
from assistant.text.quotes import Quotation, is_saying
from assistant.text.words import words

_ASKS = re.compile(
    r"\bwhat (?:do|does|did) (?P<who>\S[^,;?]{0,60}?)"
    r" (?:say|think|argue|claim|believe|tell|warn)\b",
    re.IGNORECASE,
)
_BONUS = 2.0  # added to the score of a sentence with the person's words


def prefer_asked_speaker(
    question: str, evidence: Sequence[SentenceEvidence]
) -> list[SentenceEvidence]:
    """The evidence with the words of the person who is asked about first.

    If the question names a person, quotations that surely are someone else's are left out. All
    stays as it is if the question asks for no one's words, or the evidence has none of theirs.
    """
    asked = _ASKS.search(question)
    if asked is None or not content(asked["who"].split()[-1]):
        return list(evidence)
    who = content(asked["who"])
    last = content(asked["who"].split()[-1])
    is_office = " of " in asked["who"]
    is_person = not is_office and any(_names_person(e.sentence, last) for e in evidence)
    least = last if is_person else who
    theirs = [e for e in evidence if _is_by(e.sentence, least, who)]
    if not theirs:
        return list(evidence)
    kept = [
        replace(e, score=e.score + _BONUS) if e in theirs else e
        for e in evidence
        if e in theirs or not (is_person and _is_of_another(e.sentence))
    ]
    return sorted(kept, key=lambda one: -one.score)


def _is_by(sentence: Sentence, least: frozenset[str], who: frozenset[str]) -> bool:
    """Whether it reports what a speaker says, whose name or office has at least these words.

    A quotation's speaker may also be named by any part of `who`, if the excerpt has all of it:
    "Zhang" is Zhang Jun. Elsewhere "Thomas" is another than Thomas Coghlan.
    """
    speakers = [content(q.speaker) for q in _quoted_in(sentence) if q.speaker]
    if speakers:
        named = speaker_of(sentence)
        is_named = who <= content(sentence.excerpt.text)
        return any(least <= one or (is_named and one and one <= who) for one in speakers) or (
            named is not None and _speaks(named, least)
        )
    return _speaks(sentence, least)


def _speaks(sentence: Sentence, who: frozenset[str]) -> bool:
    """Whether it has these words, one that owns nothing ("Lind's"), and then a verb of saying."""
    text, said = sentence.text, list(words(sentence.text))
    named = [w for w in said if w.stem in who and text[w.end : w.end + 1] not in ("'", "’")]
    says = bool(named) and any(is_saying(w.text) for w in said if w.start > named[0].start)
    return says and who <= sentence.stems


def _is_of_another(sentence: Sentence) -> bool:
    """Whether it has a quotation whose speaker the article names."""
    return any(quotation.speaker for quotation in _quoted_in(sentence))


def _quoted_in(sentence: Sentence) -> Iterator[Quotation]:
    """The quotations, not nested, that lie in a sentence at least in part."""
    text = sentence.excerpt.text
    here = parse(text).sentences[sentence.place]
    for quotation in parse(text).quotations:
        if not quotation.depth and quotation.start < here.end and here.start < quotation.end:
            yield quotation


def _names_person(sentence: Sentence, last: frozenset[str]) -> bool:
    """Whether the excerpt names a person, with a title or several names, who is called so."""
    return any(
        last == content(name.text.split()[-1])
        and (name.title or len(name.stems) > 1)
        and not any(map(is_body, name.text.split()))
        for name in parse(sentence.excerpt.text).names
    )
