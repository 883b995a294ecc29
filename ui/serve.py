"""The server process: loads the assistant's libraries, then runs Streamlit.

Started by `assistant ui` as `python -P -m ui.serve run PAGE`. The first who opens the page would
wait for those libraries otherwise. They are loaded before Streamlit, not beside it: two threads
that import the same package at once can each find it half made.
"""

import gc
from contextlib import nullcontext
from pathlib import Path

# New objects between two collections of garbage; Python's default is 700.
_OBJECTS = 50_000


def run_server() -> None:
    """Load what every page needs, then run Streamlit with the program's arguments."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    from assistant.assistant import load_asking

    load_asking()

    gc.freeze()
    from streamlit.web.cli import main as streamlit

    _read_options_freely()
    _send_first_files()
    streamlit(prog_name="streamlit")


def _read_options_freely() -> None:
    """Remove the lock around Streamlit's options, which never change here.

    Each message of each page asks for some. With twenty readers the server's own thread waited for
    that lock up to nine seconds, and Streamlit forgets what a page drew where its browser asks for
    the next before it was sent: an answer that was whole in the library never came to be seen.
    """
    from streamlit import config

    config._config_lock = nullcontext()  # type: ignore[assignment]


def _send_first_files() -> None:
    """Put `ui.static_files` in front of Streamlit, which has no setting for it."""
    from starlette.middleware import Middleware
    from streamlit import file_util
    from streamlit.web.server.starlette import starlette_app

    from ui.static_files import FirstFiles

    made, folder = starlette_app.create_streamlit_middleware, Path(file_util.get_static_dir())
    ours = Middleware(FirstFiles, folder=folder)
    starlette_app.create_streamlit_middleware = lambda: [ours, *made()]


if __name__ == "__main__":
    run_server()
