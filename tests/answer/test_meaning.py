"""How near excerpts are to a question in meaning."""

import pytest

from assistant.answer.frame import FramedExcerpt
from assistant.answer.stub.meaning import measure_meaning
from assistant.answer.stub.read import look_closely
from assistant.index.embed import open_embedder

QUESTION = "Why was the border bridge closed?"
BRIDGE = FramedExcerpt(
    1, "The bridge was shut in March because of cracks in two of its piers.", title="A bridge"
)
MARKET = FramedExcerpt(2, "Some 300 traders sell fish in the market hall of Ostra.", title="Fish")


@pytest.fixture(scope="module")
def embedder():
    return open_embedder().embedder


def measured(excerpts, embedder, question=QUESTION):
    look = look_closely(question, excerpts, embedder)
    return measure_meaning(look.asked.text, look.ranked, embedder)


def test_an_excerpt_that_answers_is_nearer_than_one_about_something_else(embedder):
    told, other = measured([BRIDGE], embedder), measured([MARKET], embedder)
    for name in ("excerpt_cosine", "excerpts_near", "excerpts_meet", "sentences_meet"):
        assert told[name] > other[name]


def test_one_excerpt_alone_is_their_mean(embedder):
    measures = measured([BRIDGE], embedder)
    assert measures["excerpts_near"] == pytest.approx(measures["excerpt_cosine"])


def test_every_word_of_a_question_is_met_by_itself(embedder):
    question = "the bridge was closed"
    same = FramedExcerpt(1, question)
    assert measured([same], embedder, question)["sentences_meet"] == pytest.approx(1, abs=1e-5)


def test_without_an_embedder_nothing_is_near():
    look = look_closely(QUESTION, [BRIDGE], None)
    assert set(measure_meaning(QUESTION, look.ranked, None).values()) == {0.0}
