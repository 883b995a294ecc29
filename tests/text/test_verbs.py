import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.verbs import main_verb, verbs_in


@pytest.mark.parametrize(
    ("question", "verbs"),
    [
        ("How does the harbour office spot smugglers?", ["spot"]),
        ("Where did the pilgrims come from?", ["come"]),
        ("What does the levy pay for?", ["pay"]),
        ("Does the county help its farmers?", ["help"]),
        ("Which firms did the court fine?", ["fine"]),
        ("How do farmers in the plain water the vines?", ["water"]),
        ("How do people in the valley plan to fight the fires?", ["plan", "fight"]),
        ("Can they get private data from the archive?", ["get"]),
        ("Tell me about the strike.", ["Tell"]),
        ("How many people died in the flood?", ["died"]),
        ("Who is the mayor of Lindau?", []),
        ("Tell me about the port deal.", ["Tell"]),
        ("Which firm owns the mill?", ["owns"]),
        ("Did a planned strike hit the harbour?", ["hit"]),
        ("Should I open a second account for my firm?", ["open"]),
    ],
)
def test_verbs_are_told_from_nouns_by_where_they_stand(question, verbs):
    starts = sorted(verbs_in(question))
    assert [question[at:].split()[0].strip("?.") for at in starts] == verbs


def test_the_main_verb_stands_behind_the_subject_of_a_question():
    question = "How does the harbour office spot smugglers?"
    assert question[main_verb(question) :] == "spot smugglers?"
    assert main_verb("Who is the mayor of Lindau?") is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_its_verbs_inside(text):
    assert all(0 <= at < len(text) for at in verbs_in(text))
