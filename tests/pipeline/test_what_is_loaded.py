"""Bringing articles in needs no chat model, and loads nothing that only answers need."""

import subprocess
import sys

INDEX = """
import sys
from pathlib import Path
from assistant import Settings, open_assistant

with open_assistant(Settings(home=Path(sys.argv[1]) / "home")) as assistant:
    assistant.index([Path(sys.argv[1]) / "article.txt"])
    print(sum(name.partition(".")[0].startswith("lang") for name in sys.modules))
    print(assistant.ask("Who closed the harbour?").answer)
    providers = "openai anthropic ollama mistralai langchain_openai xllamacpp".split()
    print([name for name in providers if name in sys.modules])
"""


def test_langchain_is_loaded_with_the_first_question(tmp_path):
    (tmp_path / "article.txt").write_text("The mayor closed the harbour on Monday.")
    done = subprocess.run(
        [sys.executable, "-c", INDEX, str(tmp_path)], capture_output=True, text=True, check=True
    )
    loaded, answer, providers = done.stdout.splitlines()
    assert loaded == "0"
    assert providers == "[]"
    assert answer == "The mayor closed the harbour on Monday [1]."
