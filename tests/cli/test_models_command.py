"""`assistant models`, with no provider to call."""

import json

import pytest
from typer.testing import CliRunner

from assistant.cli.commands import app


@pytest.fixture
def models(tmp_path, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return lambda *words: CliRunner().invoke(app, ["models", "--home", str(tmp_path), *words])


def test_the_stub_is_always_there(models):
    done = models("--json")
    assert done.exit_code == 0
    (stub,) = json.loads(done.stdout)["models"]
    assert (stub["name"], stub["package"], stub["key"], stub["answers"]) == (
        "stub",
        True,
        True,
        True,
    )


def test_a_missing_key_is_shown_with_what_to_set(models, monkeypatch):
    monkeypatch.setenv("ASSISTANT_FALLBACK", "stub")
    done = models("--model", "openai:any")
    first, second = done.stdout.splitlines()
    assert first.startswith("ASSISTANT_MODEL=openai:any: package present, key missing")
    assert "set OPENAI_API_KEY" in first
    assert second == "ASSISTANT_FALLBACK=stub: package present, key present, answers"


def test_a_model_that_is_not_known_is_shown_without_a_call(models):
    done = models("--model", "nobody:any")
    assert done.exit_code == 0
    assert "is not known" in done.stdout


def test_a_hosted_embedder_is_listed(models, monkeypatch):
    monkeypatch.setenv("ASSISTANT_EMBEDDINGS", "openai:text-embedding-3-small")
    _, embedder = models("--no-call").stdout.splitlines()
    assert embedder.startswith("ASSISTANT_EMBEDDINGS=openai:text-embedding-3-small: package")
    assert "set OPENAI_API_KEY" in embedder
