"""The reader's file, and what it makes of long and odd texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reader.reader import Passage
from assistant.reader.reading_model import open_reader, windows


def test_every_sentence_of_a_long_passage_gets_a_score():
    sentences = tuple(
        f"Sentence {n} says that the harbour was closed for repairs." for n in range(90)
    )
    (scores,) = open_reader().read("Why was the harbour closed?", [Passage("Harbour", sentences)])
    assert len(scores.sentences) == len(sentences)


def test_the_sentence_that_answers_scores_highest():
    passage = Passage(
        "Harbour closed",
        (
            "The harbour of Lindow has two gates.",
            "It was closed on Monday because a lock gate broke.",
            "Mayor Ada Novak spoke to reporters.",
        ),
    )
    (scores,) = open_reader().read("Why was the harbour of Lindow closed?", [passage])
    assert scores.sentences.index(max(scores.sentences)) == 1


def test_scores_do_not_depend_on_the_other_passages():
    one = Passage("Harbour", ("The gate broke on Monday.",))
    two = Passage("Market", ("The market has 300 traders.",))
    reader = open_reader()
    asked = "When did the gate break?"
    assert reader.read(asked, [one, two])[0] == reader.read(asked, [one])[0]


@given(
    st.lists(st.lists(st.integers(), max_size=60), max_size=40),
    st.integers(min_value=60, max_value=250),
)
def test_windows_lose_no_sentence_and_fit_the_room(sentences, room):
    groups = windows(sentences, room)
    assert [s for group in groups for s in group] == sentences
    assert all(sum(map(len, group)) <= room for group in groups)


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_can_be_read(text):
    (scores,) = open_reader().read(text, [Passage(text, (text,))])
    assert len(scores.sentences) == 1
