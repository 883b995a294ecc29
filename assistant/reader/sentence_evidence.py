"""The sentences of a search's excerpts, each scored as an answer to the question.

The score is a weighted sum of measures: the reader's scores for the sentence and for its excerpt,
its score when it reads the best sentences of all excerpts side by side, the words that the question
shares with the sentence and its surroundings, the rank of the excerpt, and whether the sentence has
a figure, a day, quoted words or a reason where the question asks for one.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.reader.reader import Passage, PassageScores, Reader, weighted
from assistant.reply import Excerpt
from assistant.text.dates import american_date, find_dates
from assistant.text.instructions import instruction_in
from assistant.text.lexicon import phrase_patterns, read_data
from assistant.text.numbers import find_numbers
from assistant.text.page_text import is_page_text, without_link_texts
from assistant.text.question import Thing, analyse
from assistant.text.sentences import split_sentences
from assistant.text.words import words

_REASON = phrase_patterns(read_data(__package__, "reasons.toml"))(r"\b{reason}\b")
_QUOTE_MARKS = frozenset('"“”')
_CLOSING_MARKS = "\"”’')"
# The number of a post in a thread: "10/", "/14"
_POST = re.compile(r"\d{1,2}/\s|/\d{1,2}\s")
_COMPARED = 8  # sentences: about one window of the reader
_SHORTEST = 3  # words: anything shorter is a heading or a fragment


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an excerpt, on one line and without the links that the page put in it.

    `place` counts the excerpt's sentences from 0.
    """

    text: str
    excerpt: Excerpt
    place: int
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """A sentence with its measures and their weighted sum.

    Higher scores are better; scores are comparable within one question.
    """

    sentence: Sentence
    measures: Mapping[str, float]
    score: float


def find_evidence(
    question: str, excerpts: Sequence[Excerpt], reader: Reader, topic: str = ""
) -> list[SentenceEvidence]:
    """Score every sentence of the excerpts as an answer, best first; duplicates are dropped.

    `topic` is the search text of a follow-up. The reader reads `question` alone; word overlap is
    the mean of the overlaps with both. Sentences that instruct a language model are left out.
    """
    split = [split_excerpt(excerpt) for excerpt in excerpts]
    passages = [
        Passage(header(e), tuple(s.text for s in sentences))
        for e, sentences in zip(excerpts, split, strict=True)
    ]
    scores = reader.read(question, passages)
    found: list[SentenceEvidence] = []
    seen: set[frozenset[str]] = set()
    for rank, (sentences, scored) in enumerate(zip(split, scores, strict=True)):
        for sentence, measures in zip(
            sentences,
            _measures((question, topic or question), rank, sentences, scored),
            strict=True,
        ):
            if sentence.stems in seen or not is_reporting(sentence):
                continue
            seen.add(sentence.stems)
            found.append(
                SentenceEvidence(sentence, measures, weighted(reader.weights["first"], measures))
            )
    return _compared(question, _best_first(found), reader)


def _compared(
    question: str, found: list[SentenceEvidence], reader: Reader
) -> list[SentenceEvidence]:
    """The same sentences, ranked again after the reader has read the best ones side by side."""
    best = [evidence.sentence for evidence in found[:_COMPARED]]
    if not best:
        return []
    scores = reader.read(question, [Passage("", tuple(s.text for s in best))])[0].sentences
    lowest = min(scores) - 1.0
    again = [*scores, *[lowest] * (len(found) - len(best))]
    measured = [
        (evidence.sentence, {**evidence.measures, "again": score})
        for evidence, score in zip(found, again, strict=True)
    ]
    weights = reader.weights["sentence"]
    return _best_first(SentenceEvidence(s, m, weighted(weights, m)) for s, m in measured)


def _best_first(found: Iterable[SentenceEvidence]) -> list[SentenceEvidence]:
    return sorted(found, key=lambda evidence: -evidence.score)


