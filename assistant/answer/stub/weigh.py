"""Measures to probabilities, with weights that bench/train_reader.py learned."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def probability(model: str, measures: Mapping[str, float]) -> float:
    """The probability that the logistic `model` of weights.json gives to the measures."""
    known = _models()[model]
    total = known["bias"] + sum(
        weight * measures[name] for name, weight in known["weights"].items()
    )
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _models() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        (files(__package__) / "weights.json").read_text(encoding="utf-8")
    )
    return loaded["models"]  # type: ignore[no-any-return]
