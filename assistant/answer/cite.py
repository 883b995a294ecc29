"""A draft sentence's markers, resolved to the words of the sources that back it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.sentence_stream import Draft
from assistant.reply import Citation, Excerpt
from assistant.text.document import parse
from assistant.text.quotes import unshield_brackets
from assistant.text.words import words

# Shares of a sentence's weighted words. Below the first a span does not speak of the same thing;
# a further sentence is quoted only where it adds at least the second, another place the third.
_BACKS = 0.25
_ADDS = 0.08
_ADDS_ELSEWHERE = 0.2
# Words given as evidence: fewer are found anywhere, more sentences are no citation.
_FEWEST_WORDS = 3
_MOST_SENTENCES = 3
# Words with a digit or a capital identify a sentence better than other words.
_TELLING = 2.0


@dataclass(frozen=True, slots=True)
class Backing:
    """Whole sentences of an excerpt that back a claim: `start` to `end` of the source's text."""

    excerpt: Excerpt
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The source's own words."""
        return self.excerpt.text[self.start - self.excerpt.start : self.end - self.excerpt.start]


def find_marker_faults(draft: Draft, excerpts: Sequence[Excerpt]) -> list[str]:
    """What is wrong with a draft's markers, in words; empty if each has its excerpt."""
    known = {number_of(excerpt, excerpts) for excerpt in excerpts}
    return [
        f"[{number}] points to no excerpt; there are {len(known)}"
        for number in draft.markers
        if number not in known
    ]


def cite(draft: Draft, excerpts: Sequence[Excerpt]) -> list[Backing]:
    """The spans that back a draft sentence: for each marker the best of the excerpt that it cites.

    A span is one or more neighbouring whole sentences. A marker to an excerpt that speaks of
    something else gives none. A draft without markers is backed by the excerpt that says most of
    it. Markers that point nowhere are passed over: `find_marker_faults` reports them.
    """
    if draft.markers:
        cited = [e for e in excerpts if number_of(e, excerpts) in draft.markers]
        in_order = sorted(cited, key=lambda e: draft.markers.index(number_of(e, excerpts)))
        return back_with(draft.text, in_order, excerpts)
    wanted = _weights(draft.text, excerpts)
    backings = [_back(wanted, excerpt) for excerpt in excerpts]
    return max(backings, key=lambda found: _covered(wanted, _words_of(found)), default=[])


def back_with(
    text: str, cited: Sequence[Excerpt], excerpts: Sequence[Excerpt], least: float = _BACKS
) -> list[Backing]:
    """The spans of some excerpts that back a sentence; none of one that speaks of something else.

    `excerpts` are all excerpts of the prompt: a word counts more, the fewer of them have it. A span
    has at least the share `least` of the sentence's weighted words.
    """
    wanted = _weights(text, excerpts)
    return [backing for excerpt in cited for backing in _back(wanted, excerpt, least)]


def number_of(excerpt: Excerpt, excerpts: Sequence[Excerpt]) -> int:
    """The number by which the prompt calls an excerpt."""
    return excerpt.number or excerpts.index(excerpt) + 1


def find_words(draft: Draft, excerpts: Sequence[Excerpt]) -> list[Backing]:
    """The whole sentences with the words that a draft says it rests on.

    They are looked for in the excerpt that they are said to be from, then in the others. Words that
    are in none, that go on over many sentences or that speak of something else give nothing.
    """
    wanted = _weights(draft.text, excerpts)
    found: list[Backing] = []
    for number, given in draft.rests_on:
        named_first = sorted(excerpts, key=lambda e: number_of(e, excerpts) != number)
        holding = next(filter(None, (_holding(given, e) for e in named_first)), None)
        if holding is not None and _covered(wanted, _words_of([holding])) >= _BACKS:
            found.append(holding)
    return list(dict.fromkeys(found))


def _holding(given: str, excerpt: Excerpt) -> Backing | None:
    """The sentences that hold these words; punctuation, case and white space may differ."""
    parts = re.findall(r"\w+", given)
    if len(parts) < _FEWEST_WORDS:
        return None
    match = re.search(r"\b" + r"\W+".join(parts) + r"\b", excerpt.text, re.IGNORECASE)
    if match is None:
        return None
    within = [
        span
        for span in parse(excerpt.text).sentences
        if span.start < match.end() and match.start() < span.end
    ]
    if not 0 < len(within) <= _MOST_SENTENCES:
        return None
    return Backing(excerpt, excerpt.start + within[0].start, excerpt.start + within[-1].end)


