import itertools

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.overlap import count_independent, find_overlap

REPORT = " ".join(f"word{number} stood at place {number} of the report" for number in range(60))
OTHER = " ".join(f"another{number} line was written in column {number}" for number in range(60))
LEFT = "The mayor of Larkham resigned on Monday after a long dispute. She will leave in May."
TEXTS = st.lists(st.sampled_from(["a", "B", "c,", "’", "d.", "\n"]), max_size=40).map(" ".join)


def _folded(words):
    return [word.strip(".,").casefold() for word in words.split() if word.strip(".,’")]


@given(TEXTS, TEXTS)
def test_shared_words_are_in_both_texts(left, right):
    overlap = find_overlap(left, right, run=2)
    for shared in overlap.shared:
        assert _folded(shared.left.of(left)) == _folded(shared.right.of(right))
        assert len(_folded(shared.left.of(left))) == shared.words >= 2
    spans = [shared.left for shared in overlap.shared]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert 0 <= overlap.left_percent <= 100
    assert 0 <= overlap.right_percent <= 100


@given(TEXTS)
def test_a_text_shares_all_its_words_with_itself(text):
    overlap = find_overlap(text, text, run=1)
    assert overlap.left_percent == (100 if _folded(text) else 0)


def test_a_reprint_in_a_longer_article_has_two_different_shares():
    right = f"A report says: {LEFT.lower()} It goes on about other things at the same length again."
    overlap = find_overlap(LEFT, right)
    (shared,) = overlap.shared
    assert shared.left.of(LEFT) == LEFT[:-1]
    assert overlap.left_percent == 100
    assert 40 < overlap.right_percent < 60


def test_texts_without_a_common_run_share_nothing():
    overlap = find_overlap(LEFT, "Nobody on Monday said a word of it after all.")
    assert overlap.shared == ()
    assert (overlap.left_percent, overlap.right_percent) == (0, 0)


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
