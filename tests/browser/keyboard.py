"""A person who has a keyboard alone, and sees where they are at every step."""

import re
import time
from pathlib import Path

from tests.browser.asking import at_rest, wait_until

_FOCUS = Path(__file__).with_name("focus.js").read_text("utf-8")
_COMES = 5  # seconds: a page that is still drawn moves to what has the focus when it is done
_FAR = 120  # stops: more than any page of these tests has


class Keyboard:
    """Goes through a page by Tab; every stop has to be in sight, and to look focused."""

    def __init__(self, page):
        self._page = page

    def press(self, *keys):
        for key in keys:
            self._page.keyboard.press(key)

    def write(self, text):
        self._page.keyboard.insert_text(text)

    def here(self):
        """What has the focus, by its name; nothing where nothing has."""
        focus = self._page.evaluate(_FOCUS)
        return "" if focus["isNowhere"] else focus["name"]

    def arrive(self, name):
        """Wait until what has the focus is called so: it moves when the page is drawn again."""
        wait_until(self._page, lambda: re.search(name, self.here()))

    def to(self, name, key="Tab"):
        """Go on until what has the focus is called so."""
        self._wait_for_styles()
        stops = []
        while len(stops) < _FAR:
            stops.append(self._next(key))
            if re.search(name, stops[-1]):
                return
        raise AssertionError(f"{name} was not reached: {stops}")

    def round(self):
        """The names of all stops, from the beginning of the page to its end."""
        self._page.wait_for_load_state("networkidle")  # what comes later would push stops away
        self._wait_for_styles()
        at_rest(self._page)
        self._rest()
        return self._rest()

    def _wait_for_styles(self):
        """The style of the page comes when Streamlit has fetched what shows it."""
        style = "getComputedStyle(document.documentElement).getPropertyValue('--reader-width')"
        self._page.wait_for_function(style)

    def _rest(self):
        stops = []
        while stop := self._next("Tab"):
            stops.append(stop)
            assert len(stops) < _FAR, f"there is no end to it: {stops}"
        return stops

    def _next(self, key):
        """The name of the next stop; nothing where the page ends."""
        self.press(key)
        focus = self._page.evaluate(_FOCUS)
        assert focus["unseen"] is None, focus
        deadline = time.monotonic() + _COMES
        while not (focus["isInSight"] or focus["isNowhere"]):
            assert time.monotonic() < deadline, focus
            focus = self._page.evaluate(_FOCUS)
        return "" if focus["isNowhere"] else focus["name"]
