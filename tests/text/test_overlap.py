from hypothesis import given
from hypothesis import strategies as st

from assistant.text.overlap import count_independent, shared_words

REPORT = " ".join(f"word{number} stood at place {number} of the report" for number in range(60))
OTHER = " ".join(f"another{number} line was written in column {number}" for number in range(60))
LEFT = "The mayor of Larkham resigned on Monday after a long dispute. She will leave in May."
TEXTS = st.lists(st.sampled_from(["a", "B", "c,", "’", "d.", "\n"]), max_size=40).map(" ".join)


@given(TEXTS, TEXTS)
def test_a_share_is_a_part_of_a_text(left, right):
    assert all(0 <= share <= 1 for share in shared_words(left, right))


@given(TEXTS)
def test_a_text_of_five_words_shares_all_its_words_with_itself(text):
    count = len([word for word in text.split() if word.strip(".,’")])
    assert shared_words(text, text)[0] == (count >= 5)


def test_a_reprint_in_a_longer_article_has_two_different_shares():
    right = f"A report says: {LEFT.lower()} It goes on about other things at the same length again."
    left_share, right_share = shared_words(LEFT, right)
    assert left_share == 1
    assert 0.4 < right_share < 0.6


def test_texts_without_a_common_run_share_nothing():
    assert shared_words(LEFT, "Nobody on Monday said a word of it after all.") == (0, 0)


def test_a_reprint_with_an_extra_line_counts_as_a_copy():
    assert count_independent([REPORT, "From our desk. " + REPORT + " All rights reserved."]) == 1


def test_reports_that_share_only_a_quotation_count_separately():
    quotation = (
        "“We continue to urge everybody to come to the table without preconditions,” she said."
    )
    assert count_independent([REPORT + quotation, OTHER + quotation]) == 2


def test_each_group_of_copies_counts_once():
    assert count_independent([REPORT, OTHER, REPORT, OTHER + " End."]) == 2


@given(st.lists(st.text(max_size=60), max_size=5))
def test_the_count_never_exceeds_the_number_of_texts(texts):
    assert (1 if texts else 0) <= count_independent(texts) <= len(texts)
