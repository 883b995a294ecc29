"""The wheel: what is in it, and that it works from a folder that is not the repository's."""

import json
import os
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=300)
    return next(folder.glob("*.whl"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped(folder: str, *suffixes: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and (not suffixes or path.suffix in suffixes)
    }


def bundled(names: set[str]) -> set[str]:
    return {f"assistant/bundled/{name}" for name in names}


def test_the_wheel_holds_code_page_prompts_and_seeds(wheel: Path):
    beside = shipped("ui") | shipped("prompts", ".md") | shipped("seeds")
    wanted = shipped("assistant", ".py", ".txt", ".onnx", ".npy", ".typed") | bundled(beside)
    assert wanted <= names(wheel)


def test_the_wheel_adds_one_package_to_an_environment(wheel: Path):
    folders = {name.split("/")[0] for name in names(wheel)}
    assert {f for f in folders if not f.endswith(".dist-info")} == {"assistant"}
    assert not [name for name in names(wheel) if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_carries_its_licence(wheel: Path):
    ends = {name.split(".dist-info/")[-1] for name in names(wheel)}
    assert {"licenses/LICENSE", "licenses/NOTICE"} <= ends


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `assistant` of an environment that holds the wheel, and the locked packages by path."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True, timeout=120
    )
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    python = programs / Path(sys.executable).name
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    subprocess.run(
        [*install, "--no-index", str(wheel)], check=True, capture_output=True, timeout=300
    )
    # A folder named in a .pth file is searched, but its own .pth files are not read: this
    # repository, installed there as editable, stays out of sight.
    where = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip()
    Path(site, "locked.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs / "assistant"


def environment(folder: Path) -> dict[str, str]:
    kept = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")
    names = {name: os.environ[name] for name in kept if name in os.environ}
    return {**names, "ASSISTANT_HOME": str(folder / "home")}


def run(command: Path, folder: Path, *words: str) -> str:
    done = subprocess.run(
        [str(command), *words],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_indexes_its_seeds_and_answers_from_another_folder(
    installed: Path, tmp_path: Path
):
    report = json.loads(run(installed, tmp_path, "index", "--seeds", "--json"))
    assert not report["failed"]
    assert len(json.loads(run(installed, tmp_path, "sources", "--json"))) == 5
    question = ("Who vetoed the resolution on sanctions?", "--threshold", "0")
    answer = json.loads(run(installed, tmp_path, "ask", "--json", *question))
    assert answer["citations"]
    shown = json.loads(run(installed, tmp_path, "show", "--json", answer["citations"][0]["source"]))
    cited = answer["citations"][0]
    assert shown["text"][cited["start"] : cited["end"]] == cited["quote"]


def test_the_wheel_opens_the_page_from_another_folder(installed: Path, tmp_path: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [str(installed), "ui", "--seeds", "--no-browser", "--port", str(port)]
    page = subprocess.Popen(
        words, cwd=tmp_path, env=environment(tmp_path), stderr=subprocess.PIPE, text=True
    )
    try:
        assert page.stderr
        said = iter(page.stderr.readline, "")
        assert any(f"The chat is at http://127.0.0.1:{port}" in line for line in said)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert answer.status == 200
    finally:
        page.terminate()
        page.communicate(timeout=30)
