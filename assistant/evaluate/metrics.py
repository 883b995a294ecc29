"""The figures: each a pure function of what was answered and what was expected."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+")
_MARKER = re.compile(r"\[\d+\]")


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and citation markers."""
    return _TOKEN.findall(_MARKER.sub(" ", text).lower())


def token_f1(answer: str, reference: str) -> float:
    """The harmonic mean of token precision and recall, repetitions counted; 0 for no words."""
    ours, theirs = Counter(tokens(answer)), Counter(tokens(reference))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def best_token_f1(answer: str, references: Iterable[str]) -> float:
    """The token F1 against the reference that fits best; 0 where there is none."""
    return max((token_f1(answer, reference) for reference in references), default=0.0)


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The chance that a true case scores above a false one, ties counting half.

    NaN where only one class is there.
    """
    positive = sum(labels)
    negative = len(labels) - positive
    if not positive or not negative:
        return float("nan")
    ranks = _mean_ranks(scores)
    of_true = sum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (of_true - positive * (positive + 1) / 2) / (positive * negative)


def _mean_ranks(scores: Sequence[float]) -> list[float]:
    """Ranks from 1, equal scores sharing the mean of theirs."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        for place in order[at:end]:
            ranks[place] = (at + 1 + end) / 2
        at = end
    return ranks


@dataclass(frozen=True, slots=True)
class Decision:
    """One yes or no, and what it should have been."""

    said: bool
    truth: bool


def precision(decisions: Iterable[Decision]) -> float:
    """The share of what was said to be true that is; NaN where nothing was."""
    said = [d.truth for d in decisions if d.said]
    return sum(said) / len(said) if said else float("nan")


def recall(decisions: Iterable[Decision]) -> float:
    """The share of what is true that was said to be; NaN where nothing is."""
    true = [d.said for d in decisions if d.truth]
    return sum(true) / len(true) if true else float("nan")


def f1(decisions: Sequence[Decision]) -> float:
    """The harmonic mean of precision and recall; 0 where nothing was found."""
    found = sum(d.said and d.truth for d in decisions)
    claimed = sum(d.said for d in decisions) + sum(d.truth for d in decisions)
    return 2 * found / claimed if claimed else float("nan")


def false_pass(decisions: Iterable[Decision]) -> float:
    """The share of false claims that were let through."""
    said = [d.said for d in decisions if not d.truth]
    return sum(said) / len(said) if said else float("nan")


def false_strip(decisions: Iterable[Decision]) -> float:
    """The share of true claims that were taken out."""
    said = [d.said for d in decisions if d.truth]
    return 1 - sum(said) / len(said) if said else float("nan")


def balanced_accuracy(decisions: Sequence[Decision]) -> float:
    """The mean of the shares of true and of false cases that were judged right."""
    return 1 - (false_pass(decisions) + false_strip(decisions)) / 2


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well one question's excerpts hold its gold facts.

    As in the script of the MultiHop-RAG authors: a fact is in an excerpt when its characters but
    for blanks are; each fact counts once, at the first excerpt that holds it.
    """

    hit_4: float
    hit_10: float
    map_10: float
    mrr_10: float


def rank_facts(excerpts: Sequence[str], facts: Sequence[str]) -> Ranking:
    """Score excerpts, best first, against the facts that answer the question."""
    gold = list(dict.fromkeys(_unspaced(fact) for fact in facts))
    found: set[str] = set()
    first: int | None = None
    average = 0.0
    for rank, excerpt in enumerate(map(_unspaced, excerpts[:10]), start=1):
        held = {fact for fact in gold if fact in excerpt}
        if held and first is None:
            first = rank
        average += len(held - found) / rank
        found |= held
    return Ranking(
        hit_4=float(first is not None and first <= 4),
        hit_10=float(first is not None),
        map_10=average / min(len(facts), 10) if facts else 0.0,
        mrr_10=1 / first if first else 0.0,
    )


def _unspaced(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


def all_gold(articles: Sequence[str], gold: Collection[str], k: int = 10) -> float:
    """1 where every gold article is among those of the first `k` excerpts."""
    return float(set(gold) <= set(articles[:k]))


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: their mean confidence, the share that was right, how many."""

    confidence: float
    right: float
    of: int


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The reliability curve: equal steps of confidence, empty ones left out."""
    groups: dict[int, list[int]] = {}
    for i, confidence in enumerate(confidences):
        groups.setdefault(min(int(confidence * bins), bins - 1), []).append(i)
    return [
        Bin(
            sum(confidences[i] for i in group) / len(group),
            sum(right[i] for i in group) / len(group),
            len(group),
        )
        for _, group in sorted(groups.items())
    ]


def calibration_error(curve: Sequence[Bin]) -> float:
    """The expected calibration error: the mean gap of confidence and rightness, by count."""
    count = sum(b.of for b in curve)
    return sum(abs(b.confidence - b.right) * b.of for b in curve) / count if count else float("nan")


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies, between neighbours interpolated."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])
