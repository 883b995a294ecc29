"""A question about a thing that no excerpt has, where one has a similar thing."""

import pytest

from assistant.answer.stub.near_miss import missing_thing
from assistant.reply import Excerpt

TEXTS = (
    "The library of Altdal was closed on Monday because of a burst pipe.",
    "The theatre of Brovik was closed on Tuesday because of a strike of the ushers.",
    "A tyre change for the Fjordcar Model 3 costs 1,250 kronor, for the Model X twice as much.",
    "The north crane had been painted green in 1997. The second debate was in June.",
    "The carbon footprint of yellow pea protein is 15.5 kilograms, a study found.",
    "A station in the south of the town was reopened.",
)
EXCERPTS = [Excerpt(str(n), str(n), f"{n}.txt", 0, len(t), t) for n, t in enumerate(TEXTS)]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Who painted the south crane?", "south crane"),
        ("Who painted the southern crane?", "southern crane"),
        ("How much is a tyre change for a Model 5?", "Model 5"),
        ("How much is a tyre change for a Model S?", "Model S"),
        ("how much is a tyre change for a model 5?", "Model 5"),
        ("When was the third debate?", "third debate"),
        ("What is the carbon footprint of chickpea protein?", "chickpea protein"),
        ("Why was the library of Brovik closed?", "library of Brovik"),
        ("Why was Brovik's library closed?", "Brovik's library"),
        ("why was the library of brovik closed?", "library of Brovik"),
    ],
)
def test_a_similar_thing_is_not_the_one_asked_about(question, missing):
    assert missing_thing(question, EXCERPTS) == missing


@pytest.mark.parametrize(
    "question",
    [
        "Who painted the north crane?",
        "Who painted the northern crane?",
        "Is the crane the north or the south crane?",
        "How much is a tyre change for a Fjordcar Model 3?",
        "How much is a tyre change for a Model three?",
        "When was the second debate?",
        "When was debate 2?",
        "Why was the library of Altdal closed?",
        "Why was the theatre of Brovik closed?",
        "Why did Brovik close its theatre?",
        "Did 5 people use the library?",
        "Which south station was reopened?",
        "What is the carbon footprint of pea protein?",
        "What was the carbon footprint that the researchers found?",
        "What happened on May 5?",
        "Why was the mayor of Brovik at the opera?",
        "",
    ],
)
def test_what_may_be_there_is_not_missing(question):
    assert missing_thing(question, EXCERPTS) is None


def test_nothing_found_misses_nothing():
    assert missing_thing("Who painted the south crane?", []) is None
