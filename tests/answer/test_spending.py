"""Prices of models, and what an answer costs at them."""

import pytest

from assistant.answer.spending import Meter, cost_of, usage_of
from assistant.errors import SettingsError
from assistant.providers.prices import FREE, Price, price_of
from assistant.reply import Cost

MINI = "openai:gpt-5-mini"
OWN = 'day = 2030-01-02\n[models]\n"openai:gpt-5-mini" = { input = 1, output = 3 }\n'
USED = {"input_tokens": 2_000_000, "output_tokens": 1_000_000}


@pytest.fixture(autouse=True)
def _no_other_address(monkeypatch):
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)


def meter(price: Price | None, **used: int) -> Meter:
    counting = Meter(price)
    counting.usage.update(used)
    return counting


def test_a_price_has_its_day(tmp_path):
    price = price_of(MINI, "", tmp_path)
    assert price is not None
    assert price.cost(USED) == Cost(2 * price.read + price.written, price.day)


@pytest.mark.parametrize("name", ["openai:gpt-5-mini-2025-08-07", "openai:gpt-5-min", "ollama:a"])
def test_no_price_is_guessed_from_a_similar_name(name, tmp_path):
    assert price_of(name, "", tmp_path) is None


def test_the_users_own_prices_go_before_the_shipped_ones(tmp_path):
    (tmp_path / "prices.toml").write_text(OWN)
    assert price_of(MINI, "", tmp_path) == Price(1, 3, "2030-01-02")
    assert price_of("openai:gpt-5", "", tmp_path) is not None


def test_a_providers_prices_do_not_hold_at_another_address(tmp_path, monkeypatch):
    address = '{"openai": {"base_url": "http://127.0.0.1:1/v1"}}'
    assert price_of(MINI, address, tmp_path) is None
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    assert price_of(MINI, "", tmp_path) is None
    (tmp_path / "prices.toml").write_text(OWN)
    assert price_of(MINI, address, tmp_path) == Price(1, 3, "2030-01-02")


@pytest.mark.parametrize("text", ["day", "day = 2030-01-02", OWN.replace("input", "inputs")])
def test_own_prices_of_another_form_are_refused(text, tmp_path):
    (tmp_path / "prices.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"prices\.toml: .*shows its form"):
        price_of(MINI, "", tmp_path)


def test_a_price_for_short_prompts_is_not_used_for_long_ones():
    assert Price(1, 1, "2030-01-02", up_to=1_999_999).cost(USED) is None


def test_the_costs_of_all_models_are_added():
    answering = meter(Price(1, 2, "2030-01-02"), **USED)
    judging = meter(Price(5, 5, "2029-01-01"), input_tokens=200_000, output_tokens=0)
    assert usage_of([answering, judging]) == {
        "input_tokens": 2_200_000,
        "output_tokens": 1_000_000,
    }
    assert cost_of([answering, judging]) == Cost(5.0, "2029-01-01")


def test_one_unknown_price_leaves_the_whole_cost_unknown():
    assert cost_of([meter(Price(1, 2, "2030-01-02"), **USED), meter(None, **USED)]) is None
    assert cost_of([meter(Price(1, 2, "2030-01-02"), **USED), meter(None)]) is not None
    assert cost_of([meter(None)]) is None


def test_a_model_in_this_program_costs_nothing():
    assert cost_of([meter(FREE, **USED)]) == Cost(0.0, "")
