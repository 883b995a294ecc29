"""Scores one answer: by the rules of its question, by its citations, by overlap, by ranking."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from assistant.evaluate.question_sets import Rules
from assistant.reply import MARKER, Answer, Citation

# By rules


def answer_faults(rules: Rules, answer: Answer) -> list[str]:
    """Why an answer breaks the rules of its question; empty if it passes."""
    if rules.abstain:
        return [] if answer.abstained else ["answered, though the corpus does not hold it"]
    if rules.either:
        faults = [] if any(_matches(e, answer) for e in rules.either) else ["none of either"]
    elif answer.abstained:
        return ["abstained"]
    else:
        faults = []
    faults += _wording_faults(rules, answer.answer)
    return faults if answer.abstained else faults + list(_source_faults(rules, answer))


def _matches(pattern: str, answer: Answer) -> bool:
    if pattern == "abstain":
        return answer.abstained
    return re.search(pattern, answer.answer, re.IGNORECASE) is not None


def _wording_faults(rules: Rules, text: str) -> list[str]:
    missing = [m for m in rules.must if not re.search(m, text, re.IGNORECASE)]
    present = [m for m in rules.must_not if re.search(m, text, re.IGNORECASE)]
    return [f"misses {m}" for m in missing] + [f"says {m}" for m in present]


def _source_faults(rules: Rules, answer: Answer) -> Iterator[str]:
    count = len(answer.answer.split())
    cited = [citation.source for citation in answer.citations]
    if count > rules.words:
        yield f"{count} words"
    if not cited:
        yield "cites nothing"
    if rules.src and not any(source.startswith(rules.src) for source in cited):
        yield "cites none of its sources"
    for prefix in rules.src_all:
        if not any(source.startswith(prefix) for source in cited):
            yield f"does not cite {prefix}"
    if rules.only and any(not source.startswith(rules.only) for source in cited):
        yield "cites another source"


# By citations


def citation_faults(answer: Answer, text_of: Callable[[Citation], str | None]) -> list[str]:
    """What is wrong with an answer's citations; empty if all are valid.

    `text_of` gives the text that a citation's offsets count in, or None if there is none.
    """
    markers = list(dict.fromkeys(int(n) for n in MARKER.findall(answer.answer)))
    cited = [citation.marker for citation in answer.citations]
    faults = []
    if set(markers) - set(cited):
        faults.append("marker without citation")
    if set(cited) - set(markers):
        faults.append("citation without marker")
    if len(cited) != len(set(cited)):
        faults.append("two citations for one marker")
    if markers != sorted(markers):
        faults.append("markers out of order")
    quotes = (_quote_fault(citation, text_of(citation)) for citation in answer.citations)
    return faults + [fault for fault in quotes if fault]


def _quote_fault(citation: Citation, text: str | None) -> str | None:
    if text is None:
        return "no such source"
    if text[citation.start : citation.end] != citation.quote:
        return "the text at the offsets is not the quote"
    return None if citation.quote.strip() else "empty quote"


# By overlap with reference answers


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and citation markers."""
    return re.findall(r"\w+", MARKER.sub(" ", text).lower())


def token_f1(answer: str, reference: str) -> float:
    """The harmonic mean of token precision and recall; 0 if no token is shared.

    A token counts as often as both texts have it.
    """
    ours, theirs = Counter(tokens(answer)), Counter(tokens(reference))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def best_token_f1(answer: str, references: Iterable[str]) -> float:
    """The token F1 against the closest reference; 0 without references."""
    return max((token_f1(answer, reference) for reference in references), default=0.0)


# By the ranking of its excerpts


def rank_facts(excerpts: Sequence[str], facts: Sequence[str]) -> dict[str, float]:
    """Score excerpts, best first, against the facts that answer the question.

    As in the script of the MultiHop-RAG authors: an excerpt holds a fact if it contains the fact's
    characters, spaces and newlines ignored. A fact counts once, at the first excerpt that holds it.
    """
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
    return {
        "hit_4": float(first is not None and first <= 4),
        "hit_10": float(first is not None),
        "map_10": average / min(len(facts), 10) if facts else 0.0,
        "mrr_10": 1 / first if first else 0.0,
    }


def _unspaced(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


def all_gold(articles: Sequence[str], gold: Collection[str]) -> float:
    """1 if every gold article is among those of the first ten excerpts, else 0."""
    return float(set(gold) <= set(articles[:10]))
