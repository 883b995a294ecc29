"""Suggested questions are of several kinds, and each is tried out before it is offered."""

from assistant.answer.suggest import Candidate, candidates
from assistant.article import Article, Span
from assistant.reply import Answer, Citation, Claim

TEXT = (
    "The ferry was stopped because its engine failed. At least 12 people were rescued on Monday. "
    "France and Spain argued: France blamed the crew and Spain the weather. "
    "Captain Ulla Berg said: “The crew did everything that could be done in such a sea.”"
)
ARTICLE = Article("a.txt", TEXT, title="France urges calm", kept=(Span(0, len(TEXT)),))


def answer(text, source="a.txt"):
    citation = Citation(1, source, "id", None, None, None, text, 0, len(text))
    return Answer(
        "",
        "",
        text,
        False,
        None,
        0.9,
        claims=(Claim(text, (1,), True, 1.0),),
        citations=(citation,),
    )


def test_an_article_suggests_what_why_how_many_and_a_comparison():
    questions = {candidate.question for candidate in candidates([ARTICLE])}
    assert {
        "What did Ulla Berg say?",
        "Why did France urge calm?",
        "Why was the ferry stopped?",
        "How many people were rescued on Monday?",
        "How do France and Spain differ?",
    } <= questions


def test_the_articles_begin_with_different_kinds():
    other = Article("b.txt", TEXT, kept=(Span(0, len(TEXT)),))
    first, second = list(candidates([ARTICLE, other]))[:2]
    assert first.question.split()[:2] != second.question.split()[:2]


def test_a_candidate_is_answered_by_its_own_article_in_the_expected_words():
    count = Candidate("How many people were rescued?", "a.txt", ("12",))
    assert count.is_answered(answer("At least 12 people were rescued."))
    assert not count.is_answered(answer("People were rescued."))
    assert not count.is_answered(answer("At least 12 people were rescued.", "b.txt"))
    why = Candidate("Why was the ferry stopped?", "a.txt", asks_why=True)
    assert why.is_answered(answer("It was stopped because its engine failed."))
    assert not why.is_answered(answer("The ferry was stopped."))
