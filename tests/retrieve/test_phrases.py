import pytest

from assistant.retrieve.phrases import is_plural, noun_phrases


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("How does the harbour office spot smugglers?", ["the harbour office", "smugglers"]),
        ("Is the tower one of the town's great landmarks?",
         ["the tower", "the town's great landmarks"]),
        ("How should towns prepare for the next flood?", ["towns", "the next flood"]),
        ("Does the ticket expire? Please help.", ["the ticket"]),
        ("What did Vera Osei promise the nurses?", ["Vera Osei", "the nurses"]),
        ("How many people died in the flood in Lindau?", ["people", "the flood", "Lindau"]),
        ("When was the bill on rents put to a vote?", ["the bill", "rents", "a vote"]),
        ("Who built the harbour of Lindau?", ["the harbour of Lindau"]),
        ("What is the address of the Court of Lindau?", ["the Court of Lindau"]),
        ("Who spoke in May 2021?", []),
    ],
)  # fmt: skip
def test_noun_phrases_hold_no_verbs(question, phrases):
    assert noun_phrases(question) == phrases


@pytest.mark.parametrize("phrase", ["the two schools", "people", "wolves"])
def test_what_is_in_the_plural(phrase):
    assert is_plural(phrase)


@pytest.mark.parametrize("phrase", ["the press", "the crisis", "Jumbo Frames", "a bus", "the news"])
def test_what_is_not(phrase):
    assert not is_plural(phrase)
