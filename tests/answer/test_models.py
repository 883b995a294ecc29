import httpx
import pytest

from assistant.answer import models
from assistant.answer.models import open_model, provider_errors
from assistant.errors import ModelError


@pytest.mark.parametrize("name", ["", "gpt", "openai", "openai:", "nobody:model"])
def test_an_unknown_model_is_named_with_those_there_are(name: str):
    with pytest.raises(ModelError, match=r"is not known; use stub, or one of openai:NAME"):
        open_model(name, 0.5)


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(models, "_PROVIDERS", {"ollama": ("no_such_package", None)})
    with pytest.raises(ModelError, match=r'pip install "cited-news-assistant\[ollama\]"'):
        open_model("ollama:tiny", 0.5)


def test_a_missing_key_is_named(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="needs a key; set OPENAI_API_KEY"):
        open_model("openai:any", 0.5)


def test_what_a_provider_raises_becomes_one_sentence():
    with pytest.raises(ModelError, match="refused by the server") as caught, provider_errors("a:b"):
        raise httpx.ConnectError("refused\nby the server")
    assert "\n" not in str(caught.value)


def test_a_bug_is_not_taken_for_a_providers_error():
    with pytest.raises(ZeroDivisionError), provider_errors("a:b"):
        _ = 1 / 0
