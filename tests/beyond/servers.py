"""Real servers on loopback, for as long as a test needs them: PostgreSQL and Chroma."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from bench.browsing import free_port

_START_SECONDS = 60


class NotInstalled(Exception):
    """A server's programs are not on this machine; the text says what to install."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """A new PostgreSQL server; the address of its `postgres` database.

    Raises:
        NotInstalled: there is none on this machine.
    """
    programs = _postgres_programs()
    # PostgreSQL refuses to run as root, and nobody else may enter the tests' own folders.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        if user:
            shutil.chown(folder, user)
        port = free_port()
        making = ["--pgdata", str(folder / "data"), "--auth=trust", "--username=assistant"]
        _run([programs / "initdb", *making, "--no-sync", "--encoding=UTF8"], user)
        where = ["-D", str(folder / "data"), "-k", str(folder), "-p", str(port), "-h", "127.0.0.1"]
        server = subprocess.Popen(
            [programs / "postgres", *where, "-F"], user=user, cwd=folder, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(server, lambda: _answers(port))
            ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
            _wait_for(server, lambda: subprocess.run(ready, check=False).returncode == 0)
            yield f"postgresql+psycopg://assistant@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def chroma_server(folder: Path, port: int | None = None) -> Iterator[str]:
    """A Chroma server over a folder; its address. It is stopped as an operator would: SIGTERM."""
    port = port or free_port()
    program = Path(sys.executable).with_name("chroma")
    options = ["--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        [program, "run", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    try:
        _wait_for(server, lambda: _is_up(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    onpath = shutil.which("initdb")
    if found:
        return found[-1].parent
    if onpath:
        return Path(onpath).parent
    raise NotInstalled("there is no PostgreSQL server here: sudo apt-get install postgresql")


def _run(command: list[Path | str], user: str | None) -> None:
    subprocess.run(command, user=user, check=True, capture_output=True, cwd="/")


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _is_up(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=1):
            return True
    except (OSError, HTTPException):
        return False


def _wait_for(server: "subprocess.Popen[bytes]", is_there: object) -> None:
    until = time.monotonic() + _START_SECONDS
    while not is_there():  # type: ignore[operator]
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{server.args!r} did not start: status {server.poll()}")
        time.sleep(0.05)
