import importlib.resources
import itertools
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assistant.cli import ui_command
from assistant.errors import SettingsError


@pytest.fixture
def listening():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_in_use_is_one_line_that_says_how_to_choose_another(run, listening):
    failed = run("ui", "--port", str(listening))
    assert failed.exit_code == 1
    assert len(failed.stderr.splitlines()) == 1
    assert str(listening) in failed.stderr
    assert "ASSISTANT_PORT" in failed.stderr


def test_an_address_of_another_machine_is_one_line(run):
    failed = run("ui", "--host", "192.0.2.1")
    assert failed.exit_code == 1
    assert len(failed.stderr.splitlines()) == 1


def test_port_0_is_a_free_one():
    port = ui_command.free_port("127.0.0.1", 0)
    assert port > 0
    assert ui_command.free_port("127.0.0.1", port) == port


def test_the_page_is_served_headless_without_statistics_where_it_was_told(fake):
    command = ui_command._command("127.0.0.1", 8123)
    assert Path(command[command.index("run") + 1]).name == "app.py"
    pairs = list(itertools.pairwise(command))
    for pair in [
        ("--server.headless", "true"),
        ("--server.address", "127.0.0.1"),
        ("--server.port", "8123"),
        ("--browser.gatherUsageStats", "false"),
    ]:
        assert pair in pairs


def test_the_page_reads_the_settings_that_the_command_was_given(run, fake, monkeypatch, tmp_path):
    started: dict[str, object] = {}

    class Ended:
        def __init__(self, command: list[str], env: dict[str, str], **_: object) -> None:
            started.update(env)

        def wait(self) -> int:
            return 0

        def poll(self) -> int:
            return 0

    monkeypatch.setattr(subprocess, "Popen", Ended)
    assert run("ui", "--home", str(tmp_path), "--model", "stub", "--port", "0").exit_code == 0
    assert started["ASSISTANT_HOME"] == str(tmp_path)
    assert started["ASSISTANT_MODEL"] == "stub"


def test_a_model_without_a_key_is_said_at_the_start_with_what_to_do(
    run, fake, monkeypatch, tmp_path
):
    monkeypatch.setattr(ui_command, "_serve", lambda *_: None)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    opened = run("ui", "--model", "openai:gpt-5-mini", "--home", str(tmp_path), "--port", "0")
    assert opened.exit_code == 0
    assert "OPENAI_API_KEY" in opened.stderr or "pip install" in opened.stderr
    assert len(opened.stderr.splitlines()) == 1
    assert not run("ui", "--home", str(tmp_path), "--port", "0").stderr


@pytest.mark.parametrize(
    ("told", "address"), [([], "127.0.0.1"), (["--host", "0.0.0.0"], "0.0.0.0")]
)
def test_the_page_listens_on_loopback_alone_unless_told_otherwise(
    run, fake, monkeypatch, tmp_path, told, address
):
    started: list[str] = []

    class Ended:
        def __init__(self, command: list[str], **_: object) -> None:
            started.extend(command)

        def wait(self) -> int:
            return 0

        def poll(self) -> int:
            return 0

    monkeypatch.setattr(subprocess, "Popen", Ended)
    assert run("ui", "--home", str(tmp_path), "--port", "0", *told).exit_code == 0
    assert ("--server.address", address) in list(itertools.pairwise(started))


def test_a_page_started_without_the_command_listens_on_loopback_alone():
    config = importlib.resources.files("ui").joinpath(".streamlit/config.toml")
    assert tomllib.loads(config.read_text())["server"]["address"] == "127.0.0.1"


def test_a_page_that_could_not_start_is_one_line(fake, monkeypatch):
    monkeypatch.setattr(
        ui_command, "_command", lambda host, port: [sys.executable, "-c", "raise SystemExit(3)"]
    )
    with pytest.raises(SettingsError, match="status 3"):
        ui_command._serve(fake.settings, 1, browser=False)
