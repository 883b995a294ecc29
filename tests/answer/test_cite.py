"""What citing promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.cite import CitationList, cite, find_marker_faults
from assistant.answer.sentence_stream import Draft
from assistant.reply import Excerpt

RAIN = "The council met on Monday. Heavy rain closed twelve schools in Lima. Nobody was hurt."
VOTE = "Orlov won the vote by 13 to 2. “We will go on,” he said. The mayor stayed away."


def excerpt(number, text, start=100):
    return Excerpt(
        chunk_id=f"a{number}-0000", article_id=f"a{number}", source=f"{number}.txt", start=start,
        end=start + len(text), text=text, number=number,
    )  # fmt: skip


EXCERPTS = [excerpt(1, RAIN), excerpt(2, VOTE, start=0)]


def quotes(text, *markers):
    return [backing.quote for backing in cite(Draft(text, markers), EXCERPTS)]


def test_a_marker_gives_the_sentence_that_backs_the_claim():
    assert quotes("Rain closed twelve schools.", 1) == ["Heavy rain closed twelve schools in Lima."]


def test_a_span_counts_in_the_source_s_own_text():
    (backing,) = cite(Draft("Rain closed twelve schools.", (1,)), EXCERPTS)
    assert (backing.start, backing.end) == (127, 168)


def test_two_neighbouring_sentences_are_one_span():
    text = "Heavy rain closed twelve schools in Lima but nobody was hurt."
    assert quotes(text, 1) == ["Heavy rain closed twelve schools in Lima. Nobody was hurt."]


def test_several_markers_are_backed_each_from_its_excerpt():
    text = "Rain closed twelve schools while Orlov won the vote by 13 to 2."
    found = cite(Draft(text, (1, 2)), EXCERPTS)
    assert [backing.excerpt.number for backing in found] == [1, 2]


def test_a_draft_without_markers_is_backed_where_it_stands_best():
    assert quotes("Orlov won the vote by 13 to 2.") == ["Orlov won the vote by 13 to 2."]


def test_what_stands_nowhere_is_backed_by_nothing():
    assert quotes("Penguins migrate quickly over glaciers.") == []
    assert quotes("Penguins migrate quickly over glaciers.", 1) == []


@pytest.mark.parametrize("marker", [0, 3, 9])
def test_a_marker_that_points_nowhere_is_a_fault_said_in_words(marker):
    draft = Draft("It rained.", (marker,))
    assert find_marker_faults(draft, EXCERPTS) == [f"[{marker}] points to no excerpt; there are 2"]
    assert find_marker_faults(Draft("It rained.", (1, 2)), EXCERPTS) == []


def test_citations_are_numbered_as_they_appear_and_the_same_span_once():
    numbered = CitationList()
    vote = cite(Draft("Orlov won the vote by 13 to 2.", (2,)), EXCERPTS)
    rain = cite(Draft("Rain closed twelve schools.", (1,)), EXCERPTS)
    assert numbered.add(vote)[0] == (1,)
    assert numbered.add(rain)[0] == (2,)
    markers, new = numbered.add(vote)
    assert (markers, new) == ((1,), ())


@given(st.text(max_size=200), st.text(max_size=60), st.integers(0, 1000))
def test_a_quote_stands_at_its_offsets(text, claim, start):
    source = "x" * start + text
    for backing in cite(Draft(claim + text[:40]), [excerpt(1, text, start)]):
        assert source[backing.start : backing.end] == backing.quote
        assert backing.quote
