"""A real Chromium, and the page's server as a person starts it, on loopback."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 20_000  # milliseconds: a slow machine is no fault, a dead page is
STREAMLIT_FLAGS = (
    "--server.headless=true",
    "--server.address=127.0.0.1",
    "--browser.gatherUsageStats=false",
    "--client.toolbarMode=minimal",
)


def chromium():
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium: set CHROMIUM to its path"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(script, home, log, **environment):
    """The page's server over a library, until the block ends."""
    port = free_port()
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests/ui")]),
        "ASSISTANT_HOME": str(home),
        **environment,
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    with log.open("wb") as out:
        # from ui/, where the theme is found whatever script is run
        server = subprocess.Popen(
            [*command, *STREAMLIT_FLAGS], env=environ, cwd=ROOT / "ui", stdout=out, stderr=out
        )
        try:
            wait_for(server, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(server, port, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AssertionError(f"the server ended:\n{log.read_text()}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def scripted_server(tmp_path_factory):
    """The page over a scripted assistant that takes its time where the question says so."""
    home = tmp_path_factory.mktemp("scripted")
    script = ROOT / "tests/browser/scripted_app.py"
    with serving(script, home, home / "server.log", SCRIPT_DELAY="1.2") as address:
        yield address


@pytest.fixture(scope="session")
def seeds_server(tmp_path_factory):
    """The page over the five articles, with the stub model."""
    home = tmp_path_factory.mktemp("seeds")
    subprocess.run(
        [sys.executable, "-m", "assistant", "index", str(ROOT / "seeds")],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "ASSISTANT_HOME": str(home)},
    )
    with serving(ROOT / "ui/app.py", home, home / "server.log") as address:
        yield address


@pytest.fixture
def tab(browser):
    """A window of its own at desktop width, that must log no error."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    faults = page.faults
    context.close()
    assert not faults


@pytest.fixture
def phone(browser):
    """A window as narrow as a small telephone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="en-GB", color_scheme="dark", has_touch=True
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
