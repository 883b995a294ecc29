"""Every action is possible by keyboard alone, and the focus is always seen."""

import pytest

from bench.browsing import ROOT, index, serving
from tests.browser.asking import (
    PATIENCE,
    numbers,
    open_page,
    stop_button,
    wait_answered,
    wait_until,
)
from tests.browser.keyboard import Keyboard


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A library of its own, since this module makes, removes and asks."""
    home = tmp_path_factory.mktemp("keyboard")
    index(home, ROOT / "seeds")
    with serving(ROOT / "ui/app.py", home, home / "server.log") as address:
        yield address


@pytest.fixture
def calm(browser):
    """A window where nothing moves by itself, so that what is looked at has arrived."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def asked(page, keys, address, question):
    """The page with a question asked and answered, by keyboard."""
    open_page(page, address)
    keys.to("^Ask the articles")
    keys.write(question)
    keys.press("Enter")
    wait_answered(page)


def test_every_stop_of_the_chat_is_seen(calm, library):
    keys = Keyboard(calm)
    open_page(calm, library)
    calm.locator(".welcome .ask").first.wait_for()
    stops = keys.round()
    assert "New question" in "".join(stops)
    assert stops[-1] == "Ask the articles…"
    asked(calm, keys, library, "What did China say about the sanctions?")
    calm.locator("details").first.wait_for()
    stops = keys.round()
    for name in ("Citation 1", "copy", "export", "ask again", "helpful", "not helpful"):
        assert name in stops
    numbers(calm).first.click()
    calm.locator(".reader mark.now").first.wait_for()
    assert {"Text of the article", "ask only this article", "close"} <= set(keys.round())


@pytest.mark.parametrize("width", [360, 1440])
def test_every_stop_beside_the_chat_is_seen(calm, library, width):
    keys = Keyboard(calm)
    calm.set_viewport_size({"width": width, "height": 900})
    calm.goto(f"{library}/sources")
    calm.locator("tbody tr").first.wait_for()
    calm.get_by_text("Add articles").first.click()
    assert sum(stop.startswith("Select") for stop in keys.round()) == 5
    calm.goto(f"{library}/settings")
    calm.get_by_role("button", name="Create library").wait_for()
    stops = keys.round()
    for name in ("Language", "Open library", "Create library"):
        assert name in stops
    calm.goto(f"{library}/help")
    calm.get_by_role("heading", name="Keyboard shortcuts").wait_for()
    assert keys.round()


def test_a_question_is_asked_and_stopped(calm, scripted_server, gate):
    keys = Keyboard(calm)
    open_page(calm, scripted_server)
    keys.to("^Ask the articles")
    keys.write(gate.question("Who cut the ribbon?"))
    keys.press("Enter")
    gate.let(1)
    numbers(calm).first.wait_for()
    keys.to("^Stop$")
    keys.press("Enter")
    stop_button(calm).wait_for(state="detached")
    wait_answered(calm)
    assert "stopped" in calm.locator(".turn .facts").inner_text()
    keys.to("^ask again$")
    keys.press("/")
    keys.arrive("^Ask the articles")


def test_a_number_opens_the_reader_and_escape_leads_back(calm, scripted_server):
    keys = Keyboard(calm)
    asked(calm, keys, scripted_server, "Who cut the ribbon?")
    keys.to("^Citation 2$")
    assert "The mayor cut the ribbon." in calm.get_by_role("tooltip").inner_text()
    keys.press("Enter")
    calm.locator(".reader mark.now", has_text="mayor").wait_for()
    keys.arrive("^Text of the article$")
    keys.press("ArrowRight")
    calm.locator(".reader mark.now", has_text="Residents").wait_for()
    keys.to("previous")
    keys.press("Enter")
    calm.locator(".reader mark.now", has_text="mayor").wait_for()
    keys.press("[")
    calm.locator(".reader mark.now", has_text="Monday").wait_for()
    keys.press("]")
    calm.locator(".reader mark.now", has_text="mayor").wait_for()
    keys.press("Escape")
    calm.locator(".reader").wait_for(state="detached")
    keys.arrive("^Citation 2$")


