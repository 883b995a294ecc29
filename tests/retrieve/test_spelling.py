import pytest

from assistant.article import Article, Span
from assistant.index.documents import DocumentsIndex
from assistant.retrieve.spelling import correct_spelling, edits

TEXT = (
    "The French ambassador accused Lazarus of starving people, and Greenfield answered. "
    "He had careless friends at Riverside, and treated contracts as weapons. "
    "Georgia’s ports closed. He recalled a summer and didn’t want more rounds."
)


@pytest.fixture(scope="module")
def index():
    return DocumentsIndex([Article("a.txt", TEXT, kept=(Span(0, len(TEXT)),))])


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("the frnech ambasador", "the French ambassador"),
        ("who acused lazrus", "who accused Lazarus"),
        ("starvng people", "starving people"),
        ("what did Greenfeld say", "what did Greenfield say"),
        ("what is Lazraus's aim", "what is Lazarus's aim"),
        ("who left Georiga", "who left Georgia"),
    ],
)
def test_a_misspelt_word_becomes_a_word_of_the_corpus(index, asked, meant):
    assert correct_spelling(asked, index) == meant


@pytest.mark.parametrize(
    "question",
    [
        "summarize the starving",
        "summarise it while summarizing his friends",
        "recap and rundown of the ports",
        "why didnt he and wasnt she there",
        "whats the aim of those who doesnt answer and theyre closed",
    ],
)
def test_asking_words_and_contractions_without_apostrophe_stay(index, question):
    assert correct_spelling(question, index) == question


@pytest.mark.parametrize(
    "question",
    [
        "Why do police say that trilateral talks failed?",
        "Who is Rivers?",
        "How cashless is it?",
        "What did NASA say?",
        "Who met Zampino in Hawaii?",
    ],
)
def test_correct_words_and_words_without_neighbours_stay(index, question):
    assert correct_spelling(question, index) == question


def test_a_swap_of_neighbours_is_one_edit():
    assert edits("frnech", "french", 2) == 1
    assert edits("abc", "xyz", 1) > 1


def test_names_of_authors_and_publishers_are_no_slips():
    known = {"kept": (Span(0, len(TEXT)),), "byline": "Lazara Grenfield", "publisher": "Riversde"}
    index = DocumentsIndex([Article("a.txt", TEXT, **known)])
    question = "what did Lazara Grenfield write in Riversde"
    assert correct_spelling(question, index) == question


@pytest.mark.parametrize(
    "question",
    ["Wann wurden die Häfen von Georgien geschlossen?", "Qui a recallé les armes en Georgie ?"],
)
def test_a_question_in_another_language_is_left_as_it_is(index, question):
    assert correct_spelling(question, index) == question
