"""The pictures of the README and the docs, made from the running program.

    python -m bench.screenshots [--out docs/images]

The five articles that ship are indexed into a new library, the page is opened at desktop and
telephone width, light and dark, a question is asked, its citation opened, every page visited.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from bench.browsing import ROOT, browsing, index, serving

QUESTION = "Who vetoed the resolution on North Korea?"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
PAGES = ("Sources", "Settings", "Help")
# Long enough for type and pictures to be drawn; nothing is measured here.
SETTLED = 1200


def main() -> None:
    """Make them all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs/images")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        index(home, ROOT / "seeds")
        with serving(ROOT / "ui/app.py", home, home / "page.log") as address, browsing() as browser:
            for size in SIZES:
                for theme in ("light", "dark"):
                    _picture(browser, address, out, size, theme)


def _picture(browser: Any, address: str, out: Path, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale="en-GB",
        device_scale_factor=1.5,
    )
    page = context.new_page()
    name = f"{size}-{theme}"
    page.goto(address)
    page.locator(".welcome .ask").first.wait_for()
    _shoot(page, out / f"welcome-{name}.png")
    _ask(page)
    _shoot(page, out / f"answer-{name}.png")
    page.locator(".claim button.number").first.click()
    page.locator(".reader mark.now").first.wait_for()
    _shoot(page, out / f"reader-{name}.png")
    if name == "desktop-light":
        _shoot(page, out / "answer.png")
    for title in PAGES:
        _visit(page, address, title)
        _shoot(page, out / f"{title.lower()}-{name}.png")
    context.close()


def _ask(page: Any) -> None:
    box = page.get_by_placeholder("Ask the articles")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator(".turn .actions [data-act=again]").first.wait_for()


def _visit(page: Any, address: str, title: str) -> None:
    page.goto(f"{address}/{title.lower()}")
    page.get_by_role("heading", name=title).first.wait_for()


def _shoot(page: Any, path: Path) -> None:
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=path)
    print(path)


if __name__ == "__main__":
    main()
