"""A real Chromium, and the page's server as a person starts it, on loopback."""

from pathlib import Path

import pytest

from bench.browsing import ROOT, browsing, chromium, index, serving
from tests.browser.asking import PATIENCE
from tests.browser.gate import Gate


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Two busy cores can keep a page from what it does; what fails twice is a fault.
            item.add_marker(pytest.mark.flaky(reruns=1))
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium: set CHROMIUM to its path"))


@pytest.fixture(scope="session")
def browser():
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="session")
def scripted_home(tmp_path_factory):
    return tmp_path_factory.mktemp("scripted")


@pytest.fixture(scope="session")
def scripted_server(scripted_home):
    """The page over a scripted assistant, which waits at the gate that a question names."""
    script = ROOT / "tests/browser/scripted_app.py"
    with serving(script, scripted_home, scripted_home / "server.log") as address:
        yield address


@pytest.fixture
def gate(scripted_home):
    """Lets the sentences of the scripted server's answer through, as the test says."""
    made = Gate(scripted_home / "gates")
    yield made
    made.open()


@pytest.fixture(scope="session")
def seeds_server(tmp_path_factory):
    """The page over the five articles, with the built-in model."""
    home = tmp_path_factory.mktemp("seeds")
    index(home, ROOT / "seeds")
    with serving(ROOT / "ui/app.py", home, home / "server.log") as address:
        yield address


@pytest.fixture
def tab(browser):
    """A window of its own at desktop width, that must log no error."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if _is_fatal(said) else None)
    yield page
    context.close()
    assert not faults


def _is_fatal(said):
    """Streamlit says so when it shuts a window off from its server for good."""
    return said.type == "error" and "fatal" in said.text


@pytest.fixture
def phone(browser):
    """A window as narrow as a small telephone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="en-GB", color_scheme="dark", has_touch=True
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
