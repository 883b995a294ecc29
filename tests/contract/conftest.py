"""The real program over the five shipped articles, as a person's own programs call it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.bundled import bundled_folder
from assistant.cli.commands import app

Call = Callable[..., Result]


@pytest.fixture(scope="session")
def seeds() -> Path:
    return bundled_folder("seeds")


@pytest.fixture(scope="session")
def seeded_home(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """A library of the shipped articles, made once; tests that write take a copy."""
    home = tmp_path_factory.mktemp("seeded") / "home"
    made = CliRunner().invoke(app, ["index", str(seeds), "--json", "--home", str(home)])
    assert made.exit_code == 0, made.stderr
    return home


@pytest.fixture
def own_home(seeded_home: Path, tmp_path: Path) -> Path:
    """A copy of the library that a test may change."""
    return Path(shutil.copytree(seeded_home, tmp_path / "home"))


@pytest.fixture
def call(seeded_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Runs a command line over the shipped articles."""
    monkeypatch.setenv("ASSISTANT_HOME", str(seeded_home))
    monkeypatch.chdir(tmp_path)

    def caller(*words: str, **given: Any) -> Result:
        return CliRunner().invoke(app, list(words), prog_name="assistant", **given)

    return caller


@pytest.fixture
def asked(call: Call) -> Callable[..., dict[str, Any]]:
    """The JSON object of one question."""

    def ask(question: str, *words: str) -> dict[str, Any]:
        done = call("ask", question, "--json", *words)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    return ask


@pytest.fixture
def batched(call: Call, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """The objects that `batch` writes for these lines."""

    def batch(*records: object, words: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
        (tmp_path / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
        done = call("batch", "q.jsonl", "--out", "a.jsonl", *words)
        assert done.exit_code == 0, done.stderr
        written = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in written.split("\n") if line]

    return batch
