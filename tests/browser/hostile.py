"""Text that tries to run, to load from outside, to deceive or to burst the page; and what tells
whether it did."""

import json
from pathlib import Path
from urllib.parse import urlsplit

OUTSIDE = "http://192.0.2.1/evil"  # TEST-NET-1: no machine has this address
MARKUP = " ".join(
    (
        "<script>window.evil=1</script>",
        f'<img src="{OUTSIDE}.png" onerror="window.evil=1">',
        '"><svg onload="window.evil=1">',
        '<iframe srcdoc="<script>parent.evil=1</script>"></iframe>',
        '<a href="data:text/html,evil" onclick="window.evil=1">evil</a>',
        f"![evil]({OUTSIDE}.gif) [evil](javascript:window.evil=1) [evil]({OUTSIDE})",
        f"<{OUTSIDE}> {OUTSIDE}.html",
        r"$\evil{x}$ $$\frac{evil}{2}$$ :red[evil] :material/bolt: :blue-badge[evil]",
        "[1] [2][99] [^1] **evil** `evil` # evil",
        "\u202eevil\u202c \u2066evil\u2069 {evil} {{evil}} %s ${evil}",
    )
)
LONG = "evil" * 12_500
DECEIVING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_INERT = Path(__file__).with_name("inert.js").read_text("utf-8")
_WIDE = Path(__file__).with_name("wide.js").read_text("utf-8")


def write_library(folder):
    """Articles of which everything that a reader is shown is hostile."""
    record = {
        "id": MARKUP,
        "title": MARKUP,
        "publisher": MARKUP,
        "byline": MARKUP,
        "published": "2024-03-04",
        "text": f"The mayor opened the new quay on Monday.\n\n{MARKUP}\n\n{LONG}\n",
    }
    long = {
        "id": LONG[:2000],
        "title": LONG,
        "publisher": LONG,
        "byline": LONG,
        "text": f"The harbour pilot cheered on Tuesday.\n\n{LONG}\n",
    }
    (folder / "evil.jsonl").write_text("\n".join(map(json.dumps, (record, long))) + "\n", "utf-8")
    name = MARKUP.replace("/", "")[:200]
    (folder / f"{name}.txt").write_text(
        "The harbour crew went home on Friday.\n\nThe crew had been away for a year.\n", "utf-8"
    )


def watched(context):
    """Every address that the pages of a context ask for, and every box that they open."""
    asked = []
    context.on("request", lambda request: asked.append(request.url))

    def watch(page):
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("dialog", shut)

    def shut(dialog):
        asked.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.on("page", watch)
    return asked


def outside(asked):
    """Those of them that are not this machine's, or that a hostile text wrote."""
    return [one for one in asked if not _is_inside(urlsplit(one)) or "data:text/html" in one]


def _is_inside(address):
    return address.scheme in ("blob", "data", "file") or address.hostname == "127.0.0.1"


def inert(page):
    """What of the hostile text became more than text: nothing, if all is well."""
    return page.evaluate(_INERT, DECEIVING)


def faults(page):
    """That, and what is wider than its place."""
    return inert(page) + page.evaluate(_WIDE)
