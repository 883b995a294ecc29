"""The rules of the seed format: what is wrong with an answer, in words."""

import re
from collections.abc import Callable, Iterator

from assistant.evaluate.questions import Rules
from assistant.reply import Answer, Citation

_MARKER = re.compile(r"\[(\d+)\]")


def answer_faults(rules: Rules, answer: Answer) -> list[str]:
    """Why an answer does not do for its question; empty where it does."""
    if rules.abstain:
        return [] if answer.abstained else ["answered, though the corpus does not hold it"]
    if rules.either:
        faults = [] if any(_says(e, answer) for e in rules.either) else ["none of either"]
    elif answer.abstained:
        return ["abstained"]
    else:
        faults = []
    faults += _wording_faults(rules, answer.answer)
    return faults if answer.abstained else faults + list(_source_faults(rules, answer))


def _says(pattern: str, answer: Answer) -> bool:
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


def citation_faults(answer: Answer, text_of: Callable[[Citation], str | None]) -> list[str]:
    """What is wrong with an answer's citations; empty where all hold.

    `text_of` gives the source's own text that a citation counts in, None where there is none.
    """
    markers = list(dict.fromkeys(int(n) for n in _MARKER.findall(answer.answer)))
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
        return "quote does not stand at its offsets"
    return None if citation.quote.strip() else "empty quote"
