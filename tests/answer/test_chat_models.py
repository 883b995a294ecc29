import json
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessage

from assistant.answer import local_server
from assistant.answer.chat_models import (
    Assessment,
    model_state,
    open_answer_model,
    open_model,
    probe_models,
    prompt_budget,
)
from assistant.answer.local_server import Served
from assistant.assistant import Assistant
from assistant.embedders.opening import OpenedEmbedder
from assistant.errors import ModelError, SettingsError
from assistant.providers.catalog import PROVIDERS, Provider, arguments_for, offered_models
from assistant.providers.model_faults import hide_secrets, provider_errors, redact
from assistant.settings import Settings, load_settings


@pytest.mark.parametrize("name", ["", "gpt", "openai", "openai:", "nobody:model"])
def test_an_unknown_model_is_named_with_those_there_are(name: str):
    with pytest.raises(ModelError, match=r"is not known; use stub, or one of openai:NAME"):
        open_model(name)


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(PROVIDERS, "ollama", Provider("ollama", ("no_such_package",)))
    with pytest.raises(ModelError, match=r'pip install "cited-news-assistant\[ollama\]"'):
        open_model("ollama:tiny")


def test_a_missing_key_is_named(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="needs a key; set OPENAI_API_KEY"):
        open_model("openai:any")
    assert model_state("openai:any").package
    assert not model_state("openai:any").key


def test_a_key_may_be_an_argument(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    model = open_model("openai:any", arguments='{"api_key": "none-needed"}')
    assert "none-needed" not in repr(model)


def test_a_slow_server_has_no_other_limit_than_that_of_the_turn(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "no-key-is-needed")
    model = vars(open_model("openai:any"))
    assert (model["stream_chunk_timeout"], model["max_retries"]) == (None, 0)


def test_arguments_are_for_every_model_or_by_name():
    assert arguments_for("openai:a", "") == {}
    assert arguments_for("openai:a", '{"temperature": 0}') == {"temperature": 0}
    named = json.dumps({"openai": {"seed": 1}, "openai:a": {"top_p": 0.5}, "ollama": {"seed": 2}})
    assert arguments_for("openai:a", named) == {"seed": 1, "top_p": 0.5}
    assert arguments_for("openai:b", named) == {"seed": 1}
    assert arguments_for("mistral:c", named) == {}


@pytest.mark.parametrize("arguments", ["{", "[]", '"text"'])
def test_arguments_that_are_no_object_are_refused(arguments: str):
    with pytest.raises(SettingsError, match="ASSISTANT_MODEL_ARGS is no JSON"):
        arguments_for("openai:a", arguments)


def test_arguments_that_a_provider_does_not_take_are_refused(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "no-key-is-needed")
    with pytest.raises(SettingsError, match="ASSISTANT_MODEL_ARGS does not suit openai:any"):
        open_model("openai:any", arguments='{"temperature": "hot"}')


def test_the_stub_reads_eight_excerpts_and_others_what_their_budget_holds(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "no-key-is-needed")
    assert open_answer_model("stub", Settings(), 0.5).excerpts == 8
    assert open_answer_model("openai:a", Settings(), 0.5).excerpts == 50
    assert open_answer_model("openai:a", Settings(excerpts=3), 0.5).excerpts == 3


def test_only_the_stub_assesses_its_own_answer_and_copies_sentences(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "no-key-is-needed")
    stub = open_answer_model("stub", Settings(), 0.5)
    other = open_answer_model("openai:a", Settings(), 0.5)
    said = AIMessage("Yes [1].", response_metadata={"confidence": 0.7, "reason": None})
    assert stub.assess(said) == Assessment(0.7)
    assert (stub.verbatim, stub.seconds) == (True, None)
    assert other.assess(said) is None
    assert (other.verbatim, other.seconds) == (False, 120)


def test_a_small_context_lowers_the_budget():
    small: Any = SimpleNamespace(profile={"max_input_tokens": 4000})
    unknown: Any = object()
    assert prompt_budget(small, 6000) == 3000
    assert prompt_budget(unknown, 6000) == 6000


def test_a_local_model_keeps_its_context_whatever_its_profile_is_set_to(monkeypatch, tmp_path):
    pytest.importorskip("xllamacpp")
    pytest.importorskip("langchain_openai")
    file = tmp_path / "any.gguf"
    file.touch()
    served = Served("http://127.0.0.1:1/v1", 2048, None)
    monkeypatch.setattr(local_server, "serve", lambda model: served)
    chat = open_model(f"local:{file}", arguments='{"profile": {"structured_output": true}}')
    assert chat.profile == {"max_input_tokens": 2048, "structured_output": True}


def test_what_a_provider_raises_becomes_one_sentence():
    with (
        pytest.raises(ModelError, match="refuses the connection") as caught,
        provider_errors("a:b"),
    ):
        raise httpx.ConnectError("refused\nby the server")
    assert "\n" not in str(caught.value)


def test_a_bug_is_not_taken_for_a_providers_error():
    with pytest.raises(ZeroDivisionError), provider_errors("a:b"):
        _ = 1 / 0


def test_keys_are_taken_out_of_a_text():
    environment = {"OPENAI_API_KEY": "plain-looking-value"}
    hide_secrets({"model": "d http", "default_headers": {"X-Team": "blue-team"}})
    text = "a plain-looking-value b sk-abcdefghijklmnop c blue-team d http://me:pass@host e"
    assert redact(text, environment) == "a … b … c … d http://…@host e"


def test_the_shipped_models_are_offered_where_their_key_is_present(tmp_path, monkeypatch):
    for provider in PROVIDERS.values():
        for key in provider.keys:
            monkeypatch.delenv(key, raising=False)
    assert offered_models(tmp_path) == []
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    assert offered_models(tmp_path) == ["openai:gpt-5-mini"]


def test_a_file_of_models_in_the_library_is_offered_whole(tmp_path, monkeypatch):
    monkeypatch.delenv("MISTRAL_API_KEY", raising=False)
    (tmp_path / "models.toml").write_text('models = ["mistral:small", "stub"]')
    assert offered_models(tmp_path) == ["mistral:small", "stub"]
    settings = load_settings(home=tmp_path)
    options = Assistant(None, None, OpenedEmbedder(None), settings).models()
    assert [(one.name, bool(one.problem)) for one in options] == [
        ("stub", False),
        ("mistral:small", True),
    ]
    listed = list(probe_models(settings, call=False))
    assert [(one.setting, one.name) for one in listed] == [
        ("ASSISTANT_MODEL", "stub"),
        ("models.toml", "mistral:small"),
    ]


@pytest.mark.parametrize("text", ["models = 3", "models = [1]", "model = []", "not toml"])
def test_a_file_of_models_in_another_form_is_refused(tmp_path, text):
    (tmp_path / "models.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"models\.toml holds no list; write models = "):
        offered_models(tmp_path)
