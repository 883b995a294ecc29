"""`assistant ui`: the chat in the browser."""

import os
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.bundled import bundled_folder
from assistant.cli.index_command import index_with_progress, lacks_seeds
from assistant.cli.options import Home, Model, opened
from assistant.cli.terminal import note
from assistant.errors import SettingsError

if TYPE_CHECKING:
    from types import FrameType

    from assistant.settings import Settings

_OPTIONS = (
    ("--server.headless", "true"),
    ("--browser.gatherUsageStats", "false"),
    ("--client.toolbarMode", "minimal"),
    ("--logger.level", "warning"),
)


def ui(
    home: Home = None,
    model: Model = None,
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where to listen; else ASSISTANT_HOST.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="0 takes a free one; else ASSISTANT_PORT.")
    ] = None,
    seeds: Annotated[
        bool,
        typer.Option(
            "--seeds", help="First index the five articles that come with it, in a new library."
        ),
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the chat in the browser.

    It listens on the loopback address unless told otherwise, until Ctrl-C.
    """
    from assistant.settings import load_settings

    settings = load_settings(home=home, model=model, host=host, port=port)
    chosen = free_port(settings.host, settings.port)
    if seeds and lacks_seeds(settings.home, settings.library):
        with opened(home) as assistant:
            index_with_progress(assistant, [bundled_folder("seeds")])
    _warn_of_model(settings)
    _serve(settings, chosen, browser and _has_display())


def _warn_of_model(settings: "Settings") -> None:
    """Say at once if the model cannot be used; the page still reads, searches and suggests."""
    from assistant.answer.chat_models import model_state
    from assistant.providers.catalog import arguments_for

    has_key = "api_key" in arguments_for(settings.model, settings.model_args)
    problem = model_state(settings.model, has_key=has_key).problem
    if problem:
        note(f"The model cannot be used: {problem}. The page opens without it.")


def free_port(host: str, port: int) -> int:
    """The port, if nobody listens on it; for 0, one that is free.

    Raises:
        SettingsError: it is in use, or the address is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # as Streamlit does; elsewhere it would share a port in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"port {port} of {host} cannot be listened on ({error.strerror or error}); "
                "choose another with --port or ASSISTANT_PORT"
            ) from error
        return int(probe.getsockname()[1])


def _has_display() -> bool:
    """Whether a browser opened here would be seen by anyone."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _serve(settings: "Settings", port: int, browser: bool) -> None:
    """Run Streamlit over the page until it is stopped."""
    server = subprocess.Popen(
        _command(settings.host, port), env=_environment(settings, port), stdout=subprocess.DEVNULL
    )
    address = f"http://{_shown(settings.host)}:{port}"
    threading.Thread(target=_announce, args=(server, settings.host, port, address, browser)).start()

    def stop(number: int, frame: "FrameType | None") -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    try:
        status = server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        note("The chat is closed.")
        return
    if status not in (0, -signal.SIGTERM):
        raise SettingsError(f"the page's server ended with status {status}; see what it said above")


def _command(host: str, port: int) -> list[str]:
    page = bundled_folder("ui") / "app.py"
    options = (*_OPTIONS, ("--server.address", host), ("--server.port", str(port)))
    flat = [word for option in options for word in option]
    return [sys.executable, "-P", "-m", "ui.serve", "run", str(page), *flat]


def _environment(settings: "Settings", port: int) -> dict[str, str]:
    """The environment of the page's process: the settings with the options, and where `ui` is."""
    path = [str(bundled_folder("ui").parent), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "ASSISTANT_HOME": str(settings.home.absolute()),
        "ASSISTANT_MODEL": settings.model,
        "ASSISTANT_HOST": settings.host,
        "ASSISTANT_PORT": str(port),
    }


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # every address of the machine: loopback is one of them
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _announce(
    server: "subprocess.Popen[bytes]", host: str, port: int, address: str, browser: bool
) -> None:
    """Print the page's address once it answers, and open it."""
    while server.poll() is None:
        try:
            socket.create_connection((_shown(host).strip("[]"), port), timeout=1).close()
            break
        except OSError:
            threading.Event().wait(0.1)
    if server.poll() is not None:
        return
    note(f"The chat is at {address} (Ctrl-C ends it).")
    if browser:
        import webbrowser

        webbrowser.open(address)
