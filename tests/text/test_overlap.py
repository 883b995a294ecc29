import itertools

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.overlap import find_overlap

LEFT = "The mayor of Larkham resigned on Monday after a long dispute. She will leave in May."
TEXTS = st.lists(st.sampled_from(["a", "B", "c,", "’", "d.", "\n"]), max_size=40).map(" ".join)


def _folded(words):
    return [word.strip(".,").casefold() for word in words.split() if word.strip(".,’")]


@given(TEXTS, TEXTS)
def test_what_is_shared_stands_in_both(left, right):
    overlap = find_overlap(left, right, run=2)
    for shared in overlap.shared:
        assert _folded(shared.left.of(left)) == _folded(shared.right.of(right))
        assert len(_folded(shared.left.of(left))) == shared.words >= 2
    spans = [shared.left for shared in overlap.shared]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert 0 <= overlap.left_percent <= 100
    assert 0 <= overlap.right_percent <= 100


@given(TEXTS)
def test_a_text_shares_all_with_itself(text):
    overlap = find_overlap(text, text, run=1)
    assert overlap.left_percent == (100 if _folded(text) else 0)


def test_a_reprint_in_a_longer_article_is_seen_from_both_sides():
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
