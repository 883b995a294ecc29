"""No page breaks a rule of WCAG 2.2, level A or AA, that a machine can check (axe-core).

Nothing is excused: with this theme, Streamlit's own widgets break none either.
"""

from functools import partial
from importlib.resources import files

import pytest

from bench.browsing import ROOT, index, serving
from tests.browser.asking import (
    PATIENCE,
    ask,
    numbers,
    open_choices,
    open_page,
    unfold,
    wait_answered,
)

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BROKEN = """async levels => {
  const { violations } = await axe.run(document, {
    runOnly: { type: "tag", values: levels }, resultTypes: ["violations"],
  });
  return violations.flatMap(rule => rule.nodes.map(node => ({
    rule: rule.id, where: node.target.flat().join(" "), html: node.html.slice(0, 200),
    why: node.failureSummary,
  })));
}"""


def broken(page):
    """Each element that breaks a rule, once everything has arrived and faded in."""
    page.wait_for_timeout(400)
    page.evaluate(AXE)
    return page.evaluate(BROKEN, LEVELS)


def chat(page, address):
    """The welcome, an answer with all that opens from it, a refusal."""
    open_page(page, address)
    page.locator(".welcome .ask").first.wait_for()
    yield "welcome"
    ask(page, "What did China say about the sanctions?")
    wait_answered(page)
    yield "answered"
    numbers(page).first.hover()
    page.get_by_role("tooltip").wait_for()
    yield "excerpt beside the pointer"
    page.get_by_role("button", name="export").click()
    yield "export menu"
    page.get_by_role("button", name="Markdown").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="not helpful").click()
    page.get_by_label("Why?").wait_for()
    yield "reason of a vote"
    numbers(page).first.click()
    page.locator(".reader mark.now").first.wait_for()
    yield "reader"
    page.get_by_role("button", name="close").click()
    page.locator("[data-act=edit]").first.click()
    page.locator(".edit textarea").fill("Who won the football world cup?")
    yield "editing"
    page.get_by_role("button", name="Ask this instead").click()
    page.get_by_role("button", name="Undo").wait_for()
    wait_answered(page)
    yield "refusal, and undo"
    page.locator("[data-act=near]").first.click()
    page.locator(".reader mark.now").first.wait_for()
    yield "what came nearest, open"


def writing(gate, page, address):
    """An answer that is being written: its sources, then its first sentence."""
    open_page(page, address)
    ask(page, gate.question("Who cut the ribbon?"))
    page.locator(".found .source").first.wait_for()
    yield "sources found"
    gate.let(1)
    numbers(page).first.wait_for()
    yield "first sentence"


def beside(page, address):
    """What stands beside the chat: conversations, filters, chips, what is not there."""
    open_page(page, f"{address}/?publisher=The+Guardian&from=2020")
    ask(page, "Who won the football world cup?")
    wait_answered(page)
    yield "chips"
    page.get_by_text("Filter sources").click()
    page.get_by_role("textbox", name="From").fill("soon")
    page.keyboard.press("Enter")
    page.get_by_text("Enter a date as").wait_for()
    yield "filters, one of them wrong"
    page.get_by_role("button", name="Actions for").first.click()
    yield "menu of a conversation"
    page.get_by_role("button", name="Rename").click()
    yield "renaming"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Actions for").first.click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("Deleted:").wait_for()
    yield "deleted, and undo"
    open_page(page, f"{address}/?c=nothing")
    page.get_by_text("This conversation does not exist").wait_for()
    yield "a conversation that is not here"


def sources(page, address):
    """The table, its reader, and what is folded away above it."""
    page.goto(f"{address}/sources")
    page.locator("tbody tr").first.wait_for()
    yield "sources"
    page.locator("button.name").first.click()
    page.locator(".reader").wait_for()
    yield "reader in sources"
    page.get_by_role("button", name="close").click()
    page.locator("tbody input").first.check()
    page.get_by_text("Add articles").first.click()
    chart = page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)").first
    unfold(page, "Library overview", chart)
    yield "a row chosen, all unfolded"
    open_choices(page, "Year")
    yield "a list of choices"


def rest(page, address):
    """Settings with several libraries, and help."""
    page.goto(f"{address}/settings")
    page.get_by_label("Name of the new library").fill("../..")
    page.get_by_role("button", name="Create library").click()
    page.get_by_text("Use letters, digits").wait_for()
    yield "settings, a name refused"
    page.get_by_label("Name of the new library").fill("Harbour")
    page.get_by_role("button", name="Create library").click()
    page.get_by_text("Add your first articles").wait_for()
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Remove Harbour").wait_for()
    yield "a second library"
    page.get_by_role("button", name="Remove Harbour").click()
    page.get_by_text("Removed: Harbour").wait_for()
    yield "a library removed, and undo"
    page.goto(f"{address}/help")
    page.locator(".st-key-help h3").last.wait_for()
    yield "help"


def empty(page, address):
    """A library that holds nothing, and files that it refuses."""
    page.goto(address)
    page.get_by_role("button", name="Try it with five sample articles").wait_for()
    yield "nothing yet"
    page.goto(f"{address}/sources")
    page.locator("input[type=file]").set_input_files(
        {"name": "broken.bin", "mimeType": "application/octet-stream", "buffer": bytes(5120)}
    )
    page.get_by_text("1 file could not be added").first.wait_for()
    yield "a refused file"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A library of its own, since this module makes and removes."""
    home = tmp_path_factory.mktemp("access")
    index(home, ROOT / "seeds")
    with serving(ROOT / "ui/app.py", home, home / "server.log") as address:
        yield address


@pytest.fixture(scope="module")
def bare_library(tmp_path_factory):
    home = tmp_path_factory.mktemp("bare")
    with serving(ROOT / "ui/app.py", home, home / "server.log") as address:
        yield address


@pytest.fixture(scope="module")
def context(browser):
    """One for the module: what the page is drawn with is fetched once."""
    made = browser.new_context(locale="en-GB", reduced_motion="reduce")
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("way", "width"),
    [(chat, 1440), (chat, 360), (beside, 1440), (sources, 1440), (sources, 360), (rest, 1440)],
)
def test_no_rule_is_broken_on_the_way_through(context, library, way, width):
    walk(context, library, way, width)


def test_no_rule_is_broken_while_an_answer_is_written(context, scripted_server, gate):
    walk(context, scripted_server, partial(writing, gate), 1440)


def test_no_rule_is_broken_over_an_empty_library(context, bare_library):
    walk(context, bare_library, empty, 1440)


def walk(context, address, way, width):
    """Look at each place of a way, light and dark."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    faults = {}
    for place in way(page, address):
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            faults[place, theme] = broken(page)
    page.close()
    assert len(faults) > 2
    assert {place: found for place, found in faults.items() if found} == {}
