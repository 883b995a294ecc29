"""A library keeps to one embedder; another one, of any size, takes over when it is asked to."""

import threading
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from assistant import assistant as module
from assistant.assistant import open_assistant
from assistant.embedders import hosted, opening
from assistant.embedders.base import Embedder
from assistant.embedders.hosted import HostedEmbedder, open_hosted
from assistant.embedders.opening import OpenedEmbedder
from assistant.errors import ModelError, ModelFault, SettingsError
from assistant.settings import Settings

STORY = "The harbour of Lindow was closed on Monday because of a broken lock gate."


class Letters(Embedder):
    """A vector of 26 numbers: how often each letter is in a text."""

    embedder_id = "letters-26"

    def vectors(self, texts):
        found = np.array(
            [[text.lower().count(chr(97 + n)) + 0.01 for n in range(26)] for text in texts],
            dtype=np.float32,
        )
        return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"{name.title()} day\n\n{STORY}\n", encoding="utf-8")
    return folder


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Opens the assistant over one library with the embedder that is given."""

    def open_with(embedder: Embedder):
        monkeypatch.setattr(module, "open_embedder", lambda *_: OpenedEmbedder(embedder))
        return open_assistant(Settings(home=tmp_path / "home"))

    return open_with


def test_an_embedder_of_another_size_indexes_and_searches(opened, articles):
    with opened(Letters()) as assistant:
        assistant.index([articles])
        assert assistant.status().coverage == 1
        assert assistant.library.vectors.model() == "letters-26"
        assert assistant.search("harbour")


def test_a_library_refuses_another_embedder_until_it_is_embedded_again(opened, articles):
    other = HostedEmbedder("openai:fake", DeterministicFakeEmbedding(size=48))
    with opened(Letters()) as assistant:
        assistant.index([articles])
    with opened(other) as assistant:
        with pytest.raises(SettingsError, match=r"made by letters-26.*doctor --rebuild"):
            assistant.index([articles])
        assert "by words alone" in assistant.status().notices[0]
        assert assistant.search("harbour")
        [other_model] = [one for one in assistant.doctor() if not one.ok]
        assert "made by letters-26" in other_model.what
        steps = []
        findings = assistant.doctor(rebuild=True, progress=steps.append)
        assert all(finding.ok for finding in findings)
        assert [step.done for step in steps if step.step == "vectors"][-1] == 2
        assert assistant.status().coverage == 1
        assert not assistant.status().notices
        assert assistant.library.vectors.count("letters-26") == 0
    with opened(other) as assistant:
        assert assistant.index([articles]).unchanged
        assert assistant.search("harbour")


def test_a_rebuild_with_the_same_embedder_embeds_nothing(opened, articles, monkeypatch):
    with opened(Letters()) as assistant:
        assistant.index([articles])
        monkeypatch.setattr(Letters, "vectors", lambda *_: pytest.fail("embedded again"))
        assert all(finding.ok for finding in assistant.doctor(rebuild=True))


def test_hosted_vectors_have_unit_length():
    embedder = HostedEmbedder("openai:fake", DeterministicFakeEmbedding(size=48))
    found = embedder.vectors(["a", "b"])
    assert found.shape == (2, 48)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(2))
    assert embedder.vector("a").shape == (48,)


def test_a_provider_that_fails_is_one_sentence(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "no-key-is-needed")
    arguments = '{"base_url": "http://127.0.0.1:9/v1", "max_retries": 0}'
    embedder = open_hosted("openai:any", arguments)
    with pytest.raises(ModelFault, match="openai:any failed"):
        embedder.vectors(["a"])


class Hanging(DeterministicFakeEmbedding):
    """A provider's model that embeds articles and never answers a question."""

    def embed_query(self, text):
        threading.Event().wait()


def test_a_question_that_cannot_be_embedded_is_looked_for_by_its_words(
    opened, articles, monkeypatch
):
    monkeypatch.setattr(hosted, "_SECONDS", 0.1)
    with opened(HostedEmbedder("openai:fake", Hanging(size=48))) as assistant:
        assistant.index([articles])
        answer = assistant.ask("Why was the harbour of Lindow closed?")
        assert "broken lock gate" in answer.answer
        assert any("by words alone" in notice for notice in answer.notices)
        assert any("took too long" in notice for notice in answer.notices)
        with pytest.raises(ModelFault, match="took too long"):
            assistant.search("harbour")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("anthropic:any", "use minilm, or one of openai:NAME"),
        ("openai:any", "ASSISTANT_EMBEDDINGS=openai:any needs a key; set OPENAI_API_KEY"),
    ],
)
def test_an_embedder_that_cannot_be_opened_is_named(name, said, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match=said):
        opening.open_embedder(name)
