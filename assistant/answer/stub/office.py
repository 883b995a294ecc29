"""Who holds an office: whether a sentence calls somebody what the question calls them."""

import re
from collections.abc import Sequence

from assistant.answer.stub.features import Scored
from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.terms import Term, coverage, covers, stems_of
from assistant.answer.stub.types import names_in
from assistant.text.names import is_country
from assistant.text.question import Question

_ASKS_FOR_HOLDER = re.compile(
    r"\b(?:what(?:['’]?s|\s+is|\s+was)\s+the\s+name\s+of\s+the\b|who(?:['’]?s|\s+is|\s+was|\s+are|\s+were)\s+(?:now\s+)?(?:the\b|[\w.-]+['’]s?\s))"
    r"(?!.*\b(?:who|whose|that|which)\b)",
    re.IGNORECASE,
)
_BEFORE, _BEHIND = 7, 9  # words around a name in which its office stands


def asks_for_holder(question: Question) -> bool:
    """Whether a question asks who somebody is by their office: "Who is the mayor of York?"."""
    return question.sought == "person" and _ASKS_FOR_HOLDER.search(question.text) is not None


def by_office(question: Question, terms: Sequence[Term], ranked: Sequence[Scored]) -> list[Scored]:
    """The sentences, those first that name somebody by the office that is asked for."""
    if not asks_for_holder(question):
        return list(ranked)
    return sorted(ranked, key=lambda s: -s.relevance * holder(question, terms, s.sentence) ** 2)


def holder(question: Question, terms: Sequence[Term], sentence: Sentence) -> float:
    """How much of the office asked for stands beside one person's name; 1 where none is asked."""
    if not asks_for_holder(question):
        return 1.0
    people = [
        name
        for name in names_in(sentence.text)
        if not is_country(name.text) and not name.is_acronym
    ]
    best = 0.0
    for name in people:
        first = next((i for i, w in enumerate(sentence.words) if w.end > name.start), 0)
        last = next((i for i, w in enumerate(sentence.words) if w.start >= name.end), first)
        beside = sentence.words[max(0, first - _BEFORE) : last + _BEHIND]
        stems = stems_of(beside)
        called = all(
            covers(term, stems)
            for term in terms
            if not term.named or (is_country(term.text) and not term.text.isupper())
        )
        best = max(best, coverage(terms, stems) * (1.0 if called else 0.3))
    return best
