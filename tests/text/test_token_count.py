import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.text import token_count


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: tmp_path / "cache")
    token_count._encoding.cache_clear()
    yield tmp_path / "cache"
    token_count._encoding.cache_clear()


def test_tokens_are_counted_without_network(fresh: Path):
    assert token_count.count_tokens("hello world") == 2
    assert any(fresh.rglob("*"))


def test_special_tokens_count_as_text():
    assert token_count.count_tokens("<|endoftext|>") > 1


def test_a_read_only_cache_is_replaced_by_a_temporary_one(fresh: Path):
    fresh.write_text("a file where the folder should be")
    assert token_count.count_tokens("hello world") == 2


def test_the_environment_is_restored(fresh: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "elsewhere")
    token_count.count_tokens("words")
    assert os.environ["TIKTOKEN_CACHE_DIR"] == "elsewhere"
