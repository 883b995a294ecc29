"""A person changes the page to their liking, and reads what it does."""

import pytest

from bench.browsing import ROOT, serving
from tests.browser.asking import ask, at_rest, open_page, wait_answered


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    """A server whose settings no other test sees."""
    home = tmp_path_factory.mktemp("settings")
    script = ROOT / "tests/browser/scripted_app.py"
    with serving(script, home, home / "server.log") as address:
        yield address


def choose(page, label, option):
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


LANGUAGES = [
    ("Deutsch", "de", "Sprache", "Quellen", "Neue Frage", "jeder Satz stimmt", "Zum Inhalt"),
    (
        "Français",
        "fr",
        "Langue",
        "Les articles",
        "Nouvelle question",
        "correspond à sa",
        "Aller au",
    ),
]


def test_german_and_french_are_chosen_and_kept(tab, own_server):
    tab.goto(f"{own_server}/settings")
    label = "Language"
    for name, code, its_label, sources, new, checked, skip in LANGUAGES:
        choose(tab, label, name)
        label = its_label
        tab.get_by_role("combobox", name=label).wait_for()
        tab.reload()
        tab.get_by_role("link", name=sources, exact=True).wait_for()
        tab.get_by_role("button", name=new).click()
        tab.locator(".welcome .ask").first.click()
        wait_answered(tab)
        assert checked in tab.locator(".facts").inner_text()
        assert tab.evaluate("document.documentElement.lang") == code
        assert skip in tab.locator("[data-testid=stSkipToContent]").inner_text()
        tab.goto(f"{own_server}/settings")
    choose(tab, label, "Celle du navigateur")
    tab.get_by_role("combobox", name="Language").wait_for()


def test_keys_can_be_turned_off_and_on(tab, own_server):
    open_page(tab, own_server)
    ask(tab, "Who cut the ribbon?")
    wait_answered(tab)
    here = tab.url
    tab.goto(f"{own_server}/settings")
    tab.get_by_text("Keyboard shortcuts").click()
    at_rest(tab)
    tab.goto(here)
    wait_answered(tab)
    tab.get_by_role("heading", name="Who cut the ribbon?").click()
    tab.keyboard.press("n")
    tab.keyboard.press("]")
    tab.get_by_role("button", name="export").click()
    assert tab.url == here
    tab.goto(f"{own_server}/settings")
    tab.get_by_text("Keyboard shortcuts").click()
    at_rest(tab)
    tab.goto(here)
    wait_answered(tab)
    tab.get_by_role("heading", name="Who cut the ribbon?").click()
    tab.keyboard.press("n")
    tab.locator(".welcome").wait_for()


def test_how_sure_an_answer_has_to_be_is_kept(tab, own_server):
    tab.goto(f"{own_server}/settings")
    value = tab.locator("[data-testid=stSliderThumbValue]")
    value.wait_for()
    chosen = f"{float(value.inner_text()) + 0.05:.2f}"
    tab.get_by_role("slider").focus()
    tab.keyboard.press("ArrowRight")
    value.filter(has_text=chosen).wait_for()
    at_rest(tab)
    tab.reload()
    value.filter(has_text=chosen).wait_for()


def test_the_help_page_is_a_key_away_and_names_the_keys(tab, own_server):
    open_page(tab, own_server)
    tab.locator(".welcome").click()
    tab.keyboard.press("?")
    tab.get_by_role("heading", name="Help", exact=True).wait_for()
    for words in ("write a question", "open the next citation", "stop the answer"):
        tab.get_by_text(words).wait_for()