def test_what_came_nearest_is_opened(calm, scripted_server):
    keys = Keyboard(calm)
    asked(calm, keys, scripted_server, "Who won the world cup?")
    keys.to("Harbour opens")
    keys.press("Enter")
    calm.locator(".reader mark.now").wait_for()
    keys.press("Escape")
    calm.locator(".reader").wait_for(state="detached")
    keys.arrive("Harbour opens")


def test_a_question_is_edited(calm, scripted_server):
    keys = Keyboard(calm)
    asked(calm, keys, scripted_server, "First question?")
    keys.to("^Edit this question$")
    keys.press("Enter")
    keys.arrive("^Edit this question$")
    keys.press("Escape")
    calm.locator(".edit").wait_for(state="detached")
    keys.arrive("^Edit this question$")
    keys.press("Enter", "Control+a")
    keys.write("Second question?")
    keys.press("Control+Enter")
    calm.locator(".question h2", has_text="Second question?").wait_for()
    wait_answered(calm)
    keys.to("^Undo$")
    keys.press("Enter")
    calm.locator(".question h2", has_text="First question?").wait_for()


def test_an_answer_is_judged_and_saved(calm, scripted_server):
    keys = Keyboard(calm)
    asked(calm, keys, scripted_server, "Who cut the ribbon?")
    keys.to("^not helpful$")
    keys.press("Space")
    calm.get_by_label("Why?").wait_for()
    keys.to("^Why")
    keys.write("Too short")
    keys.press("Enter")
    keys.arrive("^not helpful$")
    keys.to("^export$", "Shift+Tab")
    keys.press("Enter")
    keys.to("^BibTeX$")
    with calm.expect_download():
        keys.press("Enter")
    keys.arrive("^export$")
    keys.press("Enter")
    keys.to("^RIS$")
    keys.press("Escape")
    keys.arrive("^export$")
    calm.reload()
    wait_answered(calm)
    pressed = calm.get_by_role("button", name="not helpful").get_attribute("aria-pressed")
    assert pressed == "true"


def test_a_conversation_is_found_renamed_pinned_and_deleted(calm, scripted_server):
    keys = Keyboard(calm)
    asked(calm, keys, scripted_server, "What about the windmill?")
    keys.to("^copy$")
    keys.press("n")
    calm.locator(".welcome").wait_for()
    keys.press("s")
    calm.locator(".st-key-search input:focus").wait_for()
    keys.write("windmill")
    links = calm.locator("nav a[data-act=open]")
    wait_until(calm, lambda: links.count() == 1)
    keys.to("windmill")
    keys.press("ArrowRight")
    keys.arrive("^Actions for")
    keys.press("Enter")
    keys.to("^Rename$")
    keys.press("Enter")
    wait_until(calm, lambda: keys.here() != "Rename")
    keys.press("Control+a")
    keys.write("The windmill again")
    keys.press("Enter")
    links.filter(has_text="again").wait_for()
    keys.arrive("^Actions for")
    keys.press("Enter")
    keys.to("^Pin$")
    keys.press("Enter")
    calm.get_by_text("Pinned").wait_for()
    keys.arrive("^Actions for")
    keys.press("Enter")
    keys.to("^Delete$")
    keys.press("Enter")
    wait_until(calm, lambda: links.count() == 0)
    keys.arrive(".")
    keys.to("^Undo$", "Shift+Tab")
    keys.press("Enter")
    links.filter(has_text="again").wait_for()
    keys.to("^The windmill again$")
    keys.press("Enter")
    calm.locator(".question h2", has_text="windmill").wait_for()


def test_on_a_narrow_screen_the_search_key_brings_the_sidebar_in(calm, scripted_server):
    keys = Keyboard(calm)
    calm.set_viewport_size({"width": 360, "height": 740})
    asked(calm, keys, scripted_server, "Who cut the ribbon?")
    keys.to("^copy$")
    keys.press("s")
    calm.locator(".st-key-search input:focus").wait_for()


def test_what_has_the_focus_stays_in_sight_where_the_page_goes_to_its_end(calm, scripted_server):
    keys = Keyboard(calm)
    calm.set_viewport_size({"width": 360, "height": 420})
    asked(calm, keys, scripted_server, "Who cut the ribbon?")
    keys.to("^Edit this question$")
    page = calm.get_by_test_id("stAppScrollToBottomContainer")
    edit = calm.get_by_role("button", name="Edit this question")
    assert page.evaluate("node => (node.scrollTop = node.scrollHeight, node.scrollTop)") > 200
    wait_until(calm, lambda: 0 < edit.bounding_box()["y"] < 420)


