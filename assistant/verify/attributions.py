"""Who says what: words given to another speaker, and words stated as a fact."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.text.lexicon import SPEECH_VERBS, read_data
from assistant.text.names import Name, same_name
from assistant.text.quotes import is_saying
from assistant.text.words import Word, words
from assistant.verify.align import Alignment
from assistant.verify.evidence import Indexed
from assistant.verify.fault import Fault
from assistant.verify.passages import PassageIndex, SourceSentence
from assistant.verify.quotations import speakers_of
from assistant.verify.tokens import Token

# A sentence that has so much of the claim, and nearly as much as the best one, can vouch for it.
_ABOUT_IT = 0.3
_NEARLY_AS_GOOD = 0.8
_MOST = 6
_lists = read_data(__package__, "attribution.toml")
_SOURCES = SPEECH_VERBS.union(_lists["source"].split())
_CLEAR = frozenset[str](_lists["clear"].split())
_JUDGEMENT = frozenset[str](_lists["judgement"].split())
_WHY = "the excerpt has somebody say it, the answer states it as a fact"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speaker of a claim, and those to whom the evidence attributes the words."""

    name: Name
    said_by: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the evidence has the same speaker."""
        return any(same_name(self.name.text, other) for other in self.said_by)

    @property
    def fault(self) -> Fault:
        """The fault of an attribution that is not right."""
        why = f"the excerpt has {self.said_by[0]} say it, not {self.name.text}"
        return Fault("speaker", why, self.name.start, self.name.end)


def find_attributions(alignment: Alignment, names: Sequence[Name]) -> list[Attribution]:
    """Whom a claim has say, in reported speech, what the evidence has as quoted words."""
    found = [
        Attribution(name, tuple(_speakers_of_the_rest(alignment, name)))
        for name in names
        if _speaks(name, alignment.claim) and not _is_read_there(name, alignment)
    ]
    return [attribution for attribution in found if attribution.said_by]


def _is_read_there(name: Name, alignment: Alignment) -> bool:
    """Whether the name is in the evidence beside the other words of the claim."""
    pairs = list(zip(alignment.claim, alignment.places, strict=True))
    inside = [at for at, (token, _) in enumerate(pairs) if name.start <= token.start < name.end]
    if not inside or any(pairs[at][1] is None for at in inside):
        return False
    there = alignment.piece.sentence_of[pairs[inside[0]][1] or 0]
    rest = [
        alignment.piece.sentence_of[place]
        for at, (token, place) in enumerate(pairs)
        if place is not None and at not in inside and not token.is_harmless
    ]
    return sum(abs(sentence - there) <= 1 for sentence in rest) * 2 > len(rest)


def _speaks(name: Name, claim: Sequence[Token]) -> bool:
    """Whether a verb of saying is right behind the name, or in front of it."""
    behind = [token for token in claim if token.start >= name.end][:2]
    before = [token for token in claim if token.end <= name.start][-2:]
    says = any(is_saying(token.text) for token in behind if not token.marked)
    words_before = [token.text.lower() for token in before]
    return says or words_before[-1:] == ["said"] or words_before == ["according", "to"]


def _speakers_of_the_rest(alignment: Alignment, name: Name) -> Iterator[str]:
    """Who is quoted in the evidence with most of the words that the claim attributes to a name."""
    places = [
        alignment.tokens[place]
        for token, place in zip(alignment.claim, alignment.places, strict=True)
        if place is not None and not token.is_harmless and not name.start <= token.start < name.end
    ]
    for quotation in alignment.piece.quotations:
        inside = [t for t in places if quotation.inner.start <= t.start < quotation.inner.end]
        if quotation.depth == 0 and len(inside) * 2 > len(places):
            yield from speakers_of(alignment.piece, quotation)


def find_dropped_attribution(claim: Indexed, index: PassageIndex) -> Fault | None:
    """The fault of a claim that states somebody's words as a fact, or None.

    The claim has a word of judgement or forecast, and the sentences that have most of its words all
    attribute them to a speaker, which the claim does not. A plain fact may be stated without its
    source.
    """
    said = _lower(claim.words)
    if said & _CLEAR or not said & _JUDGEMENT:
        return None
    ranked = index.ranked(claim.text)[:_MOST]
    least = max([_ABOUT_IT, *(_NEARLY_AS_GOOD * share for share, _ in ranked[:1])])
    best = [passage for share, passage in ranked if share >= least]
    if not best or not all(_attributes(passage, claim, index) for passage in best):
        return None
    return Fault("modality", _WHY, 0, 0, is_hard=False)


def names_a_source(said: Iterable[Word]) -> bool:
    """Whether some words name a source, or a verb of saying."""
    return bool(_lower(said) & _SOURCES)


def _attributes(passage: SourceSentence, claim: Indexed, index: PassageIndex) -> bool:
    """Whether a sentence quotes most of what it shares with the claim, or names a source for it.

    Words such as "states" and "called" may be part of what was said: if the claim has one of them,
    it has to be the sentence's own, and the sentence has to name its source in a clear word.
    """
    piece = index.pieces[passage.piece]
    span = piece.sentences[passage.at]
    quoted = [quotation.inner for quotation in piece.quotations if quotation.depth == 0]
    said = list(words(piece.text, span.start, span.end))
    inside = [w for w in said if any(q.start <= w.start < q.end for q in quoted)]
    sources = _lower(word for word in said if word not in inside) & _SOURCES
    mine = _lower(claim.words) & _SOURCES
    if mine:
        return mine <= _lower(said) and bool(sources & _CLEAR)
    shared = [word for word in said if word.stem in claim.stems and not word.is_stop]
    return bool(sources) or 2 * sum(word in inside for word in shared) > len(shared)


def _lower(said: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.text.lower() for word in said)
