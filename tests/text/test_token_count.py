from pathlib import Path

import pytest

from assistant.text import tokens


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tokens.platformdirs, "user_cache_path", lambda _: tmp_path / "cache")
    tokens._encoding.cache_clear()
    yield tmp_path / "cache"
    tokens._encoding.cache_clear()


def test_tokens_are_counted_with_no_network(fresh: Path):
    assert tokens.count_tokens("hello world") == 2
    assert any(fresh.rglob("*"))


def test_what_looks_like_a_special_token_counts_as_text():
    assert tokens.count_tokens("<|endoftext|>") > 1


def test_a_cache_that_cannot_be_written_is_done_without(fresh: Path):
    fresh.write_text("a file where the folder should be")
    assert tokens.count_tokens("hello world") == 2


def test_the_environment_is_left_as_it_was(fresh: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "elsewhere")
    tokens.count_tokens("words")
    assert tokens.os.environ["TIKTOKEN_CACHE_DIR"] == "elsewhere"
