from pathlib import Path

from assistant.text import tokens


def test_tokens_are_counted_with_no_network(tmp_path: Path):
    assert tokens.count_tokens("hello world", tmp_path) == 2


def test_what_looks_like_a_special_token_counts_as_text(tmp_path: Path):
    assert tokens.count_tokens("<|endoftext|>", tmp_path) > 1


def test_the_environment_is_left_as_it_was(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "elsewhere")
    tokens._encoding.cache_clear()
    tokens.count_tokens("words", tmp_path)
    assert tokens.os.environ["TIKTOKEN_CACHE_DIR"] == "elsewhere"