def is_reporting(sentence: Sentence) -> bool:
    """Whether a sentence reports something.

    A few words, a heading in capitals, page furniture and an instruction do not.
    """
    text = sentence.text
    if not sentence.stems or len(list(words(text))) < _SHORTEST:
        return False
    is_heading = text.isupper() and not _is_ended(text)
    return not (is_heading or is_page_text(text)) and instruction_in(text) is None


def is_fragment(sentence: Sentence) -> bool:
    """Whether it is a heading, a post of a thread, or a piece of a sentence split wrongly."""
    text = sentence.text
    goes_on = text.lstrip("—–- ")[:1].islower()
    return goes_on or _POST.match(text) is not None or not _is_ended(text)


def split_excerpt(excerpt: Excerpt) -> list[Sentence]:
    """The sentences of an excerpt, in order."""
    spans = split_sentences(excerpt.text)
    texts = [" ".join(without_link_texts(span.of(excerpt.text)).split()) for span in spans]
    return [Sentence(text, excerpt, place, content(text)) for place, text in enumerate(texts)]


def header(excerpt: Excerpt) -> str:
    """The line about an article that the reader was trained to see."""
    day = american_date(excerpt.published) if excerpt.published else ""
    return " | ".join(filter(None, (excerpt.title, excerpt.publisher, day)))


def content(text: str) -> frozenset[str]:
    """The stems of the text's content words: all but stop words."""
    return frozenset(word.stem for word in words(text) if not word.is_stop and word.stem)


def overlap(asked: frozenset[str], stems: frozenset[str]) -> float:
    """The share of the question's stems that are in `stems`, weighted by rarity, 0 to 1."""
    whole = sum(rarity(stem) for stem in asked)
    return sum(rarity(stem) for stem in asked & stems) / whole if whole else 0.0


def rarity(stem: str) -> float:
    """The inverse document frequency of a stem in news, 1 to about 8; the highest if unseen."""
    return _rarities().get(stem, _rarities()["?"])


def _measures(
    asked: tuple[str, str], rank: int, sentences: Sequence[Sentence], scores: PassageScores
) -> list[dict[str, float]]:
    both = [content(text) for text in asked]

    def shared(stems: frozenset[str]) -> float:
        return sum(overlap(stems_asked, stems) for stems_asked in both) / 2

    title = content(sentences[0].excerpt.title or "") if sentences else frozenset()
    whole = title.union(*(s.stems for s in sentences))
    around = shared(whole)
    wanted = analyse(asked[0]).asks_for
    measures = []
    for at, sentence in enumerate(sentences):
        near = sentence.stems.union(*(s.stems for s in sentences[max(0, at - 1) : at + 2]))
        measures.append(
            {
                "reader": scores.sentences[at],
                "excerpt": scores.excerpt,
                "own": shared(sentence.stems),
                "near": shared(near | title),
                "around": around,
                "rank": 1.0 / (1.0 + rank),
                "length": min(len(sentence.text.split()), 40) / 40,
                "asks": float(_is_ended(sentence.text, "?")),
                "fragment": float(is_fragment(sentence)),
                **{
                    str(name): float(name in wanted and holds(sentence.text))
                    for name, holds in _HOLDS.items()
                },
            }
        )
    return measures


def _is_ended(text: str, marks: str = ".!?…") -> bool:
    """Whether a sentence ends in one of these marks, before marks that close a quotation."""
    return text.rstrip(_CLOSING_MARKS).endswith(tuple(marks))


_HOLDS: dict[Thing, Callable[[str], bool]] = {
    "amount": lambda text: bool(find_numbers(text)),
    "day": lambda text: bool(find_dates(text)),
    "words": lambda text: not _QUOTE_MARKS.isdisjoint(text),
    "reason": lambda text: bool(_REASON.search(text)),
}


def logistic(log_odds: float) -> float:
    """The probability with these log odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))


@cache
def _rarities() -> dict[str, float]:
    table = json.loads((files("assistant.reader") / "idf.json").read_text(encoding="utf-8"))
    return {word: float(value) for word, value in table["idf"].items()}
