"""What the articles say instead, where a question takes for granted what they contradict."""

from collections.abc import Sequence

from assistant.answer.stub.sentences import Sentence
from assistant.answer.stub.terms import Term, coverage
from assistant.text.opposites import opposites
from assistant.text.question import Question

SURE = 0.75  # how surely an article that says the opposite answers
_NOUN_OPENERS = frozenset("a an the of in for with no any his her its their our lend more".split())
_ALIKE = 0.9  # of the words beside the verb, by weight, that a contradiction has to hold
_REACH = 5  # words from a subject to its verb
_PRESUMING = frozenset(["reason", "date", "manner", "place", "duration"])


def contradiction(
    question: Question, terms: Sequence[Term], sentences: Sequence[Sentence]
) -> Sentence | None:
    """The sentence that says the opposite of what the question presumes, or None.

    It names all that the question names and is about the same thing, and in it the question's
    subject does the opposite of what the question says; and no sentence that names as much has the
    subject do that.
    """
    if question.sought not in _PRESUMING and question.kind != "yes_no":
        return None
    named = [term for term in terms if term.named]
    if not named:
        return None
    about = [s for s in sentences if coverage(named, s.stems) >= 0.99]
    for at, term in enumerate(terms):
        others = frozenset().union(*(opposites(form) for form in term.forms))
        subjects = [before for before in terms[:at] if before.named]
        if term.named or term.aside or not others or not subjects:
            continue
        if any(_does(s, term.forms, subjects[-1]) for s in about):
            continue
        rest = [other for other in terms if other is not term and not other.aside]
        against = [
            s
            for s in about
            if coverage(rest, s.around) >= _ALIKE and _does(s, others, subjects[-1])
        ]
        if against:
            return max(
                against,
                key=lambda s: (
                    coverage(rest, s.stems),
                    -_words_before(s, subjects[-1]),
                ),
            )
    return None


def _does(sentence: Sentence, verbs: frozenset[str], subject: Term) -> bool:
    """Whether the subject does one of the verbs: it stands a few words behind the subject."""
    between: int | None = None
    before = ""
    for word in sentence.words:
        if word.stem in subject.forms:
            between = 0
        elif between is not None and word.text.islower():
            if word.stem in verbs and before not in _NOUN_OPENERS:
                return True
            between = between + 1 if between < _REACH else None
        before = word.text.lower()
    return False


def _words_before(sentence: Sentence, subject: Term) -> int:
    """How many words stand before the subject: what a sentence is about comes early."""
    return next(at for at, word in enumerate(sentence.words) if word.stem in subject.forms)
