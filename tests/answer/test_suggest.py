"""Suggested questions are of several kinds, and each is tried out before it is offered."""

from itertools import islice

from assistant.answer.suggest import Candidate, answered_questions
from assistant.article import Article, Span
from assistant.reply import Answer, Citation, Claim

TEXT = (
    "The ferry was stopped because its engine failed. At least 12 people were rescued on Monday. "
    "Captain Ulla Berg said: “The crew did everything that could be done in such a sea.” "
    "“The company should have repaired the engine before the winter,” said Mayor Otto Lind. "
    "The crew was helped by four fishing boats of the town. "
    "Norlandia launched two lifeboats from Skarvik."
)
ARTICLE = Article("a.txt", TEXT, title="France urges calm", kept=(Span(0, len(TEXT)),))


def questions(articles, is_answered=lambda candidate: True):
    return list(answered_questions(articles, is_answered))


def answer(*texts, source="a.txt"):
    citation = Citation(1, source, "id", None, None, None, texts[0], 0, len(texts[0]))
    claims = tuple(Claim(text, (1,), True, 1.0) for text in texts)
    return Answer("", "", " ".join(texts), False, None, 0.9, claims=claims, citations=(citation,))


def test_an_article_suggests_what_why_how_many_and_a_comparison():
    assert {
        "What did Ulla Berg say?",
        "What did Otto Lind say?",
        "Why did France urge calm?",
        "Why was the ferry stopped?",
        "How many people were rescued on Monday?",
        "How many fishing boats of the town helped the crew?",
        "How many lifeboats were launched by Norlandia from Skarvik?",
        "Compare what Ulla Berg and Otto Lind said.",
        "Who is Ulla Berg?",
    } <= set(questions([ARTICLE]))


def test_the_first_four_are_of_four_kinds():
    other = Article("b.txt", TEXT, kept=(Span(0, len(TEXT)),))
    first = [one.split()[0] for one in islice(questions([ARTICLE, other]), 4)]
    assert first == ["What", "How", "Why", "Compare"]


def test_a_kind_without_an_answer_leaves_its_turn_to_the_others():
    offered = questions([ARTICLE], lambda candidate: "many" not in candidate.question)
    assert [one.split()[0] for one in offered[:4]] == ["What", "Why", "Compare", "Who"]


def test_no_question_is_offered_twice():
    offered = questions([ARTICLE, ARTICLE])
    assert len(offered) == len(set(offered))


def test_a_ministry_is_not_asked_about_as_a_person():
    said = "The Ministry of Foreign Affairs said: “The talks will go on until an accord is found.”"
    article = Article("a.txt", said, kept=(Span(0, len(said)),))
    assert questions([article]) == []


def test_the_first_sentence_of_an_answer_has_to_hold_the_count():
    count = Candidate("How many people were rescued?", "a.txt", ("12",))
    assert count.is_answered(answer("At least 12 people were rescued."))
    assert not count.is_answered(answer("People were rescued."))
    assert not count.is_answered(answer("In 2012 people were rescued."))
    assert not count.is_answered(answer("People were rescued.", "They were 12."))
    assert not count.is_answered(answer("At least 12 people were rescued.", source="b.txt"))


def test_the_answer_to_why_names_a_reason():
    why = next(one for one in tried([ARTICLE]) if one.question == "Why was the ferry stopped?")
    assert why.is_answered(answer("It was stopped because its engine failed."))
    assert not why.is_answered(answer("The ferry was stopped on its way to Skarvik."))


def test_a_comparison_begins_with_a_sentence_about_each():
    both = next(one for one in tried([ARTICLE]) if one.question.startswith("Compare"))
    berg, lind = "The crew did everything, Berg said.", "It should have been repaired, said Lind."
    assert both.is_answered(answer(berg, lind))
    assert both.is_answered(answer(lind, berg))
    assert not both.is_answered(answer(berg, "The ferry was stopped.", lind))
    assert not both.is_answered(answer("Berg and Lind were there.", "The ferry was stopped."))
    assert not both.is_answered(answer(berg))


def tried(articles):
    found = []

    def note(candidate):
        found.append(candidate)
        return False

    questions(articles, note)
    return found


def test_a_clause_that_says_something_is_not_the_subject_of_a_why():
    told = (
        "But Lind said the slow work is needed because the hull is old. "
        "Local ferries in the north are on hold because of the storm."
    )
    article = Article("a.txt", told, kept=(Span(0, len(told)),))
    assert questions([article]) == []


def test_things_that_a_thing_is_of_stay_beside_it():
    counted = "Norlandia confirmed 101 new cases of the plague, most of them in the capital."
    article = Article("a.txt", counted, kept=(Span(0, len(counted)),))
    wanted = "How many new cases of the plague were confirmed by Norlandia?"
    assert questions([article]) == [wanted]


def test_every_sentence_on_what_people_said_names_one_and_what_they_said():
    by_words = {one.question: one for one in tried([ARTICLE])}
    berg, lind = "The crew did everything, Berg said.", "“It is old,” said Lind."
    both = by_words["Compare what Ulla Berg and Otto Lind said."]
    assert both.is_answered(answer(berg, lind, "Lind said no more."))
    assert not both.is_answered(answer(berg, lind, "The plan of Otto Lind lapsed in May."))
    assert not both.is_answered(answer(berg, lind, "“There is no comparison,” she said."))
    said = by_words["What did Otto Lind say?"]
    assert said.is_answered(answer(lind))
    assert not said.is_answered(answer(lind, "“We saw nothing,” said a passenger."))


def test_every_sentence_on_who_somebody_is_names_them():
    who = next(one for one in tried([ARTICLE]) if one.question == "Who is Ulla Berg?")
    assert who.is_answered(answer("Captain Ulla Berg was there."))
    assert not who.is_answered(answer("Captain Ulla Berg was there.", "The ferry was stopped."))
