"""The JSON of an answer, read as it streams in."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.evidence_first import EvidenceReader
from assistant.answer.sentence_stream import Draft

WHOLE = json.dumps(
    {
        "sentences": [
            {"evidence": [{"excerpt": 2, "words": 'a "brace" }, {'}], "text": "It rained."},
            {"evidence": [], "text": "The sun shone [1]. It was [warm]."},
        ]
    },
    indent=2,
)
RESTS_ON = ((2, 'a "brace" }, {'),)
DRAFTS = [
    Draft("It rained.", (2,), RESTS_ON),
    Draft("The sun shone.", (1,)),
    Draft("It was [warm]."),
]


def read(pieces: list[str]) -> list[Draft]:
    reader = EvidenceReader(3)
    return [draft for piece in pieces for draft in reader.feed(piece)] + reader.close()


@given(st.lists(st.integers(0, len(WHOLE)), max_size=20))
def test_how_the_stream_is_cut_makes_no_difference(cuts):
    at = [0, *sorted(cuts), len(WHOLE)]
    assert read([WHOLE[a:b] for a, b in itertools.pairwise(at)]) == DRAFTS


@pytest.mark.parametrize("end", range(0, len(WHOLE), 9))
def test_a_sentence_that_is_not_whole_is_left_out(end):
    drafts = read([WHOLE[:end]])
    assert drafts == DRAFTS[: len(drafts)]


@pytest.mark.parametrize(
    "entry",
    [
        '{"text": 5}',
        '{"evidence": "none", "text": "It rained."}',
        '{"evidence": [{"excerpt": "2"}, 7], "text": "It rained."}',
        '{"evidence": [{"excerpt": 9, "words": null}], "text": "It rained."}',
    ],
)
def test_entries_of_another_form_raise_nothing(entry):
    assert all(isinstance(draft, Draft) for draft in read([f'{{"sentences": [{entry}]}}']))


def test_plain_text_is_read_with_its_markers():
    assert read(["\n It rai", "ned [1]. The sun shone [2]."]) == [
        Draft("It rained.", (1,)),
        Draft("The sun shone.", (2,)),
    ]
