"""The facts of a claim: each is in the evidence, and is about the same thing there."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from assistant.article import Span
from assistant.text.dates import DateMention
from assistant.text.lexicon import FOREIGN_SCALES, any_of
from assistant.text.names import Name, is_country
from assistant.text.numbers import Number
from assistant.text.words import Word, content_stems, words
from assistant.verify.aliases import others_for
from assistant.verify.attributions import names_a_source
from assistant.verify.check_dates import find_date_faults, is_dated_in
from assistant.verify.check_names import find_name_faults, is_named_in
from assistant.verify.check_numbers import (
    find_exchanged,
    find_number_faults,
    follows,
    says,
    stated_numbers,
)
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault, Kind
from assistant.verify.passages import PassageIndex
from assistant.verify.quotations import find_quotation_faults

# A claim with a smaller share of its words in all the evidence together has no basis in it.
_NOTHING = 0.25
_FEW = 3
# A passage with this share of a claim's words is certainly about what the claim says.
_ABOUT_IT = 0.35
# A passage with this share of what the best one has can be the source of a fact; a speaker is
# named nearer to the words.
_OTHERS = 0.5
_SPEAKER = 0.75
_APPOSITION = re.compile(r"^, [^,]{3,60},")
# "480.000", "480 000", "480’000"
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[.’' \u00a0\u202f]\d{3})+(?![\w.,]\d)")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
_SCALE = re.compile(rf"(?<=\d)\s+({any_of(FOREIGN_SCALES)})\b\.?", re.IGNORECASE)
# A claim may join two statements: a passage with most of the words beside a fact backs that part.
_NEAREST = 3
_BESIDE = 0.6


def find_fact_faults(claim: Indexed, index: PassageIndex) -> Iterator[Fault]:
    """The faults of a claim's quotations, numbers, dates and names, and of their places."""
    yield from find_quotation_faults(claim, index.pieces)
    yield from find_number_faults(claim, index.pieces)
    yield from find_exchanged(claim, index.pieces)
    yield from find_date_faults(claim, index.pieces)
    yield from find_name_faults(claim, index.pieces)
    yield from find_misplaced(claim, index)
    yield from find_unfounded(claim, index.pieces)


def with_english_figures(text: str) -> str:
    """The text with its figures as English writes them: "3,5 Mio." becomes "3.5 million"."""
    text = _DECIMAL_COMMA.sub(".", text)
    text = _GROUPED.sub(lambda match: re.sub(r"\D", ",", match.group()), text)
    return _SCALE.sub(lambda match: f" {FOREIGN_SCALES[match[1].lower()]}", text)


def find_faults_across_languages(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """The faults of the facts of a claim in another language; the claim has English figures.

    Quotations, numbers and dates are compared as in one language. A name can have another form
    there ("Vereinte Nationen", and in German every noun looks like a name), so one that is not
    found is a soft fault.
    """
    yield from find_quotation_faults(claim, evidence)
    yield from find_number_faults(claim, evidence)
    yield from find_date_faults(claim, evidence)
    yield from (replace(fault, is_hard=False) for fault in find_name_faults(claim, evidence))


def find_unfounded(claim: Indexed, evidence: Sequence[Indexed]) -> Iterator[Fault]:
    """A claim of which hardly a word is in any excerpt, with or without its facts."""
    facts = [
        *(Span(date.start, date.end) for date in claim.dates),
        *(Span(number.start, number.end) for number in claim.numbers),
        *(Span(name.start, name.end) for name in claim.names if not name.opens),
    ]
    content = [word for word in claim.words if not word.is_stop]
    plain = [w for w in content if not any(f.start <= w.start < f.end for f in facts)]
    shares = [_share_found(words, evidence) for words in (content, plain) if words]
    if len(plain) >= _FEW and max(shares) < _NOTHING:
        yield Fault("content", "no excerpt mentions this", 0, len(claim.text))


def _share_found(words: Sequence[Word], evidence: Sequence[Indexed]) -> float:
    """The share of some words that are in any piece."""
    return sum(any(word.stem in piece.stems for piece in evidence) for word in words) / len(words)


def find_misplaced(claim: Indexed, index: PassageIndex) -> Iterator[Fault]:
    """Names, numbers and dates that the evidence has, but about something else.

    A fact is misplaced if no passage that has it (a sentence and its neighbours) has even half of
    what the best passage has of the rest of the claim, nor most of the words beside the fact.
    Countries and other names with aliases only count as speakers and where a claim says that
    something is them: elsewhere writers add them to say where something is.
    """
    for name in claim.names:
        speaks = _is_speaker(name, claim.text)
        counts = speaks or _is_predicate(name, claim.text) or not _has_aliases(name.text)
        if not name.opens and counts:
            least = _SPEAKER if speaks else _OTHERS
            yield from _find("name", name, claim, index, partial(is_named_in, name), least)
    for number in stated_numbers(claim):
        if not follows(number, claim, index.pieces):
            yield from _find("number", number, claim, index, partial(_has_number, number))
    for date in claim.dates:
        yield from _find("date", date, claim, index, partial(is_dated_in, date))


def _words_beside(claim: Indexed, start: int, end: int) -> frozenset[str]:
    """The stems of the nearest content words on both sides of a fact."""
    content = [word for word in claim.words if not word.is_stop]
    before = [word.stem for word in content if word.end <= start][-_NEAREST:]
    return frozenset([*before, *[word.stem for word in content if word.start >= end][:_NEAREST]])


def _is_speaker(name: Name, text: str) -> bool:
    """Whether a claim presents the rest of itself as a person's words: "X, the coach, argued"."""
    if len(name.stems) < 2 and not name.title:
        return False
    after = _APPOSITION.sub("", text[name.end :], count=1)
    says = names_a_source(islice(words(after), _NEAREST))
    return says or text[: name.start].rstrip().lower().endswith(("according to", "said"))


def _is_predicate(name: Name, text: str) -> bool:
    """Whether a claim says no more than that something is this: "The host was France."."""
    before = text[: name.start].removesuffix("the ")
    is_said = before.endswith((" is ", " was ", " are ", " were "))
    return is_said and not text[name.end :].strip(" .")


def _has_aliases(name: str) -> bool:
    return is_country(name) or any(others_for(part) for part in (name, *name.split()))


def _has_number(number: Number, piece: Indexed) -> bool:
    return any(says(number, other) for other in piece.numbers)


def _find(
    kind: Kind,
    fact: Name | Number | DateMention,
    claim: Indexed,
    index: PassageIndex,
    is_in: Callable[[Indexed], bool],
    least: float = _OTHERS,
) -> Iterator[Fault]:
    """A fault if no passage about the rest of the claim has the fact."""
    own = frozenset(content_stems(fact.text))
    best = 0.0
    for share, window in index.windows(claim.text, own, least):
        best = max(best, share)
        if best < _ABOUT_IT or is_in(window):
            return
    if best < _ABOUT_IT:
        return
    beside = _words_beside(claim, fact.start, fact.end) - own
    others = index.windows(claim.text, own, least=0.0) if least < _SPEAKER else ()
    for _, window in others:
        if is_in(window) and len(beside & window.stems) >= _BESIDE * len(beside):
            return
    why = f"the excerpts have “{fact.text}” only where they speak of something else"
    yield Fault(kind, why, fact.start, fact.end)
