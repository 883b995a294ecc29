"""The page's server as a person starts it, and a real Chromium to look at it; both on loopback."""

import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STREAMLIT_FLAGS = (
    "--server.headless=true",
    "--server.address=127.0.0.1",
    "--browser.gatherUsageStats=false",
    "--client.toolbarMode=minimal",
)


def chromium() -> str | None:
    """The browser: what CHROMIUM names, else the first that the path has."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def browsing() -> Iterator[Any]:
    """A headless Chromium, until the block ends."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@contextmanager
def serving(
    script: Path, home: Path, log: Path, port: int | None = None, **environment: str
) -> Iterator[str]:
    """The page's server over the library in `home`, at the address given, until the block ends."""
    port = port or free_port()
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "ASSISTANT_HOME": str(home),
        **environment,
    }
    command = [
        sys.executable,
        "-P",
        "-m",
        "ui.serve",
        "run",
        str(script),
        f"--server.port={port}",
    ]
    with log.open("wb") as out:
        # from ui/, where the theme is found whatever script is run
        server = subprocess.Popen(
            [*command, *STREAMLIT_FLAGS], env=environ, cwd=ROOT / "ui", stdout=out, stderr=out
        )
        try:
            _wait_for(server, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=120)


def index(home: Path, *paths: Path) -> None:
    """Bring a library in step with files and folders."""
    subprocess.run(
        [sys.executable, "-m", "assistant", "index", *map(str, paths)],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "ASSISTANT_HOME": str(home)},
    )


def free_port() -> int:
    """A port of the loopback address that nobody listens on.

    By chance, from below those that a system gives out (32768 on Linux), so that no other program
    is likely to get it before the server starts.
    """
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _wait_for(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + 240  # a busy machine is no fault
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the page's server did not answer:\n{log.read_text()}")
