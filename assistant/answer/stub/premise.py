"""What the articles say instead, where a question takes for granted what they contradict."""

from collections.abc import Sequence

from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.terms import Term, coverage
from assistant.text.opposites import opposites
from assistant.text.question import Question

SURE = 0.75  # how surely an article that says the opposite answers
_NOUN_OPENERS = frozenset("a an the of in for with no any his her its their our lend more".split())
_PRESUMING = frozenset(["reason", "date", "manner", "place", "duration"])


def contradiction(
    question: Question, terms: Sequence[Term], sentences: Sequence[Sentence]
) -> Sentence | None:
    """The sentence that says the opposite of what the question presumes, or None.

    It names all that the question names, has the opposite of its verb and not the verb; and no
    sentence that names as much has the verb.
    """
    if question.sought not in _PRESUMING and question.kind != "yes_no":
        return None
    named = [term for term in terms if term.named]
    if not named:
        return None
    about = [s for s in sentences if coverage(named, s.stems) >= 0.99]
    for term in terms:
        others = frozenset().union(*(opposites(form) for form in term.forms))
        if term.named or term.aside or not others or any(_does(s, term) for s in about):
            continue
        against = [s for s in about if others & s.stems]
        if against:
            return max(against, key=lambda s: (coverage(terms, s.stems), -s.place))
    return None


def _does(sentence: Sentence, term: Term) -> bool:
    """Whether a sentence has the word as a verb: not behind "the", "of" and their like."""
    before = ""
    for word in sentence.words:
        if word.stem in term.forms and before not in _NOUN_OPENERS:
            return True
        before = word.text.lower()
    return False
