"""What the stub reads out of excerpts: the sentence that answers, or why none does."""

import pytest

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.read import read_answer
from assistant.index.embed import open_embedder

BRIDGE = FramedExcerpt(
    1,
    "Peru and Chile on Friday rejected a Bolivian-led proposal to rebuild the border bridge. "
    "The bridge was closed in March because of cracks in two of its piers. "
    "Eleven other members of the river commission supported the proposal. "
    "Peruvian envoy Mara Dov accused Bolivia of ignoring the fishermen of the delta. "
    "“We will not pay for other people's mistakes,” Dov told the commission. "
    "Chile's minister Piet Haas said the work would cost $40 million.",
    title="Border bridge stays closed",
    publisher="River Post",
    published="2021-06-05",
)
MARKET = FramedExcerpt(
    2,
    "The fish market of Ostra opened in 1998. Some 300 traders work there. "
    "The fish market's director, Lena Brandt, hopes that the bridge will be rebuilt by 2024.",
    title="Traders wait for a bridge",
    publisher="Delta News",
    published="2021-06-07",
)


@pytest.fixture(scope="module")
def embedder():
    return open_embedder().embedder


@pytest.fixture
def read(embedder):
    def reading(question, threshold=0.5):
        found = read_answer(question, [BRIDGE, MARKET], threshold=threshold, embedder=embedder)
        return " ".join(said.text for said in found.said), found

    return reading


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many traders work in the fish market?", "300 traders"),
        ("When did the fish market of Ostra open?", "1998"),
        ("Why was the bridge closed?", "cracks in two of its piers"),
        ("Who is the director of the fish market?", "Lena Brandt"),
        ("What did Mara Dov accuse Bolivia of?", "ignoring the fishermen"),
        ("What did Piet Haas say about the work?", "$40 million"),
        ("How much would the work cost?", "$40 million"),
        ("what did the peruvian envoy acuse bolivia of", "ignoring the fishermen"),
    ],
)
def test_the_sentence_that_answers_is_said(read, question, words):
    answer, _ = read(question)
    assert words in answer


@pytest.mark.parametrize(
    "question",
    ["Which two countries rejected the proposal?", "Which countries vetoed the proposal?"],
)
def test_who_did_it_is_told_by_a_sentence_in_which_somebody_does_it(read, question):
    answer, _ = read(question)
    assert answer.startswith("Peru and Chile on Friday rejected")


def test_a_false_premise_is_answered_with_what_the_article_says_instead(read):
    answer, reading = read("Why did Chile support the Bolivian proposal on the border bridge?")
    assert answer.startswith("Peru and Chile on Friday rejected")
    assert reading.said[0].numbers == (1,)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("When did Mara Dov visit Kessendorf?", "Kessendorf"),
        ("What did Lena Brandt say about the mistakes of other people?", "Lena Brandt"),
        ("How many ships sank in the delta?", "how many"),
    ],
)
def test_what_nobody_says_is_declined_with_what_is_missing(read, question, reason):
    answer, reading = read(question)
    assert answer == ""
    assert reading.confidence < 0.5
    assert reason in reading.reason


def test_with_a_threshold_of_zero_something_is_always_said(read):
    answer, _ = read("When did Mara Dov visit Kessendorf?", threshold=0.0)
    assert answer