def test_articles_are_sorted_chosen_read_removed_and_brought_back(calm, library):
    keys = Keyboard(calm)
    calm.goto(f"{library}/sources")
    calm.locator("tbody tr").first.wait_for()
    keys.to("^Length")
    keys.press("Enter")
    calm.locator("th[aria-sort=ascending]", has_text="Length").wait_for()
    keys.arrive("^Length")
    keys.to("^China blocks")
    keys.press("Enter")
    calm.locator(".reader").wait_for()
    keys.arrive("^Text of the article$")
    keys.press("Escape")
    calm.locator(".reader").wait_for(state="detached")
    keys.arrive("^China blocks")
    keys.to("^Select “China blocks", "Shift+Tab")
    keys.press("Space")
    keys.to("^Remove 1$", "Shift+Tab")
    keys.press("Enter")
    calm.get_by_text("1 article was removed").wait_for()
    keys.arrive(".")
    keys.to("^Undo$")
    keys.press("Enter")
    calm.locator(".st-key-unremove").wait_for(state="detached")
    keys.to("Add articles")
    keys.press("Enter")
    keys.to("path of a folder")
    keys.write("/nowhere")
    keys.press("Enter")
    calm.locator(".st-key-report").get_by_text("nowhere").wait_for()
    keys.to("^Dismiss$")
    keys.press("Enter")
    calm.locator(".st-key-report").wait_for(state="detached")


def test_questions_are_limited_and_set_free(calm, library):
    keys = Keyboard(calm)
    open_page(calm, library)
    keys.to("Filter sources")
    keys.press("Enter")
    for name, year in (("From", "2020"), ("To", "2022")):
        keys.to(f"^{name}$")
        keys.write(year)
        keys.press("Enter")
        calm.locator(".chip", has_text=year).wait_for()
    keys.to("^Remove filter: from 2020$")
    keys.press("Enter")
    calm.locator(".chip", has_text="2020").wait_for(state="detached")
    keys.arrive("^Remove filter: until 2022$")
    keys.press("Enter")
    calm.locator(".chip").wait_for(state="detached")
    keys.arrive("^Ask the articles…$")
    wait_until(calm, lambda: "from=" not in calm.url)


def test_a_library_is_made_and_removed(calm, library):
    keys = Keyboard(calm)
    open_page(calm, library)
    keys.to("^Settings$")
    keys.press("Enter")
    calm.get_by_role("button", name="Create library").wait_for()
    keys.to("^Keyboard shortcuts$")
    keys.to("^Name of the new library$")
    keys.write("Quay")
    keys.press("Enter")
    calm.get_by_text("Add your first articles").wait_for()
    keys.to("^Settings$")
    keys.press("Enter")
    calm.get_by_role("button", name="Remove Quay").wait_for()
    keys.to("^Remove Quay$")
    keys.press("Enter")
    calm.get_by_text("Removed: Quay").wait_for()
    assert "library=" not in calm.url


def test_settings_are_changed(calm, library):
    keys = Keyboard(calm)
    calm.goto(f"{library}/settings")
    calm.get_by_role("button", name="Create library").wait_for()
    keys.to("^Minimum confidence")
    slider = calm.get_by_role("slider")
    before = slider.get_attribute("aria-valuenow") or slider.input_value()
    keys.press("ArrowRight")
    wait_until(
        calm, lambda: (slider.get_attribute("aria-valuenow") or slider.input_value()) != before
    )
    keys.press("ArrowLeft")
    keys.to("^Keyboard shortcuts$")
    keys.press("Space")
    switch = calm.get_by_role("switch", name="Keyboard shortcuts")
    wait_until(calm, lambda: not switch.is_checked())
    keys.press("Escape", "n")
    keys.press("Space")
    wait_until(calm, switch.is_checked)
    keys.to("^Language$", "Shift+Tab")
    keys.press("ArrowDown")
    calm.get_by_role("option").first.wait_for()
    keys.press("Escape")
    assert "/settings" in calm.url
