"""What asks nothing is told from what does."""

import pytest

from assistant.text.remarks import correction, is_doubted, only_bids, without_remarks


@pytest.mark.parametrize(
    ("turn", "left"),
    [
        ("Thanks! Who paid?", "Who paid?"),
        ("Got it. OK, thank you very much. Who paid?", "Who paid?"),
        ("Really? I heard of two.", "I heard of two."),
        ("One more question: who paid?", "who paid?"),
        ("Thanks, that makes sense.", ""),
        ("Who paid? Thanks!", "Who paid? Thanks!"),
        ("Is it true?", "Is it true?"),
        ("Is it good? Who paid?", "Is it good? Who paid?"),
        ("Why not, thanks", "Why not, thanks"),
        ("No. 10 was sold. To whom?", "No. 10 was sold. To whom?"),
        ("I see the minister. Who paid?", "I see the minister. Who paid?"),
        ("", ""),
        ("...", "..."),
    ],
)
def test_what_only_reacts_is_left_out_in_front(turn, left):
    assert without_remarks(turn) == left


def test_a_doubt_that_goes_on_is_told_from_one_that_does_not():
    assert is_doubted("Are you sure? I heard of two.")
    assert not is_doubted("Are you sure?")
    assert not is_doubted("Who paid? I heard of two.")


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        ("That was not my question. I meant the weekly.", "I meant the weekly."),
        ("No, that's not what I asked. Who runs it?", "Who runs it?"),
        ("You misunderstood. The lake, not the town.", "The lake, not the town."),
        ("That was not my bicycle.", None),
        ("Who asked what I meant?", None),
    ],
)
def test_a_correction_is_what_a_misunderstood_turn_adds(turn, told):
    assert correction(turn) == told


def test_bidding_one_say_more_is_told_from_asking():
    assert only_bids("Can you please explain?")
    assert not only_bids("Can you explain the tax?")
