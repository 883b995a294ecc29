"""Bringing articles in needs no chat model, and a question to the stub needs no provider."""

import json
import subprocess
import sys

from assistant.providers.catalog import PROVIDERS

CLIENTS = {"openai", "anthropic", "ollama", "google.genai", "mistralai"}
INDEX_AND_ASK = """
import json, sys
from pathlib import Path
from assistant import Settings, open_assistant
from assistant.cli import main

home = str(Path(sys.argv[1]) / "home")
with open_assistant(Settings(home=home)) as assistant:
    assistant.index([Path(sys.argv[1]) / "article.txt"])
indexed = list(sys.modules)
sys.argv = ["assistant", "ask", "--json", "--home", home, "Who closed the harbour?"]
try:
    main()
except SystemExit:
    print(json.dumps([indexed, list(sys.modules)]), file=sys.stderr)
"""


def test_indexing_loads_no_langchain_and_the_stub_no_provider(tmp_path):
    (tmp_path / "article.txt").write_text("The mayor closed the harbour on Monday.")
    done = subprocess.run(
        [sys.executable, "-c", INDEX_AND_ASK, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["answer"] == "The mayor closed the harbour on Monday [1]."
    indexed, asked = map(set, json.loads(done.stderr.splitlines()[-1]))
    packages = {package for provider in PROVIDERS.values() for package in provider.packages}
    assert not {name for name in indexed if name.startswith("lang")}
    assert "langchain_core" in asked
    assert not asked & (packages | CLIENTS)
