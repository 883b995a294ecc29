import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.terminal import print_json, safe_line, safe_text

ROOT = Path(__file__).parents[2]
COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@given(st.text())
def test_no_text_can_command_the_terminal(text: str):
    assert not COMMANDS.search(safe_text(text))
    assert not COMMANDS.search(safe_line(text))
    assert "\n" not in safe_line(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs", "S"])))
def test_words_are_left_as_they_are(text: str):
    assert safe_text(text) == text


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_commands_no_terminal_and_reads_back(value: object):
    out = io.StringIO()
    print_json(value, out)
    assert not COMMANDS.search(out.getvalue().replace("\n", ""))
    assert json.loads(out.getvalue()) == value


@pytest.mark.parametrize(
    "words", [("ask", "x"), ("search", "x"), ("sources",), ("show", "council.txt")]
)
def test_articles_cannot_command_the_terminal(run, words: tuple[str, ...]):
    shown = run(*words)
    assert shown.exit_code == 0
    assert "\\x1b" in shown.stdout
    assert not COMMANDS.search(shown.stdout.replace("\n", ""))


def test_show_prints_the_article_with_its_metadata(run):
    article = json.loads(run("show", "council.txt", "--json").stdout)
    assert {
        "source", "text", "encoding", "title", "byline", "publisher", "published", "reported",
        "evidence", "kept",
    } <= set(article)  # fmt: skip
    assert article["text"][article["kept"][0]["start"] :].startswith("The council")
    assert article["evidence"]["title"]["origin"] == "text"


def test_sources_in_a_pipe_are_a_line_each(run):
    assert run("sources").stdout.splitlines() == ["council.txt\tCouncil \\x1b]0;meets\\x07\t\t"]


def test_doctor_tells_damage_by_its_status(run, fake):
    fake.findings = [
        SimpleNamespace(part="library", ok=True, what="whole"),
        SimpleNamespace(part="words", ok=False, what="torn"),
    ]
    found = run("doctor")
    assert found.exit_code == 1
    assert "torn" in found.stdout
    assert len(found.stderr.splitlines()) == 1
    assert run("doctor", "--rebuild").exit_code == 0


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_help_loads_nothing_heavy():
    heavy = "chromadb|onnxruntime|numpy|langchain|pydantic|streamlit|sqlalchemy|tiktoken|rich"
    code = (
        "import sys; sys.argv = ['assistant', '--help']\n"
        "from assistant.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([m for m in {heavy.split('|')!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


needs_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")


@needs_full_device
@pytest.mark.parametrize("words", [("--help",), ("--version",), ("models",), ("models", "--json")])
def test_output_that_cannot_be_written_is_one_line_and_status_1(words):
    command = [sys.executable, "-m", "assistant", *words]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("assistant: the output cannot be written: no space left")
    assert len(done.stderr.splitlines()) == 1


@needs_full_device
def test_lines_that_cannot_be_written_to_a_file_are_one_line_and_status_1(
    run, tmp_path, monkeypatch
):
    monkeypatch.setattr("assistant.cli.commands._forget_stdout", lambda: None)
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 1, "q": "When?"}')
    done = run("batch", str(questions), "--out", "/dev/full")
    assert done.exit_code == 1
    assert [line[:40] for line in done.stderr.splitlines()] == [
        "assistant: the output cannot be written:"
    ]


@pytest.mark.skipif(os.name != "posix", reason="a shell of its own on Windows")
@pytest.mark.parametrize(("closed", "status"), [(">&-", 1), ("2>&-", 0)])
def test_closed_streams_give_no_traceback(closed, status):
    command = f'"{sys.executable}" -m assistant --version {closed}'
    done = subprocess.run(
        command, shell=True, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert len((done.stdout + done.stderr).splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="a pipe is closed otherwise on Windows")
def test_a_reader_that_has_seen_enough_is_no_error():
    code = (
        "import sys\nfrom assistant.cli import main\n"
        "from assistant.cli.commands import app\n"
        "@app.command()\n"
        "def chatter() -> None:\n"
        "    for _ in range(100_000): print('x' * 100)\n"
        "sys.argv = ['assistant', 'chatter']\nmain()\n"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert command.stdout
    command.stdout.readline()
    command.stdout.close()
    assert command.stderr
    assert command.stderr.read() == b""
    assert command.wait(timeout=60) == 0
    command.stderr.close()
