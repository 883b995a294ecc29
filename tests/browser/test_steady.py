"""Nothing moves under the cursor, and everything has its place at every width."""

from pathlib import Path

import pytest

from bench.browsing import ROOT, serving
from tests.browser.asking import ask, numbers, open_page, unfold, wait_answered
from tests.browser.gate import Gate

MOTION = Path(__file__).with_name("motion.js").read_text("utf-8")
WIDE = Path(__file__).with_name("wide.js").read_text("utf-8")
WIDTHS = {360: 740, 768: 1024, 1100: 800, 1440: 900, 2560: 1440, 3840: 2160}
KEEP_SMOOTH_SCROLLS = """
window.smoothScrolls = [];
for (const name of ["scrollTo", "scrollBy", "scroll", "scrollIntoView"]) {
  const scroll = Element.prototype[name];
  Element.prototype[name] = function (...how) {
    if (how[0]?.behavior === "smooth") window.smoothScrolls.push(`${this.nodeName}.${name}`);
    return scroll.apply(this, how);
  };
}
"""
# Where each line of what stands in the answer begins and ends, and the question above it.
PLACES = """() => {
  const found = [];
  const look = root => {
    for (const node of root.querySelectorAll(".question h2, .claim")) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const scrolled = document.querySelector("#stMain").scrollTop;
      for (const { left, top, right } of range.getClientRects()) {
        found.push([left, top + scrolled, right].map(Math.round));
      }
    }
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) look(node.shadowRoot);
  };
  look(document);
  return found;
}"""


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    return {name: tmp_path_factory.mktemp(name) for name in ("long", "arabic")}


@pytest.fixture(scope="module")
def long_server(homes):
    """The page over an answer of three long sentences."""
    script = ROOT / "tests/browser/told_app.py"
    with serving(script, homes["long"], homes["long"] / "server.log", TOLD="long") as address:
        yield address


@pytest.fixture(scope="module")
def arabic_server(homes):
    """The page over an answer that begins in Arabic."""
    script = ROOT / "tests/browser/told_app.py"
    with serving(script, homes["arabic"], homes["arabic"] / "server.log", TOLD="arabic") as address:
        yield address


@pytest.fixture
def long_gate(homes):
    made = Gate(homes["long"] / "gates")
    yield made
    made.open()


def test_nothing_moves_for_whoever_asks_for_that(tab, long_server, long_gate):
    tab.add_init_script(KEEP_SMOOTH_SCROLLS)
    tab.emulate_media(reduced_motion="reduce")
    open_page(tab, long_server)
    tab.locator(".welcome .ask").first.wait_for()
    assert tab.evaluate(MOTION) == []
    ask(tab, long_gate.question("Who cut the ribbon?"))
    tab.locator(".step").wait_for()
    assert tab.evaluate(MOTION) == []
    tab.emulate_media(reduced_motion="no-preference")
    assert tab.evaluate(MOTION)
    tab.emulate_media(reduced_motion="reduce")
    long_gate.open()
    wait_answered(tab)
    numbers(tab).last.click()
    tab.locator(".reader mark.now").wait_for()
    assert tab.evaluate(MOTION) == []
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.keyboard.press("ArrowRight")
    tab.locator(".reader mark.now", has_text="harbour").wait_for()
    assert tab.evaluate(MOTION) == []


@pytest.mark.parametrize("width", [360, 1440])
def test_what_stands_keeps_its_place_while_more_comes_in(tab, long_server, long_gate, width):
    tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
    open_page(tab, long_server)
    box = tab.get_by_placeholder("Ask the articles").bounding_box()
    ask(tab, long_gate.question("Who cut the ribbon?"))
    tab.locator(".found .source").first.wait_for()
    stood = tab.evaluate(PLACES)
    for count in (1, 2, 3):
        long_gate.let(1)
        numbers(tab).nth(count - 1).wait_for()
        stands = tab.evaluate(PLACES)
        assert stands[: len(stood)] == stood
        assert len(stands) > len(stood)
        stood = stands
    wait_answered(tab)
    assert tab.evaluate(PLACES) == stood
    assert tab.get_by_placeholder("Ask the articles").bounding_box() == box


def direction(place):
    return place.evaluate("node => getComputedStyle(node).direction")


def test_text_that_runs_from_right_to_left_is_shown_so(tab, arabic_server):
    open_page(tab, arabic_server)
    ask(tab, "متى افتتح الميناء؟")
    wait_answered(tab)
    assert direction(tab.locator(".question h2")) == "rtl"
    claims = tab.locator(".claim")
    assert [direction(claims.nth(at)) for at in (0, 1)] == ["rtl", "ltr"]
    names = tab.locator(".sources .name")
    assert [direction(names.nth(at)) for at in (0, 1)] == ["rtl", "ltr"]
    numbers(tab).first.hover()
    assert direction(tab.locator(".card .quote")) == "rtl"
    numbers(tab).first.click()
    tab.locator(".reader mark.now").wait_for()
    assert direction(tab.locator(".reader h2")) == "rtl"
    assert direction(tab.locator(".reader .text p").first) == "rtl"
    mark, body = (tab.locator(f".reader {name}").bounding_box() for name in ("mark.now", ".text"))
    assert body["x"] + body["width"] - mark["x"] - mark["width"] < 8
    assert direction(tab.locator("nav a[data-act=open]").first) == "rtl"
    assert direction(tab.locator(".turn .facts").last) == "ltr"


def places(page, address):
    """Each page, with what makes it widest."""
    open_page(page, address)
    page.locator(".welcome .ask").first.wait_for()
    yield "welcome"
    ask(page, "What did China say about the sanctions?")
    wait_answered(page)
    yield "answered"
    numbers(page).first.click()
    page.locator(".reader mark.now").first.wait_for()
    yield "reader"
    page.goto(f"{address}/sources")
    page.locator("tbody tr").first.wait_for()
    page.get_by_text("Add articles").first.click()
    chart = page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)").first
    unfold(page, "Library overview", chart)
    page.locator("tbody input").first.check()
    yield "sources"
    page.goto(f"{address}/settings")
    page.get_by_role("button", name="Create library").wait_for()
    yield "settings"
    page.goto(f"{address}/help")
    page.get_by_role("heading", name="Keyboard shortcuts").wait_for()
    yield "help"


def test_nothing_is_wider_than_the_screen(tab, seeds_server):
    tab.emulate_media(reduced_motion="reduce")
    wide = {}
    for place in places(tab, seeds_server):
        for width, height in WIDTHS.items():
            tab.set_viewport_size({"width": width, "height": height})
            tab.wait_for_timeout(150)
            wide[place, width] = tab.evaluate(WIDE)
        tab.set_viewport_size({"width": 1440, "height": 900})
    assert {where: found for where, found in wide.items() if found} == {}
