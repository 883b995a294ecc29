import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluate.scoring import all_gold, best_token_f1, rank_facts, token_f1
from assistant.evaluate.statistics import (
    Attempt,
    Decision,
    auc,
    balanced_accuracy,
    calibration_error,
    estimate,
    estimate_gain,
    estimate_mean,
    f1,
    false_pass,
    false_strip,
    precision,
    quantile,
    recall,
    reliability,
    right_in_confident_half,
    risk_coverage,
    risk_coverage_area,
)

decisions = st.lists(st.builds(Decision, st.booleans(), st.booleans()))


def test_token_f1_counts_repeated_words_as_often_as_both_have_them():
    assert token_f1("the cat, the dog [1].", "The cat") == pytest.approx(2 * 2 / 6)
    assert token_f1("", "the cat") == 0.0
    assert best_token_f1("a cat", ["a dog", "a cat"]) == 1.0


@given(st.text(), st.text())
def test_token_f1_is_the_same_both_ways_and_within_bounds(one, other):
    assert token_f1(one, other) == pytest.approx(token_f1(other, one))
    assert 0.0 <= token_f1(one, other) <= 1.0


def test_auc_is_the_chance_that_a_true_case_scores_above_a_false_one():
    assert auc([0.9, 0.8, 0.3], [True, False, False]) == 1.0
    assert auc([0.5, 0.5], [True, False]) == 0.5
    assert math.isnan(auc([0.5], [True]))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1))
def test_auc_equals_counting_all_pairs(pairs):
    true = [s for s, label in pairs if label]
    false = [s for s, label in pairs if not label]
    measured = auc([float(s) for s, _ in pairs], [label for _, label in pairs])
    if not true or not false:
        assert math.isnan(measured)
    else:
        wins = sum((t > f) + (t == f) / 2 for t in true for f in false)
        assert measured == pytest.approx(wins / (len(true) * len(false)))


def test_refusals_are_measured_by_precision_and_recall():
    said = [Decision(True, True), Decision(True, False), Decision(False, True)]
    assert precision(said) == 0.5
    assert recall(said) == 0.5
    assert f1(said) == 0.5
    assert math.isnan(precision([]))


@given(decisions)
def test_balanced_accuracy_weighs_true_and_false_claims_alike(said):
    measured = balanced_accuracy(said)
    if len({d.actual for d in said}) == 2:
        assert measured == pytest.approx(1 - (false_pass(said) + false_strip(said)) / 2)
        assert 0.0 <= measured <= 1.0
    else:
        assert math.isnan(measured)


def test_a_fact_counts_once_at_the_first_excerpt_that_holds_it():
    ranking = rank_facts(
        ["nothing", "the first\nfact", "the first fact, a second"], ["the first fact", "a second"]
    )
    assert ranking["hit_4"] == ranking["hit_10"] == 1.0
    assert ranking["mrr_10"] == 0.5
    assert ranking["map_10"] == pytest.approx((1 / 2 + 1 / 3) / 2)


def test_excerpts_past_the_tenth_do_not_count():
    assert rank_facts(["x"] * 10 + ["fact"], ["fact"])["hit_10"] == 0.0
    assert rank_facts(["x"] * 4 + ["fact"], ["fact"])["hit_4"] == 0.0


def test_all_gold_wants_every_article_among_the_first_excerpts():
    assert all_gold(["a", "a", "b"], {"a", "b"}) == 1.0
    assert all_gold(["a"] * 10 + ["b"], {"a", "b"}) == 0.0


def test_confidence_that_is_right_as_often_as_it_says_has_no_calibration_error():
    curve = reliability([0.75] * 4, [True, True, True, False])
    assert [(b.confidence, b.right, b.of) for b in curve] == [(0.75, 0.75, 4)]
    assert calibration_error(curve) == 0.0


def test_the_risk_coverage_curve_takes_the_most_confident_answers_first():
    attempts = [
        Attempt(0.5, False),
        Attempt(0.9, True),
        Attempt(0.7, True),
        Attempt(0.2, True, answered=False),
    ]
    assert risk_coverage(attempts) == [(0.25, 1.0), (0.5, 1.0), (0.75, pytest.approx(2 / 3))]
    assert risk_coverage_area(attempts) == pytest.approx((1 + 1 + 2 / 3) / 3)
    assert right_in_confident_half(attempts) == 1.0


def test_a_model_that_declines_everything_has_no_risk_coverage():
    assert math.isnan(risk_coverage_area([Attempt(0.1, True, answered=False)]))
    assert math.isnan(right_in_confident_half([]))


attempts = st.lists(st.builds(Attempt, st.floats(0, 1), st.booleans(), st.booleans()), min_size=1)


@given(attempts)
def test_risk_coverage_ends_at_the_accuracy_over_all_answers(cases):
    curve = risk_coverage(cases)
    answers = [a.right for a in cases if a.answered]
    if answers:
        assert curve[-1][0] == pytest.approx(len(answers) / len(cases))
        assert curve[-1][1] == pytest.approx(sum(answers) / len(answers))
        assert 0.0 <= risk_coverage_area(cases) <= 1.0
    else:
        assert curve == []


@given(st.lists(st.floats(0, 1), min_size=1))
def test_a_quantile_lies_within_the_values(values):
    assert min(values) <= quantile(values, 0.3) <= max(values)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_holds_values_within_bounds_and_does_not_change(values):
    measured = estimate_mean(values, rounds=50)
    assert measured == estimate_mean(values, rounds=50)
    assert min(values) - 1e-9 <= measured.low <= measured.high <= max(values) + 1e-9


def test_a_gain_in_every_case_excludes_zero_and_none_does_not():
    assert estimate_gain([0.9] * 20, [0.5] * 20).excludes_zero
    assert not estimate_gain([1.0, 0.0] * 10, [0.0, 1.0] * 10).excludes_zero


def test_cases_of_one_group_are_drawn_together():
    def share(cases):
        return sum(cases) / len(cases)

    alone = estimate(share, [1.0, 0.0] * 20)
    together = estimate(share, [1.0] * 20 + [0.0] * 20, groups=["a"] * 20 + ["b"] * 20)
    assert (together.low, together.high) == (0.0, 1.0)
    assert alone.low > 0.2


def test_no_case_gives_no_figure():
    assert str(estimate_mean([])) == "–"
