"""What a person does on the page, said once."""

import time
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import TimeoutError

PATIENCE = 90_000  # milliseconds: a slow machine is no fault, a dead page is
ANSWERED = ".turn .actions [data-act=again]"
_IS_AT_REST = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const boxes = [...app.querySelectorAll("*")].map(node => node.getBoundingClientRect());
  const looks = app.dataset.testScriptState + boxes.map(box => [box.y, box.height]).join();
  const was = window.looked;
  if (was?.looks !== looks) window.looked = { looks, since: performance.now() };
  return looks.startsWith("notRunning") && performance.now() - window.looked.since > 300;
}"""


def open_page(page, address):
    page.goto(address)
    page.get_by_placeholder("Ask the articles").wait_for()


def ask(page, question):
    """Ask, without waiting for the answer."""
    box = page.get_by_placeholder("Ask the articles")
    box.fill(question)
    box.press("Enter")


def wait_answered(page, turns=1):
    """Wait until so many answers stand there whole."""
    page.locator(ANSWERED).nth(turns - 1).wait_for()


def wait_until(page, holds):
    """Wait until this holds, while the page goes on."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        page.wait_for_timeout(50)


def at_rest(page):
    """Wait until nothing that was done is still being worked on, and nothing moves any more."""
    page.wait_for_function(_IS_AT_REST)


def open_choices(page, name):
    """Open the list of a field; scrolling the page closes it, drawing the page anew does not."""
    field = page.get_by_role("combobox", name=name)
    field.scroll_into_view_if_needed()
    at_rest(page)

    def is_open():
        if field.get_attribute("aria-expanded") != "true":
            field.click()
        return page.get_by_role("option").count() > 0

    wait_until(page, is_open)


def go_to(page, name):
    """Open another page by its link; a click is lost where the page is being drawn again."""
    heading = page.get_by_role("heading", name=name, exact=True)

    def is_there():
        page.get_by_role("link", name=name, exact=True).click()
        try:
            heading.wait_for(timeout=5_000)
        except TimeoutError:
            return False
        return True

    wait_until(page, is_there)


def choose(page, name, words):
    """Take one of a field's choices; the list is opened again where scrolling has closed it."""
    option = page.get_by_role("option", name=words)

    def is_chosen():
        open_choices(page, name)
        if option.count() == 0:
            return False
        option.first.click(force=True, timeout=2_000)
        return True

    wait_until(page, is_chosen)


def numbers(page):
    return page.locator(".claim button.number")


def stop_button(page):
    return page.get_by_role("button", name="Stop", exact=True)


def conversation(page):
    """The conversation that the address names."""
    return parse_qs(urlsplit(page.url).query).get("c", [None])[0]


def unfold(page, name, inside):
    """Open a part that is folded; a click is lost where the page is being drawn again."""
    part = page.locator("details", has=page.locator("summary", has_text=name)).first

    def is_open():
        if part.get_attribute("open") is None:
            part.locator("summary").click()
        return inside.is_visible()

    wait_until(page, is_open)
