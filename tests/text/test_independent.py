"""Copies are counted once."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.independent import count_independent

REPORT = " ".join(f"word{number} stood at place {number} of the report" for number in range(60))
OTHER = " ".join(f"another{number} line was written in column {number}" for number in range(60))


def test_a_reprint_with_a_line_of_its_own_is_no_second_text():
    assert count_independent([REPORT, "From our desk. " + REPORT + " All rights reserved."]) == 1


def test_two_reports_with_a_quotation_in_common_are_two():
    quotation = (
        "“We continue to urge everybody to come to the table without preconditions,” she said."
    )
    assert count_independent([REPORT + quotation, OTHER + quotation]) == 2


def test_a_copy_of_a_copy_is_no_third_text():
    assert count_independent([REPORT, OTHER, REPORT, OTHER + " End."]) == 2


@given(st.lists(st.text(max_size=60), max_size=5))
def test_there_are_never_more_than_there_are(texts):
    assert (1 if texts else 0) <= count_independent(texts) <= len(texts)