class CitationList:
    """Numbers citations from 1 in the order in which they appear; the same span once.

    >>> numbered = CitationList()
    >>> markers, new = numbered.add(backings)
    """

    def __init__(self) -> None:
        self._markers: dict[tuple[str, int, int], int] = {}

    def add(self, backings: Sequence[Backing]) -> tuple[tuple[int, ...], tuple[Citation, ...]]:
        """The markers of a claim's backings, and the citations that were not there before."""
        markers: list[int] = []
        new: list[Citation] = []
        for backing in backings:
            key = (backing.excerpt.article_id, backing.start, backing.end)
            if key not in self._markers:
                self._markers[key] = len(self._markers) + 1
                new.append(_citation(self._markers[key], backing))
            markers.append(self._markers[key])
        return tuple(dict.fromkeys(markers)), tuple(new)


def _citation(marker: int, backing: Backing) -> Citation:
    excerpt = backing.excerpt
    return Citation(
        marker=marker,
        source=excerpt.source,
        article_id=excerpt.article_id,
        title=excerpt.title,
        publisher=excerpt.publisher,
        published=excerpt.published,
        quote=backing.quote,
        start=backing.start,
        end=backing.end,
    )


def _back(wanted: dict[str, float], excerpt: Excerpt, least: float = _BACKS) -> list[Backing]:
    """The best run of sentences, and a second one if it adds enough."""
    sentences, stems = parse(excerpt.text).sentences, parse(excerpt.text).sentence_stems
    first = _best_run(wanted, stems)
    if first is None or _covered(wanted, _stems_of(stems, first)) < least:
        return []
    left = {stem: w for stem, w in wanted.items() if stem not in _stems_of(stems, first)}
    second = _best_run(left, stems)
    runs = [first]
    if second is not None and second != first:
        share_left = sum(left.values()) / sum(wanted.values())
        gain = share_left * _covered(left, _stems_of(stems, second))
        runs += [second] if gain >= _ADDS_ELSEWHERE else []
    return [
        Backing(
            excerpt,
            excerpt.start + sentences[run[0]].start,
            excerpt.start + sentences[run[1]].end,
        )
        for run in sorted(runs)
    ]


def _best_run(
    wanted: dict[str, float], sentences: Sequence[frozenset[str]]
) -> tuple[int, int] | None:
    """First and last of the sentences that cover most, as few of them as say it."""
    if not sentences or not wanted:
        return None
    first = last = max(range(len(sentences)), key=lambda at: (_covered(wanted, sentences[at]), -at))
    while last - first + 1 < _MOST_SENTENCES:
        now = _covered(wanted, _stems_of(sentences, (first, last)))
        wider = [
            run
            for run in ((first - 1, last), (first, last + 1))
            if run[0] >= 0 and run[1] < len(sentences)
        ]
        best = max(wider, key=lambda run: _covered(wanted, _stems_of(sentences, run)), default=None)
        if best is None or _covered(wanted, _stems_of(sentences, best)) < now + _ADDS:
            break
        first, last = best
    return first, last


def _stems_of(sentences: Sequence[frozenset[str]], run: tuple[int, int]) -> frozenset[str]:
    return frozenset().union(*sentences[run[0] : run[1] + 1])


def _covered(wanted: dict[str, float], stems: frozenset[str]) -> float:
    """The share of the wanted weight that the stems carry."""
    total = sum(wanted.values())
    return sum(weight for key, weight in wanted.items() if key in stems) / total if total else 0.0


def _words_of(backings: Sequence[Backing]) -> frozenset[str]:
    return frozenset(word.stem for backing in backings for word in words(backing.quote))


def _weights(claim: str, excerpts: Sequence[Excerpt]) -> dict[str, float]:
    """The weight of each stem of a claim: higher for rare, numeric and capitalised words."""
    sentences = [stems for excerpt in excerpts for stems in parse(excerpt.text).sentence_stems]
    weights: dict[str, float] = {}
    for word in words(unshield_brackets(claim)):
        if word.is_stop:
            continue
        telling = word.text[0].isdigit() or (word.text[0].isupper() and word.start > 0)
        seen = sum(word.stem in stems for stems in sentences)
        rarity = math.log(1 + len(sentences) / (1 + seen))
        weights[word.stem] = rarity * (_TELLING if telling else 1.0)
    return weights
