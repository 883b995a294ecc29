"""Answers as JSON: for each the object that `assistant ask --json` prints."""

import json
from collections.abc import Sequence

from assistant.export.said import Said


def as_json(title: str, turns: Sequence[Said]) -> str:
    """An object with the title and the answers in their order."""
    answers = [said.answer.as_json() for said in turns]
    return json.dumps({"title": title, "answers": answers}, ensure_ascii=False, indent=2) + "\n"
