"""Streamlit's page and scripts, sent from memory and preloaded.

By itself Streamlit reads each of some hundred files from the disk through a pool of threads; its
page looks for the server at its own address first (`/sources/_stcore/health`), waits, and looks one
folder up; and it loads the code of a widget when the first one is drawn, and then shows nothing new
for up to half a second (React's pause between two fallbacks).
"""

from functools import cache
from mimetypes import guess_type
from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

# The addresses that `ui.app` gives its pages.
PAGES = frozenset({"/", "/ask", "/sources", "/settings", "/help"})
# The scripts of widgets on every page and on the list of sources, by the names of their files.
_SOON = ("BidiComponent", "Button", "Html", "Selectbox", "TextInput")
_FOR_A_YEAR = {"Cache-Control": "public, immutable, max-age=31536000"}  # their names are hashed
_NOT_KEPT = {"Cache-Control": "no-cache"}
_SERVER = '<script>window.__streamlit = {BACKEND_BASE_URL: new URL(".", location).href}</script>'


class FirstFiles:
    """Serves Streamlit's page and its files; passes everything else on."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": path
            for path in folder.glob("static/**/*")
            if path.is_file()
        }
        self._page = first_page(folder).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"] if scope["type"] == "http" and scope["method"] == "GET" else None
        answer = self._app
        if path in PAGES:
            answer = Response(self._page, media_type="text/html", headers=_NOT_KEPT)
        elif path in self._files:
            answer = _sent(self._files[path])
        await answer(scope, receive, send)


@cache
def _sent(path: Path) -> Response:
    kind = guess_type(path.name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers=_FOR_A_YEAR)


def first_page(folder: Path) -> str:
    """Streamlit's page, with the address of its server and the scripts to load at once."""
    html = (folder / "index.html").read_text("utf-8")
    soon = [path.name for name in _SOON for path in folder.glob(f"static/js/{name}.*.js")]
    loads = "".join(f'import "./static/js/{name}";' for name in soon)
    return html.replace("</head>", f'{_SERVER}<script type="module">{loads}</script></head>', 1)
