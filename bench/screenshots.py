"""The pictures of the README and the docs, made from the running program.

    python -m bench.screenshots [--out docs/pictures]

The five articles that ship are indexed into a new library. The page is opened wide and on a
telephone, light and dark; each picture is what a person sees after the steps of its function.
"""

import argparse
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from bench.browsing import ROOT, browsing, index, serving

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
ANSWERED = "What did China say about the sanctions?"
DECLINED = "Who won the football world cup?"
# Long enough for type and pictures to be drawn; nothing is measured here.
SETTLED = 1200
# A page of text has few colours: so many keep its edges smooth, in a third of the bytes.
COLOURS = 128


def main() -> None:
    """Make them all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs/pictures")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        index(home, ROOT / "seeds")
        with serving(ROOT / "ui/app.py", home, home / "page.log") as address, browsing() as browser:
            for size in SIZES:
                for theme in THEMES:
                    _pictures(browser, address, out, size, theme)


def _pictures(browser: Any, address: str, out: Path, size: str, theme: str) -> None:
    """Each in a window of its own, so that none shows what another left."""
    width, height = SIZES[size]
    for name, steps in STEPS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale="en-GB",
            device_scale_factor=1.5,
        )
        page = context.new_page()
        page.goto(address)
        page.locator(".welcome .ask").first.wait_for()
        steps(page)
        _shoot(page, out / f"{name}-{size}-{theme}.png")
        context.close()


def _answer(page: Any) -> None:
    """A cited answer, and the article that its first number opens."""
    _ask(page, ANSWERED)
    page.locator(".claim button.number").first.click()
    page.locator(".reader mark.now").first.wait_for()


def _refusal(page: Any) -> None:
    """What the articles do not say, and what came nearest."""
    _ask(page, DECLINED)


def _sources(page: Any) -> None:
    """What the library holds."""
    page.goto(f"{page.url.split('?')[0].rstrip('/')}/sources")
    page.locator("tbody tr").first.wait_for()


STEPS: dict[str, Callable[[Any], None]] = {
    "answer": _answer,
    "refusal": _refusal,
    "sources": _sources,
}


def _ask(page: Any, question: str) -> None:
    box = page.get_by_placeholder("Ask the articles")
    box.fill(question)
    box.press("Enter")
    page.locator(".turn .actions [data-act=again]").first.wait_for()
    box.blur()


def _shoot(page: Any, path: Path) -> None:
    page.wait_for_timeout(SETTLED)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name} {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
