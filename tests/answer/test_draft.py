"""What reading a model's text promises."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.answer.draft import Draft, DraftReader, parse_draft, shield_brackets, split_markers

BITS = (
    'The U.S. |rain| fell|.| |[1]|[2, 3]|[1|]|\n|“|”|"|- |He said |3.5 million|? |…|1. '
    "|Mr. Orlov|[sic]|【4】|!|**| [0]|”."
).split("|")
PIECES = st.lists(st.sampled_from(BITS), max_size=40)


@given(PIECES, st.lists(st.integers(0, 200), max_size=12))
@example([" fell", ".", "\n", "[1]", "rain"], [6])
def test_how_the_stream_is_cut_makes_no_difference(pieces, cuts):
    text = "".join(pieces)
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    reader = DraftReader()
    drafts = [d for a, b in pairwise(edges) for d in reader.feed(text[a:b])]
    assert drafts + reader.close() == parse_draft(text)


@given(PIECES)
def test_no_word_is_lost(pieces):
    text = "".join(pieces)
    drafts = " ".join(draft.text for draft in parse_draft(text))
    for word in ("rain", "fell", "Orlov", "million", "said"):
        assert drafts.count(word) == text.count(word)


@pytest.mark.parametrize(
    "text",
    [
        "It rained [1]. The sun shone [2].",
        "It rained. [1] The sun shone. [2]",
        "It rained.[1] The sun shone.[2]",
        "It rained. [1]\nThe sun shone. [2]\n",
        "- It rained. [1]\n- The sun shone. [2]",
        "1. It rained. [1]\n2. The sun shone. [2]",
        "It rained.【1】 The sun shone. [excerpt 2]",
    ],
)
def test_markers_belong_to_their_sentence_wherever_they_stand(text):
    assert parse_draft(text) == [Draft("It rained.", (1,)), Draft("The sun shone.", (2,))]


def test_several_markers_are_read_in_any_form():
    assert split_markers("So it is [1][2].") == ("So it is.", (1, 2))
    assert split_markers("So it is [1, 2].") == ("So it is.", (1, 2))
    assert split_markers("So it is [1-3].") == ("So it is.", (1, 2, 3))


def test_a_sentence_is_given_before_the_stream_ends():
    reader = DraftReader()
    assert reader.feed("It rained. [1] Then the ") == [Draft("It rained.", (1,))]


def test_numbers_in_brackets_inside_quoted_words_are_no_markers():
    (draft,) = parse_draft("“See note [12] there,” Orlov said [3].")
    assert draft == Draft("“See note ［12］ there,” Orlov said.", (3,))
    assert shield_brackets("the note [12]") == "the note ［12］"


def test_a_quotation_of_several_sentences_stays_whole():
    (draft,) = parse_draft("“It is late. We will go,” Orlov said [1].")
    assert draft.markers == (1,)


def test_abbreviations_and_decimals_end_no_sentence():
    text = "U.S. Ambassador Jane Doe bought 3.5 million barrels from Mr. Orlov [1]."
    assert [draft.markers for draft in parse_draft(text)] == [(1,)]
