"""Measures to probabilities, with weights that bench/train_reader.py learned."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def probability(model: str, measures: Mapping[str, float]) -> float:
    """The probability that the logistic `model` of weights.json gives to the measures."""
    return chance(load_models()[model], measures)


def chance(model: Mapping[str, Any], measures: Mapping[str, float]) -> float:
    """The probability that a logistic model, a bias and weights, gives to the measures."""
    total = model["bias"] + sum(
        weight * measures[name] for name, weight in model["weights"].items()
    )
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def load_models() -> dict[str, Any]:
    """The models of weights.json by name: a bias, and a weight for each measure that counts."""
    loaded: dict[str, Any] = json.loads(
        (files(__package__) / "weights.json").read_text(encoding="utf-8")
    )
    return loaded["models"]  # type: ignore[no-any-return]
